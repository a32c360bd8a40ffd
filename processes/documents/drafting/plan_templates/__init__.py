"""Plans to begin with: files of a few marks beside this one, "……" for every place that the drafter fills.

In `body` a line is a paragraph; "# " makes it a section, "## " a heading, "- " a bullet, "* " a task, to which the
indented lines below belong; "| a | b |" is a row of a table, "| a" alone the caption before it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from processes.documents.facts import (
    Basis,
    Block,
    BlockKind,
    Cycle,
    Fact,
    Feedback,
    Funding,
    Mention,
    PlanFacts,
    Recipient,
    ReportRule,
    Role,
    Signer,
    Task,
)

FOLDER = Path(__file__).parent
BLANK = "……"
_LABEL = re.compile(r"((?:[IVX]+|\d+(?:\.\d+)*)\.|[a-zđ]\))\s+(.*)")
_KINDS = (("## ", BlockKind.HEADING), ("# ", BlockKind.SECTION), ("- ", BlockKind.BULLET))


@dataclass(frozen=True)
class PlanTemplate:
    """`fields`: codes of the fields of work that it is made for; none: for all."""

    key: str
    name: str
    about: str
    fields: tuple[str, ...]
    facts: PlanFacts


@cache
def plan_templates() -> tuple[PlanTemplate, ...]:
    """All of them, by name."""
    return tuple(sorted((_read(path) for path in FOLDER.glob("*.toml")), key=lambda one: one.name))


def plan_template(key: str) -> PlanTemplate | None:
    return next((one for one in plan_templates() if one.key == key), None)


def empty_plan() -> PlanFacts:
    """A plan in which nothing is written yet: its number and its day come at the issue."""
    return PlanFacts(
        number=Fact.blank(), date=Fact.blank(), place=Fact.blank(), title=Fact.blank(), issuer=Fact.blank(),
        kind=Fact.of("KẾ HOẠCH"), symbol=Fact.of("KH-UBND"),
    )  # fmt: skip


def _read(path: Path) -> PlanTemplate:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return PlanTemplate(path.stem, data["name"], data["about"], tuple(data["fields"]), _facts(data))


def _facts(data: dict[str, Any]) -> PlanFacts:
    body, tasks = _body(data["body"].strip().splitlines())
    return PlanFacts(
        number=Fact.blank(),
        symbol=Fact.of(data["symbol"]),
        place=Fact.blank(),
        date=Fact.blank(),
        kind=Fact.of(data["kind"]),
        title=Fact.of(data["title"]),
        issuer=Fact.blank(),
        bases=tuple(Basis(text) for text in data["bases"]),
        body=tuple(body),
        tasks=tuple(tasks),
        reports=tuple(_report(rule) for rule in data.get("reports", ())),
        feedback=(Feedback(**data["feedback"]),) if "feedback" in data else (),
        funding=Funding(**data["funding"]) if "funding" in data else None,
        recipients=tuple(_recipient(line) for line in data["recipients"]),
        signer=Signer(*data["signer"]),
    )


def _report(rule: dict[str, Any]) -> ReportRule:
    """A due date that is only dots is none."""
    due = "" if rule["due"] == BLANK else rule["due"]
    return ReportRule(**(rule | {"to": tuple(rule["to"]), "cycle": Cycle(rule["cycle"]), "due": due}))


def _recipient(line: str) -> Recipient:
    name, _bar, purpose = line.partition(" | ")
    return Recipient(name, purpose)


# --- the text


def _body(lines: Iterable[str]) -> tuple[list[Block], list[Task]]:
    blocks: list[Block] = []
    tasks: list[Task] = []
    for lead, rest in _grouped(lines):
        if lead.startswith("* "):
            task = _task(lead.removeprefix("* "), rest)
            tasks.append(task)
            blocks.append(Block(BlockKind.TASK, task_ref=task.ref))
        elif lead.startswith("| "):
            rows = tuple(tuple(cell.strip() for cell in row.strip("| ").split("|")) for row in rest)
            blocks.append(Block(BlockKind.TABLE, text=lead.removeprefix("| "), rows=rows))
        else:
            blocks.append(_block(lead))
    return blocks, tasks


def _grouped(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each line with those that belong to it: a task's indented ones, the rows under a table's caption."""
    held: tuple[str, list[str]] | None = None
    for line in lines:
        if held is not None and (line.startswith("  ") or line.endswith(" |")):
            held[1].append(line.strip())
            continue
        if held is not None:
            yield held
        held = (line, [])
    if held is not None:
        yield held


def _block(line: str) -> Block:
    for mark, kind in _KINDS:
        if line.startswith(mark):
            label, text = _labelled(line.removeprefix(mark))
            return Block(kind, text, "-" if kind is BlockKind.BULLET else label)
    return Block(BlockKind.PARAGRAPH, line)


def _labelled(text: str) -> tuple[str, str]:
    found = _LABEL.fullmatch(text)
    return (found[1], found[2]) if found else ("", text)


def _task(line: str, roles: Iterable[str]) -> Task:
    label, text = _labelled(line)
    said = {name: value for name, _colon, value in (role.partition(": ") for role in roles)}
    time = said.get("thời gian", BLANK)
    return Task(
        ref=label.strip(" .)"),
        label=label,
        text=text,
        lead=_mentions(said.get("chủ trì", BLANK), Role.LEAD),
        coordinating=_mentions(said.get("phối hợp", BLANK), Role.COORDINATING),
        time=Fact.blank() if time == BLANK else Fact.of(time),
    )


def _mentions(names: str, role: Role) -> tuple[Mention, ...]:
    return tuple(Mention(name, role) for name in names.split("; ") if name != BLANK)
