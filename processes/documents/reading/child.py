"""The confined process that reads a file: its facts and its lines go out, or why it cannot be read."""

from __future__ import annotations

import dataclasses
from typing import Any

from processes.documents.confined import Answer, serve
from processes.documents.reading.docx_file import read_docx
from processes.documents.reading.files import units_of_file
from processes.documents.reading.layout import tables_of
from processes.documents.reading.plan import facts_of
from processes.documents.reading.source import Line, Unit
from processes.documents.reading.tracked_changes import Changes, Comments, Decided
from processes.documents.reading.unreadable import Unreadable, UnreadableCode


def answer(asked: Answer, content: bytes, is_cut_off: bool) -> Answer:
    changes, comments = asked["changes"], asked["comments"]
    decided = Decided(Changes(changes) if changes else None, Comments(comments) if comments else None)
    try:
        units = units_of_file(content, asked["name"], asked["max_bytes"], decided, may_convert=is_cut_off)
        notes = {"tables": tables_of(units), "comments": _comments(content, decided)}
        if changes:
            notes["changes"] = changes
        return {"facts": facts_of(units).to_dict(), "text": source_text(units), "notes": notes}
    except Unreadable as unreadable:
        return {"code": str(unreadable.code), "params": unreadable.params}
    except MemoryError:
        return {"code": str(UnreadableCode.UNPACKS_TOO_LARGE), "params": {}}


def _comments(content: bytes, decided: Decided) -> list[dict[str, Any]]:
    if decided.comments is not Comments.BESIDE:
        return []
    return [dataclasses.asdict(comment) for comment in read_docx(content, decided)[1]]


def source_text(units: list[Unit]) -> str:
    """The source as lines, each at the number by which the facts point to it."""
    found: dict[int, list[str]] = {}
    for unit in units:
        lines = [unit] if isinstance(unit, Line) else [line for row in unit.rows for cell in row for line in cell.lines]
        for line in lines:
            if line.text and line.number > 0:
                found.setdefault(line.number, []).append(line.text)
    return "\n".join(" ".join(found.get(number, [])) for number in range(1, max(found, default=0) + 1))


if __name__ == "__main__":
    serve(answer)
