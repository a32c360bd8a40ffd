"""The Office's page: what is on its way to a signature, at which step, with whom and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import waiting
from portal.access import desk, desks_of, request_time
from portal.templatetags.formats import is_late
from processes.approval import ApprovalProcess
from processes.models import Approval
from workflow import queries
from workflow.definition import Transition
from workflow.models import ProcessInstance, Task

MOST = 300
ISSUED_SHOWN = 10
LATELY = timedelta(days=60)


@dataclass(frozen=True)
class Row:
    """A plan on its way up; `step`: the main step where it lies on this person's own desk."""

    instance: ProcessInstance
    approval: Approval
    task: Task | None
    is_late: bool
    step: Transition | None


@dataclass(frozen=True)
class Step:
    """A state of the way up, in its order, with the plans that are there."""

    key: str
    title: str
    rows: list[Row]

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)


@desk("office_specialist", "deputy_chief", "chief")
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Every open approval in which the Office takes part, by step (`?step=` for one), and what was issued of late."""
    mine = [held.agency_id for held in desks_of(request)]
    seen = ProcessInstance.objects.filter(
        definition_key="approval", participations__participant="office", participations__agency__in=mine
    )
    under_way = seen.filter(closed_at__isnull=True).select_related("root").order_by("entered_at")
    rows = _rows(request, list(under_way[:MOST]))
    steps = _steps(rows)
    chosen = request.GET.get("step", "")
    shown = [step for step in steps if step.rows and chosen in ("", step.key)]
    counts = {"total": len(rows), "late": sum(row.is_late for row in rows)}
    context = {"steps": steps, "shown": shown, "chosen": chosen} | counts
    return render(request, "portal/office/office.html", context | _issued(request, mine))


def _rows(request: HttpRequest, instances: list[ProcessInstance]) -> list[Row]:
    approvals = Approval.objects.filter(pk__in=[one.subject_id for one in instances])
    about = approvals.select_related("plan__drafting_agency").in_bulk()
    held = queries.holders(instances)
    desks = {one.pk for one in desks_of(request)}
    at = request_time(request)
    rows = []
    for one in instances:
        task = next(iter(held.get(one.pk, [])), None)
        runs = task is not None and task.due_at is not None and task.suspended_at is None
        late = runs and is_late(task.due_at, at)
        step = waiting.main_step(ApprovalProcess, one.state) if task and task.desk_id in desks else None
        rows.append(Row(one, about[one.subject_id], task, late, step))
    return rows


def _steps(rows: list[Row]) -> list[Step]:
    """In the order of the way up."""
    return [
        Step(state, ApprovalProcess.state_title(state), [row for row in rows if row.instance.state == state])
        for state in ApprovalProcess.stages
    ]


def _issued(request: HttpRequest, mine: list[int]) -> dict[str, Any]:
    since: date = timezone.localdate(request_time(request)) - LATELY
    issued = Approval.objects.filter(
        plan__issued_on__gte=since,
        pk__in=ProcessInstance.objects.filter(
            definition_key="approval", state=ApprovalProcess.states.ISSUED, participations__agency__in=mine
        ).values("subject_id"),
    )
    return {"issued": issued.select_related("plan__drafting_agency").order_by("-plan__issued_on", "-pk")[:ISSUED_SHOWN]}
