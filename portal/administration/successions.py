"""Reorganizations of agencies: written down, rehearsed, carried out on their day, undone while nothing rests on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.access import desk, request_time
from workflow import succession
from workflow.context import Actor
from workflow.models import HandedOver, Participation, ProcessInstance, Succession
from workflow.refusals import Refusal

from .agencies import ADMINISTRATOR
from .succession_forms import ChooseForm, PartForms, SuccessionForm, agency_names

logger = logging.getLogger(__name__)
ITEMS_ON_PAGE = 100
LINES_SHOWN = 4  # of a new reorganization; the others unfold


@desk(ADMINISTRATOR)
@require_safe
def successions(request: HttpRequest) -> HttpResponse:
    """What was and will be reorganized, the latest day first."""
    rows = Succession.objects.prefetch_related("parts__predecessor", "parts__successor", "parts__field")
    page = Paginator(rows, 40).get_page(request.GET.get("page"))
    return render(request, "portal/administration/successions.html", {"page": page, "query": ""})


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Kind, day, paper and who takes what; nothing moves by it."""
    form, parts = SuccessionForm(request.POST or None), PartForms(request.POST or None)
    if request.method == "POST" and form.is_valid() and parts.is_valid():
        made = _prepared(request, form, parts)
        if made is not None:
            return redirect("administration_succession", made.uuid)
    day = timezone.localdate(request_time(request))
    shown, further = parts.forms[:LINES_SHOWN], parts.forms[LINES_SHOWN:]
    context = {
        "form": form,
        "parts": parts,
        "shown": shown,
        "further": further,
        "unfolded": any(line.has_changed() for line in further),
        "names": agency_names(day),
    }
    return render(request, "portal/administration/succession_new.html", context)


def _prepared(request: HttpRequest, form: SuccessionForm, parts: PartForms) -> Succession | None:
    said = form.cleaned_data
    found = parts.parts(said["effective_on"])
    if found is None:
        return None
    try:
        return succession.prepare(**said, parts=found, actor=_actor(request), at=request_time(request))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


# --- one of them


@desk(ADMINISTRATOR)
@require_safe
def one(request: HttpRequest, found: UUID) -> HttpResponse:
    """Before its day the dry run, afterwards what was done."""
    row = _found(found)
    context: dict[str, Any] = {
        "succession": row,
        "parts": row.parts.select_related("predecessor", "successor", "field"),
    }
    if row.applied_at is None and row.undone_at is None:
        context |= _rehearsed(request, row)
    else:
        context["moved"] = HandedOver.objects.filter(succession=row, sort="file").count()
        context["changed"] = HandedOver.objects.filter(succession=row).exclude(sort="file").count()
    return render(request, "portal/administration/succession.html", context)


def _rehearsed(request: HttpRequest, row: Succession) -> dict[str, Any]:
    at = request_time(request)
    handover = succession.rehearse(row, at)
    places = list(dict.fromkeys(item.title for item in handover.items))
    items = sorted(handover.items, key=lambda item: places.index(item.title))
    page = Paginator(items, ITEMS_ON_PAGE).get_page(request.GET.get("page"))
    sections = [(title, list(items)) for title, items in groupby(page, key=lambda item: item.title)]
    return {
        "handover": handover,
        "page": page,
        "query": "",
        "sections": sections,
        "is_due": timezone.localdate(at) >= row.effective_on,
        "consequences": _consequences(handover),
    }


def _consequences(handover: succession.Handover) -> list[str]:
    files = sum(item.instance is not None for item in handover.items)
    return [
        _("%(count)s phần việc đang chạy chuyển sang cơ quan kế thừa.") % {"count": files},
        _("Người đảm nhiệm ở cơ quan cũ không còn xử lý được việc; bổ nhiệm lại nếu họ sang cơ quan mới."),
        _("Văn bản đã ban hành giữ nguyên tên cũ; mỗi hồ sơ ghi một dấu vết."),
        _("Hoàn tác được cho đến khi có việc mới dựa trên lần sắp xếp này."),
    ]


@desk(ADMINISTRATOR)
@require_POST
def apply(request: HttpRequest, found: UUID) -> HttpResponse:
    def applied(row: Succession) -> None:
        succession.apply(row, _actor(request), request_time(request))

    return _done(request, _found(found), applied, _("Đã chuyển giao công việc sang cơ quan kế thừa."))


@desk(ADMINISTRATOR)
@require_POST
def undo(request: HttpRequest, found: UUID) -> HttpResponse:
    def undone(row: Succession) -> None:
        succession.undo(row, _actor(request), request_time(request))

    return _done(request, _found(found), undone, _("Đã hoàn tác; mọi việc trở lại như trước."))


def _done(request: HttpRequest, row: Succession, act: Callable[[Succession], None], success: str) -> HttpResponse:
    try:
        act(row)
    except Refusal as refusal:
        details = getattr(refusal, "items", None) or getattr(refusal, "gaps", ())
        messages.error(request, " ".join([str(refusal), *details[:5]]))
    else:
        logger.info("Reorganization %s: %s by account %s", row.uuid, act.__name__, request.user.uuid)
        messages.success(request, success)
    return redirect("administration_succession", row.uuid)


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, found: UUID, instance: UUID) -> HttpResponse:
    """Another agency than the rules say takes this one file."""
    row = _found(found)
    file = get_object_or_404(_files(row), uuid=instance)
    form = ChooseForm(request.POST or None, day=row.effective_on)
    if request.method == "POST" and form.is_valid():
        try:
            succession.choose(row, file, form.cleaned_data["agency"], actor=_actor(request), at=request_time(request))
        except Refusal as refusal:
            form.add_error("agency", str(refusal))
        else:
            return redirect("administration_succession", row.uuid)
    context = {"succession": row, "file": file, "form": form, "names": agency_names(row.effective_on)}
    return render(request, "portal/administration/succession_choose.html", context)


def _files(row: Succession) -> QuerySet[ProcessInstance]:
    """What the reorganization is about: an administrator reads the title of no other file here."""
    parts = Participation.objects.filter(agency__in=row.parts.values("predecessor"), instance__closed_at__isnull=True)
    return ProcessInstance.objects.filter(Q(pk__in=parts.values("instance")) | Q(pk__in=parts.values("instance__root")))


def _found(uuid: UUID) -> Succession:
    return get_object_or_404(Succession, uuid=uuid)


def _actor(request: HttpRequest) -> Actor:
    return Actor.of(request.user)
