"""The one door: what a step writes, and every reason for which it is refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import (
    Letter,
    appoint,
    letters,
    make_account,
    make_agency,
    make_holder,
    make_person,
    morning,
    write_letter,
)
from workflow import audit, engine, registry
from workflow.context import SYSTEM_ACTOR, Actor, Announcement, Seen
from workflow.models import Agency, AuditEntry, Desk, Person, ProcessInstance, Task
from workflow.refusals import (
    CommandReused,
    DocumentChanged,
    InputsRefused,
    MissingParticipant,
    NotPossible,
    NotYours,
    Refusal,
    Separated,
    Stale,
    Unknown,
    Unseen,
    Unstaffed,
)

DAY = date(2026, 3, 10)
AT = morning(DAY)


@dataclass
class House:
    """An agency with a specialist and a head, and a letter that the specialist has begun."""

    agency: Agency
    writer: Person
    head: Person
    letter: ProcessInstance

    def fire(self, name: str, person: Person, **options: Any) -> engine.Answer:
        actor = options.pop("actor", None) or Actor.of(person.accounts.order_by("pk")[0])
        options.setdefault("seen", self.seen)
        options.setdefault("at", AT)
        return engine.fire(instance_id=self.letter.uuid, transition=name, actor=actor, **options)

    @property
    def seen(self) -> Seen:
        return Seen(ProcessInstance.objects.values_list("revision", flat=True).get(pk=self.letter.pk))

    def state(self) -> str:
        return str(ProcessInstance.objects.values_list("state", flat=True).get(pk=self.letter.pk))


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with letters():
        agency = make_agency("Sở Thử nghiệm")
        writer = make_holder(agency, "specialist", full_name="Chuyên viên Một")
        head = make_holder(agency, "head", full_name="Giám đốc Một")
        yield House(agency, writer, head, write_letter(agency, writer, at=AT, title="Công văn số một"))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    found: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [found.extend])
    return found


# --- what a step writes


def test_a_step_that_meets_a_move_is_out_of_date(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file goes over to another version between the first look and the lock; its revision says nothing of it."""
    get = registry.get

    def moved_meanwhile(key: str, version: int) -> Any:
        ProcessInstance.objects.filter(pk=house.letter.pk).update(definition_version=version + 1)
        return get(key, version)

    monkeypatch.setattr(registry, "get", moved_meanwhile)
    with pytest.raises(Stale):
        house.fire("submit", house.writer)
    assert AuditEntry.objects.filter(instance=house.letter).count() == 1


def test_starting_opens_a_file_with_its_first_task_and_entry(house: House) -> None:
    letter = house.letter
    [entry], [task] = letter.entries.all(), letter.tasks.all()

    assert (letter.state, letter.revision, letter.root_id) == ("draft", 0, letter.pk)
    assert (entry.transition, entry.from_state, entry.to_state, entry.person) == ("start", "", "draft", house.writer)
    assert (task.state, task.status, task.desk.position.code) == ("draft", "open", "specialist")


def test_a_step_moves_the_file_and_hands_it_over(house: House) -> None:
    answer = house.fire("submit", house.writer, at=AT + timedelta(hours=1), request="req-1")

    letter = ProcessInstance.objects.get(pk=house.letter.pk)
    assert (letter.state, letter.revision, letter.entered_at) == ("submitted", 1, AT + timedelta(hours=1))
    assert (answer.state, answer.revision, answer.repeated) == ("submitted", 1, False)
    tasks = [(task.state, task.status, task.desk.position.code) for task in letter.tasks.order_by("pk")]
    assert tasks == [("draft", "done", "specialist"), ("submitted", "open", "head")]


def test_a_step_is_told_in_the_trail(house: House) -> None:
    command = uuid.uuid4()
    house.fire("submit", house.writer, command_id=command, request="req-1")
    house.fire("give_back", house.head, inputs={"reason": "Thiếu phụ lục", "colour": "red"})

    submitted, given_back = house.letter.entries.filter(revision__gt=0).order_by("revision")
    assert (submitted.actor, submitted.person) == (house.writer.accounts.get(), house.writer)
    assert submitted.authority == {"agency": "Sở Thử nghiệm", "position": "specialist"}
    assert (submitted.command_id, submitted.request, submitted.definition_version) == (command, "req-1", 1)
    assert given_back.inputs == {"reason": "Thiếu phụ lục"}, "only what the step asks for"
    assert given_back.previous_hash == submitted.hash
    assert audit.verify_instance(ProcessInstance.objects.get(pk=house.letter.pk)) == []


def test_the_end_closes_the_file_and_hands_out_nothing(house: House) -> None:
    house.fire("submit", house.writer)
    house.fire("sign", house.head)

    letter = ProcessInstance.objects.get(pk=house.letter.pk)
    assert (letter.state, letter.closed_at) == ("signed", AT)
    assert not letter.tasks.filter(status=Task.Status.OPEN).exists()


