"""The same plan typed in another way reads the same."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from processes.documents.reading import read_text
from processes.documents.reading.summary import to_truth_shape
from processes.documents.reading.writing_forms import normal, same_tones
from tests.unit.reading.plans import plan_text


def hard_wrapped(text: str) -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, 78, break_long_words=False, break_on_hyphens=False)) for line in text.splitlines()
    )


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def no_break_spaces(text: str) -> str:
    return text.replace(" ", "\u00a0")


def other_bullets(text: str) -> str:
    return re.sub(r"^(?:- \+|-|\+) ", "• ", text, flags=re.MULTILINE)


def no_marks(text: str) -> str:
    return text.replace("*", "")


def new_tones(text: str) -> str:
    for old, new in (("ủy", "uỷ"), ("Ủy", "Uỷ"), ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả")):
        text = re.sub(rf"{old}\b", new, text)
    return text


def windows_lines(text: str) -> str:
    return text.replace("\n", "\r\n")


def wide_gaps(text: str) -> str:
    return re.sub(r"\n\n", "\n\n\n\n", text)


def page_cut(text: str) -> str:
    """A page break with its number in the middle of a sentence."""
    return text.replace(
        "công tác thông tin, tuyên truyền về các sự kiện", "công tác thông tin,\n\n12\n\ntuyên truyền về các sự kiện"
    )


def comparable(text: str) -> dict[str, Any]:
    shape = to_truth_shape(read_text(text))

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return same_tones(normal(value)) if isinstance(value, str) else value

    found = plain(shape)
    assert isinstance(found, dict)
    return found


MUTATIONS = [
    hard_wrapped,
    decomposed,
    no_break_spaces,
    other_bullets,
    no_marks,
    new_tones,
    windows_lines,
    wide_gaps,
    page_cut,
]


@pytest.mark.parametrize("change", MUTATIONS, ids=lambda change: change.__name__)
@pytest.mark.parametrize("start", ["003", "001", "000", "05-", "07-"])
def test_the_same_plan_reads_the_same(start: str, change: Callable[[str], str]) -> None:
    text = plan_text(start)

    assert comparable(change(text)) == comparable(text)


SHAPES = Path(__file__).parent / "samples" / "tasks"
# These take a mark for a bullet, or end a paragraph at the end of a full line: what is cut there cannot be told.
UNTOLD = {("commune", no_marks), ("orders_as_items", hard_wrapped)}


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_shape_of_tasks_reads_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    read = comparable(text)

    for change in MUTATIONS:
        if (path.stem, change) not in UNTOLD:
            assert comparable(change(text))["tasks"] == read["tasks"], change.__name__


def test_a_changed_word_is_seen() -> None:
    text = plan_text("003")

    assert comparable(text.replace("Quý II/2019", "Quý I/2019")) != comparable(text)
