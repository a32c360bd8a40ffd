"""The reports that the person's agency owes, receives and consolidates, and one of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.access import desk, desks_of, request_time
from portal.plans.trail import trail_line
from processes.models import Consolidation, Document, Report
from processes.services.reporting import awaited, prefilled
from workflow import queries

from .duties import AGENCY_POSTS
from .running import Running, running

Paper = Report | Consolidation
MOST = 200
AHEAD_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """A paper with its process, None before it is asked for."""

    paper: Paper
    running: Running | None

    @property
    def is_consolidation(self) -> bool:
        return isinstance(self.paper, Consolidation)


@desk(*AGENCY_POSTS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What is due now, what came in to be checked, what will be asked for, what was sent."""
    agencies = {held.agency_id for held in desks_of(request)}
    own = [*_own(request, Consolidation, "consolidation", agencies), *_own(request, Report, "report", agencies)]
    own.sort(key=lambda line: (line.paper.due_on is None, line.paper.due_on or date.max))
    context = {
        "now": [line for line in own if line.running and line.running.instance.is_open and not line.paper.sent_at],
        "incoming": _incoming(request, agencies),
        "ahead": [line for line in own if line.running is None][:AHEAD_SHOWN],
        "sent": [line for line in own if line.paper.sent_at],
    }
    return render(request, "portal/agency/reports.html", context | {"any": any(context.values())})


def _own(request: HttpRequest, model: Any, key: str, agencies: Collection[int]) -> list[Line]:
    papers = list(model.objects.filter(agency__in=agencies).select_related("duty__plan").order_by("-opens_on")[:MOST])
    found = running(request, key, [paper.pk for paper in papers])
    return [Line(paper, found.get(paper.pk)) for paper in papers]


def _incoming(request: HttpRequest, agencies: Collection[int]) -> list[Line]:
    """Reports of others that this agency checks before it takes them in."""
    sent = Report.objects.filter(duty__receiver__in=agencies, sent_at__isnull=False, accepted=False)
    papers = list(sent.select_related("duty__plan").order_by("sent_at")[:MOST])
    found = running(request, "report", [paper.pk for paper in papers])
    return [Line(paper, found.get(paper.pk)) for paper in papers]


# --- one of them


@dataclass(frozen=True)
class BoardRow:
    """One agency on the board of a period: `kind` is sent, late, missing (its day is over) or awaited."""

    report: Report
    kind: str
    running: Running | None


@desk(*AGENCY_POSTS)
@require_safe
def report(request: HttpRequest, paper: UUID) -> HttpResponse:
    """A report or a consolidation. Raises Http404 for who neither writes nor receives it."""
    agencies = {held.agency_id for held in desks_of(request)}
    found = _one(paper, agencies)
    key = "consolidation" if isinstance(found, Consolidation) else "report"
    now = running(request, key, [found.pk]).get(found.pk)
    is_own = found.agency_id in agencies
    context: dict[str, Any] = {"paper": found, "running": now, "is_own": is_own, "may_read": is_own or found.sent_at}
    if now and now.instance.root:
        context["root"] = now.instance.root.uuid
        context["document"] = Document.objects.filter(instance=now.instance).order_by("-pk").first()
        trail = queries.history(now.instance.root).filter(instance=now.instance) if context["may_read"] else []
        context["history"] = [trail_line(entry) for entry in trail]
    if isinstance(found, Consolidation):
        return render(request, "portal/agency/consolidation.html", context | _board(request, found))
    hint = prefilled(found) if is_own and not found.sent_at and not found.text else ""
    return render(request, "portal/agency/report.html", context | {"hint": hint})


def _one(paper: UUID, agencies: Collection[int]) -> Paper:
    may_see = Q(agency__in=agencies) | Q(duty__plan__drafting_agency__in=agencies)
    report = _found(Report.objects.filter(may_see | Q(duty__receiver__in=agencies)), paper)
    found = report or _found(Consolidation.objects.filter(may_see), paper)
    if found is None:
        raise Http404
    return found


def _found(papers: QuerySet[Any], paper: UUID) -> Any:
    return papers.filter(uuid=paper).select_related("duty__plan", "duty__receiver").first()


def _board(request: HttpRequest, paper: Consolidation) -> dict[str, Any]:
    """Who sent for the period, late or in time, and who did not."""
    day = timezone.localdate(request_time(request))
    rows = list(awaited(paper).order_by(F("sent_at").asc(nulls_first=True), "agency_name"))
    found = running(request, "report", [row.pk for row in rows])
    board = [BoardRow(row, _kind(row, day), found.get(row.pk)) for row in rows]
    counts = {kind: sum(row.kind == kind for row in board) for kind in ("sent", "late", "missing", "awaited")}
    return {"board": board, "counts": counts, "came": counts["sent"] + counts["late"]}


def _kind(report: Report, day: date) -> str:
    if report.sent_at:
        return "late" if report.due_on and timezone.localdate(report.sent_at) > report.due_on else "sent"
    return "missing" if report.due_on and day > report.due_on else "awaited"
