"""A process with a clock: a request that an office answers within ten working days, and its inquiries below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import models

from workflow import engine, registry, timing
from workflow.context import Actor, Child, Context, Seen
from workflow.deadline_rules import after, given_day, working_days
from workflow.definition import SAME, SYSTEM, Outcome, Participant, ProcessDefinition, Role, Stage, Transition, service
from workflow.models import Agency, Person, ProcessInstance

from .organization import make_agency, make_holder

OFFICE = Participant("timed_office", "Cơ quan xử lý")
OFFICER = Role("timed_officer", "chuyên viên", "specialist", OFFICE)
HEAD = Role("timed_head", "thủ trưởng", "head", OFFICE)
LEADER = Role("timed_leader", "lãnh đạo", "chief", OFFICE)


class RequestState(models.TextChoices):
    ASKED = "asked", "Đang xử lý"
    ANSWERED = "answered", "Đã trả lời"


class InquiryState(models.TextChoices):
    OPEN = "open", "Đang hỏi"
    DONE = "done", "Đã trả lời"
    LAPSED = "lapsed", "Quá hạn"
    CANCELLED = "cancelled", "Không còn hỏi"


@service("hỏi ba nơi")
def inquire(context: Context) -> None:
    day = context.at.date() + timedelta(days=20)
    agencies = {OFFICE.key: context.agencies[OFFICE.key]}
    kinds = ("timed_inquiry", "timed_inquiry", "timed_stated")
    context.start_children(Child(kind, context.instance.subject_id, kind, agencies, due_on=day) for kind in kinds)


class Request(ProcessDefinition):
    key, title, subject = "timed_request", "Đề nghị", "workflow.Person"
    starts_by = OFFICER
    states, initial, final = RequestState, RequestState.ASKED, (RequestState.ANSWERED,)
    stages = {
        RequestState.ASKED: Stage(
            assigned_to=OFFICER, deadline=working_days(10, escalates_to=[after(0, HEAD), after(3, LEADER)])
        )
    }
    answer = Transition("Trả lời", RequestState.ASKED, RequestState.ANSWERED, by=OFFICER)
    ask = Transition("Hỏi", RequestState.ASKED, SAME, by=OFFICER, does=[inquire])
    hurry = Transition(
        "Đặt độ khẩn", RequestState.ASKED, SAME, by=HEAD, needs=[timing.URGENCY, timing.REASON],
        does=[timing.mark_urgency],
    )  # fmt: skip
    stop = Transition(
        "Tạm dừng", RequestState.ASKED, SAME, by=HEAD, needs=[timing.REASON], guards=[timing.clock_runs],
        does=[timing.suspend_clock],
    )  # fmt: skip
    go_on = Transition(
        "Tính tiếp", RequestState.ASKED, SAME, by=HEAD, guards=[timing.clock_stands], does=[timing.resume_clock]
    )
    extend = Transition(
        "Gia hạn", RequestState.ASKED, SAME, by=HEAD, needs=[timing.NEW_DAY, timing.REASON],
        guards=[timing.clock_runs], does=[timing.extend_deadline],
    )  # fmt: skip
    inquiries_done = Outcome("Đã hỏi xong", RequestState.ASKED, RequestState.ANSWERED, child="timed_inquiry")
    stated_done = Outcome("Đã có trả lời", RequestState.ASKED, SAME, child="timed_stated")


class Inquiry(ProcessDefinition):
    """By a number of days, and silent when they are over."""

    key, title, subject = "timed_inquiry", "Hỏi", "workflow.Person"
    states, initial = InquiryState, InquiryState.OPEN
    final = (InquiryState.DONE, InquiryState.LAPSED, InquiryState.CANCELLED)
    stages = {InquiryState.OPEN: Stage(assigned_to=OFFICER, deadline=working_days(4, then="lapse"))}
    close = Transition("Trả lời", InquiryState.OPEN, InquiryState.DONE, by=OFFICER)
    lapse = Transition("Quá hạn", InquiryState.OPEN, InquiryState.LAPSED, by=SYSTEM)
    cancel = Transition("Thôi hỏi", InquiryState.OPEN, InquiryState.CANCELLED, by=SYSTEM)


class Stated(ProcessDefinition):
    """By a stated day."""

    key, title, subject = "timed_stated", "Hỏi theo ngày", "workflow.Person"
    states, initial = InquiryState, InquiryState.OPEN
    final = (InquiryState.DONE, InquiryState.LAPSED, InquiryState.CANCELLED)
    stages = {InquiryState.OPEN: Stage(assigned_to=OFFICER, deadline=given_day(escalates_to=HEAD))}
    close = Transition("Trả lời", InquiryState.OPEN, InquiryState.DONE, by=OFFICER)
    lapse = Transition("Thôi", InquiryState.OPEN, InquiryState.LAPSED, by=OFFICER)
    extend = Transition(
        "Gia hạn", InquiryState.OPEN, SAME, by=HEAD, needs=[timing.NEW_DAY], guards=[timing.clock_runs],
        does=[timing.extend_deadline],
    )  # fmt: skip
    cancel = Transition("Thôi hỏi", InquiryState.OPEN, InquiryState.CANCELLED, by=SYSTEM)


@contextmanager
def timed_processes() -> Iterator[None]:
    """The engine knows them inside the block."""
    for definition in (Request, Inquiry, Stated):
        registry.register(definition)
    try:
        yield
    finally:
        for definition in (Request, Inquiry, Stated):
            registry.unregister(definition)


class House:
    """An agency with an officer, a head and a leader. Only inside `timed_processes()`."""

    def __init__(self) -> None:
        self.agency: Agency = make_agency("Sở Thử nghiệm")
        self.officer: Person = make_holder(self.agency, "specialist")
        self.head: Person = make_holder(self.agency, "head")
        self.leader: Person = make_holder(self.agency, "chief")

    def request(self, at: datetime, urgency: str = "") -> ProcessInstance:
        return engine.start(
            definition_key=Request.key,
            subject_id=self.officer.pk,
            title="Đề nghị",
            agencies={OFFICE.key: self.agency},
            actor=Actor.of(self.officer.accounts.get()),
            at=at,
            urgency=urgency,
        )

    def fire(
        self, instance: ProcessInstance, name: str, person: Person, at: datetime, **inputs: str | date
    ) -> engine.Answer:
        revision = ProcessInstance.objects.get(pk=instance.pk).revision
        return engine.fire(
            instance_id=instance.uuid,
            transition=name,
            actor=Actor.of(person.accounts.get()),
            at=at,
            seen=Seen(revision),
            inputs={"reason": "Theo chỉ đạo"} | inputs,
        )
