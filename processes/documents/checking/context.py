"""What is known beside the plan itself: the day, the calendar, the source's lines, who a name means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from processes.documents.facts import Place, PlanFacts

SATURDAY = 5


def weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


@dataclass(frozen=True)
class Bodies:
    """Whom a name means on the plan's day. `keys` tell bodies apart and mean nothing else."""

    keys: frozenset[str] = frozenset()
    is_open: bool = False  # "các cơ quan liên quan": a person says who
    ended_on: date | None = None  # the only body that was ever called so exists no longer
    successors: tuple[str, ...] = ()


def nobody_known(name: str) -> Bodies | None:
    return None


@dataclass(frozen=True)
class Context:
    today: date
    is_day_off: Callable[[date], bool] = weekend
    lines: Sequence[str] = ()  # of the source, the first is line 1; empty where there is none
    bodies: Callable[[str], Bodies | None] = nobody_known

    def day_of(self, facts: PlanFacts) -> date:
        """The plan's day; its month's first where the day is blank; the day of checking where nothing is written."""
        written = facts.date.value or ""
        try:
            return date.fromisoformat(written if len(written) == len("2021-08-01") else f"{written}-01")
        except ValueError:
            return self.today

    def line_with(self, words: str, within: Place | None = None) -> Place | None:
        """The line in which `words` stand, of `within` where it is given; `within` where no line has them."""
        first, last = (within.line, within.end_line) if within else (1, len(self.lines))
        for number in range(first, min(last, len(self.lines)) + 1):
            if words in self.lines[number - 1]:
                return Place(number, number)
        return within

    def text_of(self, place: Place | None) -> str:
        """The source's lines at `place`, as one."""
        return "\n".join(self.lines[place.line - 1 : place.end_line]) if place else ""
