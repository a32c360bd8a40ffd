"""Reading a stranger's file in a confined process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from processes.documents.confined import Died, TookTooLong, ask_confined
from processes.documents.facts import PlanFacts
from processes.documents.reading.layout import tables_of
from processes.documents.reading.plan import facts_of
from processes.documents.reading.text_file import units_of
from processes.documents.reading.tracked_changes import UNDECIDED, Decided
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

SECONDS = 60.0


@dataclass(frozen=True)
class Reading:
    """What was read, the lines to which its facts point, and how it was read (see PlanVersion.source_notes)."""

    facts: PlanFacts
    text: str
    notes: dict[str, Any] = field(default_factory=dict)


def read_pasted_text(text: str) -> Reading:
    """A text that somebody typed or pasted: harmless, read here."""
    units = units_of(text)
    return Reading(facts_of(units), text, {"tables": tables_of(units)})


def read_confined(
    content: bytes, name: str, decided: Decided = UNDECIDED, *, max_bytes: int, seconds: float = SECONDS
) -> Reading:
    """The facts of a file of any kind that `read_file` knows. Raises Unreadable, whatever it does to its reader."""
    if len(content) > max_bytes:
        raise Unreadable(UnreadableCode.TOO_LARGE, limit=max_bytes, size=len(content))
    asked = {"name": name, "max_bytes": max_bytes, "changes": decided.changes, "comments": decided.comments}
    try:
        answer = ask_confined("processes.documents.reading.child", asked, content, seconds)
    except TookTooLong:
        raise Unreadable(UnreadableCode.TOO_LONG, seconds=int(seconds)) from None
    except Died:
        raise Unreadable(UnreadableCode.BROKEN_FILE) from None
    if "code" in answer:
        raise Unreadable(UnreadableCode(answer["code"]), **answer["params"])
    return Reading(PlanFacts.from_dict(answer["facts"]), answer["text"], answer["notes"])
