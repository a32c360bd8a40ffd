"""Bases of one rank stand by date, the older first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.ranks import rank_of
from processes.documents.checking.rule import Found, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.NOTE, CONTENT)
def basis_date_order(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Laws are left alone: which of them comes first is a matter of the subject."""
    ranked = [
        (n, basis, rank, basis.documents[0].date)
        for n, basis in enumerate(facts.bases)
        if (rank := rank_of(basis) or 0) > 1 and basis.documents[0].date
    ]
    for (_n, before, one, earlier), (number, basis, other, later) in pairwise(ranked):
        if one == other and later < earlier:
            params = {"basis": basis.text[:80], "before": before.text[:80]}
            yield Found(f"bases[{number}]", basis.text, basis.place, params)
