"""The page of the editor: its boxes, lists of choices, outline, and what is kept of this person's typing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.documents.drafting.citations import short_forms
from processes.documents.drafting.phrases import phrases
from processes.documents.facts import Cycle, Place
from processes.documents.reading.questions import SURE
from processes.documents.writing import Urgency
from processes.models import PlanVersion, ReportDuty, WorkingCopy

from .draft import LISTS, STARTS, Draft, Row
from .open_points import advised, required
from .sheet import Sheet
from .source import source_lines

KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("section", _("Mục lớn")),
    ("heading", _("Tiểu mục")),
    ("paragraph", _("Đoạn văn")),
    ("bullet", _("Gạch đầu dòng")),
)
PIECES: tuple[tuple[str, str, str | Promise], ...] = (
    ("task", "checkbox", _("Nhiệm vụ")),
    ("paragraph", "align-left", _("Đoạn văn")),
    ("bullet", "list", _("Gạch đầu dòng")),
    ("heading", "heading", _("Tiểu mục")),
    ("section", "letter-case-upper", _("Mục lớn")),
    ("table", "table", _("Bảng")),
)
HEAD: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("title", _("Trích yếu"), _("Nội dung chính, không có dấu chấm cuối.")),
    ("kind", _("Tên loại văn bản"), ""),
    ("symbol", _("Ký hiệu"), _("Ví dụ KH-UBND.")),
    ("issuer", _("Cơ quan ban hành"), ""),
    ("place", _("Địa danh"), ""),
)
PURPOSES = ("b/c", "để thực hiện", "để biết", "để phối hợp", "lưu")
KEY = "__key__"
EMPTY_TABLE = {"kind": "table", "table": "\t\n\t"}


def page(request: HttpRequest, sheet: Sheet, status: int = 200, copy: WorkingCopy | None = None) -> HttpResponse:
    """`copy`: what this person typed before and neither saved nor took up; it is offered."""
    facts, draft = sheet.facts, sheet.draft
    lines, name = source_lines(sheet.file.plan, sheet.base.facts)
    shown: dict[str, Any] = {
        "sheet": sheet,
        "file": sheet.file,
        "draft": draft,
        "copy": copy,
        "newer": _newer(sheet) if sheet.is_outdated and not sheet.refusal else None,
        "boxes": list(_boxes(sheet)),
        "errors": sheet.errors,
        "required": required(facts),
        "advised": advised(facts),
        "source": lines,
        "source_name": name,
        "outline": list(_outline(draft)),
        "blanks": {name: _blank(name) for name in LISTS} | {"table": _blank("blocks", EMPTY_TABLE)},
        "total": sum(line.amount for line in facts.costs),
        "kinds": [(kind, str(label)) for kind, label in KINDS],
        "pieces": PIECES,
        "phrases": phrases(),
        "short_forms": short_forms(facts.bases),
        "cycles": [(cycle, label) for cycle, label in ReportDuty.Cycle.choices if cycle in set(Cycle)],
        "urgencies": [mark.value for mark in Urgency],
        "purposes": PURPOSES,
        "sign_in": f"{reverse('sign_in')}?next={reverse('plan_edit', args=[sheet.file.root.uuid])}",
    }
    return render(request, "portal/drafting/edit.html", shown, status=status)


def _newer(sheet: Sheet) -> PlanVersion | None:
    """The version that was saved while this person was typing on an earlier one."""
    return PlanVersion.objects.filter(pk=sheet.file.plan.current_version_id).select_related("author").first()


def _blank(name: str, start: Mapping[str, str] = MappingProxyType({})) -> Row:
    """A row from which the page's script makes new ones, putting their keys in place of this one."""
    return Row(KEY, dict.fromkeys(LISTS[name], "") | STARTS.get(name, {}) | dict(start))


@dataclass(frozen=True)
class OutlineLine:
    """A section, or a heading in one, and where it stands."""

    anchor: str
    text: str
    is_inner: bool


def _outline(draft: Draft) -> Iterator[OutlineLine]:
    for one in draft.body:
        if not one.is_task and one.row["kind"] in ("section", "heading"):
            words = f"{one.row['label']} {one.row['text']}".strip()
            yield OutlineLine(one.anchor, words or "…", one.row["kind"] == "heading")


@dataclass(frozen=True)
class Box:
    """A single fact of the document's head in the form."""

    name: str
    label: str | Promise
    help: str | Promise
    value: str
    place: Place | None
    unsure: bool
    confirmed: bool
    wide: bool


def _boxes(sheet: Sheet) -> Iterator[Box]:
    base, single = sheet.base.facts, sheet.draft.single
    for name, label, help_text in HEAD:
        read = getattr(base, name)
        unsure = read.known and read.confidence < SURE
        confirmed = bool(single[f"confirmed_{name}"])
        yield Box(name, label, help_text, single[name], read.place, unsure, confirmed, wide=name == "title")
