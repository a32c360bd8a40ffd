"""What is being typed, kept on the server between two versions; the page's script posts the form here by itself."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import person_only, request_time
from portal.plans.file import PlanFile, open_file
from processes.models import PlanVersion
from processes.services import working_copies

from .dates import said_time
from .editing import may_write
from .sheet import sent

NOT_KEPT = ("csrfmiddlewaretoken", "edition", "person", "do", "take_over")


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_scratch(request: HttpRequest, plan: uuid.UUID) -> JsonResponse:
    """GET says who is signed in and what is kept, and hands out a token for the next POST. POST keeps the form, or
    drops what is kept (`do=drop`). 409: something else is kept by now, or somebody else has signed in here."""
    file = open_file(request, plan)
    if not may_write(file):
        return JsonResponse({}, status=403)
    if request.method != "POST":
        return _state(request, file)
    if request.POST.get("person") != str(file.person.uuid):
        return JsonResponse({"other_person": True}, status=409)
    if request.POST.get("do") == "drop":
        working_copies.drop(file.plan, file.person)
        return JsonResponse({"edition": ""})
    return _keep(request, file)


def _state(request: HttpRequest, file: PlanFile) -> JsonResponse:
    copy = working_copies.copy_of(file.plan, file.person)
    kept = {"edition": str(copy.edition), "saved": said_time(copy.saved_at, request_time(request))} if copy else {}
    return JsonResponse({"person": str(file.person.uuid), "token": get_token(request)} | kept)


def _keep(request: HttpRequest, file: PlanFile) -> JsonResponse:
    at = request_time(request)
    sheet = sent(file, request.POST)
    form = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    try:
        kept = working_copies.keep(
            plan=file.plan,
            person=file.person,
            base=sheet.base,
            form=form,
            seen=sheet.edition,
            at=at,
            take_over="take_over" in request.POST,
        )
    except working_copies.KeptElsewhere as elsewhere:
        return JsonResponse({"saved": said_time(elsewhere.copy.saved_at, at)}, status=409)
    answer: dict[str, Any] = {"edition": str(kept.edition), "saved": said_time(kept.saved_at, at)}
    return JsonResponse(answer | ({"newer": _newer(file, at)} if sheet.is_outdated else {}))


def _newer(file: PlanFile, at: datetime) -> str:
    version = PlanVersion.objects.select_related("author").get(pk=file.plan.current_version_id)
    said = {"number": version.number, "who": version.author or "", "time": said_time(version.created_at, at)}
    return _("Trong lúc bạn soạn, %(who)s đã lưu bản %(number)s lúc %(time)s.") % said
