"""The facts of a plan one by one, in the order of the document, each with what is doubtful about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from processes.documents.facts import Fact, Place, PlanFacts
from processes.documents.reading.questions import SURE, QuestionCode, questions

SINGLES = ("issuer", "symbol", "place", "kind", "title")  # number and date are the clerk's
LISTS = ("bases", "tasks", "duties", "reports", "feedback", "costs", "recipients")
WHOLES = ("funding", "signer")
ABSENT_KINDS = ("reports", "feedback", "funding")  # what a plan usually has and may do without
_PATH = re.compile(r"(\w+)(?:\[(.+?)\])?(?:\.(\w+))?")


class Doubt(IntEnum):
    """Why a person has to look, the gravest first: what may be wrong, before what is missing."""

    UNSURE = 0
    TIME_UNSURE = 1
    BLANK = 2
    NO_LEAD = 3
    NO_TIME = 4
    NO_RECEIVER = 5
    NO_DUE = 6
    NO_NAME = 7
    ABSENT = 8


@dataclass(frozen=True)
class Item:
    """`key`: "title", "tasks:3", "reports" (none was found); `fact` is None where the plan has nothing of the kind."""

    key: str
    kind: str
    fact: Any
    place: Place | None
    confidence: float
    doubts: tuple[Doubt, ...] = ()


def key_of(kind: str, index: int) -> str:
    return f"{kind}:{index}"


def items(facts: PlanFacts) -> list[Item]:
    doubts = _doubts(facts)
    found = [*_singles(facts), *_listed(facts), *_wholes(facts)]
    for key, kind, fact, _place, sure in found:
        if fact is not None and kind not in SINGLES and sure < SURE:
            doubts[key].add(Doubt.UNSURE)
    return [Item(key, kind, fact, place, sure, tuple(sorted(doubts[key]))) for key, kind, fact, place, sure in found]


_Row = tuple[str, str, Any, Place | None, float]


def _singles(facts: PlanFacts) -> Iterator[_Row]:
    for name in SINGLES:
        fact: Fact[str] = getattr(facts, name)
        yield name, name, fact, fact.place, fact.confidence


def _listed(facts: PlanFacts) -> Iterator[_Row]:
    for kind in LISTS:
        rows = getattr(facts, kind)
        for index, row in enumerate(rows):
            yield key_of(kind, index), kind, row, row.place, getattr(row, "confidence", 1.0)
        if not rows and kind not in ("costs", "duties"):
            yield kind, kind, None, None, 0.0


def _wholes(facts: PlanFacts) -> Iterator[_Row]:
    for kind in WHOLES:
        whole = getattr(facts, kind)
        yield kind, kind, whole, getattr(whole, "place", None), getattr(whole, "confidence", 1.0 if whole else 0.0)


_BY_PART = {"lead": Doubt.NO_LEAD, "to": Doubt.NO_RECEIVER, "due": Doubt.NO_DUE, "name": Doubt.NO_NAME}


def _doubts(facts: PlanFacts) -> dict[str, set[Doubt]]:
    """What the reader asks, at the key of the fact that it asks about."""
    numbers = {task.ref: index for index, task in reversed(list(enumerate(facts.tasks)))}
    found: dict[str, set[Doubt]] = defaultdict(set)
    for question in questions(facts):
        path = _PATH.fullmatch(question.path)
        if path is None:
            continue
        kind, which, part = path.groups()
        key = kind if which is None else key_of(kind, numbers[which] if kind == "tasks" else int(which))
        found[key].add(_doubt(question.code, part))
    return found


def _doubt(code: QuestionCode, part: str | None) -> Doubt:
    unsure = code is QuestionCode.UNSURE
    if part == "time":
        return Doubt.TIME_UNSURE if unsure else Doubt.NO_TIME
    if part in _BY_PART and not unsure:
        return _BY_PART[part]
    if unsure:
        return Doubt.UNSURE
    return Doubt.BLANK if code is QuestionCode.BLANK else Doubt.ABSENT
