"""A process small enough to see through, for tests of the engine's parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.db import models

from workflow import engine, registry
from workflow.calendar import ZONE
from workflow.context import Actor
from workflow.definition import Participant, ProcessDefinition, Role, Stage, Transition
from workflow.inputs import Input
from workflow.models import Agency, Person, ProcessInstance

WRITER = Participant("writer", "Cơ quan soạn thảo")
CLERK_OF_LETTERS = Role("letter_specialist", "Chuyên viên", "specialist", WRITER)
HEAD_OF_LETTERS = Role("letter_head", "Thủ trưởng cơ quan", "head", WRITER)


class States(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã trình"
    SIGNED = "signed", "Đã ký"


class Letter(ProcessDefinition):
    """Written, submitted, signed; or returned with a reason. Its subject is its writer."""

    key, version = "test_letter", 1
    title = "Công văn thử nghiệm"
    subject = "workflow.Person"
    states, initial, final = States, States.DRAFT, (States.SIGNED,)
    starts_by = CLERK_OF_LETTERS
    stages = {
        States.DRAFT: Stage(assigned_to=CLERK_OF_LETTERS),
        States.SUBMITTED: Stage(assigned_to=HEAD_OF_LETTERS),
    }
    submit = Transition("Trình", States.DRAFT, States.SUBMITTED, by=CLERK_OF_LETTERS)
    give_back = Transition(
        "Trả lại", States.SUBMITTED, States.DRAFT, by=HEAD_OF_LETTERS, needs=[Input("reason", "Lý do")]
    )
    sign = Transition("Ký", States.SUBMITTED, States.SIGNED, by=HEAD_OF_LETTERS, not_by=["submit"], signs=True)


@contextmanager
def letters() -> Iterator[type[Letter]]:
    """The engine knows `Letter` inside the block."""
    registry.register(Letter)
    try:
        yield Letter
    finally:
        registry.unregister(Letter)


def morning(day: date) -> datetime:
    """Nine o'clock in Vietnam."""
    return datetime.combine(day, time(9), tzinfo=ZONE)


def write_letter(agency: Agency, writer: Person, *, at: datetime, title: str = "Công văn") -> ProcessInstance:
    """A letter started by the engine; `writer` is the specialist there. Only inside `letters()`."""
    return engine.start(
        definition_key=Letter.key,
        subject_id=writer.pk,
        title=title,
        agencies={WRITER.key: agency},
        actor=Actor.of(writer.accounts.get()),
        at=at,
    )


def make_instance(*, at: datetime, title: str = "Hồ sơ thử nghiệm") -> ProcessInstance:
    """A bare row for what only needs something to point at: no trail, no task."""
    return ProcessInstance.objects.create(
        definition_key=Letter.key,
        definition_version=1,
        state=States.DRAFT,
        title=title,
        subject_id=0,
        opened_at=at,
        entered_at=at,
    )
