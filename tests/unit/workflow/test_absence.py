"""Days away: who may record them, who stands in, and which desks nobody looks after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import appoint, letters, make_agency, make_holder, make_person, morning
from tests.factories.lending import go_away, lend
from workflow import absence
from workflow.context import Actor
from workflow.lending_refusals import LendingRefused
from workflow.models import Absence, Agency, Delegation, Desk, OrganizationEntry, Person

DAY = date(2026, 3, 10)
AT = morning(DAY)


@pytest.fixture
def agency(db: None) -> Any:
    with letters():
        yield make_agency("Sở Thử nghiệm")


@pytest.fixture
def head(agency: Agency) -> Person:
    return make_holder(agency, "head", full_name="Giám đốc")


@pytest.fixture
def deputy(agency: Agency) -> Person:
    return make_holder(agency, "deputy_head", full_name="Phó Giám đốc")


def acting(person: Person) -> Actor:
    return Actor.of(person.accounts.get())


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def desk_of(person: Person) -> Desk:
    return person.appointments.order_by("pk")[0].desk


def refusal_of(deed: Any) -> str:
    with pytest.raises(LendingRefused) as caught:
        deed()
    assert "%(" not in str(caught.value)
    return str(caught.value.code)


# --- recording


def test_an_absence_lends_every_desk_to_the_stand_in(agency: Agency, head: Person, deputy: Person) -> None:
    appoint(head, agency, "specialist")
    away = go_away(head, deputy, at=AT, days=3)

    rows = Delegation.objects.filter(absence=away).order_by("desk__position__code")
    assert [row.desk.position.code for row in rows] == ["head", "specialist"]
    for row in rows:
        assert (row.capacity, row.delegate, row.valid_from, row.valid_to) == ("stand_in", deputy, DAY, on(2))
    assert [entry.act for entry in OrganizationEntry.objects.all()] == ["absence", "delegate", "delegate"]


def test_a_scope_is_split_among_the_desks(agency: Agency, head: Person, deputy: Person) -> None:
    appoint(head, agency, "specialist")
    go_away(head, deputy, at=AT, scope=["test_letter.give_back"])

    [row] = Delegation.objects.all()
    assert (row.desk.position.code, row.scope) == ("head", ["test_letter.give_back"])


def test_an_absence_without_a_stand_in_lends_nothing(head: Person) -> None:
    assert go_away(head, at=AT).reason == "Nghỉ phép"
    assert not Delegation.objects.exists()


def test_nobody_can_stand_in_who_is_away_too(head: Person, deputy: Person) -> None:
    go_away(deputy, at=AT, first=on(3))

    assert refusal_of(lambda: go_away(head, deputy, at=AT, days=4)) == "stand_in_away"
    assert not Absence.objects.filter(person=head).exists(), "all or nothing"
    assert go_away(head, deputy, at=AT, days=3).pk


def test_two_who_are_away_cannot_stand_in_for_each_other(head: Person, deputy: Person) -> None:
    go_away(head, deputy, at=AT)

    assert refusal_of(lambda: go_away(deputy, head, at=AT)) == "stand_in_away"


def test_standing_in_is_not_handed_on(agency: Agency, head: Person, deputy: Person) -> None:
    """Whoever stands in for the stand-in has the stand-in's own desk only."""
    third = make_holder(agency, "specialist")
    go_away(head, deputy, at=AT)
    go_away(deputy, third, at=AT)

    assert [row.desk.position.code for row in Delegation.objects.filter(delegate=third)] == ["deputy_head"]


