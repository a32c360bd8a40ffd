"""Findings as the page shows them: by gravity, with their sentences, their place in the form and in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.documents.checking import Finding, Severity
from processes.documents.facts import Place, PlanFacts
from processes.models import FindingWaiver, Plan, PlanVersion
from processes.services.checking import Checked, source_lines

from .finding_words import repair_label, todo, what
from .source import MOST_LINES, SourceLine

TITLES: dict[Severity, str | Promise] = {
    Severity.MUST: _("Phải sửa"),
    Severity.SHOULD: _("Nên sửa"),
    Severity.NOTE: _("Lưu ý"),
}
PATH = re.compile(r"(?P<list>\w+)\[(?P<key>[^\]]*)\]")
ROWS = {
    "bases": "bases",
    "recipients": "recipients",
    "reports": "reports",
    "costs": "costs",
    "body": "blocks",
    "duties": "duties",
}
SINGLE = {"title": "id-title", "symbol": "id-symbol", "place": "id-place", "urgency": "id-urgency"}
SECTIONS = {
    "signer": "section-signer",
    "recipients": "section-recipients",
    "costs": "section-costs",
    "body": "section-blocks",
    "number": "section-identity",
    "date": "section-identity",
}


@dataclass(frozen=True)
class Line:
    """One finding. `link`: its place in the form, "" where nothing there can be changed, or not by this person."""

    key: str
    what: str
    todo: str
    law: str
    link: str
    place: Place | None
    repairs: list[tuple[int, str]]


@dataclass(frozen=True)
class Group:
    severity: Severity
    title: str | Promise
    lines: list[Line]


@dataclass(frozen=True)
class WaivedLine:
    key: str
    what: str
    waiver: FindingWaiver


def groups(checked: Checked, root: UUID, may_change: bool) -> list[Group]:
    """Those that hold something, the gravest first."""
    edit = reverse("plan_edit", args=[root]) if may_change else ""
    found = {severity: [one for one in checked.open if one.severity is severity] for severity in Severity}
    return [
        Group(severity, TITLES[severity], [_line(one, checked.facts, edit) for one in found[severity]])
        for severity in Severity
        if found[severity]
    ]


def _line(finding: Finding, facts: PlanFacts, edit: str) -> Line:
    anchor = anchor_of(finding.found.path, facts)
    return Line(
        finding.fingerprint,
        what(finding),
        todo(finding),
        finding.law.reference,
        f"{edit}#{anchor}" if edit and anchor else "",
        finding.found.place,
        [(number, repair_label(finding, repair)) for number, repair in enumerate(finding.found.repairs)],
    )


def waived_lines(checked: Checked) -> list[WaivedLine]:
    return [WaivedLine(one.finding.fingerprint, what(one.finding), one.waiver) for one in checked.waived]


def anchor_of(path: str, facts: PlanFacts) -> str:
    """ "tasks[II.1].time" → "tasks-12": the box of the form where the fact is changed."""
    listed = PATH.match(path)
    if not listed:
        return SINGLE.get(path) or SECTIONS.get(path, "")
    if listed["list"] == "tasks":
        return next((f"tasks-{n}" for n, task in enumerate(facts.tasks) if task.ref == listed["key"]), "section-tasks")
    if listed["list"] in ROWS:
        return f"{ROWS[listed['list']]}-{listed['key']}"
    return "section-blocks"


def marked_lines(plan: Plan, checked: Checked) -> tuple[list[SourceLine], str]:
    """The source, with the lines marked of which something is said, and its file's name."""
    said = {number for one in checked.open for number in _numbers(one)}
    lines = source_lines(plan)[:MOST_LINES]
    shown = [SourceLine(number, text, number in said) for number, text in enumerate(lines, start=1)]
    named = PlanVersion.objects.filter(plan=plan).exclude(source_name="").order_by("number").first() if lines else None
    return shown, named.source_name if named else ""


def _numbers(finding: Finding) -> Iterator[int]:
    place = finding.found.place
    if place is not None:
        yield from range(place.line, place.end_line + 1)
