"""What each part of a plan's page shows. A part is loaded only when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.leadership.changes import changes
from processes.documents.writing.body import plan_lines
from processes.models import (
    Assignment,
    AssignmentAgency,
    Consolidation,
    Document,
    FundingReview,
    Opinion,
    PlanVersion,
    Recipient,
    Report,
    ReportDuty,
)
from processes.services.funding import funding_need
from workflow import description, queries
from workflow.definition import Reveal
from workflow.models import AuditEntry, ProcessInstance

from .badges import Badge, badge
from .file import PlanFile, definition_of, state_title
from .particulars import particulars
from .remark_page import remark_page
from .trail import TrailLine, trail_line

HISTORY_ON_PAGE = 40


# --- the text


def text(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    facts = file.facts
    issued = Document.objects.filter(plan=file.plan, kind=Document.Kind.PLAN).first()
    shown = {"facts": facts, "lines": plan_lines(facts), "issued": issued, "costs": facts.costs, "total": total(file)}
    shown |= {"particulars": particulars(facts, of_the_making=file.is_working and issued is None)}
    return shown | {"edited": _edited(file) if file.is_working and not issued else None}


def _edited(file: PlanFile) -> tuple[AuditEntry, list[str]] | None:
    """The leader's own edit that made the present version, and what it changed."""
    edits = AuditEntry.objects.filter(instance__root=file.root, transition="edit").select_related("person")
    last, version = edits.order_by("-at", "-revision").first(), file.plan.current_version
    if last is None or version is None or last.facts.get("version") != version.number:
        return None
    before = PlanVersion.objects.get(plan=file.plan, number=version.number - 1)
    return last, changes(before.facts, version.facts)


def total(file: PlanFile) -> int:
    return sum(line.amount for line in file.facts.costs)


# --- duties


@dataclass
class PartRow:
    """One agency's part in a task, and how far it is where the reader may know."""

    part: AssignmentAgency
    badge: Badge | None


@dataclass
class TaskRow:
    """A task with its agencies by role: lines of text before the issue, agencies with their states after it."""

    ref: str
    text: str
    time: str
    ends_on: date | None = None
    lead: list[PartRow] = field(default_factory=list)
    others: list[PartRow] = field(default_factory=list)
    lead_names: list[str] = field(default_factory=list)
    other_names: list[str] = field(default_factory=list)


def tasks(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    assignments = list(Assignment.objects.filter(plan=file.plan)) if file.plan.number else []
    rows = _given(file, assignments) if assignments else _drafted(file)
    return {"rows": rows, "given": bool(assignments)}


def _drafted(file: PlanFile) -> list[TaskRow]:
    return [
        TaskRow(
            task.ref,
            task.text,
            task.time.value or "",
            lead_names=[mention.name for mention in task.lead],
            other_names=[mention.name for mention in task.coordinating],
        )
        for task in file.facts.tasks
    ]


def _given(file: PlanFile, assignments: list[Assignment]) -> list[TaskRow]:
    rows = {one.pk: TaskRow(one.ref, one.text, one.time, one.ends_on) for one in assignments}
    states, mine = file.states("assignment"), file.agencies("assignment")
    lasting = AssignmentAgency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate(file.at)))
    for part in lasting.filter(assignment__in=assignments).order_by("agency_name"):
        may_know = file.is_working or part.agency_id in mine
        row = PartRow(part, badge(states.get(part.pk)) if may_know else None)
        one = rows[part.assignment_id]
        (one.lead if part.role == AssignmentAgency.Role.LEAD else one.others).append(row)
    return list(rows.values())


# --- money


