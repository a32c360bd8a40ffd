"""The administrator's start, the check of the trail, and the rule that sends plans to appraisal."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from notifications.delivery import outbox
from portal.access import desk, request_time
from processes.models import FundingThreshold
from processes.services import sealing
from processes.services.funding import LARGE_COST, enact_threshold
from workflow import audit, incidents, registry
from workflow.context import Actor
from workflow.models import Agency, Appointment, AuditEntry, ProcessInstance, Register
from workflow.models.base import valid_on

from .agencies import ADMINISTRATOR
from .forms import FundingRuleForm

logger = logging.getLogger(__name__)

CHECKED_HERE = 50_000  # entries; more take minutes, which a page has not


@desk(ADMINISTRATOR)
@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """Where things are, with what asks for attention."""
    day = timezone.localdate(request_time(request))
    held = Appointment.objects.filter(valid_on(day))
    context = {
        "agencies": Agency.objects.filter(valid_on(day)).count(),
        "seated": held.values("person").distinct().count(),
        "incidents": incidents.open_now().count(),
        "entries": AuditEntry.objects.count(),
        "threshold": _threshold(day),
        "dead_letters": outbox.dead_letters().count(),
        "waiting_for_keys": sealing.waiting_for_keys().count(),
        "versions": _versions(),
        "registers": Register.objects.select_related("agency").order_by("-year", "agency__name", "direction")[:30],
    }
    return render(request, "portal/administration/administration.html", context)


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
        folder = Path(settings.SEAL_FOLDER)
        context["result"] = audit.verify_all(seals=folder if folder.is_dir() else None)
    return render(request, "portal/administration/audit.html", context)


# --- the rule of money


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def funding_rule(request: HttpRequest) -> HttpResponse:
    """The threshold over time; a new one ends the one before it and never reaches back."""
    today = timezone.localdate(request_time(request))
    form = FundingRuleForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        enact_threshold(**form.cleaned_data, actor=Actor.of(request.user), at=request_time(request))
        logger.info("Funding rule %s made by account %s", form.cleaned_data, request.user.uuid)
        messages.success(request, _("Đã ghi mức kinh phí phải thẩm định mới."))
        return redirect("administration_funding")
    rows = FundingThreshold.objects.order_by("-valid_from", "-pk")
    context = {"form": form, "rows": rows, "threshold": _threshold(today), "today": today}
    return render(request, "portal/administration/funding.html", context)


def _threshold(day: date) -> int:
    row = FundingThreshold.objects.filter(valid_on(day)).order_by("-valid_from").first()
    return row.amount if row else LARGE_COST
