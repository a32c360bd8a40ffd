"""Whatever a person types, checking answers: no text anywhere in the facts makes a rule or a repair fail."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from processes.documents.checking import check, repaired
from processes.documents.facts import CostLine, PlanFacts

from .clean import clean, context, source

ODD = (
    "",
    " ",
    "(",
    ")",
    "[a-z",
    "\\",
    "số",
    "số  /",
    "TM",
    "và ",
    "0",
    "31/02/2026",
    "2026-02-30",
    "13-45",
    "02-29",
    "7",
)
ODD += ("trước ngày 99/99", "các các các", "Quý 9/2026", "%(written)s", "PHỤ LỤC", "MẬT", "2026-7x", "2026-07-xx")
ODD += ("a" * 5000, "Sở " * 300)


def changed(value: Any, odd: str) -> Iterator[Any]:
    """`value` with one of its texts replaced, for each of its texts."""
    if type(value) is str:
        yield odd
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from ((*value[:number], other, *value[number + 1 :]) for other in changed(item, odd))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for name in (one.name for one in dataclasses.fields(value)):
            yield from (dataclasses.replace(value, **{name: other}) for other in changed(getattr(value, name), odd))


def full() -> PlanFacts:
    costs = (CostLine("Giống cây", 5, 2026, source="Ngân sách tỉnh"),)
    return dataclasses.replace(clean(), body=clean().body[-3:], costs=costs)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd[:20]))
def test_no_text_makes_checking_fail(odd: str) -> None:
    """An eighth of the texts for each; which eighth goes on from one to the next."""
    for facts in list(changed(full(), odd))[ODD.index(odd) % 8 :: 8]:
        for finding in check(facts, context(lines=source())):
            for repair in finding.found.repairs:
                after = repair.apply(facts)
                assert PlanFacts.from_dict(after.to_dict()) == after


def test_nothing_at_all_is_checked_too() -> None:
    codes = {finding.rule.code for finding in check(PlanFacts(), context())}
    assert {"title_form", "signer_missing", "place_missing"} <= codes


@pytest.mark.parametrize("odd", ["", "TM", "và ", "các các các", "7"])
def test_repairing_everything_comes_to_an_end(odd: str) -> None:
    for facts in list(changed(full(), odd))[::7]:
        once = repaired(facts, context(lines=source()))
        assert repaired(once, context(lines=source())) == once
