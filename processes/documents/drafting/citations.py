"""Documents that plans rest on: found again in earlier plans, cited in full the first time and in short later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..facts import Basis, BasisDocument
from ..reading.writing_forms import fold

_OPENING = re.compile(r"^(?:căn cứ(?: vào)?|theo)\s+", re.IGNORECASE)
_LETTERS = 2  # fewer find everything


@dataclass(frozen=True)
class Citation:
    """A basis as earlier plans wrote it, without its closing mark; `uses`: in how many of them."""

    text: str
    uses: int = 1


def citations(plans: Iterable[Sequence[Basis]], words: str, most: int = 8) -> list[Citation]:
    """What of the bases of `plans` (newest first) has all of `words`: the most used first, each document once."""
    wanted = fold(_OPENING.sub("", words)).split()
    if sum(len(word) for word in wanted) < _LETTERS:
        return []
    found: dict[str, Citation] = {}
    for bases in plans:
        for key, basis in {_key(basis): basis for basis in bases}.items():
            letters = fold(basis.text)
            if key in found:
                found[key] = Citation(found[key].text, found[key].uses + 1)
            elif all(word in letters for word in wanted):
                found[key] = Citation(_whole(basis.text))
    return sorted(found.values(), key=lambda one: -one.uses)[:most]


def _key(basis: Basis) -> str:
    """Bases about the same documents are one, however they are worded; a proposal of a department is each its own."""
    numbers = [fold(document.number) for document in basis.documents if document.number]
    return " ".join(sorted(numbers)) or fold(basis.text)


def _whole(text: str) -> str:
    return f"{text.rstrip(' .;,')};"


def short_forms(bases: Iterable[Basis]) -> list[str]:
    """How the documents of these bases are named once they have been cited in full: "Quyết định số 15/QĐ-TTg"."""
    return list(dict.fromkeys(short_form(document) for basis in bases for document in basis.documents))


def short_form(document: BasisDocument) -> str:
    return f"{document.kind} số {document.number}" if document.number else document.kind
