"""The content of a draft as a form, beside its source. Saving is a step: the drafter's `revise`, a leader's `edit`."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import person_only, request_time
from portal.plans.file import PlanFile, open_file, state_title
from portal.transitions import request_id
from processes.roles import DRAFTER
from processes.services import working_copies
from workflow import authorization, engine
from workflow.context import Actor, Seen
from workflow.refusals import Refusal

from .corrected import corrected
from .orders import obey
from .page import page
from .sheet import Sheet, opened, sent, taken_up


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Raises Http404 where the person may not see the plan. Others than its drafters, and the leader who has it,
    are told who may change it."""
    file = open_file(request, plan)
    if not may_write(file):
        return closed(request, file, 403)
    if request.method == "POST":
        return _posted(request, file)
    if file.editing is None:
        return closed(request, file, 409)
    copy = working_copies.copy_of(file.plan, file.person)
    if copy is not None and "restore" in request.GET:
        return page(request, taken_up(file, copy))
    return page(request, opened(file), copy=copy)


def may_write(file: PlanFile) -> bool:
    return may_draft(file) or file.editing is not None


def may_draft(file: PlanFile) -> bool:
    return authorization.may(file.person, DRAFTER, file.plan.drafting_agency, file.at)


def closed(request: HttpRequest, file: PlanFile, status: int) -> HttpResponse:
    """The content cannot be changed by this person, or not now."""
    now = file.open_instances[-1] if file.open_instances and not file.plan.number else file.root
    shown = {"file": file, "status": status, "state": state_title(now)}
    return render(request, "portal/drafting/closed.html", shown, status=status)


def _posted(request: HttpRequest, file: PlanFile) -> HttpResponse:
    sheet = sent(file, request.POST)
    order = request.POST.get("do", "")
    if order and order != "save":
        obey(sheet.draft, order)
        return page(request, sheet)
    result = corrected(sheet.draft, sheet.base.facts)
    if result.errors:
        sheet.errors = result.errors
        return page(request, sheet, 422)
    try:
        answer = engine.fire(
            instance_id=sheet.instance.uuid,
            transition=sheet.step,
            actor=Actor.of(request.user),
            at=request_time(request),
            seen=Seen(sheet.revision, sheet.document_hash),
            command_id=uuid.UUID(sheet.command_id),
            inputs={"facts": result.facts.to_dict(), "note": sheet.draft.single["note"]},
            request=request_id(request),
        )
    except Refusal as refusal:
        return _refused(request, sheet, refusal)
    working_copies.drop(file.plan, file.person)
    _tell(request, answer)
    return redirect("plan_edit", file.root.uuid)


def _refused(request: HttpRequest, sheet: Sheet, refusal: Refusal) -> HttpResponse:
    sheet.refused(request, refusal)
    return page(request, sheet, refusal.http_status)


def _tell(request: HttpRequest, answer: engine.Answer) -> None:
    if "hash" in answer.facts:
        messages.success(request, _("Đã lưu bản %(number)s của dự thảo.") % {"number": answer.facts["version"]})
    else:
        messages.info(request, _("Nội dung không thay đổi, nên không có bản mới."))
