"""Which agencies a name that nobody bears may mean: by its letters, its words, and the first letters of its words."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from workflow.models import Agency
from workflow.names import fold

MOST = 5
NEAR = 60  # of 100, from which an agency is worth showing
VOWELS = set("aăâeêioôơuưyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
BETWEEN = {"và", "các"}


def likeliest(name: str, agencies: Sequence[Agency], most: int = MOST) -> list[Agency]:
    """The agencies that are called most like `name`, the likest first."""
    wanted = fold(name)
    scored = [(_likeness(wanted, agency), place) for place, agency in enumerate(agencies)]
    near = sorted((-score, place) for score, place in scored if score >= NEAR)
    return [agencies[place] for _score, place in near[:most]]


def _likeness(wanted: str, agency: Agency) -> float:
    called = [fold(one) for one in (agency.name, agency.short_name) if one]
    by_words = max(fuzz.token_sort_ratio(wanted, one) for one in called)
    short, full = initials(wanted), initials(called[0])
    return max(by_words, fuzz.ratio(short, full) - 1 if len(short) > 2 else 0)


def initials(folded: str) -> str:
    """ "sở nn và mt" and "sở nông nghiệp và môi trường" give the same letters."""
    words = [word for word in folded.split() if word not in BETWEEN]
    return "".join(word[0] if set(word) & VOWELS else word for word in words)
