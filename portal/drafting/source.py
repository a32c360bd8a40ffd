"""The source beside the form: its lines, and which of them a fact was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from processes.documents.facts import Place, PlanFacts
from processes.models import Plan, PlanVersion

LINE_END = re.compile(r"\r\n|\r|\n|\f")  # as the reader counts
MOST_LINES = 3000


@dataclass(frozen=True)
class SourceLine:
    number: int
    text: str
    is_found: bool


def source_lines(plan: Plan, facts: PlanFacts) -> tuple[list[SourceLine], str]:
    """The lines of the file or text from which the plan was made, and the file's name."""
    version = PlanVersion.objects.filter(plan=plan).exclude(source_text="").order_by("number").first()
    if version is None:
        return [], ""
    found = {number for place in places(facts) for number in range(place.line, place.end_line + 1)}
    texts = LINE_END.split(version.source_text)[:MOST_LINES]
    lines = [SourceLine(number, text, number in found) for number, text in enumerate(texts, start=1)]
    return lines, version.source_name


def places(facts: PlanFacts) -> Iterator[Place]:
    """Where the facts stand that the form asks for."""
    singles = (facts.symbol, facts.place, facts.kind, facts.title, facts.issuer, facts.funding)
    channels = (*facts.duties, *facts.reports, *facts.feedback)
    rows = (*facts.bases, *facts.tasks, *channels, *facts.recipients, *facts.costs)
    for one in (*singles, *rows):
        place = one.place if one is not None else None
        if place is not None:
            yield place
