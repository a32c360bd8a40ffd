"""The versions of a plan's content, and what one says differently from another."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from portal.access import person_only
from processes.documents.differences import Change, Difference, FieldDifference, differences
from processes.models import PlanVersion
from workflow.models import AuditEntry

from .file import PlanFile, open_file
from .wording import PARTS, called, field_called

NOTES = ("note", "reason")


@dataclass(frozen=True)
class VersionRow:
    """`note`: what its author said about the change; `is_leaders`: a leader's own edit."""

    version: PlanVersion
    note: str
    is_leaders: bool
    is_current: bool

    @property
    def before(self) -> int:
        return self.version.number - 1


@person_only
@require_safe
def plan_versions(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """All versions, the newest first. Raises Http404 for who may not see how the plan is made."""
    file = _open(request, plan)
    entries = AuditEntry.objects.filter(instance__in=file.family, transition__in=("revise", "edit"))
    by_number = {entry.facts.get("version"): entry for entry in entries}
    versions = PlanVersion.objects.filter(plan=file.plan).select_related("author").defer("content", "source_text")
    rows = [_row(version, by_number.get(version.number), file) for version in versions.order_by("-number")]
    return render(request, "portal/plans/versions.html", {"file": file, "plan": file.plan, "rows": rows})


def _row(version: PlanVersion, entry: AuditEntry | None, file: PlanFile) -> VersionRow:
    note = next((str(entry.inputs[key]) for key in NOTES if entry.inputs.get(key)), "") if entry else ""
    is_leaders = entry is not None and entry.transition == "edit"
    return VersionRow(version, note, is_leaders, version.pk == file.plan.current_version_id)


@dataclass(frozen=True)
class Shown:
    """One thing that differs. `fields`: what each is called (nothing where there is only one), and its words."""

    title: str
    change: Change
    fields: list[tuple[str | Promise, FieldDifference]]


@person_only
@require_safe
def plan_differences(request: HttpRequest, plan: uuid.UUID, before: int, after: int) -> HttpResponse:
    """What version `after` says differently from `before`. Raises Http404 as `plan_versions` does."""
    file = _open(request, plan)
    versions = {one.number: one for one in PlanVersion.objects.filter(plan=file.plan, number__in=(before, after))}
    if before not in versions or after not in versions:
        raise Http404
    found = differences(versions[before].facts, versions[after].facts)
    parts = [
        (PARTS[part], [_shown(one) for one in group]) for part, group in groupby(found, key=lambda one: one.item.part)
    ]
    numbers = PlanVersion.objects.filter(plan=file.plan).order_by("number").values_list("number", flat=True)
    shown = {"file": file, "plan": file.plan, "before": before, "after": after, "parts": parts, "count": len(found)}
    return render(request, "portal/plans/differences.html", {**shown, "numbers": list(numbers)})


def _shown(found: Difference) -> Shown:
    is_text = [one.name for one in found.fields] == ["text"]
    fields = [("" if is_text else field_called(found.item, one.name), one) for one in found.fields]
    return Shown(called(found.item), found.change, fields)


def _open(request: HttpRequest, plan: uuid.UUID) -> PlanFile:
    file = open_file(request, plan)
    if not file.is_working:
        raise Http404
    return file
