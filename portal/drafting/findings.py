"""Checking a plan before it is sent: what is found, repaired by one click, or let stand with a reason.

A repair is the drafter's `revise` (a leader's `edit`): one new version, with the note of what was repaired.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import person_only, request_time
from portal.plans.file import PlanFile, open_file
from portal.plans.trail import TrailLine
from portal.transitions import request_id
from processes.documents.checking import FORMAT, Finding, Severity, repaired
from processes.documents.facts import PlanFacts
from processes.services.checking import Checked, take_waiver_back, waive
from workflow import engine
from workflow.context import Actor, Seen
from workflow.refusals import Refusal

from .editing import closed, may_draft
from .finding_words import repair_label, what
from .findings_shown import groups, marked_lines, waived_lines
from .footing import changes_since

LONGEST_NOTE = 500
NOTHING_LEFT = gettext_lazy("Nội dung đã thay đổi, chỗ này không còn cần sửa.")


@dataclass
class Desk:
    """The page as it stands: the file, what was found in its present version, and why the last press was refused."""

    file: PlanFile
    checked: Checked
    refusal: Refusal | None = None
    changes: list[TrailLine] = field(default_factory=list)
    reason_error: str = ""  # the fingerprint of the finding that was to be waived without a reason

    @classmethod
    def of(cls, file: PlanFile) -> Desk:
        return cls(file, Checked(file.plan, file.plan.facts, file.at))


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_findings(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Raises Http404 where the person may not see the plan. Whoever works on its file may read; who may change the
    content now may repair and waive."""
    file = open_file(request, plan)
    if not may_check(file):
        return closed(request, file, 403)
    desk = Desk.of(file)
    if request.method != "POST":
        return _page(request, desk)
    if file.editing is None:
        return closed(request, file, 409 if may_draft(file) else 403)
    verb, _colon, rest = request.POST.get("do", "").partition(":")
    if verb == "repair":
        return _repair(request, desk, rest)
    if verb == "format":
        return _repair_format(request, desk)
    if verb == "waive":
        return _waive(request, desk, rest)
    if verb == "restore":
        take_waiver_back(plan=file.plan, fingerprint=rest, actor=Actor.of(request.user), at=file.at)
    return redirect("plan_findings", file.root.uuid)


@person_only
@require_safe
def plan_findings_brief(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """How much is open, as a line for the pages from which a plan is sent or changed."""
    file = open_file(request, plan)
    if not may_check(file):
        return HttpResponse(status=403)
    checked = Checked(file.plan, file.plan.facts, file.at)
    counts = {severity.value: checked.count(severity) for severity in Severity}
    shown = {"file": file, "waived": len(checked.waived), "may_change": file.editing is not None, **counts}
    return render(request, "portal/drafting/findings_brief.html", shown)


def may_check(file: PlanFile) -> bool:
    return file.is_working or may_draft(file)


# --- what is pressed


def _repair(request: HttpRequest, desk: Desk, order: str) -> HttpResponse:
    """ "<fingerprint>:<which of its repairs>"."""
    fingerprint, _colon, number = order.partition(":")
    finding = desk.checked.finding(fingerprint)
    if finding is None or not number.isdecimal() or int(number) >= len(finding.found.repairs):
        messages.info(request, NOTHING_LEFT)
        return redirect("plan_findings", desk.file.root.uuid)
    repair = finding.found.repairs[int(number)]
    note = f"{what(finding)} {repair_label(finding, repair)}."
    return _saved(request, desk, repair.apply(desk.checked.facts), note)


def _repair_format(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every fault of form that is not waived, in one version."""
    checked = desk.checked
    facts = repaired(checked.facts, checked.context, FORMAT, but=checked.waivers.keys())
    done = [one for one in checked.open if one.rule in FORMAT and one.is_plain]
    if not done or facts == checked.facts:
        messages.info(request, NOTHING_LEFT)
        return redirect("plan_findings", desk.file.root.uuid)
    note = _("Sửa lỗi thể thức: %(what)s") % {"what": " ".join(what(one) for one in done)}
    return _saved(request, desk, facts, note)


def _saved(request: HttpRequest, desk: Desk, facts: PlanFacts, note: str) -> HttpResponse:
    editing = desk.file.editing
    assert editing is not None
    try:
        seen = Seen(int(request.POST.get("revision", "-1")), request.POST.get("document_hash", ""))
        command = uuid.UUID(request.POST.get("command_id", ""))
    except ValueError:
        return redirect("plan_findings", desk.file.root.uuid)
    try:
        answer = engine.fire(
            instance_id=editing.instance.uuid,
            transition=editing.name,
            actor=Actor.of(request.user),
            at=request_time(request),
            seen=seen,
            command_id=command,
            inputs={"facts": facts.to_dict(), "note": note[:LONGEST_NOTE]},
            request=request_id(request),
        )
    except Refusal as refusal:
        return _refused(request, desk, refusal, seen.revision)
    if "hash" in answer.facts:
        messages.success(request, _("Đã sửa và lưu thành bản %(number)s.") % {"number": answer.facts["version"]})
    return redirect("plan_findings", desk.file.root.uuid)


def _refused(request: HttpRequest, desk: Desk, refusal: Refusal, revision: int) -> HttpResponse:
    """Nothing is lost: what is found in the present version is shown, with what others did meanwhile."""
    assert desk.file.editing is not None
    instance = desk.file.editing.instance
    fresh = Desk.of(open_file(request, desk.file.root.uuid))
    fresh.refusal, fresh.changes = refusal, changes_since(instance, revision)
    return _page(request, fresh, refusal.http_status)


def _waive(request: HttpRequest, desk: Desk, fingerprint: str) -> HttpResponse:
    finding = desk.checked.finding(fingerprint)
    reason = " ".join(request.POST.get("reason", "").split())[:LONGEST_NOTE]
    if finding is None:
        messages.info(request, NOTHING_LEFT)
    elif not reason:
        desk.reason_error = fingerprint
        return _page(request, desk, 422)
    else:
        waive(
            plan=desk.file.plan,
            finding=finding,
            reason=reason,
            actor=Actor.of(request.user),
            at=desk.file.at,
            request=request_id(request),
        )
        messages.success(request, _("Đã bỏ qua, kèm lý do. Nếu nội dung này thay đổi, hệ thống sẽ kiểm tra lại."))
    return redirect("plan_findings", desk.file.root.uuid)


# --- the page


def _page(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    file, checked = desk.file, desk.checked
    editing = file.editing
    lines, name = marked_lines(file.plan, checked)
    shown: dict[str, Any] = {
        "file": file,
        "desk": desk,
        "editing": editing,
        "version": file.plan.current_version,
        "command_id": uuid.uuid4(),
        "groups": groups(checked, file.root.uuid, editing is not None),
        "is_clean": not checked.count(Severity.MUST) and not checked.count(Severity.SHOULD),
        "format_count": _format_count(checked.open),
        "waived": waived_lines(checked),
        "source": lines,
        "source_name": name,
    }
    return render(request, "portal/drafting/findings.html", shown, status=status)


def _format_count(found: list[Finding]) -> int:
    return sum(one.rule in FORMAT and one.is_plain for one in found)
