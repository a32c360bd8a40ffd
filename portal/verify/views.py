"""The public page behind the code of an issued document, and the page that judges a file's signatures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import person_only, public, request_time
from processes.documents.sealing import SignatureFound, Verdict
from processes.models import Document

from .judging import LATER, VERDICTS, judge
from .limits import asks_too_often

FORM_OVERHEAD = 1024 * 1024  # what a form weighs beside its file
ISSUED = Document.objects.filter(kind=Document.Kind.PLAN, instance__state="issued").exclude(sha256="")
STATUS = {Document.Standing.VALID: "done", Document.Standing.REPLACED: "returned", Document.Standing.REVOKED: "late"}
VERDICT_NOTICE = {Verdict.WHOLE: "notice-success", Verdict.UNSIGNED: "", Verdict.UNTRUSTED: "notice-warning"}


@public
@require_safe
def check_document(request: HttpRequest, code: str) -> HttpResponse:
    """Number, day, issuer, hash and whether it is valid, nothing else; every unknown code gets the same answer."""
    if asks_too_often(request):
        return _unkept(render(request, "portal/verify/too_often.html", status=429))
    document = ISSUED.filter(code=code).select_related("issuer").first() if code else None
    if document is None:
        return _unkept(render(request, "portal/verify/unknown.html", status=404))
    context = {"document": document, "status": STATUS[Document.Standing(document.standing)]}
    return _unkept(render(request, "portal/verify/document.html", context))


def _unkept(response: HttpResponse) -> HttpResponse:
    """What is valid today may be revoked tomorrow; and no search engine lists what is issued."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


# --- a file


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp PDF"),
        allow_empty_file=True,
        help_text=gettext_lazy("Tệp chỉ được kiểm tra, không được lưu lại; nhiều nhất 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )


@dataclass(frozen=True)
class Line:
    """A signature as the page shows it."""

    signature: SignatureFound
    holds: str
    later: str


@person_only
@csrf_exempt  # checked by the inner view: a body that is too large is not even parsed
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Whose signatures a PDF bears, whether they hold, and whether it is byte for byte one that was issued here."""
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > settings.MAX_UPLOAD_BYTES + FORM_OVERHEAD:
        form = FileForm()
        return render(request, "portal/verify/file.html", {"form": form, "too_large": True}, status=413)
    return _checked(request)


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "portal/verify/file.html", {"form": FileForm()})
    if not form.is_valid():
        return render(request, "portal/verify/file.html", {"form": form}, status=422)
    return render(
        request, "portal/verify/file.html", {"form": FileForm(), **_found(request, form.cleaned_data["file"])}
    )


def _found(request: HttpRequest, upload: Any) -> dict[str, Any]:
    content = upload.read()
    found, digest = judge(content, request_time(request)), hashlib.sha256(content).hexdigest()
    document = ISSUED.filter(sha256=digest).select_related("issuer").first()
    lines = [Line(one, _in_words(one), str(LATER[one.later])) for one in found.signatures]
    return {
        "name": upload.name,
        "digest": digest,
        "document": document,
        "status": STATUS[Document.Standing(document.standing)] if document else "",
        "verdict": VERDICTS[found.verdict],
        "notice": VERDICT_NOTICE.get(found.verdict, "notice-error"),
        "lines": lines,
    }


def _in_words(one: SignatureFound) -> str:
    if not one.holds:
        return _("Không hợp lệ")
    return _("Hợp lệ") if one.is_trusted else _("Nguyên vẹn, chưa rõ tổ chức chứng thực")
