"""The clerks' pages: what to number, register and send; the registers as lists; where an issued plan has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import waiting
from portal.access import desk, desks_of, request_time, seats_of
from portal.verify.key_words import said_of
from processes.delivery import DeliveryProcess
from processes.models import Approval, Plan, Recipient
from processes.services import sealing
from workflow import authorization, organization, queries
from workflow.definition import Reveal, Transition
from workflow.models import IssuedNumber, ProcessInstance, Register, Task

CLERKS = ("clerk", "office_clerk")
MOST = 300
PLANS_SHOWN = 8
ON_PAGE = 100


@desk(*CLERKS)
@require_safe
def clerk(request: HttpRequest) -> HttpResponse:
    """Files to number and register, deliveries to receive or to serve, the registers, the plans last issued."""
    mine = [seat for seat in seats_of(request) if seat.desk.position.code in CLERKS]
    groups = waiting.groups(waiting.lines(queries.inbox(mine, MOST), mine), request_time(request))
    context = {
        "groups": groups,
        "registers": _registers(request),
        "boards": _boards(request),
        "without_key": _without_key(request),
    }
    return render(request, "portal/clerk/clerk.html", context)


def _without_key(request: HttpRequest) -> list[tuple[Approval, str]]:
    """Plans that cannot be issued for want of a key, with what is missing: for the clerk who numbers them."""
    if not any(held.position.code == "office_clerk" for held in desks_of(request)):
        return []
    return [(one, said_of(one.key_fault, one.key_owner)) for one in sealing.waiting_for_keys()]


# --- registers


@desk(*CLERKS)
@require_safe
def register(request: HttpRequest, register: UUID) -> HttpResponse:
    """One series of one year as a printable list. Raises Http404 for another agency's."""
    agencies = _own_series(request)
    found = get_object_or_404(Register.objects.select_related("agency"), uuid=register, agency__in=agencies)
    numbers = IssuedNumber.objects.filter(register=found).select_related("instance__root").order_by("-number")
    page = Paginator(numbers, ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/clerk/register.html", {"register": found, "page": page})


def _registers(request: HttpRequest) -> list[Register]:
    series = Register.objects.filter(agency__in=_own_series(request)).select_related("agency")
    return list(series.order_by("-year", "direction", "agency__name", "type_symbol"))


def _own_series(request: HttpRequest) -> set[int]:
    """Agencies whose registers the person keeps: the own ones; the Office's clerk also keeps those of the issuer."""
    if "own_series" not in vars(request):
        mine = [held for held in desks_of(request) if held.position.code in CLERKS]
        kept = {held.agency_id for held in mine}
        if any(held.position.code == "office_clerk" for held in mine):
            holders = organization.mandates(["office", "issuer"], timezone.localdate(request_time(request)))
            if "issuer" in holders and "office" in holders and holders["office"].pk in kept:
                kept.add(holders["issuer"].pk)
        vars(request)["own_series"] = kept
    agencies: set[int] = vars(request)["own_series"]
    return agencies


# --- deliveries


@dataclass(frozen=True)
class Board:
    """How far an issued plan has come: `root` is its file's public id."""

    root: UUID
    plan: Plan
    recipients: int
    arrived: int
    percent: int


@dataclass(frozen=True)
class Row:
    """A recipient, the open task of its delivery where there is one, and the step where it is this clerk's to take."""

    recipient: Recipient
    task: Task | None
    step: Transition | None

    @property
    def is_arrived(self) -> bool:
        return bool(self.recipient.received_at or self.recipient.served_on)


ARRIVED = Q(recipients__received_at__isnull=False) | Q(recipients__served_on__isnull=False)


def _boards(request: HttpRequest) -> list[Board]:
    """The plans last issued whose sending the person follows: the Office's clerk, and the drafting agency's."""
    issued = (
        _followed(request)
        .exclude(number="")
        .annotate(
            all_recipients=Count("recipients"),
            arrived=Count("recipients", filter=ARRIVED),
        )
    )
    plans = list(issued.order_by("-issued_on", "-pk")[:PLANS_SHOWN])
    roots = dict(_roots([plan.pk for plan in plans]).values_list("subject_id", "uuid"))
    return [
        Board(roots[plan.pk], plan, plan.all_recipients, plan.arrived, _percent(plan.arrived, plan.all_recipients))
        for plan in plans
        if plan.all_recipients
    ]


def _followed(request: HttpRequest) -> QuerySet[Plan]:
    desks = desks_of(request)
    if any(held.position.code == "office_clerk" for held in desks):
        roots = authorization.visible_roots(request.user.person, request_time(request))
        return Plan.objects.filter(pk__in=_roots(None).filter(pk__in=roots).values("subject_id"))
    return Plan.objects.filter(drafting_agency__in=[held.agency_id for held in desks])


def _roots(plans: list[int] | None) -> QuerySet[ProcessInstance]:
    roots = ProcessInstance.objects.filter(definition_key="plan")
    return roots if plans is None else roots.filter(subject_id__in=plans)


def _percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0


@desk(*CLERKS)
@require_safe
def deliveries(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Every recipient of one issued plan with how and when it was reached. Raises Http404 for who may not follow it."""
    root = ProcessInstance.objects.filter(uuid=plan, definition_key="plan").first()
    if root is None or authorization.reveal(request.user.person, root, request_time(request)) is not Reveal.WORKING:
        raise Http404
    subject = get_object_or_404(Plan.objects.exclude(number=""), pk=root.subject_id)
    rows = _rows(request, root, subject)
    arrived = sum(row.is_arrived for row in rows)
    context = {"root": root, "plan": subject, "rows": rows, "arrived": arrived, "percent": _percent(arrived, len(rows))}
    return render(request, "portal/clerk/deliveries.html", context)


def _rows(request: HttpRequest, root: ProcessInstance, plan: Plan) -> list[Row]:
    """What has not arrived first, the earliest due first."""
    open_tasks = Task.objects.filter(
        status=Task.Status.OPEN, instance__root=root, instance__definition_key="delivery"
    ).select_related("instance", "desk")
    tasks = {task.instance.subject_id: task for task in open_tasks}
    mine = {held.pk for held in desks_of(request)}
    rows = []
    for recipient in Recipient.objects.filter(plan=plan):
        task = tasks.get(recipient.pk)
        is_mine = task is not None and task.desk_id in mine
        rows.append(Row(recipient, task, waiting.main_step(DeliveryProcess, task.state) if task and is_mine else None))
    return sorted(rows, key=lambda row: (row.is_arrived, row.step is None))
