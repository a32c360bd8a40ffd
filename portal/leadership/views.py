"""The leader's pages: what waits for a signature, and one dossier with everything needed to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import waiting
from portal.access import desk, request_time, seats_of
from processes.approval import ApprovalProcess
from processes.asked import FACTS
from processes.documents.writing.body import plan_lines
from processes.models import Approval, Plan, PlanVersion
from processes.services.funding import funding_need
from workflow import authorization, queries
from workflow.definition import HOLDER, Manner, Reveal, Transition
from workflow.models import ProcessInstance

from .changes import changes
from .dossier import Dossier, Edit, dossiers

LEADERS = ("chairman", "vice_chairman", "chief", "deputy_chief", "head")
MOST = 100
RECENT = 5


@dataclass(frozen=True)
class Card:
    """One signature that waits; `dossier` for plans on their way up, None for letters and reports."""

    line: waiting.Waiting
    dossier: Dossier | None


@desk(*LEADERS)
@require_safe
def leadership(request: HttpRequest) -> HttpResponse:
    """What waits for the person's signature, the earliest due first, and what was signed of late."""
    tasks = queries.inbox(seats_of(request), MOST)
    lines = [line for line in waiting.lines(tasks, seats_of(request)) if line.kind == waiting.SIGNING]
    ways_up = [task.instance for task in tasks if task.instance.definition_key == "approval"]
    found = dossiers(ways_up) if ways_up else {}
    cards = [Card(line, found.get(line.instance)) for line in lines]
    late = sum(line.is_late(request_time(request)) for line in lines)
    signed = _signed(request)
    return render(request, "portal/leadership/leadership.html", {"cards": cards, "late": late, "signed": signed})


def _signed(request: HttpRequest) -> list[Plan]:
    """Plans that the person signed last, with their issued PDF where there is one."""
    mine = Approval.objects.filter(signer=request.user.person).exclude(signed_at=None).select_related("plan")
    return [approval.plan for approval in mine.order_by("-signed_at")[:RECENT]]


@desk(*LEADERS)
@require_safe
def leader_dossier(request: HttpRequest, approval: UUID) -> HttpResponse:
    """One dossier: summary, changes, slip, opinions, money, text. Raises Http404 for who may not see it."""
    instance = _open(request, approval)
    found = dossiers([instance])[instance.uuid]
    context = _head(request, instance) | _substance(found, request)
    return render(request, "portal/leadership/dossier.html", {"dossier": found} | context)


def _open(request: HttpRequest, approval: UUID) -> ProcessInstance:
    instance = ProcessInstance.objects.filter(uuid=approval, definition_key="approval").select_related("root").first()
    if instance is None or instance.root is None:
        raise Http404
    if authorization.reveal(request.user.person, instance.root, request_time(request)) is not Reveal.WORKING:
        raise Http404
    return instance


def _head(request: HttpRequest, instance: ProcessInstance) -> dict[str, Any]:
    """Where the file is, and the two steps of whoever has it; their conditions are judged by the step's own page."""
    held = queries.holders([instance]).get(instance.pk, [])
    task = held[0] if held else None
    context: dict[str, Any] = {"instance": instance, "task": task, "state": ApprovalProcess.state_title(instance.state)}
    if task is None or task.desk_id not in {
        one.desk.pk for one in seats_of(request) if one.sees(instance.definition_key)
    }:
        return context
    edits = next((step for step in ApprovalProcess.transitions() if _edits_in(step, instance.state)), None)
    back = next((step for step in ApprovalProcess.transitions() if _goes_back(step, instance.state)), None)
    return context | {"main": waiting.main_step(ApprovalProcess, instance.state), "back": back, "edit": edits}


def _goes_back(step: Transition, state: str) -> bool:
    return step.by is HOLDER and step.manner is Manner.BACK and state in step.sources


def _edits_in(step: Transition, state: str) -> bool:
    return step.by is HOLDER and FACTS in step.needs and state in step.sources


def _substance(found: Dossier, request: HttpRequest) -> dict[str, Any]:
    """The parts of the page in the order in which a leader asks for them."""
    facts, day = found.approval.facts, timezone.localdate(request_time(request))
    judged = list(found.review.lines.all()) if found.review else []
    return {
        "plan": found.plan,
        "facts": facts,
        "lines": plan_lines(facts),
        "costs": facts.costs,
        "total": found.total,
        "leads": len({mention.name for task in facts.tasks for mention in task.lead}),
        "need": None if found.review else funding_need(found.plan, day),
        "agreed": sum(line.agreed or 0 for line in judged),
        "changed": _changed(found),
        "edits": _edits(found),
    }


def _changed(found: Dossier) -> list[str]:
    """Against the version that was sent back last; nothing where none was."""
    number = found.way.version_returned
    before = PlanVersion.objects.filter(plan=found.plan, number=number).first() if number else None
    return changes(before.facts, found.approval.facts) if before else []


def _edits(found: Dossier) -> list[tuple[Edit, list[str]]]:
    """What leaders changed themselves on this way, each against the version before it."""
    edits = found.way.edited
    if not edits:
        return []
    numbers = {number for edit in edits for number in (edit.version - 1, edit.version)}
    texts = {one.number: one.facts for one in PlanVersion.objects.filter(plan=found.plan, number__in=numbers)}
    return [(edit, changes(texts[edit.version - 1], texts[edit.version])) for edit in edits]
