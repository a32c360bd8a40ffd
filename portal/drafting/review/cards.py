"""The facts as cards: what was read, how sure it is, and what has to be looked at, unsure ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.templatetags.formats import money
from processes.documents import reviewing
from processes.documents.facts import CostLine, Place, PlanFacts, ReportRule, Task
from processes.documents.reviewing import Doubt, Item

from ..dates import spoken
from ..draft import FUNDING, LISTS, SIGNER, from_facts
from ..naming import Register
from .acts import State
from .names import NameToKnow, open_names
from .source import Found
from .words import BOXES, DOUBTS, KINDS, REQUIRED, SINGLE_BOX, Box, Kind, Text, boxes_of, sureness


@dataclass(frozen=True)
class Said:
    """One line of a card. `blank`: nothing is written, and something usually is."""

    label: Text
    value: str
    blank: bool = False


@dataclass
class Card:
    """`rank` and `position` give the order; `doubts` are sentences; `name` is set where a name is to be decided."""

    key: str
    kind: Kind
    title: str
    said: list[Said]
    place: Place | None
    sure: Text
    tone: str
    rank: int
    position: int
    doubts: list[Text] = field(default_factory=list)
    is_open: bool = False
    name: NameToKnow | None = None
    may_be_absent: bool = False

    @property
    def id(self) -> str:
        return "card-" + self.key.replace(":", "-")

    @property
    def order(self) -> tuple[int, int]:
        return self.rank, self.position

    @property
    def is_task(self) -> bool:
        return self.key.startswith("tasks:")

    @property
    def is_there(self) -> bool:
        """Something was read (and may be removed)."""
        return self.tone != "none" and any(not one.blank for one in self.said)

    @property
    def summary(self) -> str:
        return next((one.value for one in self.said if one.value), "")


SETTLED_RANK = 99


def cards_of(state: State, register: Register | None) -> list[Card]:
    """Open ones first, each group in its order."""
    cards = [_card(state, item, position) for position, item in enumerate(reviewing.items(state.facts))]
    cards += [
        _name_card(state, name, len(cards) + n)
        for n, name in enumerate(open_names(state, register) if register else [])
    ]
    return sorted(cards, key=lambda card: (not card.is_open, card.order))


def _card(state: State, item: Item, position: int) -> Card:
    settled = (item.kind, item.fact) in state.settled
    sure, tone = sureness(item, settled)
    is_open = bool(item.doubts) and not settled
    return Card(
        item.key,
        KINDS[item.kind],
        _title(item, state.facts),
        said_of(item),
        item.place,
        sure,
        tone,
        min(item.doubts) if is_open else SETTLED_RANK,
        position,
        [DOUBTS[doubt] for doubt in item.doubts],
        is_open,
        may_be_absent=_may_be_absent(item),
    )


def _may_be_absent(item: Item) -> bool:
    if item.kind in REQUIRED or not {Doubt.ABSENT, Doubt.BLANK} & set(item.doubts):
        return False
    return item.fact is None or hasattr(item.fact, "presence")


def _name_card(state: State, name: NameToKnow, position: int) -> Card:
    where = ngettext("Nêu ở %(n)d chỗ trong dự thảo", "Nêu ở %(n)d chỗ trong dự thảo", name.count) % {"n": name.count}
    if name.decision:
        sure, tone = _("Đã chọn"), "done"
    else:
        sure, tone = (_("Để sau"), "waiting") if name.is_left else (_("Chưa rõ cơ quan"), "returned")
    doubt = (
        _("Tên chung, không kể rõ. Hãy chọn những cơ quan được hiểu ở đây.")
        if name.is_group
        else _("Chưa có cơ quan nào tên như vậy trong danh bạ.")
    )
    chosen = ", ".join(agency.name for agency in name.chosen)
    said = [Said("", where)] + ([Said(_("Là cơ quan"), chosen)] if chosen else [])
    rank = Doubt.ABSENT + 1 if name.is_open else SETTLED_RANK
    doubts: list[Text] = [] if name.decision else [doubt]
    return Card(
        name.key, KINDS["name"], name.name, said, name.place, sure, tone, rank, position, doubts, name.is_open, name
    )


def _title(item: Item, facts: PlanFacts) -> str:
    number = int(item.key.partition(":")[2] or 0) + 1
    if isinstance(item.fact, Task):
        return f"{KINDS['tasks'].title} {item.fact.label.strip(' .)') or item.fact.ref}"
    several = ":" in item.key and len(getattr(facts, item.kind)) > 1
    return f"{KINDS[item.kind].title} {number}" if several else str(KINDS[item.kind].title)


# --- what a card says


def said_of(item: Item) -> list[Said]:
    fact: Any = item.fact
    if fact is None:
        return [Said("", _("Chưa có"), blank=True)]
    if isinstance(fact, Task):
        return _task(fact)
    if isinstance(fact, ReportRule):
        return _report(fact)
    if isinstance(fact, CostLine):
        return [Said("", fact.content), Said(_("Số tiền"), money(fact.amount)), *_if_said(_("Nguồn"), fact.source)]
    if hasattr(fact, "presence"):
        return [Said("", fact.value) if fact.known else Said("", _("Chưa có"), blank=True)]
    if item.kind == "duties":
        return [Said(_("Cơ quan"), "; ".join(fact.agencies)), Said("", fact.text)]
    if item.kind == "recipients":
        return [Said("", f"{fact.name} ({fact.purpose})" if fact.purpose else fact.name)]
    boxes = [box for box in BOXES[item.kind] if getattr(fact, box.name)]
    return [Said("" if len(boxes) == 1 else box.label, getattr(fact, box.name)) for box in boxes]


def _task(task: Task) -> list[Said]:
    lead = "; ".join(_mention(one) for one in task.lead)
    helping = "; ".join(_mention(one) for one in task.coordinating)
    blank = _("Chưa có")
    said = [
        Said("", task.text or blank, blank=not task.text),
        Said(_("Chủ trì"), lead or blank, blank=not lead),
        *_if_said(_("Phối hợp"), helping),
        Said(_("Thời gian"), task.time.value or blank, blank=not task.time.known),
    ]
    return said


def _mention(mention: Any) -> str:
    return f"{mention.name} ({mention.note})" if mention.note else str(mention.name)


def _report(rule: ReportRule) -> list[Said]:
    cycles = dict(next(box.choices for box in BOXES["reports"] if box.name == "cycle"))
    due = _("trước ngày %(day)s") if rule.before else _("ngày %(day)s")
    day = due % {"day": spoken(rule.due)} if spoken(rule.due) != rule.due else rule.due
    to = "; ".join(rule.to)
    return [
        Said(_("Ai báo cáo"), rule.who),
        Said(_("Gửi đến"), to or _("Chưa rõ"), blank=not to),
        *_if_said(_("Qua"), rule.via),
        *_if_said(_("Báo cáo tiếp lên"), "; ".join(rule.onward)),
        Said(_("Kỳ"), str(cycles.get(rule.cycle, rule.cycle))),
        Said(_("Hạn"), day or _("Chưa rõ"), blank=not day),
    ]


def _if_said(label: Text, value: str) -> list[Said]:
    return [Said(label, value)] if value else []


def found_of(cards: Iterable[Card]) -> list[Found]:
    """The facts with their places in the source. A name has the place of a fact: it makes no mark of its own."""
    return [
        Found(card.key, card.key.partition(":")[0], card.title, card.place)
        for card in cards
        if card.place is not None and card.name is None
    ]


# --- the small form of one fact


@dataclass(frozen=True)
class FilledBox:
    box: Box
    value: str
    error: str = ""

    @property
    def rows(self) -> int:
        if self.box.shape == "names":
            return max(2, self.value.count("\n") + 2)
        return max(2, min(10, len(self.value) // 60 + 1))


def filled_boxes(
    facts: PlanFacts, key: str, typed: Mapping[str, str] | None, errors: Mapping[str, str]
) -> list[FilledBox]:
    """The boxes with what stands in the fact, or with what was typed."""
    kind = key.partition(":")[0]
    values = dict(typed) if typed is not None else _values(facts, key)
    return [FilledBox(box, values.get(box.name, ""), errors.get(box.name, "")) for box in boxes_of(kind)]


def _values(facts: PlanFacts, key: str) -> dict[str, str]:
    kind, _colon, number = key.partition(":")
    if number.isdigit():
        return dict(from_facts(facts).lists[kind][int(number)].values)
    if kind in LISTS:
        return {"cycle": "annual", "tier": "1", "before": "on"} if kind == "reports" else {}
    single = from_facts(facts).single
    if kind in ("signer", "funding"):
        return {name: single[f"{kind}_{name}"] for name in (SIGNER if kind == "signer" else FUNDING)}
    return {SINGLE_BOX: single[kind]}


# --- the way through the cards


def next_open(cards: list[Card], after: tuple[int, int], *, itself: bool = True) -> str:
    """The first open card at (or behind) this place in the order, else the first of all; "" where none is open."""
    left = [card for card in cards if card.is_open]
    behind = [card for card in left if card.order > after or (itself and card.order == after)]
    return (behind or left)[0].key if left else ""


def previous_open(cards: list[Card], before: tuple[int, int]) -> str:
    left = [card for card in cards if card.is_open]
    ahead = [card for card in left if card.order < before]
    return (ahead or left)[-1].key if left else ""
