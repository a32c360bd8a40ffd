"""The content of a draft as a form, beside its source. Saving is a step: the drafter's `revise`, a leader's `edit`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.access import person_only, request_time
from portal.plans.file import PlanFile, open_file, state_title
from portal.plans.trail import TrailLine, trail_line
from portal.transitions import request_id
from processes.documents.facts import Cycle, Place, PlanFacts
from processes.documents.reading.questions import SURE
from processes.documents.writing import Urgency
from processes.models import PlanVersion, ReportDuty
from processes.roles import DRAFTER
from workflow import authorization, engine
from workflow.context import Actor, Seen
from workflow.models import AuditEntry, ProcessInstance
from workflow.refusals import Refusal

from .corrected import corrected
from .draft import Draft, from_facts, from_post
from .open_points import advised, required
from .source import source_lines

STEPS = ("revise", "edit")
CHANGES_SHOWN = 5
KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("section", gettext_lazy("Mục lớn")),
    ("heading", gettext_lazy("Tiểu mục")),
    ("paragraph", gettext_lazy("Đoạn văn")),
    ("bullet", gettext_lazy("Gạch đầu dòng")),
)
HEAD: tuple[tuple[str, str | Promise], ...] = (
    ("title", gettext_lazy("Trích yếu")),
    ("kind", gettext_lazy("Tên loại văn bản")),
    ("symbol", gettext_lazy("Ký hiệu")),
    ("issuer", gettext_lazy("Cơ quan ban hành")),
    ("place", gettext_lazy("Địa danh")),
)
PURPOSES = ("b/c", "để thực hiện", "để biết", "để phối hợp", "lưu")


@dataclass
class Sheet:
    """The form as it stands: upon which version, by which step, with what is wrong."""

    file: PlanFile
    instance: ProcessInstance
    step: str
    base: PlanVersion
    draft: Draft
    revision: int
    document_hash: str
    command_id: str
    errors: dict[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None
    changes: list[TrailLine] = field(default_factory=list)

    @property
    def facts(self) -> PlanFacts:
        return corrected(self.draft, self.base.facts).facts


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Raises Http404 where the person may not see the plan. Others than its drafters, and the leader who has it,
    are told who may change it."""
    file = open_file(request, plan)
    if not may_draft(file) and file.editing is None:
        return closed(request, file, 403)
    if request.method == "POST":
        return _posted(request, file)
    if file.editing is None:
        return closed(request, file, 409)
    version = file.plan.current_version
    assert version is not None
    sheet = Sheet(
        file,
        file.editing.instance,
        file.editing.name,
        version,
        from_facts(version.facts),
        file.editing.instance.revision,
        version.hash,
        str(uuid.uuid4()),
    )
    return _page(request, sheet)


def may_draft(file: PlanFile) -> bool:
    return authorization.may(file.person, DRAFTER, file.plan.drafting_agency, file.at)


def closed(request: HttpRequest, file: PlanFile, status: int) -> HttpResponse:
    """The content cannot be changed by this person, or not now."""
    now = file.open_instances[-1] if file.open_instances and not file.plan.number else file.root
    shown = {"file": file, "status": status, "state": state_title(now)}
    return render(request, "portal/drafting/closed.html", shown, status=status)


def _posted(request: HttpRequest, file: PlanFile) -> HttpResponse:
    sheet = _sent(request, file)
    order = request.POST.get("do", "")
    if order and order != "save":
        sheet.draft.change(order)
        return _page(request, sheet)
    result = corrected(sheet.draft, sheet.base.facts)
    if result.errors:
        sheet.errors = result.errors
        return _page(request, sheet, 422)
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
    _tell(request, answer)
    return redirect("plan_edit", file.root.uuid)


def _sent(request: HttpRequest, file: PlanFile) -> Sheet:
    """What the form brought. Raises Http404 where it is of no version and no process of this plan."""
    data = request.POST
    base = PlanVersion.objects.filter(plan=file.plan, hash=data.get("base", "")).first()
    instance = next((one for one in file.family if str(one.uuid) == data.get("instance")), None)
    try:
        revision, command = int(data.get("revision", "")), str(uuid.UUID(data.get("command_id", "")))
    except ValueError:
        raise Http404 from None
    step = data.get("step", STEPS[0])
    if base is None or instance is None or step not in STEPS:
        raise Http404
    draft, seen = from_post(data, base.facts), data.get("document_hash", "")
    return Sheet(file, instance, step, base, draft, revision, seen, command)


def _refused(request: HttpRequest, sheet: Sheet, refusal: Refusal) -> HttpResponse:
    """Everything typed stays; the present state is what the next press answers to."""
    file = open_file(request, sheet.file.root.uuid)
    entries = AuditEntry.objects.filter(instance=sheet.instance, revision__gt=sheet.revision)
    shown = entries.select_related("person", "acting_for", "instance").order_by("-revision")[:CHANGES_SHOWN]
    sheet.changes, sheet.refusal, sheet.file = [trail_line(entry) for entry in shown], refusal, file
    if file.editing is not None:
        sheet.instance, sheet.step = file.editing.instance, file.editing.name
    sheet.revision, sheet.document_hash = sheet.instance.revision, file.plan.document_hash
    sheet.command_id = str(uuid.uuid4())
    return _page(request, sheet, refusal.http_status)


def _tell(request: HttpRequest, answer: engine.Answer) -> None:
    if "hash" in answer.facts:
        messages.success(request, _("Đã lưu bản %(number)s của dự thảo.") % {"number": answer.facts["version"]})
    else:
        messages.info(request, _("Nội dung không thay đổi, nên không có bản mới."))


# --- the page


def _page(request: HttpRequest, sheet: Sheet, status: int = 200) -> HttpResponse:
    facts = sheet.facts
    lines, name = source_lines(sheet.file.plan, sheet.base.facts)
    shown: dict[str, Any] = {
        "sheet": sheet,
        "file": sheet.file,
        "draft": sheet.draft,
        "boxes": _boxes(sheet),
        "errors": sheet.errors,
        "required": required(facts),
        "advised": advised(facts),
        "source": lines,
        "source_name": name,
        "kinds": KINDS,
        "cycles": [(cycle, label) for cycle, label in ReportDuty.Cycle.choices if cycle in set(Cycle)],
        "urgencies": [mark.value for mark in Urgency],
        "purposes": PURPOSES,
    }
    return render(request, "portal/drafting/edit.html", shown, status=status)


@dataclass(frozen=True)
class Box:
    """A single fact of the document's head in the form."""

    name: str
    label: str | Promise
    value: str
    place: Place | None
    unsure: bool
    confirmed: bool
    wide: bool


def _boxes(sheet: Sheet) -> list[Box]:
    base, single = sheet.base.facts, sheet.draft.single
    found = []
    for name, label in HEAD:
        read = getattr(base, name)
        unsure = read.known and read.confidence < SURE
        confirmed = bool(single[f"confirmed_{name}"])
        found.append(Box(name, label, single[name], read.place, unsure, confirmed, wide=name == "title"))
    return found
