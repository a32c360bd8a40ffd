"""What a file was at a moment, whatever has happened to it since."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from tests.factories import appoint, letters, make_agency, make_holder, make_person, morning, write_letter
from workflow import engine, organization, past, succession
from workflow.context import SYSTEM_ACTOR, Actor, Seen
from workflow.models import Agency, AgencyName, Appointment, ProcessInstance, Task
from workflow.names import fold
from workflow.succession.files import handed

DAY = date(2026, 11, 23)
MONDAY, TUESDAY, WEDNESDAY = (morning(DAY + timedelta(days=days)) for days in range(3))
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    with letters():
        yield make_agency("Sở Thông tin và Truyền thông", short_name="Sở TTTT", posts=["specialist", "head"])


@pytest.fixture
def writer(agency):
    return make_holder(agency, "specialist", full_name="Người viết")


@pytest.fixture
def head(agency):
    return make_holder(agency, "head", full_name="Người ký")


@pytest.fixture
def letter(agency, writer, head):
    """Written on Monday, submitted on Tuesday, signed on Wednesday."""
    letter = write_letter(agency, writer, at=MONDAY)
    _step(letter, writer, "submit", TUESDAY)
    _step(letter, head, "sign", WEDNESDAY)
    return letter


def _step(letter, person, name, at):
    letter.refresh_from_db()
    engine.fire(
        instance_id=letter.uuid,
        transition=name,
        actor=Actor.of(person.accounts.get()),
        at=at,
        seen=Seen(letter.revision),
        command_id=uuid.uuid4(),
    )


def hand_over(letter, successor, at):
    """What a succession does: the participation and the open task go on, and an entry says so."""
    letter.refresh_from_db()
    part = letter.participations.get(participant="writer")
    facts = handed("writer", part.agency, successor)
    engine.amend_many([engine.Amendment(letter, facts)], name=engine.SUCCEED, actor=SYSTEM_ACTOR, at=at)
    part.agency = successor
    part.save()


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (MONDAY, ("draft", 0, "Người viết")),
        (TUESDAY - SECOND, ("draft", 0, "Người viết")),
        (TUESDAY, ("submitted", 1, "Người ký")),
        (WEDNESDAY - SECOND, ("submitted", 1, "Người ký")),
        (WEDNESDAY, ("signed", 2, None)),
        (WEDNESDAY + timedelta(days=900), ("signed", 2, None)),
    ],
)
def test_a_file_as_it_was(letter, at, told):
    then = past.as_of(letter, at)
    holder = then.holder and "; ".join(then.holder.people)
    assert (then.state, then.revision, holder) == told


def test_before_it_was_opened_there_was_no_file(letter):
    assert past.as_of(letter, MONDAY - SECOND) is None


def test_the_holder_then_is_the_desk_of_the_task_that_was_open(letter):
    for task in Task.objects.select_related("desk__agency", "desk__position"):
        holder = past.as_of(letter, task.opened_at).holder
        assert (holder.agency, holder.position) == (task.desk.agency, str(task.desk.position))


def test_who_sat_there_that_day_is_named_and_not_who_came_later(letter, agency, head):
    Appointment.objects.filter(person=head).update(valid_to=WEDNESDAY.date())
    appoint(make_person("Người đến sau"), agency, "head", valid_from=WEDNESDAY.date() + timedelta(days=1))
    assert past.as_of(letter, TUESDAY).holder.people == ("Người ký",)


def test_an_agency_answers_until_the_day_it_was_followed(letter, agency):
    successor = make_agency("Sở Khoa học và Công nghệ", posts=["specialist", "head"])
    last = make_agency("Sở Mới", posts=["specialist", "head"])
    hand_over(letter, successor, WEDNESDAY + timedelta(days=1))
    hand_over(letter, last, WEDNESDAY + timedelta(days=2))
    then = [past.as_of(letter, WEDNESDAY + timedelta(days=days)).agencies["writer"] for days in range(3)]
    assert then == [agency, successor, last]
    assert past.as_of(letter, MONDAY).holder.agency == agency


def test_a_file_that_a_reorganization_handed_over_was_its_first_agencys_before(agency, writer):
    """By the reorganization itself, there and back: past and succession have to mean the same by an entry."""
    letter, successor = write_letter(agency, writer, at=MONDAY), make_agency("Sở Khoa học và Công nghệ")
    administrator = Actor.of(make_person().accounts.get())
    merger = succession.prepare(
        kind="merge", effective_on=TUESDAY.date(), paper="NQ 1", parts=[succession.Part(agency, successor)],
        actor=administrator, at=MONDAY,
    )  # fmt: skip
    succession.apply(merger, administrator, TUESDAY)
    succession.undo(merger, administrator, WEDNESDAY)
    then = [past.as_of(letter, at).agencies["writer"] for at in (MONDAY, TUESDAY, WEDNESDAY)]
    assert then == [agency, successor, agency]


def test_an_agency_is_named_as_on_that_day(letter, agency):
    """A renamed agency keeps its row: its old spellings ended when the new name began."""
    AgencyName.objects.filter(agency=agency).update(valid_to=TUESDAY.date())
    name, start = "Sở Văn hóa và Truyền thông", WEDNESDAY.date()
    AgencyName.objects.create(agency=agency, name=name, folded=fold(name), valid_from=start)
    Agency.objects.filter(pk=agency.pk).update(name=name)
    assert past.as_of(letter, TUESDAY).holder.agency_name == "Sở Thông tin và Truyền thông"
    renamed = Agency.objects.get(pk=agency.pk)
    assert organization.names_on([renamed], start) == {agency.pk: name}


def test_an_agency_that_ended_keeps_its_name(agency):
    Agency.objects.update(valid_to=TUESDAY.date())
    AgencyName.objects.update(valid_to=TUESDAY.date())
    ended = Agency.objects.get(pk=agency.pk)
    assert organization.names_on([ended], MONDAY.date()) == {agency.pk: "Sở Thông tin và Truyền thông"}


@pytest.mark.parametrize("count", [1, 25])
def test_a_family_as_it_was_costs_as_many_statements_however_large(
    letter, agency, writer, count, django_assert_num_queries
):
    below = [write_letter(agency, writer, at=TUESDAY) for _ in range(count)]
    late = write_letter(agency, writer, at=WEDNESDAY)
    ProcessInstance.objects.filter(pk__in=[one.pk for one in (*below, late)]).update(root=letter)
    hand_over(below[0], make_agency("Sở Mới", posts=["specialist"]), WEDNESDAY)
    with django_assert_num_queries(6):
        found = past.family_as_of(letter, TUESDAY)
        told = [(one.instance.uuid, one.state, one.holder.agency) for one in found]
    assert told == [(letter.uuid, "submitted", agency), *((one.uuid, "draft", agency) for one in below)]
