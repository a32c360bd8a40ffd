"""A desk that is lent: whoever sees its work hears of it, by bell and by mail, and nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from notifications import recipients
from notifications.delivery import email, in_app, outbox
from notifications.delivery.in_app import WINDOW
from notifications.models import Mail, Notification
from tests.factories import letters, make_account, make_agency, make_holder, morning, write_letter
from tests.factories.lending import go_away, lend
from workflow import absence, authorization, delegation, engine, queries, registry
from workflow.context import Actor, Announcement, Seen
from workflow.models import Agency, Person, ProcessInstance

DAY = date(2026, 3, 10)
AT = morning(DAY)


class House:
    """A letter that its writer submits to the head; a deputy, and a unit below with a head of its own."""

    def __init__(self) -> None:
        self.agency = make_agency("Sở Thử nghiệm")
        self.writer, self.head = make_holder(self.agency, "specialist"), make_holder(self.agency, "head")
        self.deputy = make_holder(self.agency, "deputy_head")
        unit = make_agency("Chi cục Thử nghiệm", kind=Agency.Kind.SUB_UNIT, parent=self.agency)
        self.unit_head = make_holder(unit, "head")
        self.letter = write_letter(self.agency, self.writer, at=AT)

    def submit(self, heard: list[Announcement]) -> None:
        actor = Actor.of(self.writer.accounts.get())
        engine.fire(instance_id=self.letter.uuid, transition="submit", actor=actor, at=AT, seen=Seen(0))
        in_app.store(recipients.letters(heard))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    found: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [found.extend])
    return found


@pytest.fixture
def house(db: None, heard: list[Announcement]) -> Iterator[House]:
    with letters():
        made = House()
        heard.clear()
        yield made


def knows(person: Person, house: House, at: Any = AT) -> set[str]:
    """The channels through which the person learns of the letter."""
    letter = ProcessInstance.objects.get(pk=house.letter.pk)
    seats = authorization.seats(person, at)
    told = Notification.objects.of(person.accounts.order_by("pk")[0], at)
    channels = {
        "list": letter.pk in set(authorization.visible_roots(person, at)),
        "detail": authorization.reveal(person, letter, at) is not None,
        "inbox": letter.pk in {task.instance_id for task in queries.inbox(seats)},
        "bell": told.exists(),
    }
    return {name for name, known in channels.items() if known}


ALL = {"list", "detail", "inbox", "bell"}


def test_who_stands_in_learns_of_the_work_everywhere(house: House, heard: list[Announcement]) -> None:
    go_away(house.head, house.deputy, at=AT)
    house.submit(heard)

    assert knows(house.deputy, house) == knows(house.head, house) == ALL
    assert knows(house.unit_head, house) == set()


@pytest.mark.parametrize(("scope", "expected"), [(["test_letter.sign"], ALL), (["plan.complete"], set())])
def test_a_right_lent_elsewhere_tells_of_its_own_steps_alone(
    house: House, heard: list[Announcement], monkeypatch: pytest.MonkeyPatch, scope: list[str], expected: set[str]
) -> None:
    from workflow import delegation_rules

    monkeypatch.setattr(delegation_rules, "steps_of_the_desk", lambda grant: None)
    monkeypatch.setattr(
        delegation_rules, "steps_of", lambda position: {"test_letter.sign": "Ký", "plan.complete": "Khác"}
    )
    lend(house.head, house.unit_head, "TUQ.", at=AT, scope=scope)
    house.submit(heard)

    assert knows(house.unit_head, house) == expected
    assert Notification.objects.filter(account__person=house.unit_head).exists() is bool(expected)


@pytest.mark.parametrize("how", ["revoked", "over"])
def test_nobody_learns_of_anything_after_the_right_has_ended(house: House, heard: list[Announcement], how: str) -> None:
    row = lend(house.head, house.unit_head, "TUQ.", at=AT, scope=["test_letter.sign"])
    house.submit(heard)
    assert knows(house.unit_head, house) == ALL
    later = AT + timedelta(days=31) if how == "over" else AT
    if how == "revoked":
        delegation.revoke(row, actor=Actor.of(house.head.accounts.get()), reason="Đã về", at=AT)

    assert knows(house.unit_head, house, later) == set()


def test_a_mail_is_not_sent_after_the_absence_was_cancelled(house: House, heard: list[Announcement]) -> None:
    away = go_away(house.head, house.unit_head, at=AT)  # of the same position
    house.submit(heard)
    later = AT + WINDOW
    outbox.gather(later)
    absence.cancel_absence(away, actor=Actor.of(house.head.accounts.get()), at=AT)

    assert house.unit_head.mails.get().told.count() == 1
    email.deliver(later)
    assert house.unit_head.mails.get().status == Mail.Status.UNNEEDED
    assert [address for message in mail.outbox for address in message.to if address == house.unit_head.email] == []


def test_a_closed_account_of_a_stand_in_is_told_nothing(house: House, heard: list[Announcement]) -> None:
    second = make_account(house.deputy)
    go_away(house.head, house.deputy, at=AT)
    house.deputy.accounts.exclude(pk=second.pk).update(is_active=False)
    house.submit(heard)

    assert [one.account for one in Notification.objects.filter(account__person=house.deputy)] == [second]


def test_who_caused_it_in_anothers_place_is_not_told(house: House, heard: list[Announcement]) -> None:
    colleague = make_holder(house.agency, "specialist")
    go_away(house.writer, colleague, at=AT)
    house.submit(heard)
    heard.clear()
    Notification.objects.all().delete()
    actor = Actor.of(house.head.accounts.get())
    engine.fire(
        instance_id=house.letter.uuid, transition="give_back", actor=actor, at=AT, seen=Seen(1),
        inputs={"reason": "Thiếu phụ lục"},
    )  # fmt: skip
    in_app.store(recipients.letters(heard))

    told = {one.account.person for one in Notification.objects.select_related("account__person")}
    assert told == {house.writer, colleague}


@pytest.mark.parametrize("count", [1, 12])
def test_lent_desks_cost_the_same_statements_however_many_facts(
    house: House, heard: list[Announcement], count: int, django_assert_num_queries: Any
) -> None:
    go_away(house.head, house.deputy, at=AT)
    house.submit(heard)
    facts = [fact for fact in heard for _number in range(count)]

    with django_assert_num_queries(8):  # seats: 3; who caused it; what people wish; who may see it: 3
        recipients.letters(facts)
