"""Sample plans left at every stage, by walking each of them just so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from processes.documents.reading import read_file
from workflow import calendar, deadlines

from . import meanwhile
from .cast import MORNING, Cast, StepTaken, children
from .keys import give_keys
from .people import PLANS, PROVINCES, read_province, settle
from .walk import RETURN_REASON, Walk, asked_agencies, drafting_agency

Say = Callable[[str], object]


@dataclass(frozen=True)
class Stage:
    """A sample plan, how many days ago it was begun, and how far it is taken."""

    file: str
    days_ago: int
    go: Callable[[Walk], None]
    says: str


def load(at: datetime, say: Say) -> None:
    """The province, and every sample plan at its stage as of `at`."""
    data = read_province(PROVINCES / "demonstration.toml")
    say(f"Tổ chức bộ máy {data['province']['name']} …")
    settle(data, at)
    give_keys(at)
    for number, stage in enumerate(STAGES, start=1):
        say(f"[{number}/{len(STAGES)}] {stage.file}: {stage.says} …")
        stage.go(_begin(stage, at))
    meanwhile.load(at)


def _begin(stage: Stage, at: datetime) -> Walk:
    content = (PLANS / stage.file).read_bytes()
    facts = read_file(content, stage.file)
    day = timezone.localdate(at) - timedelta(days=stage.days_ago)
    while not calendar.is_working_day(day):  # back, so that nothing happens in the future
        day -= timedelta(days=1)
    cast = Cast(timezone.make_aware(datetime.combine(day, MORNING)), _untold)
    return Walk.begin(
        cast,
        facts,
        drafting_agency(facts, day),
        source_name=stage.file,
        source=content,
        source_text=content.decode(),
    )


def _untold(step: StepTaken) -> None:
    """A demonstration is loaded without telling each step."""


# --- how far


def drafted(walk: Walk) -> None:
    """Read from the file; nothing corrected yet."""


def consulted(walk: Walk) -> None:
    """Asked of agencies; one has answered."""
    _ask(walk)
    first = children(walk.instance, "opinion")[0]
    walk.cast.take(walk.cast.take(first, "write", kind="agrees", text=""), "sign")


def appraised(walk: Walk) -> None:
    """With the Department of Finance, on its specialist's desk."""
    _ask(walk)
    walk.give_opinions()
    walk.ask_funding()


def at_head(walk: Walk) -> None:
    _ask(walk)
    walk.give_opinions()
    walk.submit()


def at_office(walk: Walk) -> None:
    at_head(walk)
    walk.endorse()
    walk.cast.take(walk.approval, "register")


def returned(walk: Walk) -> None:
    """Back with its drafter, with the Office's reason."""
    at_office(walk)
    walk.cast.take(walk.approval, "return_", target="returned", reason=RETURN_REASON)


def at_leader(walk: Walk) -> None:
    """Waits for the Vice Chairman."""
    at_head(walk)
    walk.endorse()
    walk.check()
    walk.cast.take(walk.approval, "initial_off", note="")


def at_number(walk: Walk) -> None:
    """Signed; waits for its number."""
    at_head(walk)
    walk.endorse()
    walk.check()
    walk.initial_and_sign()


def in_force(walk: Walk) -> None:
    """Issued and delivered; half is done, the first reports are consolidated, the next are asked for."""
    at_number(walk)
    walk.number_and_issue()
    walk.deliver()
    _carry_out_some(walk)
    today = walk.start + timedelta(days=IN_FORCE_DAYS)
    for due in sorted(set(_dues(walk))):
        if due is None or due - timedelta(days=25) > today:
            continue
        walk.cast.on(due - timedelta(days=25))
        if due < today:
            walk.report_all()
            walk.accept_reports()
            walk.cast.on(min(due + timedelta(days=4), today))
            walk.tick()
            walk.consolidate()
        else:
            walk.tick()
            _report_some(walk)


IN_FORCE_DAYS = 300


def _ask(walk: Walk) -> None:
    walk.correct()
    day = timezone.localdate(walk.cast.at)
    walk.consult(asked_agencies(walk.plan.facts, walk.plan.drafting_agency, day), days=10)


def _dues(walk: Walk) -> list[date | None]:
    return [
        day for duty in walk.plan.report_duties.filter(tier=1) for day in duty.reports.values_list("due_on", flat=True)
    ]


def _carry_out_some(walk: Walk) -> None:
    """All are acknowledged; what is due by now is finished, and half of the rest."""
    today = walk.start + timedelta(days=IN_FORCE_DAYS)
    for number, assignment in enumerate(children(walk.instance, "assignment")):
        assignment = walk.cast.take(assignment, "acknowledge")
        assignment = walk.cast.take(assignment, "update", percent="50", result="Đang triển khai đúng tiến độ.")
        if number % 2 or (assignment.due_on and assignment.due_on <= today):
            walk.cast.take(assignment, "finish", result="Đã hoàn thành; sản phẩm lưu tại cơ quan.")


def _report_some(walk: Walk) -> None:
    """Of the reports asked for, some are sent, some wait for their head, most are still to be written."""
    waiting = [process for process in children(walk.instance, "report") if process.state == "due"]
    for number, process in enumerate(waiting):
        if number % 4 == 0:
            process = walk.cast.take(process, "write", text="Đã thực hiện các nhiệm vụ được giao theo kế hoạch.")
        if number % 8 == 0:
            walk.cast.take(process, "send")
    deadlines.fire_due(walk.cast.at)
    walk.cast.work()


# In order of time: registers give their numbers by the calendar.
STAGES = (
    Stage("disaster_prevention.txt", IN_FORCE_DAYS, in_force, "đang thực hiện"),
    Stage("large_cost.txt", 9, appraised, "đang thẩm định kinh phí"),
    Stage("tourism.txt", 7, returned, "trả lại chuyên viên soạn thảo"),
    Stage("foreign_information.txt", 5, at_office, "Văn phòng thẩm tra"),
    Stage("administrative_reform.txt", 4, at_leader, "chờ Phó Chủ tịch ký"),
    Stage("primary_health_care.txt", 3, consulted, "đang lấy ý kiến"),
    Stage("digital_skills.txt", 3, at_head, "chờ thủ trưởng ký tờ trình"),
    Stage("reading_culture.txt", 2, at_number, "chờ văn thư cấp số"),
    Stage("market_days.txt", 1, drafted, "đang soạn thảo"),
)
