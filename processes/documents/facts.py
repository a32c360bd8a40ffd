"""What a plan says, as data: the one shape that reading produces, drafters correct and writing prints.

A fact is three-valued: it has a value, it is blank in the source, or it is not in the source at all.
Nothing here is ever invented: what a reader does not find stays `ABSENT` and is asked for.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import types
import typing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

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


class Role(StrEnum):
    LEAD = "lead"
    COORDINATING = "coordinating"
    REQUESTED = "requested"  # "Đề nghị …": asked, not ordered
    FOCAL_POINT = "focal_point"  # "làm đầu mối"
    ADVISING = "advising"  # "tham mưu"
    INFORMING = "informing"  # "cung cấp thông tin"
    MONITORING = "monitoring"  # "theo dõi, đôn đốc"
    CARRYING_OUT = "carrying_out"  # "thực hiện", beside a lead


@dataclass(frozen=True)
class Mention:
    """An agency or group as the plan writes it; `note` is what stands beside the name ("đôn đốc, hướng dẫn")."""

    name: str
    role: Role = Role.LEAD
    note: str = ""


@dataclass(frozen=True)
class BasisDocument:
    """One document named in a basis: "Quyết định", "1486/QĐ-TTg", "2018-11-06" (ISO, or ""), its issuer as written."""

    kind: str
    number: str
    date: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class Basis:
    """One paragraph of the preamble, with every document it names."""

    text: str
    documents: tuple[BasisDocument, ...] = ()
    place: Place | None = None


class BlockKind(StrEnum):
    SECTION = "section"  # "I. MỤC ĐÍCH, YÊU CẦU"
    HEADING = "heading"  # "1. Công tác tuyên truyền …" over further items
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    TASK = "task"  # stands for the task `task_ref`; its text and role lines are printed from the task
    TABLE = "table"  # `rows`, the first of which is its head; `text` is its caption


@dataclass(frozen=True)
class Block:
    """A piece of the body in reading order: `label` is its numbering as written ("1.1.", "-"), `text` the rest."""

    kind: BlockKind
    text: str = ""
    label: str = ""
    task_ref: str = ""
    place: Place | None = None
    rows: tuple[tuple[str, ...], ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True)
class Task:
    """An assignment. `ref` is unique in the plan ("7.2-b"); `label` is its numbering as written ("1.1.", "-")."""

    ref: str
    text: str
    lead: tuple[Mention, ...] = ()
    coordinating: tuple[Mention, ...] = ()
    time: Fact[str] = field(default_factory=Fact)
    label: str = ""
    lead_label: str = "Cơ quan chủ trì"
    coordinating_label: str = "Cơ quan phối hợp"
    time_label: str = "Thời gian thực hiện"
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Duty:
    """A duty of the organisation section, with the agencies it falls on."""

    agencies: tuple[str, ...]
    text: str
    place: Place | None = None


class Cycle(StrEnum):
    ANNUAL = "annual"
    SEMIANNUAL = "semiannual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    DAILY = "daily"
    ADHOC = "adhoc"
    ONCE = "once"


@dataclass(frozen=True)
class ReportRule:
    """Who reports to whom, how often, until when: one row per cycle and date.

    `due`: "06-15" yearly, "2026-12-15" for once, "15 hằng tháng" monthly, else the words; "" where there is none.
    `before`: True for "trước 15/6" (the last day is the 14th), False for "ngày 10/12" (the 10th itself).
    `tier`: 1 for agencies, 2 for who consolidates their reports. `task_ref`: set where the rule stands inside a task.
    """

    who: str
    to: tuple[str, ...]
    cycle: Cycle
    due: str = ""
    before: bool = True
    via: str = ""
    onward: tuple[str, ...] = ()
    tier: int = 1
    task_ref: str = ""
    quote: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Feedback:
    """The channel for difficulties."""

    who: str
    to: str
    via: str = ""
    quote: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Funding:
    """The funding rule in the plan's words; each part as written, "" where the source does not say."""

    who_prepares: str = ""
    who_reviews: str = ""
    who_decides: str = ""
    quote: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class CostLine:
    """What one piece of work costs: `amount` in đồng (whole), budget `year`, `source` as written."""

    content: str
    amount: int
    year: int | None = None
    agency: str = ""
    source: str = ""
    task_ref: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Recipient:
    """A line (or part of a line) of "Nơi nhận". purpose: "b/c", "để thực hiện", "lưu" or "" where none is written."""

    name: str
    purpose: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Signer:
    """The signature block, line by line, "" where a line is missing."""

    on_behalf: str = ""  # "TM. ỦY BAN NHÂN DÂN"
    authority: str = ""  # "KT. CHỦ TỊCH"
    title: str = ""  # "PHÓ CHỦ TỊCH"
    name: str = ""

    @property
    def for_collective(self) -> bool:
        return self.on_behalf.upper().startswith("TM")


@dataclass(frozen=True)
class PlanFacts:
    """The whole plan. `date` is ISO "2019-01-28", or "2021-08" where only the day is blank."""

    number: Fact[str] = field(default_factory=Fact)
    symbol: Fact[str] = field(default_factory=Fact)
    place: Fact[str] = field(default_factory=Fact)
    date: Fact[str] = field(default_factory=Fact)
    kind: Fact[str] = field(default_factory=Fact)
    title: Fact[str] = field(default_factory=Fact)
    issuer: Fact[str] = field(default_factory=Fact)
    bases: tuple[Basis, ...] = ()
    body: tuple[Block, ...] = ()
    tasks: tuple[Task, ...] = ()
    duties: tuple[Duty, ...] = ()
    reports: tuple[ReportRule, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    funding: Funding | None = None
    costs: tuple[CostLine, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    signer: Signer | None = None
    urgency: str = ""  # "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN" or ""
    absent: tuple[str, ...] = field(default=(), metadata=LATER)  # "feedback": a person said that the plan has none

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, and back with `from_dict` without loss."""
        data = _plain(self)
        assert isinstance(data, dict)
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises ValueError on a key or a value that is not of this shape."""
        facts = _build(cls, data)
        assert isinstance(facts, cls)
        return facts

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the canonical JSON: what a signer approves."""
        canonical = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def task(self, ref: str) -> Task:
        """Raises KeyError when the plan has no such task."""
        for task in self.tasks:
            if task.ref == ref:
                return task
        raise KeyError(ref)


def _plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as they are (JSON makes lists of them)."""
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if not dataclasses.is_dataclass(value):
        return value
    fields = [(one, getattr(value, one.name)) for one in dataclasses.fields(value)]
    return {one.name: _plain(held) for one, held in fields if not (one.metadata == LATER and held == one.default)}


def _build(kind: Any, data: Any) -> Any:
    """`data` (from JSON) as `kind`: a dataclass, tuple[X, ...], Fact[X], X | None, an enum or a plain value."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if data is None else _build(next(a for a in arguments if a is not type(None)), data)
    if origin is tuple:
        return tuple(_build(arguments[0], item) for item in data)
    if dataclasses.is_dataclass(origin or kind):
        return _build_dataclass(origin or kind, data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(data)
    if kind is float and isinstance(data, int):
        return float(data)
    if isinstance(kind, type) and (not isinstance(data, kind) or (kind is int and isinstance(data, bool))):
        raise ValueError(f"{data!r} is not of type {kind.__name__}")
    return data


def _build_dataclass(kind: Any, data: Any) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"{kind.__name__} must be an object")
    hints = _hints(kind)
    unknown = set(data) - set(hints)
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _build(hints[name], value) for name, value in data.items()})


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
