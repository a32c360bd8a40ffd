"""Days as plans write them: "28/7/2020", "ngày 15 tháng 11", "ngày tháng 8 năm 2021"."""

from __future__ import annotations

import re
from dataclasses import dataclass

DAY = (
    r"(?:(?:ngày|mùng|mồng)\s*)?(?P<{p}d>\d{{1,2}})\s*(?:/|-|\.|\s*tháng\s*)\s*(?P<{p}m>\d{{1,2}})"
    r"(?:\s*(?:/|-|\.|,?\s*năm\s*)\s*(?P<{p}y>\d{{4}}))?(?![\d%])"
)


def day_pattern(prefix: str = "") -> str:
    """A pattern for one day on folded-case text, its groups `{prefix}d`, `{prefix}m`, `{prefix}y`."""
    return DAY.format(p=prefix)


_DAY = re.compile(day_pattern())


@dataclass(frozen=True)
class WrittenDay:
    day: int
    month: int
    year: int | None
    start: int
    end: int

    @property
    def iso(self) -> str:
        """ "2019-01-28", or "01-28" where no year is written."""
        short = f"{self.month:02d}-{self.day:02d}"
        return short if self.year is None else f"{self.year}-{short}"


def find_days(plain: str) -> list[WrittenDay]:
    """Every day in `plain` (lower case), with or without a year."""
    return [day for match in _DAY.finditer(plain) if (day := written_day(match)) is not None]


def written_day(match: re.Match[str], prefix: str = "") -> WrittenDay | None:
    day, month = int(match[f"{prefix}d"]), int(match[f"{prefix}m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    year = match[f"{prefix}y"]
    return WrittenDay(day, month, int(year) if year else None, match.start(), match.end())
