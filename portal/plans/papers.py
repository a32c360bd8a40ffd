"""A plan's papers: the rendered files, and the present version as it would be printed."""

from __future__ import annotations

import json
import subprocess
import sys
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import person_only
from processes.models import Document
from workflow import organization
from workflow.definition import Reveal

from .file import open_file
from .tabs import may_read

RENDERING_SECONDS = 40


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
def plan_draft_pdf(request: HttpRequest, plan: UUID) -> HttpResponseBase:
    """What this person reads of the plan as it would be printed, marked as a draft; a process of its own renders it."""
    file = open_file(request, plan)
    if file.reveal is Reveal.ISSUED:
        raise Http404
    issuer = organization.mandated("issuer", timezone.localdate(file.at))
    asked = json.dumps({"facts": file.facts.to_dict(), "issuer": issuer.name}, ensure_ascii=False)
    try:
        rendered = subprocess.run(
            [sys.executable, "-m", "portal.plans.print_draft"],
            input=asked.encode(),
            capture_output=True,
            timeout=RENDERING_SECONDS,
            cwd=settings.BASE_DIR,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        messages.error(request, _("Chưa lập được bản in thử của dự thảo này. Hãy đọc nội dung ngay trên trang."))
        return redirect("plan", plan)
    return HttpResponse(rendered.stdout, content_type="application/pdf")
