"""Each basis ends with ";", the last with "." (or runs on to "như sau:")."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.changes import with_basis
from processes.documents.checking.context import Context
from processes.documents.checking.laws import CONTENT
from processes.documents.checking.ranks import is_basis
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, CONTENT)
def basis_end_marks(facts: PlanFacts, context: Context) -> Iterator[Found]:
    real = [n for n, basis in enumerate(facts.bases) if is_basis(basis)]
    for number in real:
        basis = facts.bases[number]
        is_last = number == real[-1]
        if basis.text.rstrip().endswith((".", ";", ":", ",") if is_last else ";"):
            continue
        mark = "." if is_last else ";"
        repair = Repair(with_basis(number, basis.text.rstrip(" .;,:") + mark))
        params = {"mark": mark, "end": basis.text[-40:]}
        yield Found(f"bases[{number}]", basis.text, basis.place, params, (repair,))
