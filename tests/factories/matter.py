"""A process with everything that a change can hurt: children and a join, a timer, taking back, separation.

A matter is drafted, asks two agencies, is reviewed, submitted, signed, rests a while and is done. `matter(2, …)` is its
second version with what the test changes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from workflow import deadlines, engine, organization, queries, registry
from workflow.context import Actor, Child, Context, Seen
from workflow.deadline_rules import calendar_days, working_days
from workflow.definition import (
    SYSTEM,
    Manner,
    Outcome,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    TakeBack,
    Transition,
    service,
)
from workflow.models import Agency, Desk, ProcessInstance

from .organization import make_agency, make_holder

OWN = Participant("own", "Cơ quan chủ trì")
OTHER = Participant("other", "Cơ quan được hỏi")
ARCHIVE = Participant("archive", "Cơ quan lưu trữ", mandate="archive")
WRITER = Role("matter_writer", "chuyên viên", "specialist", OWN)
SIGNER = Role("matter_signer", "thủ trưởng", "head", OWN)
ANSWERER = Role("matter_answerer", "người trả lời", "specialist", OTHER)
OTHER_HEAD = Role("matter_other_head", "thủ trưởng cơ quan được hỏi", "head", OTHER)
ARCHIVIST = Role("matter_archivist", "lưu trữ", "clerk", ARCHIVE)


class S(models.TextChoices):
    DRAFTED = "drafted", "Đang soạn"
    ASKED = "asked", "Đang hỏi"
    REVIEWED = "reviewed", "Đang hoàn thiện"
    SUBMITTED = "submitted", "Đã trình"
    RESTING = "resting", "Đang chờ"
    DONE = "done", "Đã xong"
    DROPPED = "dropped", "Đã bỏ"


class Q(models.TextChoices):
    ASKED = "asked", "Chờ trả lời"
    WRITTEN = "written", "Đã soạn trả lời"
    ANSWERED = "answered", "Đã trả lời"
    SILENT = "silent", "Không trả lời"
    CANCELLED = "cancelled", "Không còn hỏi"


def choices(base: Any, *, without: str = "", **added: str) -> Any:
    """The states of `base`, one left out, others added: value=label."""
    kept = {member.name: (member.value, member.label) for member in base if member.value != without}
    return models.TextChoices("States", kept | {value.upper(): (value, label) for value, label in added.items()})


@service("hỏi hai cơ quan")
def ask_two(context: Context) -> None:
    matter, agency = context.instance, Agency.objects.get(code="matter-other")
    titles = [f"Câu hỏi {number} của {matter.title}" for number in (1, 2)]
    context.start_children(Child("question", matter.subject_id, title, {OTHER.key: agency}) for title in titles)


@service("thôi hỏi")
def stop_asking(context: Context) -> None:
    context.cancel_children("question")


def define(name: str, body: dict[str, Any]) -> type[ProcessDefinition]:
    """A definition of what is not None."""
    kept = {key: value for key, value in body.items() if value is not None}
    return type(ProcessDefinition)(name, (ProcessDefinition,), kept)  # type: ignore[return-value]


def matter(version: int = 1, **changes: Any) -> type[ProcessDefinition]:
    body: dict[str, Any] = {
        "key": "matter",
        "version": version,
        "title": "Việc thử nghiệm",
        "subject": "workflow.Person",
        "starts_by": WRITER,
        "states": S,
        "initial": S.DRAFTED,
        "final": (S.DONE, S.DROPPED),
        "stages": {
            S.DRAFTED: Stage(assigned_to=WRITER),
            S.ASKED: Stage(assigned_to=SYSTEM),
            S.REVIEWED: Stage(assigned_to=WRITER, deadline=working_days(3)),
            S.SUBMITTED: Stage(assigned_to=SIGNER),
            S.RESTING: Stage(assigned_to=SYSTEM, deadline=calendar_days(10, then="wake")),
        },
        "ask": Transition("Hỏi", S.DRAFTED, S.ASKED, by=WRITER, does=[ask_two]),
        "answered": Outcome("Đã đủ trả lời", S.ASKED, S.REVIEWED, child="question"),
        "submit": Transition("Trình", S.REVIEWED, S.SUBMITTED, by=WRITER),
        "take_back": TakeBack("Lấy lại", of=["submit"]),
        "give_back": Transition("Trả lại", S.SUBMITTED, S.REVIEWED, by=SIGNER, manner=Manner.BACK),
        "sign": Transition("Ký", S.SUBMITTED, S.RESTING, by=SIGNER, not_by=["submit"]),
        "wake": Transition("Hết thời gian chờ", S.RESTING, S.DONE, by=SYSTEM),
        "drop": Transition("Bỏ", (S.DRAFTED, S.REVIEWED), S.DROPPED, by=WRITER, does=[stop_asking], manner=Manner.END),
    }
    return define("Matter", body | changes)


def question(version: int = 1, **changes: Any) -> type[ProcessDefinition]:
    body: dict[str, Any] = {
        "key": "question",
        "version": version,
        "title": "Câu hỏi thử nghiệm",
        "subject": "workflow.Person",
        "states": Q,
        "initial": Q.ASKED,
        "final": (Q.ANSWERED, Q.SILENT, Q.CANCELLED),
        "stages": {
            Q.ASKED: Stage(assigned_to=ANSWERER, deadline=working_days(5, then="fall_silent")),
            Q.WRITTEN: Stage(assigned_to=OTHER_HEAD),
        },
        "write": Transition("Soạn trả lời", Q.ASKED, Q.WRITTEN, by=ANSWERER),
        "answer": Transition("Trả lời", Q.WRITTEN, Q.ANSWERED, by=OTHER_HEAD, not_by=["write"]),
        "fall_silent": Transition("Hết hạn trả lời", Q.ASKED, Q.SILENT, by=SYSTEM),
        "cancel": Transition("Không còn hỏi", (Q.ASKED, Q.WRITTEN), Q.CANCELLED, by=SYSTEM),
    }
    return define("Question", body | changes)


class MatterHouse:
    """Two agencies and an archive, everybody there, and files that go as far as a test wants."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.own = make_agency("Sở chủ trì", code="matter-own")
        self.other = make_agency("Sở được hỏi", code="matter-other")
        self.archive = make_agency("Kho lưu trữ", code="matter-archive", mandates=["archive"])
        for agency, position in (
            (self.own, "specialist"), (self.own, "head"), (self.other, "specialist"), (self.other, "head"),
            (self.archive, "clerk"),
        ):  # fmt: skip
            make_holder(agency, position)

    def actor(self, desk: Desk) -> Actor:
        return Actor.of(desk.appointments.get().person.accounts.get())

    def open(self, title: str = "Việc một") -> ProcessInstance:
        writer = self.actor(self.own.desks.get(position__code="specialist"))
        assert writer.person is not None
        return engine.start(
            definition_key="matter", subject_id=writer.person.pk, title=title, agencies={OWN.key: self.own},
            actor=writer, at=self.at,
        )  # fmt: skip

    def step(self, instance: ProcessInstance, name: str) -> ProcessInstance:
        """By whoever sits at the desk that has the file."""
        instance = again(instance)
        desk = instance.tasks.get(status="open").desk
        assert desk is not None
        engine.fire(
            instance_id=instance.uuid, transition=name, actor=self.actor(desk), at=self.at, seen=Seen(instance.revision)
        )
        return again(instance)

    def parked(self, state: str) -> ProcessInstance:
        """A file of the newest version that has come as far as `state` of the first version."""
        instance = self.open(f"Việc {state}")
        if state == S.DRAFTED:
            return instance
        instance = self.step(instance, "ask")
        if state == S.ASKED:
            self.step(instance.children.order_by("pk")[0], "write")
            return again(instance)
        for child in instance.children.order_by("pk"):
            self.answer(child)
        for name, reached in (("submit", S.SUBMITTED), ("sign", S.RESTING)):
            if state == S.REVIEWED:
                break
            instance = self.step(instance, name)
            if state == reached:
                break
        return again(instance)

    def answer(self, child: ProcessInstance) -> ProcessInstance:
        self.step(child, "write")
        return self.step(child, "answer")

    def finish(self, instance: ProcessInstance) -> ProcessInstance:
        """Take whatever steps lead on until the file has ended; fails where it does not come to its end."""
        for _number in range(40):
            instance = again(instance)
            if instance.closed_at is not None:
                return instance
            self._go_on(instance)
        raise AssertionError(f"{instance} does not end: it stands in {instance.state}")

    def _go_on(self, instance: ProcessInstance) -> None:
        task = instance.tasks.filter(status="open").first()
        if task is None:
            for child in instance.children.filter(closed_at__isnull=True).order_by("pk"):
                self.finish(child)
            return
        if task.desk is None:
            self.at = max(self.at, task.due_at) + timedelta(minutes=1)
            deadlines.fire_due(self.at)
            return
        actor = self.actor(task.desk)
        forward = [
            one for one in queries.actions(instance, actor, self.at) if one.possible and one.manner is Manner.FORWARD
        ]
        self.step(instance, forward[0].name)


def again(instance: ProcessInstance) -> ProcessInstance:
    return ProcessInstance.objects.get(pk=instance.pk)


def deploy(*definitions: type[ProcessDefinition]) -> None:
    """These are the definitions of the next start, and no others of their keys."""
    for key in {definition.key for definition in definitions}:
        withdraw(key)
    for definition in definitions:
        registry.register(definition)
    organization.sync_rights()


def withdraw(*keys: str) -> None:
    for key in keys:
        for version in registry.versions(key):
            registry.unregister(version)
