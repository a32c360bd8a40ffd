"""Writing a remark on one thing of a draft, answering it, and saying that it is dealt with."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.access import person_only, request_time
from processes.documents.items import Part
from processes.models import PlanVersion, Remark
from processes.models.remark import MOST_LETTERS
from processes.services import remarks
from workflow.context import Actor
from workflow.models import Desk

from .file import PlanFile, open_file
from .remark_page import may_remark, may_settle
from .views import plan_page

TAB = "remarks"


class WordsForm(forms.Form):
    text = forms.CharField(
        max_length=MOST_LETTERS,
        error_messages={
            "required": gettext_lazy("Hãy viết nội dung góp ý."),
            "max_length": gettext_lazy("Góp ý dài quá %(limit_value)d chữ; hãy rút gọn hoặc tách thành nhiều góp ý."),
        },
    )


class RemarkForm(WordsForm):
    version = forms.IntegerField(min_value=1)
    part = forms.ChoiceField(choices=[(part.value, part.value) for part in Part])
    position = forms.IntegerField(min_value=0)


@person_only
@require_POST
def plan_remark(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Write a remark. Raises Http404 where the person may not see how the plan is made, or it is issued."""
    file = _open(request, plan)
    form = RemarkForm(request.POST)
    anchor = f"spot-{request.POST.get('part', '')}-{request.POST.get('position', '')}"
    if not form.is_valid():
        return _kept(request, file, form, anchor)
    said = form.cleaned_data
    version = PlanVersion.objects.filter(plan=file.plan, number=said["version"]).first()
    if version is None:
        raise Http404
    try:
        remarks.write(
            file=file.root, version=version, part=Part(said["part"]), position=said["position"], text=said["text"],
            actor=Actor.of(request.user), desk=_desk(file), at=request_time(request),
        )  # fmt: skip
    except remarks.NothingThere:
        raise Http404 from None
    messages.success(request, _("Đã ghi góp ý."))
    return _back(file, anchor)


@person_only
@require_POST
def plan_remark_act(request: HttpRequest, plan: uuid.UUID, remark: uuid.UUID) -> HttpResponse:
    """Answer, settle or reopen. Raises Http404 as `plan_remark` does, and for a remark of another plan."""
    file = _open(request, plan)
    found = Remark.objects.filter(plan=file.plan, uuid=remark).select_related("plan__drafting_agency").first()
    if found is None:
        raise Http404
    anchor = f"remark-{found.uuid}"
    actor, at = Actor.of(request.user), request_time(request)
    if request.POST.get("do") in ("settle", "reopen"):
        if not may_settle(file, found):
            raise Http404
        change = remarks.settle if request.POST["do"] == "settle" else remarks.reopen
        change(remark=found, actor=actor, at=at)
        return _back(file, anchor)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _kept(request, file, form, anchor)
    text = form.cleaned_data["text"]
    remarks.answer(file=file.root, remark=found, text=text, actor=actor, desk=_desk(file), at=at)
    return _back(file, anchor)


def _open(request: HttpRequest, plan: uuid.UUID) -> PlanFile:
    file = open_file(request, plan)
    if not may_remark(file):
        raise Http404
    return file


def _desk(file: PlanFile) -> Desk | None:
    """Where the person sits in this matter: at the drafting agency if they do, else at their first desk."""
    desks = [seat.desk for seat in file.seats if seat.is_whole]
    drafting = (desk for desk in desks if desk.agency_id == file.plan.drafting_agency_id)
    return next(drafting, desks[0] if desks else None)


def _kept(request: HttpRequest, file: PlanFile, form: WordsForm, anchor: str) -> HttpResponse:
    """The page again with what was typed in its place."""
    sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
    kept = {"kept_at": anchor, "kept_text": request.POST.get("text", ""), "kept_error": sentence}
    return plan_page(request, file, TAB, 422, kept)


def _back(file: PlanFile, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('plan', args=[file.root.uuid])}?tab={TAB}#{anchor}")
