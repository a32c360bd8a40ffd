"""What a press of a row's button does to the form: "tasks:up:3", "bases:add:2", "body:table:tasks.0", "blocks:task:4".

The page's script does the frequent ones itself; here stands what they mean, and what they do without a script.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .draft import BODY, MOST_ROWS, Draft, Row

KINDS = ("section", "heading", "paragraph", "bullet", "table")


def obey(draft: Draft, order: str) -> str:
    """Changes the rows; returns where the eye should go."""
    name, _colon, rest = order.partition(":")
    verb, _colon, key = rest.partition(":")
    if name == "body":
        return _insert(draft, verb, key)
    rows = draft.lists.get(name)
    if rows is None:
        return ""
    at = next((index for index, row in enumerate(rows) if row.key == key), None)
    if verb == "add":
        return _add(draft, name, at)
    if at is None:
        return f"section-{name}"
    done = VERBS.get(verb)
    return done(draft, name, at) if done else f"section-{name}"


def _insert(draft: Draft, kind: str, after: str) -> str:
    """A new piece of the text after the one at `after`, or at the end."""
    name = "tasks" if kind == "task" else "blocks"
    if len(draft.lists[name]) >= MOST_ROWS or (name == "blocks" and kind not in KINDS):
        return "section-body"
    row = draft.new_row(name)
    if name == "blocks":
        row.values["kind"] = kind
        row.values["table"] = "\t\n\t" if kind == "table" else ""
    return _place(draft, name, row, after)


def _place(draft: Draft, name: str, row: Row, after: str) -> str:
    draft.lists[name].append(row)
    at = draft.order.index(after) + 1 if after in draft.order else len(draft.order)
    draft.order.insert(at, f"{name}.{row.key}")
    draft.arrange()
    return f"{name}-{row.key}"


def _add(draft: Draft, name: str, at: int | None) -> str:
    rows = draft.lists[name]
    if len(rows) >= MOST_ROWS:
        return f"section-{name}"
    row = draft.new_row(name)
    if name in BODY:
        return _place(draft, name, row, f"{name}.{rows[at].key}" if at is not None else "")
    rows.insert(len(rows) if at is None else at + 1, row)
    return f"{name}-{row.key}"


def _remove(draft: Draft, name: str, at: int) -> str:
    del draft.lists[name][at]
    draft.arrange()
    return f"section-{name}"


def _up(draft: Draft, name: str, at: int) -> str:
    return _move(draft, name, at, -1)


def _down(draft: Draft, name: str, at: int) -> str:
    return _move(draft, name, at, 1)


def _move(draft: Draft, name: str, at: int, by: int) -> str:
    """By one place; in the text among all its pieces, whatever they are."""
    key = draft.lists[name][at].key
    if name in BODY:
        _swap(draft.order, draft.order.index(f"{name}.{key}"), by)
        draft.arrange()
    else:
        _swap(draft.lists[name], at, by)
    return f"{name}-{key}"


def _swap(items: list[Any], at: int, by: int) -> None:
    other = max(0, min(len(items) - 1, at + by))
    items[at], items[other] = items[other], items[at]


def _to_task(draft: Draft, name: str, at: int) -> str:
    """A paragraph that turns out to be an assignment."""
    return _turn(draft, at, "blocks", "tasks", {})


def _to_paragraph(draft: Draft, name: str, at: int) -> str:
    """What was taken for an assignment and is none; its agencies and its time go with it."""
    return _turn(draft, at, "tasks", "blocks", {"kind": "paragraph"})


def _turn(draft: Draft, at: int, old: str, new: str, values: dict[str, str]) -> str:
    row = draft.lists[old][at]
    turned = draft.new_row(new)
    turned.values |= {"label": row["label"], "text": row["text"]} | values
    anchor = _place(draft, new, turned, f"{old}.{row.key}")
    draft.lists[old].remove(row)
    draft.arrange()
    return anchor


VERBS: dict[str, Callable[[Draft, str, int], str]] = {
    "remove": _remove,
    "up": _up,
    "down": _down,
    "task": _to_task,
    "paragraph": _to_paragraph,
}
