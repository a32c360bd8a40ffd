"""A plan's papers as files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import person_only
from processes.documents.writing import answers_docx
from processes.models import Document
from processes.services import consultation

from .file import open_file
from .tabs import may_read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@person_only
@require_safe
def plan_document(request: HttpRequest, document: UUID) -> HttpResponseBase:
    """A paper's PDF. Raises Http404 where the person may not read it."""
    paper = Document.objects.filter(uuid=document).select_related("instance__root").first()
    if paper is None:
        raise Http404
    root = paper.instance.root or paper.instance
    file = open_file(request, root.uuid)
    if not may_read(file, paper):
        raise Http404
    if not paper.is_ready:
        messages.info(request, _("Văn bản đang được lập, thường chỉ mất ít giây. Hãy mở lại sau."))
        return redirect("plan", root.uuid)
    name = f"{paper.kind}-{paper.number or paper.uuid}".replace("/", "-")
    return FileResponse(paper.file.open("rb"), filename=f"{name}.pdf", content_type="application/pdf")


@person_only
@require_safe
def opinions_table(request: HttpRequest, plan: UUID) -> HttpResponse:
    """What the agencies answered to the draft, as a Word file in which the drafter writes what became of it."""
    file = open_file(request, plan)
    answers = consultation.answers(file.plan) if file.is_working else []
    if not answers:
        raise Http404
    content = answers_docx(answers, plan_title=f"Kế hoạch {file.plan.title}", author=str(file.plan.drafting_agency))
    name = _("tong-hop-y-kien.docx")
    return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})
