"""Each invariant notices its own breach, and a sound database has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import letters, make_agency, make_holder, morning, write_letter
from workflow import engine, invariants, numbering
from workflow.context import Actor, Seen
from workflow.models import Account, Appointment, AuditEntry, Delegation, IssuedNumber, ProcessInstance, Task
from workflow.triggers import switched_off

DAY = date(2026, 3, 10)
AT = morning(DAY)


@pytest.fixture
def letter(db: None) -> Iterator[ProcessInstance]:
    """Written and submitted, at the head's desk; another one is signed, and a number was given for it."""
    with letters():
        house = make_agency("Sở Thử nghiệm")
        writer, head = make_holder(house, "specialist"), make_holder(house, "head")
        done, row = (write_letter(house, writer, at=AT, title=title) for title in ("Xong", "Đang chờ"))
        for instance, name, person in ((done, "submit", writer), (done, "sign", head), (row, "submit", writer)):
            seen = Seen(ProcessInstance.objects.get(pk=instance.pk).revision)
            actor = Actor.of(person.accounts.get())
            engine.fire(instance_id=instance.uuid, transition=name, actor=actor, at=AT, seen=seen)
        for _ in range(2):
            numbering.give_number(
                agency=house,
                direction="outgoing",
                type_symbol="CV",
                symbol="CV-TN",
                title="Công văn",
                instance=done,
                at=AT,
            )
        row.refresh_from_db()
        yield row


def broken() -> set[str]:
    return {violation.rule for violation in invariants.violations(AT)}


def test_a_sound_database_has_no_violation(letter: ProcessInstance) -> None:
    assert invariants.violations(AT) == []
    call_command("verify")


def shift_revision(letter: ProcessInstance) -> None:
    ProcessInstance.objects.filter(pk=letter.pk).update(revision=7)


def close_the_work(letter: ProcessInstance) -> None:
    Task.objects.filter(instance=letter, status="open").update(status="done", closed_at=AT)


def move_the_work(letter: ProcessInstance) -> None:
    elsewhere = make_holder(make_agency(), "head").appointments.get().desk
    Task.objects.filter(instance=letter, status="open").update(desk=elsewhere)


def reopen_closed_work(letter: ProcessInstance) -> None:
    task = Task.objects.filter(instance__closed_at__isnull=False)[0]
    Task.objects.filter(pk=task.pk).update(status="open", closed_at=None)


def send_all_away(letter: ProcessInstance) -> None:
    Account.objects.update(is_active=False)


def lose_the_appointments(letter: ProcessInstance) -> None:
    Appointment.objects.update(valid_from=DAY + timedelta(days=1))


def skip_a_number(letter: ProcessInstance) -> None:
    IssuedNumber.objects.filter(number=2).update(number=3)


def date_a_number_back(letter: ProcessInstance) -> None:
    IssuedNumber.objects.filter(number=2).update(issued_on=DAY - timedelta(days=3))


def date_a_number_last_year(letter: ProcessInstance) -> None:
    IssuedNumber.objects.filter(number=1).update(issued_on=DAY - timedelta(days=365))


@pytest.mark.parametrize(
    ("breach", "rule"),
    [
        (shift_revision, "I21"),
        (close_the_work, "I2"),
        (move_the_work, "I2"),
        (reopen_closed_work, "I2"),
        (send_all_away, "I5"),
        (lose_the_appointments, "I3"),
        (skip_a_number, "I8"),
        (date_a_number_back, "I9"),
        (date_a_number_last_year, "I9"),
    ],
)
def test_a_breach_is_noticed(letter: ProcessInstance, breach: Callable[[ProcessInstance], None], rule: str) -> None:
    breach(letter)

    assert rule in broken()
    with pytest.raises(CommandError):
        call_command("verify")


def test_who_signs_what_they_submitted_is_noticed(letter: ProcessInstance) -> None:
    signed = AuditEntry.objects.get(transition="sign")
    submitted = AuditEntry.objects.get(instance=signed.instance, transition="submit")

    with switched_off():
        AuditEntry.objects.filter(pk=signed.pk).update(person=submitted.person)

    assert "I11" in broken()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"valid_to": DAY - timedelta(days=1)},
        {"revoked_at": AT - timedelta(minutes=1)},
        {"scope": ["test_letter.other"]},
    ],
    ids=["sound", "its days are over", "revoked before", "another step"],
)
def test_a_right_that_was_not_lent_is_noticed(letter: ProcessInstance, change: dict[str, object]) -> None:
    signed = AuditEntry.objects.get(transition="sign")
    seat = signed.person.appointments.get()
    other = make_holder(make_agency(), "head")
    lent = Delegation.objects.create(
        **{
            "delegator": signed.person,
            "desk": seat.desk,
            "delegate": other,
            "capacity": "TUQ.",
            "valid_from": DAY - timedelta(days=9),
            "valid_to": DAY,
            "granted_at": AT,
            "granted_by": signed.actor,
        }
        | change
    )

    with switched_off():
        AuditEntry.objects.filter(pk=signed.pk).update(
            person=other, acting_for=signed.person, authority=signed.authority | {"delegation": str(lent.uuid)}
        )

    assert ("I12" in broken()) is bool(change)
    assert "I3" not in broken()
