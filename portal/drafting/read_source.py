"""`python -m portal.drafting.read_source`: a file's name and content on the standard input become facts and lines.

"--changes=accepted" and "--comments=beside" say what the person decided about a Word file. A process of its own with
little memory and time, so that a hostile or broken file harms nothing but itself.
Its name is the first line. Answers {"facts", "text"}, or {"code", "params"} where the file cannot be read.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import sys
from typing import Any

from processes.documents.reading import MAX_BYTES, Unreadable
from processes.documents.reading.docx_file import read_docx
from processes.documents.reading.files import units_of_file
from processes.documents.reading.layout import tables_of
from processes.documents.reading.plan import facts_of
from processes.documents.reading.source import Line, Unit
from processes.documents.reading.tracked_changes import Changes, Comments, Decided

MEMORY = 2 * 1024**3


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    name = sys.stdin.buffer.readline().decode(errors="replace").strip()
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        decided = _decided(sys.argv[1:])
        units = units_of_file(content, name, MAX_BYTES, decided)
        notes = {"tables": tables_of(units), "comments": _comments(content, decided)}
        answer = {"facts": facts_of(units).to_dict(), "text": source_text(units), "notes": notes}
    except Unreadable as unreadable:
        answer = {"code": str(unreadable.code), "params": unreadable.params}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def _decided(arguments: list[str]) -> Decided:
    said = dict(argument.removeprefix("--").split("=", 1) for argument in arguments)
    changes, comments = said.get("changes"), said.get("comments")
    return Decided(Changes(changes) if changes else None, Comments(comments) if comments else None)


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
    main()
