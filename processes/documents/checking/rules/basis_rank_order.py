"""Bases stand by rank: laws, decrees, decisions of the Prime Minister, circulars, then documents of the province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.ranks import rank_of
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import Basis, PlanFacts


@rule(Severity.NOTE, CONTENT)
def basis_rank_order(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Of bases that begin with "Căn cứ"; what is carried out ("Thực hiện …") follows them in any order."""
    ranked = [(n, basis, rank) for n, basis in enumerate(facts.bases) if (rank := rank_of(basis)) is not None]
    for (_n, before, higher), (number, basis, rank) in pairwise(ranked):
        if rank < higher:
            repair = Repair(lambda plan: replace(plan, bases=ordered(plan.bases)))
            params = {"basis": basis.text[:80], "before": before.text[:80]}
            yield Found(f"bases[{number}]", basis.text, basis.place, params, (repair,))
            return


def ordered(bases: tuple[Basis, ...]) -> tuple[Basis, ...]:
    """The ranked ones by rank in their places; the others, and the mark at each line's end, stay where they are."""
    places = [n for n, basis in enumerate(bases) if rank_of(basis) is not None]
    by_rank = iter(sorted((bases[n] for n in places), key=lambda basis: rank_of(basis) or 0))
    found = list(bases)
    for n in places:
        found[n] = next(by_rank)
    if places and places[-1] == len(bases) - 1:  # the last line alone ends with a stop, or runs on into the body
        runs_on = bases[-1].text.endswith(":")
        return bases if runs_on else tuple(_marked(basis, n == len(found) - 1) for n, basis in enumerate(found))
    return tuple(found)


def _marked(basis: Basis, is_last: bool) -> Basis:
    return replace(basis, text=basis.text.rstrip(" .;,") + ("." if is_last else ";"))