def money(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    reviews = FundingReview.objects.filter(plan=file.plan).prefetch_related("lines").order_by("-pk")
    states = file.states("funding_review")
    shown = [(review, badge(states.get(review.pk))) for review in reviews] if file.is_working else []
    need = funding_need(file.plan, timezone.localdate(file.at)) if file.is_working else None
    return {"costs": file.facts.costs, "total": total(file), "said": file.facts.funding, "need": need, "reviews": shown}


# --- opinions


def opinions(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    found = Opinion.objects.filter(plan=file.plan).select_related("agency", "version").order_by("-version", "agency")
    mine = file.agencies("opinion")
    if not file.is_working:
        found = found.filter(agency__in=mine)
    states = file.states("opinion")
    rows = [
        # what is not signed yet is the agency's own paper
        (opinion, badge(states.get(opinion.pk)), bool(opinion.given_at) or opinion.agency_id in mine)
        for opinion in found
    ]
    return {"rows": rows, "skipped": file.plan.consultation_skipped}


# --- remarks


def remarks(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    return remark_page(file)


# --- reports


@dataclass
class DutyRow:
    duty: ReportDuty
    papers: list[tuple[Report | Consolidation, Badge | None]]

    @property
    def sent(self) -> int:
        return sum(1 for paper, _badge in self.papers if paper.sent_at)


def reports(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    duties = {duty.pk: DutyRow(duty, []) for duty in ReportDuty.objects.filter(plan=file.plan)}
    for model, key in ((Consolidation, "consolidation"), (Report, "report")):
        states, mine = file.states(key), file.agencies(key)
        for paper in model.objects.filter(duty__in=duties):
            duty = duties[paper.duty_id]
            if file.is_working or paper.agency_id in mine:
                duty.papers.append((paper, badge(states.get(paper.pk)) or Badge("draft", str(_("Chưa đến kỳ")))))
    rows = [row for row in duties.values() if file.is_working or row.papers]
    return {"rows": rows, "rules": () if duties else file.facts.reports}


# --- recipients


def recipients(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    states = file.states("delivery")
    rows = [(one, badge(states.get(one.pk))) for one in Recipient.objects.filter(plan=file.plan)]
    arrived = sum(1 for one, _badge in rows if one.received_at)
    return {"rows": rows, "arrived": arrived, "written": () if rows else file.facts.recipients}


# --- the making


def history(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    page = Paginator(queries.history(file.root), HISTORY_ON_PAGE).get_page(request.GET.get("page"))
    lines: list[TrailLine] = [trail_line(entry) for entry in page]
    return {"page": page, "lines": lines}


@dataclass(frozen=True)
class Picture:
    title: str
    state: str
    svg: str


def process(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    """The plan's own process and the one that has it now, the present state marked."""
    inner = next((file.latest(key) for key in ("approval", "funding_review", "opinion") if _runs(file, key)), None)
    shown = [instance for instance in (inner, file.root) if instance is not None]
    visited = _visited(file, shown)
    return {
        "pictures": [
            Picture(
                str(definition_of(one).title),
                state_title(one),
                description.picture(definition_of(one), current=one.state, visited=visited[one.pk]),
            )
            for one in shown
        ]
    }


def _runs(file: PlanFile, key: str) -> bool:
    latest = file.latest(key)
    return latest is not None and latest.is_open


def _visited(file: PlanFile, instances: Iterable[ProcessInstance]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {instance.pk: [] for instance in instances}
    for entry in queries.history(file.root).filter(instance__in=list(found)):
        found[entry.instance_id].append(entry.to_state)
    return found


# --- papers


def documents(file: PlanFile, request: HttpRequest) -> dict[str, Any]:
    found = Document.objects.filter(plan=file.plan).select_related("issuer").order_by("-created_at", "-pk")
    return {"papers": [paper for paper in found if may_read(file, paper)]}


def may_read(file: PlanFile, paper: Document) -> bool:
    """The issued plan is for all who see the file; other papers for who sees its making, or wrote them."""
    return file.is_working or paper.kind == Document.Kind.PLAN or paper.issuer_id in file.agency_ids


# --- which parts there are


@dataclass(frozen=True)
class Tab:
    key: str
    title: str | Promise
    load: Callable[[PlanFile, HttpRequest], dict[str, Any]]
    reveals: tuple[Reveal, ...] = (Reveal.WORKING,)

    @property
    def template(self) -> str:
        return f"portal/plans/tabs/{self.key}.html"


ALL = tuple(Reveal)
TABS = (
    Tab("text", _("Văn bản"), text, ALL),
    Tab("tasks", _("Nhiệm vụ"), tasks, ALL),
    Tab("money", _("Kinh phí"), money, (Reveal.DRAFT, Reveal.WORKING)),
    Tab("opinions", _("Ý kiến"), opinions, (Reveal.DRAFT, Reveal.WORKING)),
    Tab("remarks", _("Góp ý"), remarks),
    Tab("reports", _("Báo cáo"), reports, ALL),
    Tab("recipients", _("Nơi nhận"), recipients),
    Tab("history", _("Lịch sử"), history),
    Tab("process", _("Quy trình"), process),
    Tab("documents", _("Văn bản kèm theo"), documents, ALL),
)


def offered(file: PlanFile) -> list[Tab]:
    return [tab for tab in TABS if file.reveal in tab.reveals]
