"""Reading a stranger's file in a confined process."""

from __future__ import annotations

from dataclasses import dataclass

from processes.documents.confined import Died, TookTooLong, ask_confined
from processes.documents.facts import PlanFacts
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

SECONDS = 60.0


@dataclass(frozen=True)
class Reading:
    """What was read, and the lines to which its facts point."""

    facts: PlanFacts
    text: str


def read_confined(content: bytes, name: str, *, max_bytes: int, seconds: float = SECONDS) -> Reading:
    """The facts of a file of any kind that `read_file` knows. Raises Unreadable, whatever it does to its reader."""
    if len(content) > max_bytes:
        raise Unreadable(UnreadableCode.TOO_LARGE, limit=max_bytes, size=len(content))
    asked = {"name": name, "max_bytes": max_bytes}
    try:
        answer = ask_confined("processes.documents.reading.child", asked, content, seconds)
    except TookTooLong:
        raise Unreadable(UnreadableCode.TOO_LONG, seconds=int(seconds)) from None
    except Died:
        raise Unreadable(UnreadableCode.BROKEN_FILE) from None
    if "code" in answer:
        raise Unreadable(UnreadableCode(answer["code"]), **answer["params"])
    return Reading(PlanFacts.from_dict(answer["facts"]), answer["text"])
