"""Who answers for a field: dated, written down, one at a time; never by one's own hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories import appoint, make_account, make_agency, make_holder, make_person, morning
from workflow import audit, responsibility
from workflow.context import SYSTEM_ACTOR, Actor
from workflow.models import Desk, FieldOfWork, OrganizationEntry, Person, Responsibility

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
AT = morning(DAY)


@pytest.fixture
def leaders() -> tuple[Desk, Person, Person, FieldOfWork]:
    committee = make_agency("Ủy ban nhân dân tỉnh")
    first, second = (make_holder(committee, "vice_chairman", full_name=f"Phó Chủ tịch {n}") for n in (1, 2))
    return first.appointments.get().desk, first, second, FieldOfWork.objects.create(code="press", name="Báo chí")


def assign(
    desk: Desk, person: Person, field: FieldOfWork, day: date = DAY, actor: Actor = SYSTEM_ACTOR
) -> Responsibility:
    return responsibility.assign(
        person=person, desk=desk, field=field, valid_from=day, paper="Quyết định 1", actor=actor, at=AT
    )


def spans() -> list[tuple[str, date, date | None]]:
    rows = Responsibility.objects.order_by("valid_from").select_related("person")
    return [(row.person.full_name, row.valid_from, row.valid_to) for row in rows]


def test_the_next_one_takes_the_field_over_on_the_day(leaders: tuple[Desk, Person, Person, FieldOfWork]) -> None:
    desk, first, second, field = leaders
    later = DAY + timedelta(days=20)
    assign(desk, first, field)
    assign(desk, second, field, later)

    assert spans() == [
        ("Phó Chủ tịch 1", DAY, later - timedelta(days=1)),
        ("Phó Chủ tịch 2", later, None),
    ]
    assert [entry.act for entry in OrganizationEntry.objects.order_by("pk")] == ["assign_field", "assign_field"]
    assert audit.verify_all().faults == []


def test_who_takes_over_on_the_same_day_replaces_what_had_not_begun(
    leaders: tuple[Desk, Person, Person, FieldOfWork],
) -> None:
    desk, first, second, field = leaders
    assign(desk, first, field)
    assign(desk, second, field)

    assert spans() == [("Phó Chủ tịch 2", DAY, None)]


def test_a_release_ends_with_the_day(leaders: tuple[Desk, Person, Person, FieldOfWork]) -> None:
    desk, first, _second, field = leaders
    row = assign(desk, first, field)

    responsibility.release(row, actor=SYSTEM_ACTOR, at=AT)

    assert spans() == [("Phó Chủ tịch 1", DAY, DAY)]
    assert OrganizationEntry.objects.latest("sequence").act == "release_field"


def test_nobody_assigns_a_field_to_themselves(leaders: tuple[Desk, Person, Person, FieldOfWork]) -> None:
    desk, first, _second, field = leaders
    with pytest.raises(responsibility.OwnField):
        assign(desk, first, field, actor=Actor.of(make_account(first)))


def test_nobody_answers_for_a_desk_they_do_not_hold(leaders: tuple[Desk, Person, Person, FieldOfWork]) -> None:
    desk, _first, _second, field = leaders
    outsider = make_person()
    with pytest.raises(responsibility.NotAtThatDesk):
        assign(desk, outsider, field)
    appoint(outsider, desk.agency, "vice_chairman", valid_from=DAY + timedelta(days=5))
    with pytest.raises(responsibility.NotAtThatDesk):
        assign(desk, outsider, field)

    assert assign(desk, outsider, field, DAY + timedelta(days=5)).person == outsider


def test_yesterday_stays_as_it_was(leaders: tuple[Desk, Person, Person, FieldOfWork]) -> None:
    desk, first, _second, field = leaders
    with pytest.raises(responsibility.BeforeToday):
        assign(desk, first, field, DAY - timedelta(days=1))
    assert not OrganizationEntry.objects.exists()
