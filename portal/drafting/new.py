"""A new plan, from a file or from pasted text."""

from __future__ import annotations

from functools import cached_property
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
from portal.verify.judging import bears_signatures, in_words, judge
from processes.documents.reading import Reading, UnreadableCode
from processes.documents.reading.tracked_changes import UNDECIDED
from processes.documents.sealing import Verdict
from processes.roles import DRAFTER
from processes.services.drafting import create_plan
from workflow.context import Actor
from workflow.models import Desk
from workflow.refusals import Refusal

from . import waiting
from .open_changes import asked_because, decided, goes_back_to_word, question_about
from .reading import NotRead, read_pasted, read_upload
from .start_form import StartForm, drafting_desks
from .waiting import Upload

FORM_OVERHEAD = 1024 * 1024  # what a form weighs beside its file
MOST_LETTERS = 1_000_000


class NewPlanForm(StartForm):
    """A file or a text."""

    file = forms.FileField(
        label=gettext_lazy("Tệp dự thảo"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Word (.docx, .doc), OpenDocument (.odt), PDF có chữ, .txt hoặc .md; nhiều nhất 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.odt,.pdf,.txt,.md"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Hoặc dán nội dung"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=MOST_LETTERS,
    )

    def __init__(
        self, desks: list[Desk], data: Any = None, files: Any = None, waiting_upload: Upload | None = None
    ) -> None:
        """`waiting_upload`: the file of an earlier press, about which something was asked."""
        super().__init__(desks, data, files)
        self.waiting_upload = waiting_upload

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        has_file = data.get("file") or self.waiting_upload
        if not has_file and not (data.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Hãy chọn một tệp hoặc dán nội dung dự thảo."))
        return data

    @cached_property
    def upload(self) -> Upload | None:
        """The file that came, else the one that waited. Raises NotRead where it is too large."""
        file = self.cleaned_data.get("file")
        if not file:
            return self.waiting_upload
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise NotRead(UnreadableCode.TOO_LARGE)
        return Upload(file.name, file.read())

    def read(self) -> Reading:
        """Raises NotRead; a file goes before a text."""
        if self.upload is None:
            return read_pasted(self.cleaned_data["text"])
        is_asked = self.upload.token  # answers are about the file that waited, not about another one
        return read_upload(self.upload.content, self.upload.name, decided(self.data) if is_asked else UNDECIDED)

    @property
    def source(self) -> dict[str, Any]:
        """The file as it came, for the plan's first version."""
        if self.upload is None:
            return {"source_name": ""}
        return {"source_name": self.upload.name, "source": self.upload.content}


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    desks = drafting_desks(request)
    if request.method != "POST":
        return _page(request, NewPlanForm(desks))
    form = NewPlanForm(desks, request.POST, request.FILES, waiting.kept(request, request.POST.get("waiting", "")))
    if form.waiting_upload and not request.FILES and goes_back_to_word(request.POST):
        return _back_to_word(request)
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
            source_notes=read.notes,
            field=form.cleaned_data["field"],
            command_id=form.command(read.facts),
            **form.source,
        )
    except NotRead as reason:
        if asked := asked_because(reason):
            return _asked(request, form, asked)
        form.add_error("file" if form.cleaned_data.get("file") else "text", str(reason))
        return _page(request, form, 422)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, refusal.http_status)
    waiting.forget(request)
    messages.success(request, _read_so_far(read))
    _say_who_signed(request, form.source.get("source", b""))
    return redirect("plan_review", instance.uuid)


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


def _say_who_signed(request: HttpRequest, content: bytes) -> None:
    """Of a file that bears signatures: whose, and whether they hold."""
    if not bears_signatures(content):
        return
    found = judge(content, request_time(request))
    say = messages.info if found.verdict is Verdict.WHOLE else messages.warning
    say(request, in_words(found))


def _announced_length(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _asked(request: HttpRequest, form: NewPlanForm, asked: dict[str, Any]) -> HttpResponse:
    """The file stays here until the question is answered."""
    assert form.upload is not None
    if not form.upload.token:
        form.waiting_upload = waiting.keep(request, form.upload, asked)
    return _page(request, form, 422)


def _back_to_word(request: HttpRequest) -> HttpResponse:
    waiting.forget(request)
    messages.info(request, _("Chưa có gì được đọc. Xử lý xong trong Word, hãy tải tệp lên lại ở đây."))
    return redirect("plan_new")


def _page(request: HttpRequest, form: NewPlanForm, status: int = 200) -> HttpResponse:
    kept = form.waiting_upload
    question = question_about(kept, request.POST) if kept else None
    shown = {"form": form, "waiting": kept, "question": question, "way": "file"}
    return render(request, "portal/drafting/new.html", shown, status=status)


def _read_so_far(read: Reading) -> str:
    counts = {"tasks": len(read.facts.tasks), "reports": len(read.facts.reports), "lines": len(read.facts.recipients)}
    found = _("Đã đọc được %(tasks)d nhiệm vụ, %(reports)d yêu cầu báo cáo, %(lines)d nơi nhận.") % counts
    advice = _("Hãy kiểm tra lại từng phần; chỗ chưa tìm thấy để trống.")
    return f"{found} {advice}"
