"""The duties of the person's agency, by plan, and one duty with its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access import desk, desks_of, request_time
from portal.plans.trail import trail_line
from processes.models import AssignmentAgency, Plan
from workflow import queries
from workflow.models import ProcessInstance
from workflow.models.base import valid_on

from .running import Running, running

AGENCY_POSTS = ("head", "specialist")
MOST = 400
SHOWN = (("open", _("Đang thực hiện")), ("coordinating", _("Phối hợp")), ("done", _("Đã xong")), ("all", _("Tất cả")))


@dataclass(frozen=True)
class Line:
    """The agency's part in a task; `running` is None where the part is to coordinate, which has no steps of its own."""

    part: AssignmentAgency
    running: Running | None

    @property
    def is_open(self) -> bool:
        return self.running is not None and self.running.instance.is_open

    @property
    def due(self) -> date | None:
        return self.part.assignment.ends_on

    def is_shown(self, which: str) -> bool:
        leads = self.part.role == AssignmentAgency.Role.LEAD
        wanted = {"open": self.is_open, "coordinating": not leads, "done": leads and not self.is_open}
        return wanted.get(which, True)


@dataclass
class Section:
    """The duties of one plan; `root` is the public id of its file."""

    plan: Plan
    root: UUID | None
    lines: list[Line] = field(default_factory=list)


@desk(*AGENCY_POSTS)
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What the agency has to do, plan by plan; `?show=` open, coordinating, done or all."""
    which = request.GET.get("show", "open")
    which = which if which in dict(SHOWN) else "open"
    lines = _lines(request)
    counts = [(key, label, sum(line.is_shown(key) for line in lines)) for key, label in SHOWN]
    sections = _sections([line for line in lines if line.is_shown(which)])
    context = {"sections": sections, "counts": counts, "which": which, "any": bool(lines)}
    return render(request, "portal/agency/duties.html", context)


def _lines(request: HttpRequest) -> list[Line]:
    day = timezone.localdate(request_time(request))
    agencies = {held.agency_id for held in desks_of(request)}
    parts = AssignmentAgency.objects.filter(valid_on(day), agency__in=agencies)
    newest_first = parts.order_by("-assignment__plan__issued_on", "assignment__plan", "assignment__order")
    rows = list(newest_first.select_related("assignment__plan")[:MOST])
    found = running(request, "assignment", [part.pk for part in rows])
    return [Line(part, found.get(part.pk)) for part in rows]


def _sections(lines: list[Line]) -> list[Section]:
    roots = _roots({line.part.assignment.plan_id for line in lines})
    found: dict[int, Section] = {}
    for line in lines:
        plan = line.part.assignment.plan
        found.setdefault(plan.pk, Section(plan, roots.get(plan.pk))).lines.append(line)
    return list(found.values())


def _roots(plans: set[int]) -> dict[int, UUID]:
    return dict(
        ProcessInstance.objects.filter(definition_key="plan", subject_id__in=plans).values_list("subject_id", "uuid")
    )


@desk(*AGENCY_POSTS)
@require_safe
def duty(request: HttpRequest, part: UUID) -> HttpResponse:
    """One agency's part in a task with its history. Raises Http404 for who is neither there nor its giver."""
    agencies = {held.agency_id for held in desks_of(request)}
    found = AssignmentAgency.objects.filter(uuid=part).select_related("assignment__plan", "agency").first()
    if found is None or not agencies & {found.agency_id, found.assignment.plan.drafting_agency_id}:
        raise Http404
    now = running(request, "assignment", [found.pk]).get(found.pk)
    trail = queries.history(now.instance.root).filter(instance=now.instance) if now and now.instance.root else []
    context = {
        "part": found,
        "running": now,
        "root": _roots({found.assignment.plan_id}).get(found.assignment.plan_id),
        "others": found.assignment.agencies.exclude(pk=found.pk),
        "history": [trail_line(entry) for entry in trail],
    }
    return render(request, "portal/agency/duty.html", context)
