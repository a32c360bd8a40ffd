"""A row of the acceptance list as a test: where the fact is held, what it is, and what it becomes in a changed copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from processes.documents.facts import PlanFacts

Said = str | tuple[str, ...]
Get = Callable[[PlanFacts], Said]


@dataclass(frozen=True)
class Row:
    """`get` reads the fact from the place `held`; in the copy, `old` has become `new` in the line that is quoted.

    `after` is what is read then (by default `before` with `old` changed). `shown` are the words of the summary, before
    and after, where they differ from the fact itself. `line` is given where the change is made in another line.
    """

    id: str
    held: str
    get: Get
    before: Said
    old: str
    new: str
    after: Said | None = None
    shown: tuple[str, str] | None = None
    line: int | None = None

    @property
    def changed(self) -> Said:
        if self.after is not None:
            return self.after
        if isinstance(self.before, str):
            return self.before.replace(self.old, self.new)
        return tuple(part.replace(self.old, self.new) for part in self.before)

    def words(self, said: Said, which: int) -> tuple[str, ...]:
        """What the summary has to show where the fact is `said`."""
        if self.shown:
            return (self.shown[which],)
        return (said,) if isinstance(said, str) else said


def change(text: str, line: int, quote: str, old: str, new: str) -> str:
    """`text` with `old` made `new` in one line: inside the quote where the quote holds it. Spaces may be no-break."""
    lines = text.split("\n")
    whole = lines[line - 1]
    within = re.search(_spaced(quote), whole)
    start = within.start() if within and old in quote else 0
    found = re.compile(_spaced(old)).search(whole, start)
    assert found, f"line {line} does not hold “{old}”"
    lines[line - 1] = whole[: found.start()] + new + whole[found.end() :]
    return "\n".join(lines)


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", "[ \xa0]")
