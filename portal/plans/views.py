"""The list of plans and a plan's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.access import person_only
from processes.services.gaps import gaps
from workflow.definition import Manner
from workflow.models import ProcessInstance, Task

from . import listing, tabs
from .badges import badge, plan_badge
from .file import WAYS, Offer, PlanFile, open_file, state_title
from .series import series

FIRST_ROWS = 3
MOST_ROWS = 60


@person_only
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans that the person may see, newest first, 25 on a page."""
    return render(request, "portal/plans/list.html", listing.listing(request))


@person_only
@require_safe
def plan(request: HttpRequest, plan: UUID) -> HttpResponse:
    """One plan, one part of it at a time (`?tab=`). Raises Http404 where the person may not know of it."""
    return plan_page(request, open_file(request, plan), request.GET.get("tab", ""))


def plan_page(
    request: HttpRequest, file: PlanFile, tab_key: str, status: int = 200, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page with one of its parts open; the first where the person has no such part."""
    offered = tabs.offered(file)
    tab = next((one for one in offered if one.key == tab_key), offered[0])
    frame = _header(file) | _steps(file) | {"tabs": offered, "tab": tab, "series": series(request, file)}
    shown = frame | tab.load(file, request) | dict(more or {})
    return render(request, "portal/plans/plan.html", shown, status=status)


# --- the head of the page


def _header(file: PlanFile) -> dict[str, Any]:
    approval = file.latest("approval")
    under_way = approval if approval is not None and approval.is_open else None
    return {
        "file": file,
        "plan": file.plan,
        "badge": plan_badge(file.root),
        "way_up": badge(under_way) if file.is_working else None,
        "holders": _holders(file),
        "marked": under_way if under_way and under_way.urgency and file.is_working else file.root,
        "came_back": file.came_back if file.is_working else None,
        "gaps": gaps(file.plan.facts) if file.revisable and _may(file, "revise") else [],
    }


@dataclass(frozen=True)
class Holder:
    """Who has the plan now, since when, until when, and whether they have opened it."""

    post: str
    agency: str
    start: datetime
    due_at: datetime | None
    is_stopped: bool
    what: str
    seen_at: datetime | None
    seen_by: str


def _holders(file: PlanFile) -> dict[str, Any]:
    """Posts that hold the plan itself one by one; what lies at many agencies at once as a count."""
    own = [task for task in file.held_tasks if task.instance.definition_key in WAYS]
    return {
        "posts": [_holder(task) for task in own],
        "counts": _counts(file.held_tasks) if file.is_working else [],
        "closed": file.root.closed_at,
    }


def _holder(task: Task) -> Holder:
    return Holder(
        str(task.desk.position),
        str(task.desk.agency),
        task.opened_at,
        task.due_at,
        task.suspended_at is not None,
        state_title(task.instance),
        task.seen_at,
        str(task.seen_by or ""),
    )


def _counts(held: list[Task]) -> list[str]:
    found: dict[str, int] = {}
    for task in held:
        found[task.instance.definition_key] = found.get(task.instance.definition_key, 0) + 1
    sentences = {
        "opinion": ngettext("%(n)d cơ quan chưa trả lời", "%(n)d cơ quan chưa trả lời", found.get("opinion", 0)),
        "delivery": ngettext("%(n)d nơi chưa nhận", "%(n)d nơi chưa nhận", found.get("delivery", 0)),
        "assignment": ngettext(
            "%(n)d phần việc đang thực hiện", "%(n)d phần việc đang thực hiện", found.get("assignment", 0)
        ),
        "report": ngettext("%(n)d báo cáo đang mở", "%(n)d báo cáo đang mở", found.get("report", 0)),
        "consolidation": _("đang tổng hợp báo cáo"),
    }
    return [sentence % {"n": found[key]} for key, sentence in sentences.items() if found.get(key)]


# --- what the person may do


@dataclass(frozen=True)
class Work:
    """The steps of this person in one of the processes below the plan."""

    instance: ProcessInstance
    process: str
    state: str
    agency: str  # whose it is, where it is not the person's own
    offers: list[Offer]


def _steps(file: PlanFile) -> dict[str, Any]:
    """One main step, the others of the plan itself beside it, and the person's work in what runs below it."""
    of_plan = [offer for offer in file.offers if offer.instance.definition_key in WAYS]
    below: dict[int, Work] = {}
    for offer in file.offers:
        if offer.instance.definition_key not in WAYS:
            below.setdefault(offer.instance.pk, _work(file, offer)).offers.append(offer)
    forward = (offer for offer in of_plan if offer.transition.manner is Manner.FORWARD)
    main = next((offer for offer in forward if file.waits(offer.instance)), None)
    if main is None and len(below) == 1 and not of_plan:
        [work] = below.values()
        main = work.offers.pop(0) if file.waits(work.instance) else None
    works = [work for work in below.values() if work.offers]
    return {
        "main": main,
        "may_revise": file.revisable is not None and _may(file, "revise"),
        "others": [offer for offer in of_plan if offer is not main],
        "works": works[:FIRST_ROWS],
        "further_works": works[FIRST_ROWS:MOST_ROWS],
        "more_works": max(0, len(works) - MOST_ROWS),
    }


def _work(file: PlanFile, offer: Offer) -> Work:
    agency = file.parts.get((offer.instance.pk, "addressee"))
    whose = str(agency) if agency and agency.pk not in file.agency_ids else ""
    return Work(offer.instance, offer.process, state_title(offer.instance), whose, [])


def _may(file: PlanFile, name: str) -> bool:
    return any(offer.name == name for offer in file.offers)
