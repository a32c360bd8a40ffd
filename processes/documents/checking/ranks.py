"""Which paragraphs of the preamble are bases, and how high their documents stand."""

from __future__ import annotations

import re

from processes.documents.facts import Basis, BasisDocument

_OPENING = re.compile(r"\s*[-+*]?\s*(?:Căn cứ|Thực hiện|Theo|Thi hành|Triển khai|Xét)\b", re.IGNORECASE)
_RESTS = re.compile(r"\s*[-+*]?\s*Căn cứ\b", re.IGNORECASE)
_RANKS = (
    (1, re.compile(r"/QH\d*$")),
    (2, re.compile(r"/(?:NQ-|PL-)?UBTVQH\d*$")),
    (3, re.compile(r"/(?:NĐ|NQ)-CP$")),
    (4, re.compile(r"/(?:QĐ|CT)-TTG$")),
    (5, re.compile(r"/TTL?T?-[A-ZĐ]")),
    (6, re.compile(r"/NQ-HĐND\d*$")),
    (7, re.compile(r"/(?:QĐ|CT|KH)-UBND\d*$")),
)


def is_basis(basis: Basis) -> bool:
    return _OPENING.match(basis.text) is not None


def rank_of(basis: Basis) -> int | None:
    """1 for a law, then downwards; None for what has no rank here: other openings, documents of the Party."""
    if not _RESTS.match(basis.text) or not basis.documents:
        return None
    return _rank(basis.documents[0])


def _rank(document: BasisDocument) -> int | None:
    if not document.number:
        return 1 if re.match(r"(?:Hiến pháp|Bộ luật|Luật)\b", document.kind) else None
    return next((rank for rank, form in _RANKS if form.search(document.number.upper())), None)
