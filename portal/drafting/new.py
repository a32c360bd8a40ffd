"""A new plan, from a file or from pasted text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from portal.access import desk, request_time
from processes.documents.reading import UnreadableCode
from processes.roles import DRAFTER
from processes.services.drafting import create_plan
from workflow.context import Actor
from workflow.refusals import Refusal

from .reading import NotRead, Source, read_pasted, read_upload
from .start_form import StartForm, drafting_desks

FORM_OVERHEAD = 1024 * 1024  # what a form weighs beside its file
MOST_LETTERS = 1_000_000


class NewPlanForm(StartForm):
    """A file or a text."""

    file = forms.FileField(
        label=gettext_lazy("Tệp dự thảo"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Word (.docx), PDF có chữ, .txt hoặc .md; nhiều nhất 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.md"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Hoặc dán nội dung"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=MOST_LETTERS,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("file") and not (data.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Hãy chọn một tệp hoặc dán nội dung dự thảo."))
        return data

    def read(self) -> Source:
        """Raises NotRead; a file goes before a text."""
        upload = self.cleaned_data.get("file")
        if not upload:
            return read_pasted(self.cleaned_data["text"])
        if upload.size > settings.MAX_UPLOAD_BYTES:
            raise NotRead(UnreadableCode.TOO_LARGE)
        return read_upload(upload.read(), upload.name)

    @property
    def source(self) -> dict[str, Any]:
        """The file as it came, for the plan's first version."""
        upload = self.cleaned_data.get("file")
        if not upload:
            return {"source_name": ""}
        upload.seek(0)
        return {"source_name": upload.name, "source": upload.read()}


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    desks = drafting_desks(request)
    if request.method != "POST":
        return _page(request, NewPlanForm(desks))
    form = NewPlanForm(desks, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        read = form.read()
        _plan, instance = create_plan(
            facts=read.facts,
            agency=form.agency,
            actor=Actor.of(request.user),
            at=request_time(request),
            source_text=read.text,
            field=form.cleaned_data["field"],
            command_id=form.command(read.facts),
            **form.source,
        )
    except NotRead as reason:
        form.add_error("file" if form.cleaned_data.get("file") else "text", str(reason))
        return _page(request, form, 422)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, refusal.http_status)
    messages.success(request, _read_so_far(read))
    return redirect("plan_edit", instance.uuid)


@desk(DRAFTER.position)
@csrf_exempt  # checked by the inner view, which alone touches the body: a body that is too large is not even parsed
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Read a file or a text into a draft. What cannot be read is said on the same page, and nothing is lost."""
    if _announced_length(request) > settings.MAX_UPLOAD_BYTES + FORM_OVERHEAD:
        form = NewPlanForm([])
        sentence = str(NotRead(UnreadableCode.TOO_LARGE))
        return render(
            request, "portal/drafting/new.html", {"form": form, "too_large": sentence, "way": "file"}, status=413
        )
    return _checked(request)


def _announced_length(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _page(request: HttpRequest, form: NewPlanForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/drafting/new.html", {"form": form, "way": "file"}, status=status)


def _read_so_far(read: Source) -> str:
    counts = {"tasks": len(read.facts.tasks), "reports": len(read.facts.reports), "lines": len(read.facts.recipients)}
    found = _("Đã đọc được %(tasks)d nhiệm vụ, %(reports)d yêu cầu báo cáo, %(lines)d nơi nhận.") % counts
    advice = _("Hãy kiểm tra lại từng phần; chỗ chưa tìm thấy để trống.")
    return f"{found} {advice}"
