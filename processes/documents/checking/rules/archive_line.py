""" "Lưu: VT, <the unit that drafted>" ends the list of recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_recipient
from processes.documents.checking.context import Context
from processes.documents.checking.laws import RECIPIENTS
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts, Recipient

ARCHIVE, CLERK = "lưu", "VT"


@rule(Severity.MUST, RECIPIENTS)
def archive_line(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if not facts.recipients:
        return
    kept = [(n, one) for n, one in enumerate(facts.recipients) if one.purpose.lower() == ARCHIVE]
    last = facts.recipients[-1]
    if not kept:
        repair = Repair(lambda plan: replace(plan, recipients=(*plan.recipients, Recipient(CLERK, ARCHIVE))))
        yield Found("recipients", "", last.place, repairs=(repair,), case="missing")
        return
    number, line = kept[-1]
    if not re.search(r"(?<!\w)VT(?!\w)", line.name):
        repair = Repair(with_recipient(number, replace(line, name=f"{CLERK}, {line.name}".rstrip(", "))))
        yield Found(f"recipients[{number}]", line.name, line.place, {"written": line.name}, (repair,), "without_clerk")
    elif number != len(facts.recipients) - 1:
        repair = Repair(lambda plan: replace(plan, recipients=_moved(plan.recipients, number)))
        yield Found(f"recipients[{number}]", line.name, line.place, repairs=(repair,), case="not_last")


def _moved(rows: tuple[Recipient, ...], number: int) -> tuple[Recipient, ...]:
    return (*rows[:number], *rows[number + 1 :], rows[number])
