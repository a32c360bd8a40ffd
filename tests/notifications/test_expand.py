"""From facts to rows: everybody whom a fact concerns is told once, and nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import outlet
from notifications.models import Notification
from notifications.tasks import expand
from workflow.context import Announcement
from workflow.models import Account, AuditEntry, Desk, ProcessInstance

from .conftest import AT, Facts, make_desk, open_file, seat


def tell(*facts: Announcement) -> None:
    expand.func(announcements=[outlet.snapshot(fact) for fact in facts])


def told() -> set[tuple[str, str]]:
    return set(Notification.objects.values_list("account__username", "kind"))


def test_work_and_news_reach_whoever_sits_at_the_desks(fact: Facts, finance: Desk, culture: Desk) -> None:
    seat("worker", finance)
    seat("listener", culture)
    seat("stranger", make_desk("health", "specialist"))

    tell(fact(to=(finance,), telling=(culture,)))

    assert told() == {("worker", "work_arrived"), ("listener", "told")}


def test_every_account_of_everybody_at_a_desk_is_told(fact: Facts, finance: Desk) -> None:
    first = seat("first", finance)
    seat("second", finance)
    Account.objects.create_user("first_again", person=first.person)

    tell(fact(to=(finance,)))

    assert {name for name, _kind in told()} == {"first", "first_again", "second"}


@pytest.mark.parametrize(
    ("since", "until"), [(date(2026, 11, 21), None), (date(2020, 1, 1), date(2026, 11, 19))], ids=["not yet", "no more"]
)
def test_who_does_not_sit_there_on_the_day_is_not_told(
    fact: Facts, finance: Desk, since: date, until: date | None
) -> None:
    seat("other", finance, since=since, until=until)

    tell(fact(to=(finance,)))

    assert not told()


def test_each_fact_of_a_job_is_told_to_who_sat_there_on_its_own_day(fact: Facts, finance: Desk) -> None:
    seat("before", finance, until=AT.date())
    seat("after", finance, since=AT.date() + timedelta(days=1))

    tell(fact(to=(finance,), title="hôm nay"), fact(to=(finance,), title="hôm sau", at=AT + timedelta(days=1)))

    titles = set(Notification.objects.values_list("account__username", "title"))
    assert titles == {("before", "hôm nay"), ("after", "hôm sau")}


def test_a_closed_account_is_not_told(fact: Facts, finance: Desk) -> None:
    account = seat("gone", finance)
    Account.objects.filter(pk=account.pk).update(is_active=False)

    tell(fact(to=(finance,)))

    assert not told()


def test_who_caused_it_is_not_told_by_any_account(fact: Facts, finance: Desk, file: ProcessInstance) -> None:
    causer = seat("causer", finance)
    Account.objects.create_user("causer_again", person=causer.person)
    seat("colleague", finance)
    caused = fact(to=(finance,))
    AuditEntry.objects.create(
        uuid=caused.entry, instance=file, revision=1, definition_key="unknown", definition_version=1,
        transition="send", to_state="drafted", at=AT, actor=causer, person=causer.person, hash="0",
    )  # fmt: skip

    tell(caused)

    assert told() == {("colleague", "work_arrived")}


def test_who_may_not_see_the_file_is_not_told(fact: Facts, finance: Desk) -> None:
    """The desk of an agency that takes no part: no row, no ring, no mail."""
    seat("stranger", make_desk("health", "specialist"))

    tell(fact(to=(make_desk("sports", "specialist"), Desk.objects.get(agency__code="health"))))

    assert not told()


def test_who_has_the_work_is_not_told_of_it_besides(fact: Facts, finance: Desk, culture: Desk) -> None:
    seat("both", finance, culture)

    tell(fact(to=(finance,), telling=(finance, culture)))

    assert told() == {("both", "work_arrived")}


def test_a_passed_deadline_is_told_to_who_has_the_work_and_to_who_directs(
    fact: Facts, finance: Desk, culture: Desk
) -> None:
    seat("worker", finance)
    seat("head", culture)

    tell(fact(to=(finance,), telling=(culture,), transition="overdue", due_at=AT))

    assert told() == {("worker", "deadline_passed"), ("head", "deadline_escalated")}


def test_a_repeated_job_doubles_nothing_and_forgets_no_reading(fact: Facts, finance: Desk) -> None:
    seat("worker", finance)
    heard = fact(to=(finance,))
    tell(heard)
    Notification.objects.update(read_at=AT)
    before = list(Notification.objects.values())

    tell(heard, heard)

    assert list(Notification.objects.values()) == before


def test_a_row_keeps_codes_and_facts_but_no_sentence(fact: Facts, finance: Desk, file: ProcessInstance) -> None:
    seat("worker", finance)

    tell(fact(to=(finance,), reason="Thiếu dự toán", due_at=AT + timedelta(days=3)))

    row = Notification.objects.get()
    assert (row.topic, row.title, row.root, row.due_at) == (
        "unknown.send", "Kế hoạch thử", file.uuid, AT + timedelta(days=3),
    )  # fmt: skip
    assert row.params == {
        "version": 1, "state": "drafted", "actor": "Người chuyển", "acting_for": "", "agency": "Sở culture",
        "reason": "Thiếu dự toán", "days": 3,
    }  # fmt: skip
    assert row.created_at == AT


def statements(facts: Sequence[Announcement]) -> int:
    with CaptureQueriesContext(connection) as captured:
        tell(*facts)
    return len(captured)


def test_the_number_of_statements_does_not_grow_with_facts_or_desks(fact: Facts, finance: Desk) -> None:
    desks = [finance, *(make_desk(f"agency_{number}", "officer") for number in range(20))]
    file = open_file(*desks)
    for number, desk in enumerate(desks):
        seat(f"officer_{number}", desk, email=f"officer{number}@example.org")

    few = statements([fact(to=(finance,), root=file.uuid)])
    many = statements([fact(to=(desk,), root=file.uuid, entry=uuid.uuid4()) for desk in desks])

    assert few == many
    assert Notification.objects.count() == 1 + len(desks)