def test_nobody_else_can_record_an_absence(head: Person, deputy: Person) -> None:
    def record(actor: Person, **changes: Any) -> Absence:
        facts: dict[str, Any] = {"valid_from": DAY, "valid_to": on(1), "reason": "Công tác"}
        return absence.record_absence(person=head, actor=acting(actor), at=AT, **facts | changes)

    assert refusal_of(lambda: record(deputy)) == "not_yours_to_lend"
    assert refusal_of(lambda: record(head, reason=" ")) == "needs_reason"
    assert refusal_of(lambda: record(head, valid_to=on(-1))) == "wrong_period"
    assert refusal_of(lambda: record(head, valid_from=on(-1))) == "wrong_period"
    administrator = make_holder(make_agency(), "administrator")
    assert record(administrator, stand_in=deputy).person == head
    assert refusal_of(lambda: record(head)) == "already_away"


def test_cancelling_ends_what_was_lent_at_once(head: Person, deputy: Person) -> None:
    away = go_away(head, deputy, at=AT)
    later = AT + timedelta(hours=2)
    assert refusal_of(lambda: absence.cancel_absence(away, actor=acting(deputy), at=later)) == "not_yours_to_end"
    absence.cancel_absence(away, actor=acting(head), at=later, reason="Hoãn")

    assert Delegation.objects.get().revoked_at == later
    assert not absence.absent_ids([head], DAY)
    assert refusal_of(lambda: absence.cancel_absence(away, actor=acting(head), at=later)) == "already_ended"


# --- who is away


def test_who_is_away_on_a_day(head: Person, deputy: Person) -> None:
    go_away(head, at=AT, days=2)

    assert [absence.absent_ids([head], on(day)) for day in (-1, 0, 1, 2)] == [set(), {head.pk}, {head.pk}, set()]
    assert absence.absent_ids([head, deputy], DAY) == {head.pk}


def test_a_desk_is_unattended_until_the_first_holder_is_back(agency: Agency, head: Person) -> None:
    second = make_person()
    appoint(second, agency, "head")
    desk = desk_of(head)
    go_away(head, at=AT, days=3)
    assert absence.desks_unattended([desk.pk], DAY) == {}, "the second holder is there"

    go_away(second, at=AT, days=2)
    go_away(second, at=AT, first=on(2), days=4)
    assert absence.desks_unattended([desk.pk], DAY) == {desk.pk: on(3)}, "two absences in a row are one"
    assert absence.desks_unattended([desk.pk], on(3)) == {}


@pytest.mark.parametrize(
    ("how", "attended"), [("stand_in", True), ("deputy", True), ("some_steps", False), ("stand_in_away", False)]
)
def test_a_desk_is_attended_where_somebody_does_its_work(
    head: Person, deputy: Person, how: str, attended: bool
) -> None:
    go_away(head, deputy if how.startswith("stand_in") else None, at=AT)
    if how == "deputy":
        lend(head, deputy, "KT.", at=AT)
    elif how == "some_steps":
        lend(head, deputy, "KT.", at=AT, scope=["test_letter.sign"])
    elif how == "stand_in_away":
        go_away(deputy, at=AT)

    assert (absence.desks_unattended([desk_of(head).pk], DAY) == {}) is attended


def test_an_absence_until_the_last_day_of_all_stops_no_deadline(head: Person) -> None:
    """Anybody may enter 31/12/9999, and each tick asks when they are back."""
    go_away(head, at=AT, days=(date.max - DAY).days + 1)

    assert absence.desks_unattended([desk_of(head).pk], DAY) == {desk_of(head).pk: date.max}


def test_an_empty_desk_is_not_called_unattended(head: Person) -> None:
    desk = desk_of(head)
    head.appointments.all().delete()

    assert absence.desks_unattended([desk.pk], DAY) == {}


@pytest.mark.parametrize("count", [1, 6])
def test_unattended_desks_are_three_statements_however_many(
    agency: Agency, count: int, django_assert_max_num_queries: Any
) -> None:
    desks = []
    for _number in range(count):
        person = make_holder(make_agency(), "head")
        go_away(person, at=AT)
        desks.append(desk_of(person).pk)

    with django_assert_max_num_queries(3):
        assert absence.desks_unattended(desks, DAY) == dict.fromkeys(desks, on(5))
