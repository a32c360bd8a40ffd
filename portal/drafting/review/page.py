"""The review's page: every press comes back with the next state of it; saving is the step `revise`, once."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import person_only, request_time
from portal.plans.file import open_file
from portal.transitions import request_id
from processes.documents import reviewing
from processes.services import naming
from workflow import engine
from workflow.context import Actor, Seen
from workflow.refusals import Refusal

from ..editing import closed, may_draft
from ..open_points import required
from .orders import obey
from .sheet import SPLIT, Review, opened, sent


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_review(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Raises Http404 where the person may not see the plan."""
    file = open_file(request, plan)
    if not may_draft(file) and file.editing is None:
        return closed(request, file, 403)
    if request.method != "POST":
        return _page(request, opened(file)) if file.editing else closed(request, file, 409)
    review = sent(file, request.POST)
    order = request.POST.get("do", "")
    if order == "save":
        return _saved(request, review)
    review.resumed = order == "resume" and bool(review.acts)
    obey(review, order, request.POST)
    return _page(request, review, 422 if review.errors else 200)


# --- saving


def _saved(request: HttpRequest, review: Review) -> HttpResponse:
    actor, at = Actor.of(request.user), request_time(request)
    try:
        with transaction.atomic():
            answer = engine.fire(
                instance_id=review.instance.uuid,
                transition=review.step,
                actor=actor,
                at=at,
                seen=Seen(review.revision, review.document_hash),
                command_id=uuid.UUID(review.command_id),
                inputs={"facts": review.state.facts.to_dict(), "note": _note(review)},
                request=request_id(request),
            )
            _decide_names(review, actor, at)
    except Refusal as refusal:
        return _refused(request, review, refusal)
    _tell(request, answer, review)
    address = reverse("plan_review", args=[review.file.root.uuid]) + "?saved=1"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _decide_names(review: Review, actor: Actor, at: Any) -> None:
    register = review.register
    if register is None:
        return
    by_uuid = {str(agency.uuid): agency for agency in register.agencies}
    plan = review.file.plan
    for decision in review.state.names.values():
        agencies = [by_uuid[one] for one in decision.agencies if one in by_uuid]
        if agencies:
            naming.choose(plan=plan, name=decision.name, agencies=agencies, actor=actor, at=at)
        if decision.always and len(agencies) == 1:
            naming.learn(plan=plan, name=decision.name, agency=agencies[0], actor=actor, at=at)


def _note(review: Review) -> str:
    """What was done, for the trail."""
    counts = Counter(act.do for act in review.acts)
    words = {
        "accept": _("nhận %(n)d"),
        "correct": _("sửa %(n)d"),
        "split": _("tách %(n)d"),
        "merge": _("gộp %(n)d"),
        "remove": _("bỏ %(n)d"),
        "paragraph": _("chuyển thành đoạn văn %(n)d"),
        "absent": _("xác nhận không có %(n)d"),
        "line": _("thêm nhiệm vụ %(n)d"),
        "name": _("xác định tên %(n)d"),
    }
    said = [sentence % {"n": counts[verb]} for verb, sentence in words.items() if counts[verb]]
    return _("Rà soát: %(acts)s.") % {"acts": ", ".join(said)} if said else ""


def _refused(request: HttpRequest, review: Review, refusal: Refusal) -> HttpResponse:
    review.refused(request, refusal)
    return _page(request, review, refusal.http_status)


def _tell(request: HttpRequest, answer: engine.Answer, review: Review) -> None:
    if "hash" in answer.facts:
        messages.success(
            request, _("Đã lưu kết quả rà soát thành bản %(number)s của dự thảo.") % {"number": answer.facts["version"]}
        )
    else:
        messages.info(request, _("Đã ghi kết quả rà soát; nội dung không thay đổi nên không có bản mới."))


# --- the page


def _page(request: HttpRequest, review: Review, status: int = 200) -> HttpResponse:
    cuts: list[tuple[str, str]] = []
    if review.mode == SPLIT:
        text = review.task_text
        cuts = [(_tail(text[:at]), _head(text[at:])) for at in reviewing.cut_points(text)]
    shown = {
        "review": review,
        "file": review.file,
        "card": review.current,
        "sheet": review.sheet,
        "cuts": cuts,
        "required": required(review.state.facts),
        "agencies": review.register.agencies if review.register else [],
        "is_saved": request.method != "POST" and "saved" in request.GET,
    }
    return render(request, "portal/drafting/review/page.html", shown, status=status)


def _tail(text: str) -> str:
    return "…" + text[-60:] if len(text) > 60 else text


def _head(text: str) -> str:
    return text[:60] + "…" if len(text) > 60 else text
