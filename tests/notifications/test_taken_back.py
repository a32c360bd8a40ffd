"""A file that was taken back: the desk that had it learns that the work has gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from notifications.models import Notification
from notifications.tasks import expand
from tests.factories import Letter, letters, make_agency, make_holder, morning, write_letter
from workflow import engine, registry
from workflow.context import Actor, Seen
from workflow.definition import TakeBack
from workflow.models import Person, ProcessInstance

AT = morning(date(2026, 3, 10))


class LetterThatComesBack(Letter):
    version = 2
    states, initial, final, stages = Letter.states, Letter.initial, Letter.final, Letter.stages
    title, subject, starts_by = Letter.title, Letter.subject, Letter.starts_by
    key = Letter.key
    submit, give_back, sign = Letter.submit, Letter.give_back, Letter.sign
    take_back = TakeBack("Lấy lại", of=["submit"])


@pytest.fixture
def people(db: None) -> Iterator[tuple[Person, Person, Person]]:
    """Writer, a colleague at the writer's desk, and the head to whom letters are submitted."""
    with letters():
        registry.register(LetterThatComesBack)
        agency = make_agency()
        yield (*(make_holder(agency, "specialist") for _ in range(2)), make_holder(agency, "head"))
        registry.unregister(LetterThatComesBack)


def step(letter: ProcessInstance, name: str, person: Person, after: int) -> None:
    letter.refresh_from_db()
    engine.fire(
        instance_id=letter.uuid, transition=name, actor=Actor.of(person.accounts.get()),
        at=AT + timedelta(minutes=after), seen=Seen(letter.revision), command_id=uuid.uuid4(),
    )  # fmt: skip


def told_of(transition: str) -> dict[Person, str]:
    """Do all jobs; who was told of this step by which message."""
    for job in DBTaskResult.objects.filter(task_path="notifications.tasks.expand"):
        expand.func(**job.args_kwargs["kwargs"])
    rows = Notification.objects.filter(topic__endswith=f".{transition}").select_related("account__person")
    return {row.account.person: row.kind for row in rows}


def test_the_desk_that_had_it_is_told_and_who_took_it_is_not(people: tuple[Person, Person, Person]) -> None:
    writer, colleague, head = people
    letter = write_letter(writer.appointments.get().desk.agency, writer, at=AT)
    step(letter, "submit", writer, after=1)
    step(letter, "take_back", writer, after=2)

    assert told_of("take_back") == {head: "taken_back", colleague: "work_arrived"}


def test_a_file_that_was_given_back_is_no_work_that_has_gone(people: tuple[Person, Person, Person]) -> None:
    writer, colleague, head = people
    letter = write_letter(writer.appointments.get().desk.agency, writer, at=AT)
    step(letter, "submit", writer, after=1)
    letter.refresh_from_db()
    engine.fire(
        instance_id=letter.uuid, transition="give_back", actor=Actor.of(head.accounts.get()), at=AT,
        seen=Seen(letter.revision), inputs={"reason": "Thiếu phụ lục"},
    )  # fmt: skip

    assert told_of("give_back") == {writer: "work_arrived", colleague: "work_arrived"}
