"""Two small processes that use every word of the language, for histories made at random. They know no plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import models

from workflow import numbering, registry
from workflow.context import Child, Context
from workflow.deadline_rules import calendar_days, working_days
from workflow.definition import (
    HOLDER,
    SAME,
    SYSTEM,
    Earlier,
    Manner,
    Outcome,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    TakeBack,
    Transition,
    quorum,
    service,
)
from workflow.inputs import Input
from workflow.models import Agency, ProcessInstance

OWNER = Participant("owner", "Cơ quan chủ trì")
ASKED = Participant("asked", "Cơ quan được hỏi")
CENTER = Participant("center", "Văn phòng", mandate="center")
WRITER = Role("history_writer", "chuyên viên chủ trì", "specialist", OWNER)
HEAD = Role("history_head", "thủ trưởng chủ trì", "head", OWNER)
CLERK = Role("history_clerk", "văn thư Văn phòng", "clerk", CENTER)
SIGNER = Role("history_signer", "lãnh đạo Văn phòng", "head", CENTER)
OFFICER = Role("history_officer", "chuyên viên được hỏi", "specialist", ASKED)
ASKED_HEAD = Role("history_asked_head", "thủ trưởng được hỏi", "head", ASKED)
REASON = Input("reason", "Lý do", max_length=200)
ASKED_AT_ONCE = 4


@service("gửi phiếu")
def send_slips(context: Context) -> None:
    """To some agencies that exist on the day, never the owner itself."""
    day = context.at.date()
    others = Agency.objects.filter(kind=Agency.Kind.DEPARTMENT, valid_from__lte=day, valid_to__isnull=True)
    chosen = others.exclude(pk=context.agencies["owner"].pk).order_by("code")
    count = max(chosen.count() - ASKED_AT_ONCE, 1)
    first = ProcessInstance.objects.filter(definition_key="history_slip").count() % count
    context.start_children(
        Child("history_slip", context.subject.pk, "Phiếu lấy ý kiến", {"asked": agency})
        for agency in chosen[first : first + ASKED_AT_ONCE]
    )


@service("dừng các phiếu")
def stop_slips(context: Context) -> None:
    context.cancel_children("history_slip")


@service("cấp số")
def give_number(context: Context) -> None:
    number = numbering.give_number(
        agency=context.agencies["center"],
        direction="outgoing",
        type_symbol="QĐ",
        symbol="QĐ-TN",
        title=context.instance.title,
        instance=context.instance,
        at=context.at,
    )
    context.record("number", number.text)


class P(models.TextChoices):
    OPEN = "open", "Chờ trả lời"
    WRITTEN = "written", "Chờ thủ trưởng ký"
    SILENT = "silent", "Quá hạn, còn nhận trả lời"
    YES = "yes", "Đồng ý"
    NO = "no", "Không đồng ý"
    CANCELLED = "cancelled", "Không còn phải trả lời"


class SlipProcess(ProcessDefinition):
    key, title, subject = "history_slip", "Phiếu lấy ý kiến", "workflow.Person"
    states, initial, final = P, P.OPEN, (P.YES, P.NO, P.CANCELLED)
    settled = (P.SILENT,)
    stages = {
        P.OPEN: Stage(assigned_to=OFFICER, deadline=calendar_days(8, escalates_to=ASKED_HEAD, then="fall_silent")),
        P.WRITTEN: Stage(assigned_to=ASKED_HEAD, deadline=working_days(12, then="fall_silent")),
        P.SILENT: Stage(assigned_to=OFFICER),
    }
    write = Transition("Soạn trả lời", P.OPEN, P.WRITTEN, by=OFFICER)
    take_back = TakeBack("Lấy lại", of=["write"])
    agree = Transition("Đồng ý", P.WRITTEN, P.YES, by=ASKED_HEAD, not_by=["write", "parent.start"])
    refuse = Transition(
        "Không đồng ý", P.WRITTEN, P.NO, by=ASKED_HEAD, not_by=["write"], needs=[REASON], manner=Manner.END
    )
    agree_late = Transition("Trả lời muộn", P.SILENT, P.YES, by=OFFICER)
    fall_silent = Transition("Hết hạn", (P.OPEN, P.WRITTEN), P.SILENT, by=SYSTEM)
    cancel = Transition("Không còn phải trả lời", (P.OPEN, P.WRITTEN, P.SILENT), P.CANCELLED, by=SYSTEM)


class C(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    VOTED = "voted", "Đang lấy ý kiến"
    DRAWN = "drawn", "Hoàn thiện"
    SUBMITTED = "submitted", "Chờ thủ trưởng"
    REGISTERED = "registered", "Chờ Văn phòng"
    SIGNED = "signed", "Chờ cấp số"
    ISSUED = "issued", "Đã ban hành"
    LAPSED = "lapsed", "Hết thời gian"


class CaseProcess(ProcessDefinition):
    """Drafted, asked about, submitted, returned to any earlier step, signed, numbered."""

    key, title, subject = "history_case", "Hồ sơ", "workflow.Person"
    starts_by = WRITER
    states, initial, final = C, C.DRAFT, (C.ISSUED, C.LAPSED)
    stages = {
        C.DRAFT: Stage(assigned_to=WRITER),
        C.VOTED: Stage(assigned_to=SYSTEM, deadline=calendar_days(12, then="go_on")),
        C.DRAWN: Stage(assigned_to=WRITER, deadline=working_days(60, escalates_to=HEAD, then="lapse")),
        C.SUBMITTED: Stage(assigned_to=HEAD, deadline=working_days(2)),
        C.REGISTERED: Stage(assigned_to=SIGNER, deadline=working_days(3)),
        C.SIGNED: Stage(assigned_to=CLERK, deadline=working_days(1)),
    }
    ask = Transition("Lấy ý kiến", (C.DRAFT, C.DRAWN), C.VOTED, by=WRITER, does=[send_slips])
    enough = Outcome("Đủ ý kiến", C.VOTED, C.DRAWN, child="history_slip", ends=["yes"], enough=quorum(2))
    all_in = Outcome("Đã có mọi trả lời", C.VOTED, C.DRAWN, child="history_slip", notifies=[WRITER])
    go_on = Transition("Hết thời gian lấy ý kiến", C.VOTED, C.DRAWN, by=SYSTEM)
    edit = Transition("Sửa", (C.DRAFT, C.DRAWN), SAME, by=WRITER, manner=Manner.EDIT)
    submit = Transition("Trình", C.DRAWN, C.SUBMITTED, by=WRITER)
    endorse = Transition("Ký trình", C.SUBMITTED, C.REGISTERED, by=HEAD, not_by=["start", "submit", "edit"])
    take_back = TakeBack("Lấy lại", of=["submit", "endorse"])
    return_ = Transition(
        "Trả lại", (C.SUBMITTED, C.REGISTERED), Earlier((C.DRAWN, C.SUBMITTED)), by=HOLDER, needs=[REASON],
        manner=Manner.BACK,
    )  # fmt: skip
    sign = Transition("Ký", C.REGISTERED, C.SIGNED, by=SIGNER, not_by=["start", "edit", "submit", "endorse"])
    number = Transition("Cấp số", C.SIGNED, C.ISSUED, by=CLERK, not_by=["sign"], does=[give_number, stop_slips])
    lapse = Transition("Hết thời gian hoàn thiện", C.DRAWN, C.LAPSED, by=SYSTEM, does=[stop_slips])


def newer(definition: type[ProcessDefinition]) -> type[ProcessDefinition]:
    """The same with a step more, as its next version."""
    own = {name: value for name, value in vars(definition).items() if not name.startswith("__")}
    kept = {name: value for name, value in own.items() if name not in ("machine", "steps")}
    note = Transition("Ghi chú thêm", C.DRAWN, SAME, by=WRITER, manner=Manner.EDIT)
    made = type(definition)(
        "NewerCase", (ProcessDefinition,), {**kept, "version": definition.version + 1, "note": note}
    )
    return cast(type[ProcessDefinition], made)


DEFINITIONS = (SlipProcess, CaseProcess)
NewerCase = newer(CaseProcess)


@contextmanager
def registered() -> Iterator[None]:
    """The engine knows both inside the block."""
    for definition in DEFINITIONS:
        registry.register(definition)
    try:
        yield
    finally:
        for definition in (*DEFINITIONS, NewerCase):
            registry.unregister(definition)
