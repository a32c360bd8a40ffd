"""The draft as a file: asked for, watched while it is made, taken away when it is ready."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import person_only, request_time
from processes.models import DraftCopy
from processes.services import draft_copies
from workflow import organization
from workflow.definition import Reveal

from .file import PlanFile, open_file
from .papers import WORD

TYPES = {
    DraftCopy.Kind.PDF: "application/pdf",
    DraftCopy.Kind.WORD: WORD,
}
STEPS = 7  # of the maker of PDFs


@dataclass(frozen=True)
class Wanted:
    """A draft as this person reads it, as a file of this kind. `refused`: the person waits for other files."""

    file: PlanFile
    kind: DraftCopy.Kind
    issuer: str
    copy: DraftCopy | None
    refused: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.copy is not None and not self.copy.is_ready and not draft_copies.is_lost(self.copy, self.file.at)

    @property
    def percent(self) -> int:
        return min(95, 100 * self.copy.step // STEPS) if self.copy else 0


def _wanted(request: HttpRequest, plan: UUID, kind: str) -> Wanted:
    """Raises Http404 where the person reads no draft."""
    file = open_file(request, plan)
    if file.reveal is Reveal.ISSUED or kind not in TYPES:
        raise Http404
    issuer = organization.mandated("issuer", timezone.localdate(file.at)).name
    return Wanted(file, DraftCopy.Kind(kind), issuer, draft_copies.find(file.version, issuer, kind))


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def draft_copy(request: HttpRequest, plan: UUID, kind: str) -> HttpResponse:
    """How far the file is; by POST it is asked for. A part of a page (htmx) gets the lines alone."""
    wanted = _wanted(request, plan, kind)
    is_part, is_asked = bool(request.headers.get("HX-Request")), request.method == "POST"
    if is_asked:
        wanted = _asked(request, wanted)
    if is_part:
        return render(request, "portal/plans/draft_copy_state.html", {"wanted": wanted})
    if is_asked:
        if wanted.refused:
            messages.warning(request, _("Bạn đang chờ hai tệp khác. Hãy đợi một tệp xong rồi yêu cầu tiếp."))
        is_ready = wanted.copy is not None and wanted.copy.is_ready
        return redirect("draft_file" if is_ready else "draft_copy", plan, wanted.kind)
    shown = {"wanted": wanted, "plan": wanted.file.plan, "asks_itself": wanted.copy is None}
    return render(request, "portal/plans/draft_copy.html", shown)


def _asked(request: HttpRequest, wanted: Wanted) -> Wanted:
    person = wanted.file.person
    try:
        copy = draft_copies.ask(wanted.file.version, wanted.issuer, wanted.kind, person, request_time(request))
    except draft_copies.TooMany:
        return replace(wanted, refused=True)
    return replace(wanted, copy=copy)


@person_only
@require_safe
def draft_file(request: HttpRequest, plan: UUID, kind: str) -> HttpResponseBase:
    """The file itself, where it is ready; else the page on which it is asked for."""
    wanted = _wanted(request, plan, kind)
    if wanted.copy is None or not wanted.copy.is_ready:
        return redirect("draft_copy", plan, kind)
    name = _("du-thao-ban-%(number)d") % {"number": wanted.file.version.number}
    return FileResponse(
        wanted.copy.file.open("rb"),
        filename=f"{name}.{kind}",
        content_type=TYPES[wanted.kind],
        as_attachment=wanted.kind == DraftCopy.Kind.WORD,
    )
