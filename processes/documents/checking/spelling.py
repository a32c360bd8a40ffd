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
from functools import cache, lru_cache
from itertools import pairwise

from processes.documents.checking.folding import fold
from processes.documents.checking.words import GUARDS, WORDS
from processes.documents.reading.writing_forms import same_tones

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
            self.counts.update(pairwise(syllable for syllable, _start, _end in syllables(text)))

    def slips(self, text: str) -> Iterator[Slip]:
        found = syllables(text)
        said = tuple(syllable for syllable, _start, _end in found)
        for at in range(len(found) - 1):
            for length in (3, 2):
                part = said[at : at + length]
                right = _meant(part)
                if right is None or len(part) < length or self._is_meant(part, at, said):
                    continue
                start, end = found[at][1], found[at + length - 1][2]
                written = text[start:end]
                if len(written.split(" ")) == length and not re.search(r"[^\w ]", written):
                    yield Slip(written, _cased(right, written), start, end)
                    break

    def _is_meant(self, part: tuple[str, ...], at: int, said: tuple[str, ...]) -> bool:
        """The first syllable goes with the one before it, or the last with the one after it; or it is written often."""
        before = (said[at - 1], part[0]) if at else None
        end = at + len(part)
        after = (part[-1], said[end]) if end < len(said) else None
        if before in _ends() or after in _starts():
            return True
        return all(self.counts[pair] >= _OFTEN for pair in pairwise(part))


@lru_cache(maxsize=2_000)
def syllables(text: str) -> tuple[tuple[str, int, int], ...]:
    """(in small letters with one tone placement, start, end)."""
    return tuple((match.group(), *match.span()) for match in _SYLLABLE.finditer(same_tones(text).lower()))


def _cased(right: str, written: str) -> str:
    if written.isupper():
        return right.upper()
    parts = zip(right.split(), written.split(), strict=True)
    return " ".join(new.capitalize() if old[0].isupper() else new for new, old in parts)


@lru_cache(maxsize=100_000)
def _meant(part: tuple[str, ...]) -> str | None:
    """The one word of the list that `part` almost is."""
    if part in _known():
        return None
    candidates = {word for key in _keys(part) for word in _index().get(key, ())}
    near = [word for word in candidates if sum(a != b for a, b in zip(part, word, strict=True)) == 1]
    return " ".join(near[0]) if len(near) == 1 else None


def _keys(part: tuple[str, ...]) -> tuple[str, str]:
    """Under which a word is found: without its marks, and with its marks but one letter for like sounds."""
    return "-".join(map(fold, part)), " ".join(map(_sound, part))


@lru_cache(maxsize=20_000)
def _sound(syllable: str) -> str:
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
