"""Misspelled words of administration, by a small method that can be checked by hand.

A text's neighboring syllables are compared with a short list of words that plans cannot do without. Where they are no
word of the list but differ from one by a single syllable, and in that by its marks alone (nghe/nghề), or by sounds that
are written for each other (mặc/mặt, s/x, tr/ch, n/ng), it is a slip: unless the syllables belong to the words beside
them ("có thể | mạnh dạn"), or the text itself writes them so again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from processes.documents.checking.words import GUARDS, WORDS
from processes.documents.reading.writing_forms import fold, same_tones

_SYLLABLE = re.compile(r"[^\W\d_]+")
_OFTEN = 3  # written so that often, it is meant so


@dataclass(frozen=True)
class Slip:
    written: str
    right: str
    start: int
    end: int


class Speller:
    """Knows the neighbors of one document."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        for text in texts:
            self.counts.update(pairwise(_SYLLABLE.findall(same_tones(text).lower())))

    def slips(self, text: str) -> Iterator[Slip]:
        found = list(_SYLLABLE.finditer(same_tones(text)))
        syllables = [match.group().lower() for match in found]
        for at in range(len(found) - 1):
            for length in (3, 2):
                part = tuple(syllables[at : at + length])
                right = _meant(part) if len(part) == length else None
                if right is None or self._is_meant(part, at, syllables) or not _joined(text, found[at : at + length]):
                    continue
                start, end = found[at].start(), found[at + length - 1].end()
                written = text[start:end]
                yield Slip(written, _cased(right, written), start, end)
                break

    def _is_meant(self, part: tuple[str, ...], at: int, syllables: list[str]) -> bool:
        """The first syllable goes with the one before it, or the last with the one after it; or it is written often."""
        before = (syllables[at - 1], part[0]) if at else None
        end = at + len(part)
        after = (part[-1], syllables[end]) if end < len(syllables) else None
        if before in _ends() or after in _starts():
            return True
        return all(self.counts[pair] >= _OFTEN for pair in pairwise(part))


def _joined(text: str, matches: list[re.Match[str]]) -> bool:
    """Nothing but a space stands between the syllables."""
    return all(text[one.end() : other.start()] == " " for one, other in pairwise(matches))


def _cased(right: str, written: str) -> str:
    if written.isupper():
        return right.upper()
    parts = zip(right.split(), written.split(), strict=True)
    return " ".join(new.capitalize() if old[0].isupper() else new for new, old in parts)


def _meant(part: tuple[str, ...]) -> str | None:
    if part in _known():
        return None
    candidates = {word for key in _keys(part) for word in _index().get(key, ())}
    near = [word for word in candidates if sum(a != b for a, b in zip(part, word, strict=True)) == 1]
    return " ".join(near[0]) if len(near) == 1 else None


def _keys(part: tuple[str, ...]) -> Iterator[str]:
    bare = fold(" ".join(part))
    yield f"marks {bare}"
    yield f"sounds {' '.join(_sound(syllable) for syllable in part)}"


@cache
def _sound(syllable: str) -> str:
    """The syllable, its marks kept, with one letter for sounds that are written for each other."""
    syllable = re.sub(r"^x", "s", syllable)
    syllable = re.sub(r"^tr", "ch", syllable)
    syllable = re.sub(r"c$", "t", syllable)
    return re.sub(r"ng$", "n", syllable)


@cache
def _known() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(same_tones(word).split()) for word in (*WORDS, *GUARDS))


@cache
def _starts() -> frozenset[tuple[str, ...]]:
    return frozenset(word[:2] for word in _known())


@cache
def _ends() -> frozenset[tuple[str, ...]]:
    return frozenset(word[-2:] for word in _known())


@cache
def _index() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for word in WORDS:
        part = tuple(same_tones(word).split())
        for key in _keys(part):
            found.setdefault(key, []).append(part)
    return {key: tuple(parts) for key, parts in found.items()}
