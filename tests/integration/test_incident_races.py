"""Incidents under several at once: one row for one cause, and none that outlasts what caused it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.factories import Letter, make_agency, make_holder, make_person, morning
from tests.factories.trail import clearable_trail
from workflow import incidents, organization, registry, staffing
from workflow.context import SYSTEM_ACTOR
from workflow.models import Agency, Incident, Person

from .test_races import at_once

__all__ = ["clearable_trail"]

pytestmark = pytest.mark.django_db(transaction=True)

AT = morning(date(2026, 3, 10))
ROUNDS, POSTS = 10, ("head", "specialist")


@pytest.fixture
def agency(monkeypatch: pytest.MonkeyPatch) -> Agency:
    """Only letters are known; the agency is connected by a clerk, and nobody writes or signs there."""
    monkeypatch.setattr(registry, "_definitions", {(Letter.key, 1): Letter})
    agency = make_agency("Sở Mẫu", code="so-mau", posts=POSTS)
    make_holder(agency, "clerk")
    return agency


def open_subjects() -> list[str]:
    return sorted(incidents.open_now().values_list("subject", flat=True))


def test_of_many_who_find_the_same_one_opens_it(agency: Agency) -> None:
    found = {f"so-mau:{number}": {"number": number} for number in range(20)}
    for number in range(ROUNDS):
        moment = AT + timedelta(hours=number)
        answers = at_once(*[lambda: incidents.open_incidents("drill", found, moment)] * 4)  # noqa: B023

        assert sum(len(answer.opened) for answer in answers) == 20, answers
        assert open_subjects() == sorted(found)
        incidents.open_incidents("drill", {}, moment)
    assert Incident.objects.count() == 20 * ROUNDS


def test_of_many_ticks_one_looks_at_the_day(agency: Agency) -> None:
    for number in range(ROUNDS):
        Incident.objects.all().delete()
        moment = AT + timedelta(days=number)

        answers = at_once(*[lambda: staffing.recheck_due(moment)] * 4)  # noqa: B023

        assert sorted(answers) == [0, 0, 0, 2], answers


def test_no_incident_outlasts_appointments_made_at_the_same_moment(agency: Agency) -> None:
    for number in range(ROUNDS):
        moment = AT + timedelta(days=number)
        staffing.recheck(moment)
        assert open_subjects() == ["so-mau:head", "so-mau:specialist"]
        people = {position: make_person() for position in POSTS}

        at_once(
            lambda: staffing.recheck(moment),  # noqa: B023
            *(lambda position=position: _seat(people[position], agency, position, moment) for position in POSTS),  # noqa: B023
        )

        assert open_subjects() == []
        for person in people.values():
            organization.end_appointment(
                appointment=person.appointments.get(), valid_to=moment.date(), actor=SYSTEM_ACTOR, at=moment
            )


def _seat(person: Person, agency: Agency, position: str, at: datetime) -> None:
    organization.appoint(
        person=person, agency=agency, position=position, valid_from=at.date(), actor=SYSTEM_ACTOR, at=at
    )
