"""The administrator's start, the check of the trail, and the rule that sends plans to appraisal."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from notifications.delivery import outbox
from portal.access import desk, request_time
from processes.models import FundingThreshold
from processes.services.funding import LARGE_COST
from workflow import audit, registry
from workflow.models import Agency, Appointment, AuditEntry, Desk, ProcessInstance, Register
from workflow.models.base import valid_on

from .agencies import ADMINISTRATOR
from .forms import FundingRuleForm

logger = logging.getLogger(__name__)

CHECKED_HERE = 50_000  # entries; more take minutes, which a page has not


@desk(ADMINISTRATOR)
@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """Where things are, with what asks for attention: posts without a holder."""
    day = timezone.localdate(request_time(request))
    held = Appointment.objects.filter(valid_on(day))
    context = {
        "agencies": Agency.objects.filter(valid_on(day)).count(),
        "seated": held.values("person").distinct().count(),
        "empty": list(_empty_desks(day)[:10]),
        "entries": AuditEntry.objects.count(),
        "threshold": _threshold(day),
        "dead_letters": outbox.dead_letters().count(),
        "versions": _versions(),
        "registers": Register.objects.select_related("agency").order_by("-year", "agency__name", "direction")[:30],
    }
    return render(request, "portal/administration/administration.html", context)


def _empty_desks(day: date) -> Any:
    """Desks at which work waits and nobody sits."""
    waiting = Desk.objects.filter(tasks__status="open").exclude(
        pk__in=Appointment.objects.filter(valid_on(day)).values("desk")
    )
    return waiting.select_related("agency", "position").distinct()


def _versions() -> list[dict[str, Any]]:
    counted = ProcessInstance.objects.values_list("definition_key", "definition_version").annotate(
        every=Count("pk"), running=Count("pk", filter=Q(closed_at__isnull=True))
    )
    counts = {(key, version): (every, running) for key, version, every, running in counted}
    return [
        {
            "definition": one,
            "every": counts.get((one.key, one.version), (0, 0))[0],
            "running": counts.get((one.key, one.version), (0, 0))[1],
            "is_latest": registry.latest(one.key) is one,
        }
        for one in registry.all_definitions()
    ]


# --- the trail


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_check(request: HttpRequest) -> HttpResponse:
    """A POST reads every entry of the trail and says whether it still holds."""
    entries = AuditEntry.objects.count()
    context: dict[str, Any] = {"entries": entries, "too_many": entries > CHECKED_HERE}
    if request.method == "POST" and not context["too_many"]:
        context["result"] = audit.verify_all()
    return render(request, "portal/administration/audit.html", context)


# --- the rule of money


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def funding_rule(request: HttpRequest) -> HttpResponse:
    """The threshold over time; a new one ends the one before it and never reaches back."""
    today = timezone.localdate(request_time(request))
    form = FundingRuleForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        _enact(**form.cleaned_data)
        logger.info("Funding rule %s made by account %s", form.cleaned_data, request.user.uuid)
        messages.success(request, _("Đã ghi mức kinh phí phải thẩm định mới."))
        return redirect("administration_funding")
    rows = FundingThreshold.objects.order_by("-valid_from", "-pk")
    context = {"form": form, "rows": rows, "threshold": _threshold(today), "today": today}
    return render(request, "portal/administration/funding.html", context)


@transaction.atomic
def _enact(*, amount: int, basis: str, valid_from: date) -> None:
    """A rule that would begin on the same day or later gives way; the one in force ends the day before."""
    FundingThreshold.objects.filter(valid_from__gte=valid_from).delete()
    FundingThreshold.objects.filter(valid_on(valid_from)).update(valid_to=valid_from - timedelta(days=1))
    FundingThreshold.objects.create(amount=amount, basis=basis, valid_from=valid_from)


def _threshold(day: date) -> int:
    row = FundingThreshold.objects.filter(valid_on(day)).order_by("-valid_from").first()
    return row.amount if row else LARGE_COST
