"""What a plan says beside its tasks and routes: for when and whom it is, what it hangs on, what it has attached.

Each of these stands at a place of the source and carries how sure the reader is; a source that says none has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from processes.documents.fact import Place


class IssuedBy(StrEnum):
    """In whose authority a plan is issued; the form of the signature follows from it."""

    COLLECTIVE = "collective"  # "Ủy ban nhân dân tỉnh … ban hành"
    INDIVIDUAL = "individual"  # "Chủ tịch UBND tỉnh … ban hành"


@dataclass(frozen=True)
class Clause:
    """Words of the source that say one thing, kept as written."""

    text: str
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Period:
    """The years a plan is for: `words` as written; `onward` where it goes on after them; `vision` is a later year."""

    words: str
    first: int | None = None
    last: int | None = None
    onward: bool = False
    vision: int | None = None
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Abbreviation:
    """ "Ủy ban nhân dân tỉnh Kon Tum (UBND tỉnh)": `full` is blank where the text does not show where it begins."""

    short: str
    full: str
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Audience:
    """Whom the work is meant to reach; `scope` is "Trong tỉnh", "Ngoài nước" … or blank."""

    text: str
    scope: str = ""
    priority: bool = False
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Moment:
    """A time that the text names. `kind` as in reading.times; `start` and `end` are ISO days, "" where none is said."""

    words: str
    kind: str
    start: str = ""
    end: str = ""
    place: Place | None = None
    confidence: float = 1.0


class Relation(StrEnum):
    IMPLEMENTS = "implements"  # "Cụ thể hóa … Chương trình hành động"
    FOLLOWS = "follows"  # "thực hiện Nghị quyết Đại hội …"
    CONTINUES = "continues"  # "Tiếp tục thực hiện Kế hoạch số …"
    MONITORS = "monitors"  # "theo dõi, đôn đốc việc triển khai … Kế hoạch số …"
    PRODUCES = "produces"  # "tham mưu ban hành Kế hoạch …": the outcome is a document of its own


@dataclass(frozen=True)
class Link:
    """Another document or programme and what this plan has to do with it; `number` and `date` (ISO) where written."""

    relation: Relation
    text: str
    number: str = ""
    date: str = ""
    place: Place | None = None
    confidence: float = 1.0


class DetailKind(StrEnum):
    CONDITION = "condition"  # "(nếu có)"
    AFTER = "after"  # "sau khi … hoàn thành": begins only then
    SITE = "site"
    PLATFORM = "platform"  # a web site or system on which it is done or where the evidence lands
    QUANTITY = "quantity"
    ALTERNATIVE = "alternative"  # "(hoặc hưởng ứng tham gia)"
    OWN_PLAN = "own_plan"  # each must make a plan of its own
    SUBMITTED_TO = "submitted_to"  # "đăng ký với Bộ …"
    GUIDANCE = "guidance"  # "theo hướng dẫn của Bộ …"
    LAUNCHED_BY = "launched_by"  # "do Bộ … phát động"
    FOR_WHOM = "for_whom"
    DIRECTS = "directs"  # units below that are directed
    OVERSEES = "oversees"  # monitoring, review or inspection that is part of the work
    ATTENDS = "attends"  # events of others
    ALERTS = "alerts"  # "kịp thời báo cáo … UBND tỉnh": whom to tell at once, at no set time


@dataclass(frozen=True)
class Detail:
    """A particular of a task or a duty."""

    kind: DetailKind
    text: str
    place: Place | None = None
    confidence: float = 1.0


class MoneyKind(StrEnum):
    SOURCE = "source"  # "các nguồn xã hội hóa"
    OWN_MONEY = "own_money"  # each uses what it was given
    ESTIMATE = "estimate"  # each estimates and hands in
    EXCEPTION = "exception"  # "Trường hợp phát sinh lớn, …": a review begins from a duty
    YEARLY = "yearly"  # the budget gives it on the plan of each year
    ALLOCATES = "allocates"  # "tham mưu … bố trí kinh phí"
    LIMIT = "limit"  # "phù hợp với khả năng ngân sách"
    SETTLEMENT = "settlement"  # "quyết toán"


@dataclass(frozen=True)
class MoneyRule:
    """One rule about money, in the words of the plan."""

    kind: MoneyKind
    text: str
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class LooseWork:
    """Work named outside the section that assigns; `agencies` is empty where nobody is named. A person decides."""

    text: str
    agencies: tuple[str, ...] = ()
    section: str = ""
    place: Place | None = None
    confidence: float = 0.5


@dataclass(frozen=True)
class Order:
    """The order that closes a plan: `by` whom (may be blank) and to whom."""

    to: str
    text: str
    by: str = ""
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Annex:
    """An annex that is there: its heading, title, caption ("Kèm theo …"), columns and the titles inside its table."""

    label: str
    title: str = ""
    caption: str = ""
    columns: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    place: Place | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Announced:
    """Words that point to an annex or an attached file; `found` says whether the source has it."""

    words: str
    found: bool
    place: Place | None = None
    confidence: float = 1.0
