"""A plan's content as a form has it: single boxes and lists of rows, and the way there and back.

Rows know which fact they come from: what a person does not touch stays as it was read, with place and confidence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http import QueryDict

from processes.documents.drafting.grid import grid_text
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
    "blocks": ("kind", "label", "text", "table"),
    "duties": ("agencies", "text"),
    "reports": ("who", "to", "via", "onward", "cycle", "due", "before", "tier"),
    "feedback": ("who", "to", "via"),
    "recipients": ("name", "purpose"),
    "costs": ("content", "amount", "year", "agency", "source"),
}
BODY = ("tasks", "blocks")  # the lists that together are the text in reading order
STARTS = {"blocks": {"kind": "paragraph"}, "reports": {"cycle": "annual", "tier": "1", "before": "on"}}
CHOSEN = ("kind", "cycle", "tier", "before", "confirmed")  # boxes that are never empty: they make no row
NEW = "n"  # keys of rows that come from no fact begin so
MOST_ROWS = 3000  # of one list: far more than any plan has, far less than would tie up a server


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
        return not any(value.strip() for name, value in self.values.items() if name not in CHOSEN)


@dataclass(frozen=True)
class BodyRow:
    """A row of the text with the list it belongs to."""

    name: str
    row: Row

    @property
    def token(self) -> str:
        return f"{self.name}.{self.row.key}"

    @property
    def is_task(self) -> bool:
        return self.name == "tasks"

    @property
    def anchor(self) -> str:
        return f"{self.name}-{self.row.key}"


@dataclass
class Draft:
    """`order`: the text in reading order, "tasks.0" and "blocks.3" among each other; the two lists follow it."""

    single: dict[str, str]
    lists: dict[str, list[Row]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str | list[Row]:
        return self.single[name] if name in self.single else self.lists[name]

    @property
    def body(self) -> list[BodyRow]:
        rows = {f"{name}.{row.key}": BodyRow(name, row) for name in BODY for row in self.lists[name]}
        return [rows[token] for token in self.order if token in rows]

    def arrange(self) -> None:
        """The lists of the text in the order of reading; a row that has no place yet comes last."""
        there = [f"{name}.{row.key}" for name in BODY for row in self.lists[name]]
        known = set(there)
        self.order = [token for token in dict.fromkeys([*self.order, *there]) if token in known]
        at = {token: number for number, token in enumerate(self.order)}
        for name in BODY:
            self.lists[name].sort(key=lambda row, name=name: at[f"{name}.{row.key}"])

    def new_row(self, name: str) -> Row:
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
                {column: _box(data, name, key, column) for column in columns},
                known[key].place if key in known else None,
                known[key].unsure if key in known else False,
            )
            for key in _keys(data.getlist(name), set(known))
        ]
    draft.order = data.getlist("order") or opened.order
    draft.arrange()
    return draft


def _box(data: QueryDict, name: str, key: str, column: str) -> str:
    text = data.get(f"{name}.{key}.{column}", "")
    return plain(text) if column == "table" else cleaned(text)


def _keys(sent: Iterable[str], known: set[str]) -> list[str]:
    """Each once; of the numbers only those that the version has."""
    new = (key for key in sent if key.startswith(NEW) and key[1:].isascii() and key[1:].isdigit())
    allowed = known | set(new)
    return [key for key in dict.fromkeys(sent) if key in allowed][:MOST_ROWS]


def cleaned(text: str) -> str:
    return plain(text).strip()


def plain(text: str) -> str:
    """One form of letters and of line ends; in a table an empty first cell is a tab that must stay."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\x00", "")


# --- from facts


def from_facts(facts: PlanFacts) -> Draft:
    signer, money = facts.signer, facts.funding
    single = dict.fromkeys(SINGLE, "")
    single |= {name: getattr(facts, name).value or "" for name in IDENTITY}
    single |= {"urgency": facts.urgency}
    single |= {f"signer_{name}": getattr(signer, name) if signer else "" for name in SIGNER}
    single |= {f"funding_{name}": getattr(money, name) if money else "" for name in FUNDING}
    order = _order(facts)
    lists = {
        "bases": [Row(str(n), {"text": one.text}, one.place) for n, one in enumerate(facts.bases)],
        "tasks": list(_task_rows(facts)),
        "blocks": list(_block_rows(facts, set(order))),
        "duties": [
            Row(str(n), {"agencies": "\n".join(one.agencies), "text": one.text}, one.place)
            for n, one in enumerate(facts.duties)
        ],
        "reports": list(_report_rows(facts)),
        "feedback": [
            Row(str(n), {"who": one.who, "to": one.to, "via": one.via}, one.place)
            for n, one in enumerate(facts.feedback)
        ],
        "recipients": [
            Row(str(n), {"name": one.name, "purpose": one.purpose}, one.place) for n, one in enumerate(facts.recipients)
        ],
        "costs": list(_cost_rows(facts)),
    }
    draft = Draft(single, lists, order)
    draft.arrange()
    return draft


def _order(facts: PlanFacts) -> list[str]:
    """The text as it is printed: a task that no block places follows the last one that is placed."""
    numbers = {task.ref: number for number, task in enumerate(facts.tasks)}
    found: list[str] = []
    for number, block in enumerate(facts.body):
        task = numbers.pop(block.task_ref, None) if block.kind is BlockKind.TASK else None
        found.append(f"blocks.{number}" if task is None else f"tasks.{task}")
    places = [at for at, token in enumerate(found) if token.startswith("tasks.")]
    end = places[-1] + 1 if places else len(found)
    return [*found[:end], *(f"tasks.{number}" for number in numbers.values()), *found[end:]]


def _block_rows(facts: PlanFacts, shown: set[str]) -> Iterator[Row]:
    for n, block in enumerate(facts.body):
        if f"blocks.{n}" in shown:
            values = {"kind": block.kind.value, "label": block.label, "text": block.text}
            yield Row(str(n), values | {"table": grid_text(block.rows)}, block.place)


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
            "onward": "\n".join(rule.onward),
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
