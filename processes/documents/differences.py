"""What one version of a plan says differently from another: by paragraph and by task, down to the word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz, process

from .facts import PlanFacts
from .items import Item, Part, items

ALIKE = 55.0  # of 100: below that, two texts are two things, not one that changed
CANDIDATES = 5  # of the likest are looked at
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


# Parts whose things stand among each other.
_STRETCHES = [{Part.BODY, Part.TASKS} if part is Part.BODY else {part} for part in Part if part is not Part.TASKS]


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Run(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, went or came."""

    run: Run
    text: str


@dataclass(frozen=True)
class FieldDifference:
    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `before` None: it was added; `after` None: removed."""

    before: Item | None
    after: Item | None
    fields: tuple[FieldDifference, ...]

    @property
    def change(self) -> Change:
        if self.before is None:
            return Change.ADDED
        return Change.REMOVED if self.after is None else Change.CHANGED

    @property
    def item(self) -> Item:
        item = self.after or self.before
        assert item is not None
        return item


def differences(before: PlanFacts, after: PlanFacts) -> list[Difference]:
    """In the order of the document; what was removed stands where it stood. Nothing for two equal plans.

    A thing that was only moved or renumbered is no difference.
    """
    return [found for pair in _aligned(items(before), items(after)) if (found := _difference(*pair)) is not None]


Spot = tuple[Part, int]


def followed_all(before: PlanFacts, after: PlanFacts, spots: Collection[Spot]) -> dict[Spot, Spot]:
    """Where things of the earlier version stand in the later one; without those that are gone."""
    if before.hash == after.hash:
        return {spot: spot for spot in spots}
    old, new = items(before), items(after)
    found: dict[Spot, Spot] = {}
    for part in {part for part, _index in spots}:
        for was, now in _paired_of(part, old, new):
            if was is not None and now is not None and (part, was.index) in spots:
                found[part, was.index] = part, now.index
    return found


Pair = tuple[Item | None, Item | None]


def paired(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Who became whom, in the order of `after`, then those that went: equal texts first, then the likest."""
    partner = dict(_equal(before, after))
    left = [index for index in range(len(before)) if index not in partner.values()]
    open_ = [index for index in range(len(after)) if index not in partner]
    partner |= _likest([before[index] for index in left], [after[index] for index in open_], left, open_)
    pairs: list[Pair] = [(before[partner[n]] if n in partner else None, item) for n, item in enumerate(after)]
    kept = set(partner.values())
    return [*pairs, *((item, None) for n, item in enumerate(before) if n not in kept)]


def _equal(before: Sequence[Item], after: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Index after → index before, of things that say the same; of several, the first with the first."""
    waiting: dict[str, list[int]] = {}
    for index, item in enumerate(before):
        waiting.setdefault(item.text, []).append(index)
    for index, item in enumerate(after):
        if same := waiting.get(item.text):
            yield index, same.pop(0)


def _likest(
    before: Sequence[Item], after: Sequence[Item], names_before: Sequence[int], names_after: Sequence[int]
) -> dict[int, int]:
    if not before or not after:
        return {}
    choices = [item.text for item in before]
    ranked = sorted(
        (-score, row, column)
        for row, item in enumerate(after)
        for _text, score, column in process.extract(
            item.text, choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=CANDIDATES
        )
    )
    found: dict[int, int] = {}
    for _score, row, column in ranked:
        if names_after[row] not in found and names_before[column] not in found.values():
            found[names_after[row]] = names_before[column]
    return found


def _aligned(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Pairs of all parts in the order of `after`; what was removed follows what stood before it and stayed."""
    found: list[Pair] = []
    for stretch in _STRETCHES:
        old = [item for item in before if item.part in stretch]
        new = [item for item in after if item.part in stretch]
        found += _aligned_stretch(old, new)
    return found


def _aligned_stretch(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    partners = {(new.part, new.index): old for part in Part for old, new in _paired_of(part, before, after) if new}
    kept = {(old.part, old.index) for old in partners.values() if old is not None}
    gone: dict[Spot | None, list[Pair]] = {}
    last: Spot | None = None
    for item in before:
        if (item.part, item.index) in kept:
            last = item.part, item.index
        else:
            gone.setdefault(last, []).append((item, None))
    found = gone.get(None, [])
    for item in after:
        was = partners[item.part, item.index]
        found = [*found, (was, item), *(gone.get((was.part, was.index), []) if was is not None else [])]
    return found


def _paired_of(part: Part, before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    return paired([one for one in before if one.part is part], [one for one in after if one.part is part])


def _difference(before: Item | None, after: Item | None) -> Difference | None:
    old, new = before.fields if before else {}, after.fields if after else {}
    names = [*new, *(name for name in old if name not in new)]
    fields = tuple(
        FieldDifference(name, tuple(word_pieces(old.get(name, ""), new.get(name, ""))))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )
    return Difference(before, after, fields) if fields else None


def word_pieces(before: str, after: str) -> Iterator[Piece]:
    """The later text with what went and what came marked; whole words, never halves."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for verb, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            yield Piece(Run.SAME, "".join(new[c:d]))
            continue
        if a < b:
            yield Piece(Run.GONE, "".join(old[a:b]))
        if c < d:
            yield Piece(Run.NEW, "".join(new[c:d]))
