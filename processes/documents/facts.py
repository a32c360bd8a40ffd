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
from typing import Any, Self

from processes.documents.fact import LATER as LATER
from processes.documents.fact import Fact as Fact
from processes.documents.fact import Place as Place
from processes.documents.fact import Presence as Presence
from processes.documents.particulars import (
    Abbreviation,
    Annex,
    Announced,
    Audience,
    Clause,
    Detail,
    Link,
    LooseWork,
    Moment,
    MoneyRule,
    Order,
    Period,
)


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
    details: tuple[Detail, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True)
class Duty:
    """A duty of the organisation section, with the agencies it falls on.

    `roles`: what the agencies are in it ("tham mưu", "làm đầu mối", "theo dõi"), in the order in which it says so.
    `coordinating`: with whom ("phối hợp với …"). `time`: when it has to be done, where the duty says it.
    """

    agencies: tuple[str, ...]
    text: str
    place: Place | None = None
    roles: tuple[Role, ...] = field(default=(), metadata=LATER)
    coordinating: tuple[str, ...] = field(default=(), metadata=LATER)
    time: Fact[str] = field(default=Fact(), metadata=LATER)
    confidence: float = field(default=1.0, metadata=LATER)
    details: tuple[Detail, ...] = field(default=(), metadata=LATER)


class Cycle(StrEnum):
    ANNUAL = "annual"
    SEMIANNUAL = "semiannual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    DAILY = "daily"
    ADHOC = "adhoc"
    ONCE = "once"

    @property
    def words(self) -> str:
        """As a plan says it."""
        return _CYCLE_WORDS[self]


_CYCLE_WORDS = {
    Cycle.ANNUAL: "hằng năm",
    Cycle.SEMIANNUAL: "6 tháng",
    Cycle.QUARTERLY: "hằng quý",
    Cycle.MONTHLY: "hằng tháng",
    Cycle.DAILY: "hằng ngày",
    Cycle.ADHOC: "đột xuất",
    Cycle.ONCE: "một lần",
}


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
    confidence: float = field(default=1.0, metadata=LATER)


@dataclass(frozen=True)
class Feedback:
    """The channel for difficulties."""

    who: str
    to: str
    via: str = ""
    quote: str = ""
    place: Place | None = None
    confidence: float = field(default=1.0, metadata=LATER)


@dataclass(frozen=True)
class Funding:
    """The funding rule in the plan's words; each part as written, "" where the source does not say."""

    who_prepares: str = ""
    who_reviews: str = ""
    who_decides: str = ""
    quote: str = ""
    place: Place | None = None
    confidence: float = field(default=1.0, metadata=LATER)


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
    """A line (or part of a line) of "Nơi nhận". purpose: "b/c", "để thực hiện", "lưu" or "" where none is written.

    `bodies`: who shares the line where it names several. `persons`: leaders get it, not an agency.
    """

    name: str
    purpose: str = ""
    place: Place | None = None
    confidence: float = field(default=1.0, metadata=LATER)
    bodies: tuple[str, ...] = field(default=(), metadata=LATER)
    persons: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True)
class Signer:
    """The signature block, line by line, "" where a line is missing."""

    on_behalf: str = ""  # "TM. ỦY BAN NHÂN DÂN"
    authority: str = ""  # "KT. CHỦ TỊCH"
    title: str = ""  # "PHÓ CHỦ TỊCH"
    name: str = ""
    place: Place | None = field(default=None, metadata=LATER)
    confidence: float = field(default=1.0, metadata=LATER)

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
    security: str = field(default="", metadata=LATER)  # "TUYỆT MẬT", "TỐI MẬT", "MẬT" or ""
    security_rules: tuple[Clause, ...] = field(default=(), metadata=LATER)
    authority: Fact[str] = field(default=Fact(), metadata=LATER)  # a value of IssuedBy
    territory: Fact[str] = field(default=Fact(), metadata=LATER)
    period: Period | None = field(default=None, metadata=LATER)
    links: tuple[Link, ...] = field(default=(), metadata=LATER)
    abbreviations: tuple[Abbreviation, ...] = field(default=(), metadata=LATER)
    audiences: tuple[Audience, ...] = field(default=(), metadata=LATER)
    moments: tuple[Moment, ...] = field(default=(), metadata=LATER)
    money_rules: tuple[MoneyRule, ...] = field(default=(), metadata=LATER)
    loose_work: tuple[LooseWork, ...] = field(default=(), metadata=LATER)
    orders: tuple[Order, ...] = field(default=(), metadata=LATER)
    renewals: tuple[Clause, ...] = field(default=(), metadata=LATER)  # when the plan is to be brought up to date
    annexes: tuple[Annex, ...] = field(default=(), metadata=LATER)
    announced: tuple[Announced, ...] = field(default=(), metadata=LATER)
    end_mark: Fact[str] = field(default=Fact(), metadata=LATER)  # "./."
    frame: tuple[Clause, ...] = field(default=(), metadata=LATER)  # lines of a web page around the text, left out of it
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