def test_a_step_is_announced_with_whom_it_concerns(house: House, heard: list[Announcement]) -> None:
    house.fire("submit", house.writer)

    [announcement] = heard
    assert (announcement.topic, announcement.state, announcement.title) == (
        "test_letter.submit",
        "submitted",
        "Công văn số một",
    )
    assert announcement.actor == "Chuyên viên Một"
    assert announcement.task_desks == (Desk.objects.get(agency=house.agency, position__code="head").pk,)


def test_a_listener_that_fails_undoes_the_step(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(announcements: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(registry, "_listeners", [fail])
    with pytest.raises(RuntimeError):
        house.fire("submit", house.writer)

    assert house.state() == "draft"
    assert house.letter.entries.count() == 1


# --- refusals


def refused(house: House, kind: type[Refusal], name: str, person: Person, **options: Any) -> Refusal:
    """The refusal, after seeing that nothing was written."""
    before = (house.seen, house.state(), AuditEntry.objects.count(), Task.objects.count())
    with pytest.raises(kind) as caught:
        house.fire(name, person, **options)
    assert (house.seen, house.state(), AuditEntry.objects.count(), Task.objects.count()) == before
    assert "%(" not in str(caught.value)
    return caught.value


def test_nobody_can_act_on_a_file_that_does_not_exist(house: House) -> None:
    with pytest.raises(Unknown):
        engine.fire(instance_id=uuid.uuid4(), transition="submit", actor=SYSTEM_ACTOR, at=AT)


@pytest.mark.parametrize("name", ["sign", "fly", "start"])
def test_a_writer_cannot_take_a_step_that_does_not_leave_the_state(house: House, name: str) -> None:
    refused(house, NotPossible, name, house.writer)


def test_a_head_cannot_submit_in_the_writers_place(house: House) -> None:
    sentence = str(refused(house, NotYours, "submit", house.head))

    assert sentence.startswith("Việc “Trình” thuộc về Chuyên viên, Sở Thử nghiệm")


def test_a_writer_of_another_agency_cannot_submit(house: House) -> None:
    refused(house, NotYours, "submit", make_holder(make_agency(), "specialist"))


def test_the_system_cannot_take_a_step_of_a_person(house: House) -> None:
    refused(house, NotYours, "submit", house.writer, actor=SYSTEM_ACTOR, seen=None)


def test_a_writer_cannot_submit_after_the_last_day_at_the_desk(house: House) -> None:
    house.writer.appointments.update(valid_to=DAY)

    refused(house, NotYours, "submit", house.writer, at=morning(DAY + timedelta(days=1)))
    assert house.fire("submit", house.writer).state == "submitted", "the last day counts"


def test_a_writer_cannot_submit_before_the_first_day_at_the_desk(house: House) -> None:
    house.writer.appointments.update(valid_from=DAY + timedelta(days=1))

    refused(house, NotYours, "submit", house.writer)


def test_a_head_cannot_give_back_without_a_reason(house: House) -> None:
    house.fire("submit", house.writer)

    refusal = refused(house, InputsRefused, "give_back", house.head, inputs={"reason": "  "})
    assert isinstance(refusal, InputsRefused)
    assert refusal.errors == {"reason": ("required", {})}


def test_a_step_cannot_go_to_a_desk_that_does_not_exist(house: House) -> None:
    Desk.objects.get(agency=house.agency, position__code="head").appointments.all().delete()
    Desk.objects.get(agency=house.agency, position__code="head").delete()

    sentence = str(refused(house, Unstaffed, "submit", house.writer))
    assert "Thủ trưởng cơ quan, Sở Thử nghiệm" in sentence


def test_nobody_can_start_what_is_another_posts(house: House) -> None:
    with pytest.raises(NotYours):
        write_letter(house.agency, house.head, at=AT)


def test_nobody_can_start_without_the_agency(house: House) -> None:
    with pytest.raises(MissingParticipant):
        engine.start(
            definition_key=Letter.key,
            subject_id=house.writer.pk,
            title="",
            agencies={},
            actor=Actor.of(house.writer.accounts.get()),
            at=AT,
        )


# --- separation of duties


def seat_as_both(house: House) -> Person:
    """The writer also sits at the head's desk."""
    appoint(house.writer, house.agency, "head")
    return house.writer


def test_a_submitter_cannot_sign(house: House) -> None:
    both = seat_as_both(house)
    house.fire("submit", both)

    assert "cần một người khác" in str(refused(house, Separated, "sign", both))
    assert house.fire("sign", house.head).state == "signed"


def test_a_submitter_cannot_sign_with_a_second_account(house: House) -> None:
    both = seat_as_both(house)
    house.fire("submit", both)

    refused(house, Separated, "sign", both, actor=Actor.of(make_account(both)))


def test_a_submitter_cannot_sign_after_a_round_by_someone_else(house: House) -> None:
    both, other = seat_as_both(house), make_person()
    appoint(other, house.agency, "specialist")
    house.fire("submit", both)
    house.fire("give_back", house.head, inputs={"reason": "Sửa lại"})
    house.fire("submit", other)

    refused(house, Separated, "sign", both)


def test_a_submitter_of_another_letter_may_sign(house: House) -> None:
    both = seat_as_both(house)
    other = write_letter(house.agency, both, at=AT)
    engine.fire(instance_id=other.uuid, transition="submit", actor=Actor.of(both.accounts.get()), at=AT, seen=Seen(0))
    house.fire("submit", _second_specialist(house))

    assert house.fire("sign", both).state == "signed"


def _second_specialist(house: House) -> Person:
    person = make_person()
    appoint(person, house.agency, "specialist")
    return person


# --- what the person saw


def test_nobody_can_decide_without_having_seen_the_file(house: House) -> None:
    refused(house, Unseen, "submit", house.writer, seen=None)


def test_who_was_slower_reads_who_was_faster(house: House) -> None:
    seen, second = house.seen, _second_specialist(house)
    house.fire("submit", house.writer, at=morning(DAY))

    sentence = str(refused(house, Stale, "submit", second, seen=seen))
    assert "Chuyên viên Một đã thực hiện “Trình” lúc 10/03/2026 09:00" in sentence


def test_a_page_from_the_future_is_stale_too(house: House) -> None:
    refused(house, Stale, "submit", house.writer, seen=Seen(7))


def test_nobody_can_decide_on_a_document_that_has_changed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Person, "document_hash", "b" * 64, raising=False)

    refused(house, DocumentChanged, "submit", house.writer, seen=Seen(0, "a" * 64))
    assert house.fire("submit", house.writer, seen=Seen(0, "b" * 64)).state == "submitted"
    assert house.letter.entries.get(revision=1).document_hash == "b" * 64


# --- the same command again


def test_a_command_is_done_once_and_answered_twice(house: House) -> None:
    command, seen = uuid.uuid4(), house.seen
    first = house.fire("submit", house.writer, seen=seen, command_id=command)
    second = house.fire("submit", house.writer, seen=seen, command_id=command)

    assert (second.entry, second.state, second.revision) == (first.entry, first.state, first.revision)
    assert (first.repeated, second.repeated) == (False, True)
    assert house.letter.entries.filter(command_id=command).count() == 1


def test_a_command_is_answered_after_others_have_gone_on(house: House) -> None:
    command, seen = uuid.uuid4(), house.seen
    first = house.fire("submit", house.writer, seen=seen, command_id=command)
    house.fire("sign", house.head)

    assert house.fire("submit", house.writer, seen=seen, command_id=command).entry == first.entry


def test_a_command_is_answered_again_whatever_was_seen(house: House) -> None:
    """The page was loaded anew, but its form carries the old command."""
    command = uuid.uuid4()
    first = house.fire("submit", house.writer, command_id=command)

    assert house.fire("submit", house.writer, command_id=command).entry == first.entry


def test_a_command_cannot_be_used_for_another_step(house: House) -> None:
    command, both = uuid.uuid4(), seat_as_both(house)
    house.fire("submit", both, command_id=command)

    refused(house, CommandReused, "give_back", both, command_id=command, inputs={"reason": "Sửa lại"})
    refused(house, CommandReused, "give_back", both, command_id=command, seen=Seen(0), inputs={"reason": "Sửa lại"})


def test_a_command_cannot_be_used_for_another_file(house: House) -> None:
    command = uuid.uuid4()
    other = write_letter(house.agency, house.writer, at=AT)
    actor = Actor.of(house.writer.accounts.get())
    engine.fire(instance_id=other.uuid, transition="submit", actor=actor, at=AT, seen=Seen(0), command_id=command)

    refused(house, CommandReused, "submit", house.writer, command_id=command)


def test_a_command_cannot_be_used_with_another_content(house: House) -> None:
    command = uuid.uuid4()
    house.fire("submit", house.writer)
    seen = house.seen
    house.fire("give_back", house.head, seen=seen, command_id=command, inputs={"reason": "Thiếu phụ lục"})

    same = house.fire("give_back", house.head, seen=seen, command_id=command, inputs={"reason": " Thiếu phụ lục "})
    assert same.repeated
    refused(
        house, CommandReused, "give_back", house.head, seen=seen, command_id=command, inputs={"reason": "Sai thể thức"}
    )


def test_two_people_may_have_commands_of_one_id(house: House) -> None:
    command = uuid.uuid4()
    house.fire("submit", house.writer, command_id=command)

    assert not house.fire("sign", house.head, command_id=command).repeated
