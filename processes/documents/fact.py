"""What every fact of a plan is made of: a value or the lack of one, its place in the source, how sure the reader is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

# Fields that came after the first plans were saved. At its default such a field is not written, so the content and
# the hash of a plan that was signed before it stay what they were.
LATER = {"later": True}


class Presence(StrEnum):
    VALUE = "value"
    BLANK = "blank"  # the place is there, nothing is written in it ("Số:      /KH-UBND")
    ABSENT = "absent"  # the source has no such place


@dataclass(frozen=True)
class Place:
    """Where in the source a fact stands: first and last line (from 1), both included."""

    line: int
    end_line: int


@dataclass(frozen=True)
class Fact(Generic[T]):
    """A value with where it came from and how sure the reader is (0 to 1; 1 once a person confirmed it)."""

    presence: Presence = Presence.ABSENT
    value: T | None = None
    place: Place | None = None
    confidence: float = 0.0

    @classmethod
    def of(cls, value: T, place: Place | None = None, confidence: float = 1.0) -> Fact[T]:
        return cls(Presence.VALUE, value, place, confidence)

    @classmethod
    def blank(cls, place: Place | None = None) -> Fact[T]:
        return cls(Presence.BLANK, None, place, 1.0)

    @property
    def known(self) -> bool:
        return self.presence is Presence.VALUE
