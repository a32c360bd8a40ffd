"""Reading a plan: a file or a text becomes facts, each with its place and a confidence. Nothing is invented."""

from __future__ import annotations

from pathlib import Path

from processes.documents.facts import PlanFacts
from processes.documents.reading.confined import Reading, read_confined, read_pasted_text
from processes.documents.reading.files import units_of_file
from processes.documents.reading.plan import facts_of
from processes.documents.reading.questions import Question, QuestionCode, questions
from processes.documents.reading.text_file import units_of
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

__all__ = [
    "MAX_BYTES",
    "Question",
    "QuestionCode",
    "Reading",
    "Unreadable",
    "UnreadableCode",
    "questions",
    "read_confined",
    "read_file",
    "read_pasted_text",
    "read_text",
]

MAX_BYTES = 50 * 1024 * 1024


def read_file(source: Path | str | bytes, name: str, max_bytes: int = MAX_BYTES) -> PlanFacts:
    """The facts of a file, `source` being its path or its content, in this process: for files of our own.

    .txt, .md, .docx, .pdf; .odt and .doc where LibreOffice is. A stranger's file: `read_confined`. Raises Unreadable.
    """
    return facts_of(units_of_file(source, name, max_bytes))


def read_text(text: str) -> PlanFacts:
    """The facts of a plan given as plain text or Markdown; an empty text gives facts that are all absent."""
    return facts_of(units_of(text))
