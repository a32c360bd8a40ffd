"""The appraiser's page: reviews under way with their cost lines, the rule that asks for them, and past reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.access import desk, desks_of, request_time
from portal.agency.running import Running, running
from processes.funding_review import FundingReviewProcess
from processes.models import FundingReview, FundingThreshold, JudgedLine
from processes.services.funding import LARGE_COST
from workflow import organization
from workflow.definition import Transition
from workflow.models import Agency, ProcessInstance
from workflow.models.base import valid_on

ON_PAGE = 20


@dataclass(frozen=True)
class Review:
    """A review with its process; sums in whole đồng, `agreed` over the lines judged so far."""

    review: FundingReview
    running: Running
    lines: Sequence[JudgedLine]

    @property
    def step(self) -> Transition | None:
        """What its holder does next: judge line by line, and once every line is judged propose."""
        own = self.running.step
        is_judged = self.running.instance.state == FundingReviewProcess.states.APPRAISED and self.judged == len(
            self.lines
        )
        return FundingReviewProcess.transition("propose") if own and is_judged else own

    @property
    def asked(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def agreed(self) -> int:
        return sum(line.agreed or 0 for line in self.lines)

    @property
    def judged(self) -> int:
        return sum(line.agreed is not None for line in self.lines)


@desk("head", "specialist", "clerk")
@require_safe
def finance(request: HttpRequest) -> HttpResponse:
    """For the agency that holds the mandate on the day. Raises PermissionDenied for every other."""
    agency = _appraiser(request)
    own = ProcessInstance.objects.filter(
        definition_key="funding_review", participations__participant="funding", participations__agency=agency
    )
    newest = own.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    page = Paginator(newest, ON_PAGE).get_page(request.GET.get("page"))
    reviews = _reviews(request, [one.subject_id for one in (*own.filter(closed_at__isnull=True), *page)])
    context = {
        "under_way": sorted((one for one in reviews if one.running.instance.is_open), key=_urgency),
        "past": [one for one in reviews if not one.running.instance.is_open],
        "page": page,
        "rule": _rule(request),
    }
    return render(request, "portal/finance/finance.html", context)


def _urgency(one: Review) -> tuple[bool, bool, float]:
    """One's own first, then by term."""
    due = one.running.due_at
    return (one.running.step is None, due is None, due.timestamp() if due else 0)


def _appraiser(request: HttpRequest) -> Agency:
    day = timezone.localdate(request_time(request))
    agency = organization.mandates(["funding"], day).get("funding")
    if agency is None or agency.pk not in {held.agency_id for held in desks_of(request)}:
        raise PermissionDenied("funding_mandate")
    return agency


def _reviews(request: HttpRequest, subjects: Sequence[int]) -> list[Review]:
    reviews = FundingReview.objects.filter(pk__in=subjects).select_related("plan__drafting_agency", "version")
    found = running(request, "funding_review", list(subjects))
    rows = reviews.prefetch_related("lines").order_by("-pk")
    return [Review(review, found[review.pk], list(review.lines.all())) for review in rows]


@dataclass(frozen=True)
class Rule:
    """From which total on a plan must be appraised; `row` is None where the table says nothing for the day."""

    amount: int
    row: FundingThreshold | None


def _rule(request: HttpRequest) -> Rule:
    day = timezone.localdate(request_time(request))
    row = FundingThreshold.objects.filter(valid_on(day)).order_by("-valid_from").first()
    return Rule(row.amount if row else LARGE_COST, row)
