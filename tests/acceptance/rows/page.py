"""Writes docs/acceptance.md: each row of the list, where its fact is held and which test proves it.

python -m tests.acceptance.rows.page
"""

from __future__ import annotations

from pathlib import Path

from .listed import LATER_WORK, Listed, listed
from .rows import ROWS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "acceptance.md"

_HEAD = """# Acceptance rows of reading

<!-- written by python -m tests.acceptance.rows.page -->

The acceptance list names {count} facts of five real plans (S0 to S4). For each row of the kinds that reading answers
for, a test reads the plan and a copy of it in which that one fact is changed: in the plan the fact is held at the place
named here (a field of `PlanFacts`, see `processes/documents/facts.py`) and shown by `manage.py read_plan`; in the copy
the changed fact is. So a test of the unchanged fact fails on the copy.

The tests are `tests/acceptance/rows/test_rows.py::test_row[…]`, the row's name in the brackets; what is changed and
what is then read stands beside it in `tests/acceptance/rows/s0.py` to `s4.py`. They need the list and the plans in a
folder `shared` beside the checkout, and say so where it is missing.

Held and shown: {held}. Of kinds that later work answers for ({later}): {rest}.
"""


def page() -> str:
    rows = listed()
    lines = [
        _HEAD.format(count=len(rows), held=len(ROWS), later=", ".join(sorted(LATER_WORK)), rest=len(rows) - len(ROWS))
    ]
    for seed in sorted({row.id[:2] for row in rows.values()}):
        lines += [f"## {seed}", "", "| Row | Kind | Held in | Test |", "| --- | --- | --- | --- |"]
        lines += [_line(row) for row in rows.values() if row.id.startswith(seed)]
        lines.append("")
    return "\n".join(lines)


def _line(row: Listed) -> str:
    held = {entry.id: entry.held for entry in ROWS}
    if row.kind in LATER_WORK:
        return f"| {row.id} | {row.kind} | belongs to later work | |"
    return f"| {row.id} | {row.kind} | {held.get(row.id, 'not yet')} | `test_row[{row.id}]` |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
