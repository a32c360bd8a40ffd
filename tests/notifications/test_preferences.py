"""What people hear, where and when: what the message says, unless they chose otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from notifications import outlet, preferences
from notifications.message import Channel, When
from notifications.messages import MESSAGES, DeadlinePassed, Told, WorkArrived
from notifications.models import Notification, Preference
from notifications.preferences import Choices, Wishes, is_fixed
from notifications.tasks import expand
from workflow.context import Announcement
from workflow.deadlines import DUE_SOON, DUE_TODAY, LATE, OVERDUE
from workflow.models import Account, Desk

from .conftest import AT, Facts, seat

BELL, MAIL = Channel.BELL, Channel.MAIL


@pytest.fixture
def worker(finance: Desk) -> Account:
    return seat("worker", finance, email="worker@example.org")


def tell(*facts: Announcement) -> None:
    expand.func(announcements=[outlet.snapshot(fact) for fact in facts])


def row() -> tuple[bool, bool, bool]:
    """In the bell, by mail at once, in the digest."""
    told = Notification.objects.get()
    return told.in_bell, told.mail_after is not None, told.for_digest


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ({}, (True, True, False)),
        ({("work_arrived", MAIL): When.NEVER}, (True, False, False)),
        ({("work_arrived", MAIL): When.DIGEST}, (True, False, True)),
        ({("told", MAIL): When.DIGEST}, (True, True, False)),
    ],
    ids=["as it is", "no mail", "digest", "another message"],
)
def test_work_comes_as_it_was_chosen(
    worker: Account, finance: Desk, fact: Facts, choices: Choices, found: tuple[bool, bool, bool]
) -> None:
    preferences.choose(worker.person, choices)

    tell(fact(to=(finance,)))

    assert row() == found


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ({}, (True, False, False)),
        ({("told", MAIL): When.NOW}, (True, True, False)),
        ({("told", BELL): When.NEVER, ("told", MAIL): When.DIGEST}, (False, False, True)),
    ],
)
def test_news_come_as_they_were_chosen(
    worker: Account, finance: Desk, fact: Facts, choices: Choices, found: tuple[bool, bool, bool]
) -> None:
    preferences.choose(worker.person, choices)

    tell(fact(telling=(finance,)))

    assert row() == found


def test_what_is_wanted_nowhere_leaves_no_row(worker: Account, finance: Desk, fact: Facts) -> None:
    preferences.choose(worker.person, {("told", BELL): When.NEVER})

    tell(fact(telling=(finance,)))

    assert not Notification.objects.exists()


def test_nobody_can_switch_off_work_and_lateness_in_the_bell(worker: Account) -> None:
    for message in (WorkArrived, DeadlinePassed):
        preferences.choose(worker.person, {(message.kind, BELL): When.NEVER})
        Preference.objects.create(person=worker.person, kind=message.kind, channel=BELL, when=When.NEVER)

        assert Wishes.of([worker.person.pk]).when(worker.person.pk, message, BELL) is When.NOW
        Preference.objects.all().delete()


def test_a_bell_has_no_digest(worker: Account) -> None:
    with pytest.raises(IntegrityError, match="preference_bell_has_no_digest"), transaction.atomic():
        Preference.objects.create(person=worker.person, kind="told", channel=BELL, when=When.DIGEST)


def test_only_what_differs_is_kept_and_nothing_is_after_a_reset(worker: Account) -> None:
    everything = {(message.kind, channel): message.default(channel) for message in MESSAGES for channel in Channel}
    preferences.choose(worker.person, everything | {("told", MAIL): When.DIGEST})
    assert list(Preference.objects.values_list("kind", "channel", "when")) == [("told", "mail", "digest")]

    preferences.choose(worker.person, {})
    assert not Preference.objects.exists()


def test_one_persons_choice_is_no_others(worker: Account, finance: Desk) -> None:
    other = seat("other", finance)
    preferences.choose(worker.person, {("told", MAIL): When.NOW})

    assert Wishes.of([worker.person.pk, other.person.pk]).when(other.person.pk, Told, MAIL) is When.NEVER


def test_choices_of_many_people_are_one_query(
    worker: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        wishes = Wishes.of(range(1000))
        assert [wishes.when(pk, message, channel) for pk in (1, 2) for message in MESSAGES for channel in Channel]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.kind)
def test_every_message_has_a_name_of_its_own(message: type[WorkArrived]) -> None:
    assert [other for other in MESSAGES if (other.kind == message.kind) or (other.title == message.title)] == [message]
    assert isinstance(is_fixed(message, BELL), bool)


# --- reminders


@pytest.mark.parametrize(
    ("days", "kind"),
    [(30, "due_in_7_days"), (7, "due_in_7_days"), (6, "due_in_7_days"), (3, "due_in_3_days"), (2, "due_in_3_days"),
     (1, "due_in_1_day")],
)  # fmt: skip
def test_a_reminder_is_told_as_its_mark(worker: Account, finance: Desk, fact: Facts, days: int, kind: str) -> None:
    due = AT.replace(hour=23, minute=59) + timedelta(days=days)
    tell(fact(to=(finance,), transition=DUE_SOON, due_at=due))

    told = Notification.objects.get()
    assert told.kind == kind
    assert told.words.headline == f"Còn {days} ngày đến hạn: drafted"


def test_a_reminder_that_comes_on_the_last_day_says_so(worker: Account, finance: Desk, fact: Facts) -> None:
    tell(fact(to=(finance,), transition=DUE_SOON, due_at=AT.replace(hour=23, minute=59)))

    told = Notification.objects.get()
    assert (told.kind, told.words.headline) == ("due_in_1_day", "Hôm nay là hạn cuối: drafted")


def test_who_wants_to_be_reminded_once_is(worker: Account, finance: Desk, fact: Facts) -> None:
    preferences.choose(
        worker.person,
        {("due_in_7_days", BELL): When.NEVER, ("due_in_3_days", BELL): When.NEVER, ("due_in_1_day", MAIL): When.NOW},
    )
    for days in (7, 3, 1):
        tell(fact(to=(finance,), transition=DUE_SOON, due_at=AT + timedelta(days=days)))

    assert Notification.objects.get().kind == "due_in_1_day"
    assert row() == (True, True, False)


@pytest.mark.parametrize(
    ("transition", "worker_hears", "head_hears"),
    [
        (DUE_TODAY, "due_today", None),
        (OVERDUE, "deadline_passed", "deadline_escalated"),
        (LATE, "still_late", "still_late_escalated"),
        ("succeed", "handed_over", None),
        ("move", None, None),
    ],
)
def test_marks_of_time_and_handovers_have_their_own_messages(
    worker: Account,
    finance: Desk,
    culture: Desk,
    fact: Facts,
    transition: str,
    worker_hears: str | None,
    head_hears: str | None,
) -> None:
    seat("head", culture)
    tell(fact(to=(finance,), telling=(culture,), transition=transition, due_at=AT))

    heard = dict(Notification.objects.values_list("account__username", "kind"))
    assert heard == {name: kind for name, kind in (("worker", worker_hears), ("head", head_hears)) if kind}
