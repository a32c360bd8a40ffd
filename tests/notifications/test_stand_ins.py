"""Who stands in at a desk hears what its holder hears; who is away is not written to meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from notifications import outlet
from notifications.models import Notification
from notifications.tasks import expand
from tests.factories import Letter, letters
from workflow.context import Announcement
from workflow.models import Absence, Account, Appointment, Delegation, Desk

from .conftest import AT, Facts, make_desk, seat

TODAY = AT.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def head(finance: Desk) -> Account:
    return seat("head", finance, email="head@example.org")


@pytest.fixture
def deputy(finance: Desk) -> Account:
    """Sits at another desk of the same agency."""
    return seat("deputy", make_desk("finance", "deputy"), email="deputy@example.org")


def lend(head: Account, deputy: Account, desk: Desk, **changes: Any) -> Delegation:
    facts = {"capacity": Delegation.Capacity.STAND_IN, "valid_from": TODAY, "valid_to": TODAY}
    return Delegation.objects.create(
        delegator=head.person, delegate=deputy.person, desk=desk, granted_at=AT, granted_by=head, **facts | changes
    )


def away(head: Account, **changes: Any) -> Absence:
    facts = {"valid_from": TODAY, "valid_to": TOMORROW, "recorded_at": AT}
    return Absence.objects.create(person=head.person, **facts | changes)


def tell(*facts: Announcement) -> None:
    expand.func(announcements=[outlet.snapshot(fact) for fact in facts])


def told() -> set[str]:
    return set(Notification.objects.values_list("account__username", flat=True))


def mailed() -> set[str]:
    owed = Notification.objects.filter(mail_after__isnull=False)
    return set(owed.values_list("account__username", flat=True))


def test_who_stands_in_hears_what_comes_to_the_desk(head: Account, deputy: Account, finance: Desk, fact: Facts) -> None:
    lend(head, deputy, finance)

    tell(fact(to=(finance,)))

    assert (told(), mailed()) == ({"head", "deputy"}, {"head", "deputy"})


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": TOMORROW, "valid_to": TOMORROW},
        {"valid_from": YESTERDAY, "valid_to": YESTERDAY},
        {"revoked_at": AT},
    ],
    ids=["not yet", "no more", "revoked"],
)
def test_who_does_not_stand_in_today_is_not_told(
    head: Account, deputy: Account, finance: Desk, fact: Facts, changes: dict[str, Any]
) -> None:
    lend(head, deputy, finance, **changes)

    tell(fact(to=(finance,)))

    assert told() == {"head"}


def test_nobody_stands_in_for_who_left_the_desk(head: Account, deputy: Account, finance: Desk, fact: Facts) -> None:
    lend(head, deputy, finance)
    Appointment.objects.filter(person=head.person).update(valid_to=YESTERDAY)

    tell(fact(to=(finance,)))

    assert not told()


@pytest.mark.parametrize(("last_day", "names"), [(None, {"head", "deputy", "other"}), (YESTERDAY, {"head"})])
def test_what_was_passed_on_ends_with_the_post_it_rests_on(
    head: Account, deputy: Account, finance: Desk, fact: Facts, last_day: date | None, names: set[str]
) -> None:
    appointment = Appointment.objects.get(person=deputy.person)
    first = lend(head, deputy, finance, delegate_desk=appointment.desk)
    lend(deputy, seat("other", make_desk("finance", "other")), finance, passed_on_from=first)
    Appointment.objects.filter(pk=appointment.pk).update(valid_to=last_day)

    tell(fact(to=(finance,)))

    assert told() == names


def test_the_mail_of_who_is_away_goes_to_who_stands_in(
    head: Account, deputy: Account, finance: Desk, fact: Facts
) -> None:
    lend(head, deputy, finance, absence=away(head))

    tell(fact(to=(finance,)))

    assert (told(), mailed()) == ({"head", "deputy"}, {"deputy"})


@pytest.mark.parametrize("reason", ["nobody stands in", "stand-in without address", "cancelled", "back again"])
def test_who_is_away_without_a_reachable_stand_in_keeps_the_mail(
    head: Account, deputy: Account, finance: Desk, fact: Facts, reason: str
) -> None:
    dates = {"valid_from": YESTERDAY, "valid_to": YESTERDAY} if reason == "back again" else {}
    away(head, cancelled_at=AT if reason == "cancelled" else None, **dates)
    if reason != "nobody stands in":
        lend(head, deputy, finance)
    if reason == "stand-in without address":
        type(deputy.person).objects.filter(pk=deputy.person.pk).update(email="")

    tell(fact(to=(finance,)))

    assert "head" in mailed()


@pytest.fixture
def of_letters() -> Iterator[None]:
    with letters():
        yield


@pytest.mark.usefixtures("of_letters")
@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (["test_letter.sign"], {"head", "deputy"}),
        (["test_letter.submit"], {"head"}),
        (["another.sign"], {"head"}),
        ([], {"head", "deputy"}),
    ],
)
def test_who_stands_in_for_some_steps_hears_of_those(
    head: Account, deputy: Account, finance: Desk, fact: Facts, scope: list[str], names: set[str]
) -> None:
    """The letter lies at the desk to be signed: who may only submit has nothing to do with it."""
    lend(head, deputy, finance, scope=scope)

    tell(fact(to=(finance,), definition=Letter.key, transition="submit", state="submitted"))

    assert told() == names
