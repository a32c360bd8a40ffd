"""A plan's content as a form has it: single boxes and lists of rows, and the way there and back.

Rows know which fact they come from: what a person does not touch stays as it was read, with place and confidence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http import QueryDict

from processes.documents.facts import BlockKind, Mention, Place, PlanFacts
from processes.documents.reading.questions import SURE

from .dates import spoken

IDENTITY = ("kind", "title", "symbol", "issuer", "place")
SIGNER = ("on_behalf", "authority", "title", "name")
FUNDING = ("who_prepares", "who_reviews", "who_decides", "quote")
SINGLE = (
    *IDENTITY,
    "urgency",
    *(f"signer_{name}" for name in SIGNER),
    *(f"funding_{name}" for name in FUNDING),
    "note",
    *(f"confirmed_{name}" for name in IDENTITY),
)
LISTS: dict[str, tuple[str, ...]] = {
    "bases": ("text",),
    "tasks": ("label", "text", "lead", "coordinating", "time", "confirmed"),
    "blocks": ("kind", "label", "text"),
    "reports": ("who", "to", "via", "cycle", "due", "before", "tier"),
    "recipients": ("name", "purpose"),
    "costs": ("content", "amount", "year", "agency", "source"),
}
STARTS = {"blocks": {"kind": "paragraph"}, "reports": {"cycle": "annual", "tier": "1", "before": "on"}}
NEW = "n"  # keys of rows that come from no fact begin so
MOST_ROWS = 600


@dataclass
class Row:
    """`key`: the number of the fact in the version that was opened, or "n…" for a row added since."""

    key: str
    values: dict[str, str]
    place: Place | None = None
    unsure: bool = False

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def origin(self) -> int | None:
        return int(self.key) if self.key.isascii() and self.key.isdigit() else None

    @property
    def is_empty(self) -> bool:
        ignored = ("kind", "cycle", "tier", "before", "confirmed")
        return not any(value for name, value in self.values.items() if name not in ignored)


@dataclass
class Draft:
    single: dict[str, str]
    lists: dict[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str | list[Row]:
        return self.single[name] if name in self.single else self.lists[name]

    def change(self, order: str) -> str:
        """ "tasks:up:3", "tasks:add", "tasks:add:3" (after it), "tasks:remove:3": returns where the eye should go."""
        name, _colon, rest = order.partition(":")
        verb, _colon, key = rest.partition(":")
        rows = self.lists.get(name)
        if rows is None:
            return ""
        at = next((index for index, row in enumerate(rows) if row.key == key), None)
        if verb == "add" and len(rows) < MOST_ROWS:
            row = self._new_row(name)
            rows.insert(len(rows) if at is None else at + 1, row)
            return f"{name}-{row.key}"
        if at is None:
            return f"section-{name}"
        if verb == "remove":
            del rows[at]
        elif verb in ("up", "down"):
            other = max(0, at - 1) if verb == "up" else min(len(rows) - 1, at + 1)
            rows[at], rows[other] = rows[other], rows[at]
            return f"{name}-{key}"
        return f"section-{name}"

    def _new_row(self, name: str) -> Row:
        used = [int(row.key[1:]) for row in self.lists[name] if row.key.startswith(NEW) and row.key[1:].isdigit()]
        values = dict.fromkeys(LISTS[name], "")
        values |= STARTS.get(name, {})
        return Row(f"{NEW}{max(used, default=0) + 1}", values)


# --- from a request


def from_post(data: QueryDict, base: PlanFacts) -> Draft:
    """What the person has in the form; places and doubts are those of the version that was opened."""
    opened = from_facts(base)
    draft = Draft({name: cleaned(data.get(name, "")) for name in SINGLE})
    for name, columns in LISTS.items():
        known = {row.key: row for row in opened.lists[name]}
        draft.lists[name] = [
            Row(
                key,
                {column: cleaned(data.get(f"{name}.{key}.{column}", "")) for column in columns},
                known[key].place if key in known else None,
                known[key].unsure if key in known else False,
            )
            for key in _keys(data.getlist(name), set(known))
        ]
    return draft


def _keys(sent: Iterable[str], known: set[str]) -> list[str]:
    """Each once; of the numbers only those that the version has."""
    new = (key for key in sent if key.startswith(NEW) and key[1:].isdigit())
    allowed = known | set(new)
    return [key for key in dict.fromkeys(sent) if key in allowed][:MOST_ROWS]


def cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\x00", "").strip()


# --- from facts


def from_facts(facts: PlanFacts) -> Draft:
    signer, money = facts.signer, facts.funding
    single = dict.fromkeys(SINGLE, "")
    single |= {name: getattr(facts, name).value or "" for name in IDENTITY}
    single |= {"urgency": facts.urgency}
    single |= {f"signer_{name}": getattr(signer, name) if signer else "" for name in SIGNER}
    single |= {f"funding_{name}": getattr(money, name) if money else "" for name in FUNDING}
    lists = {
        "bases": [Row(str(n), {"text": one.text}, one.place) for n, one in enumerate(facts.bases)],
        "tasks": list(_task_rows(facts)),
        "blocks": [
            Row(str(n), {"kind": block.kind.value, "label": block.label, "text": block.text}, block.place)
            for n, block in enumerate(facts.body)
            if block.kind is not BlockKind.TASK
        ],
        "reports": list(_report_rows(facts)),
        "recipients": [
            Row(str(n), {"name": one.name, "purpose": one.purpose}, one.place) for n, one in enumerate(facts.recipients)
        ],
        "costs": list(_cost_rows(facts)),
    }
    return Draft(single, lists)


def _task_rows(facts: PlanFacts) -> Iterator[Row]:
    for n, task in enumerate(facts.tasks):
        values = {
            "label": task.label,
            "text": task.text,
            "lead": names(task.lead),
            "coordinating": names(task.coordinating),
            "time": task.time.value or "",
            "confirmed": "",
        }
        yield Row(str(n), values, task.place, unsure=task.confidence < SURE)


def _report_rows(facts: PlanFacts) -> Iterator[Row]:
    for n, rule in enumerate(facts.reports):
        values = {
            "who": rule.who,
            "to": "\n".join(rule.to),
            "via": rule.via,
            "cycle": rule.cycle.value,
            "due": spoken(rule.due),
            "before": "on" if rule.before else "",
            "tier": str(rule.tier),
        }
        yield Row(str(n), values, rule.place)


def _cost_rows(facts: PlanFacts) -> Iterator[Row]:
    for n, line in enumerate(facts.costs):
        values = {
            "content": line.content,
            "amount": f"{line.amount:,}".replace(",", "."),
            "year": str(line.year or ""),
            "agency": line.agency,
            "source": line.source,
        }
        yield Row(str(n), values, line.place)


def names(mentions: Iterable[Mention]) -> str:
    """A name on each line."""
    return "\n".join(mention.name for mention in mentions)
