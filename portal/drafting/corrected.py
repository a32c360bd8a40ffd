"""From a draft in the form to facts: what was touched is the person's word, what was not stays as it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from processes.documents.facts import (
    Basis,
    Block,
    BlockKind,
    CostLine,
    Cycle,
    Fact,
    Funding,
    Mention,
    PlanFacts,
    Presence,
    Recipient,
    ReportRule,
    Role,
    Signer,
    Task,
)
from processes.documents.writing import Urgency

from .dates import kept
from .draft import FUNDING, IDENTITY, SIGNER, Draft, Row
from .reread import reread

MOST_DONG = 10**15
WRITABLE = set(BlockKind) - {BlockKind.TASK}


@dataclass
class Corrected:
    """The facts, and what cannot be taken so: name of the box → sentence. With errors the facts are not to be saved."""

    facts: PlanFacts
    errors: dict[str, str] = field(default_factory=dict)


def corrected(draft: Draft, base: PlanFacts) -> Corrected:
    errors: dict[str, str] = {}
    tasks = _tasks(draft.lists["tasks"], base, errors)
    facts = replace(
        base,
        **{name: _fact(getattr(base, name), draft, name) for name in IDENTITY},
        urgency=_urgency(draft.single["urgency"], errors),
        bases=tuple(_basis(row, base) for row in _filled(draft, "bases")),
        tasks=tuple(task for _row, task in tasks),
        body=_body(draft.lists["blocks"], tasks, base),
        reports=tuple(_report(row, base, errors) for row in _filled(draft, "reports")),
        recipients=tuple(_recipient(row, base) for row in _filled(draft, "recipients")),
        costs=tuple(_cost(row, base, errors) for row in _filled(draft, "costs")),
        signer=_signer(draft, base),
        funding=_funding(draft, base),
    )
    return Corrected(reread(facts, base), errors)


def _filled(draft: Draft, name: str) -> list[Row]:
    """A row whose boxes are all empty is no row."""
    return [row for row in draft.lists[name] if not row.is_empty]


def one_line(text: str) -> str:
    return " ".join(text.split())


def same(written: str, read: str) -> bool:
    return one_line(written) == one_line(read)


# --- single facts


def _fact(read: Fact[str], draft: Draft, name: str) -> Fact[str]:
    written = one_line(draft.single[name])
    if same(written, read.value or ""):
        return replace(read, confidence=1.0) if draft.single[f"confirmed_{name}"] else read
    if not written:
        return Fact(Presence.BLANK, None, read.place, 1.0)
    return Fact.of(written, read.place)


def _urgency(written: str, errors: dict[str, str]) -> str:
    if written not in {mark.value for mark in Urgency}:
        errors["urgency"] = _("Hãy chọn một trong các mức khẩn.")
        return ""
    return written


def _signer(draft: Draft, base: PlanFacts) -> Signer | None:
    parts = {name: one_line(draft.single[f"signer_{name}"]) for name in SIGNER}
    return replace(base.signer or Signer(), **parts) if any(parts.values()) else None


def _funding(draft: Draft, base: PlanFacts) -> Funding | None:
    parts = {name: draft.single[f"funding_{name}"] for name in FUNDING}
    if not any(parts.values()):
        return None
    read = base.funding or Funding()
    changed = {name: text for name, text in parts.items() if not same(text, getattr(read, name))}
    return replace(read, **changed)


# --- rows


def _basis(row: Row, base: PlanFacts) -> Basis:
    read = base.bases[row.origin] if row.origin is not None else Basis("")
    if same(row["text"], read.text):
        return read
    return Basis(one_line(row["text"]), place=read.place)


def _recipient(row: Row, base: PlanFacts) -> Recipient:
    read = base.recipients[row.origin] if row.origin is not None else Recipient("")
    return replace(read, name=one_line(row["name"]), purpose=one_line(row["purpose"]))


def _report(row: Row, base: PlanFacts, errors: dict[str, str]) -> ReportRule:
    read = base.reports[row.origin] if row.origin is not None else ReportRule("", (), Cycle.ANNUAL)
    if not row["who"]:
        errors[f"reports.{row.key}.who"] = _("Hãy ghi cơ quan phải báo cáo.")
    if row["cycle"] not in set(Cycle):
        errors[f"reports.{row.key}.cycle"] = _("Hãy chọn kỳ báo cáo.")
        return read
    return replace(
        read,
        who=one_line(row["who"]),
        to=tuple(lines(row["to"])),
        via=one_line(row["via"]),
        cycle=Cycle(row["cycle"]),
        due=kept(one_line(row["due"])),
        before=row["before"] == "on",
        tier=2 if row["tier"] == "2" else 1,
    )


def _cost(row: Row, base: PlanFacts, errors: dict[str, str]) -> CostLine:
    read = base.costs[row.origin] if row.origin is not None else CostLine("", 0)
    amount = _number(row["amount"].removesuffix("đồng"))
    if amount is None or amount > MOST_DONG:
        errors[f"costs.{row.key}.amount"] = _("Hãy nhập số tiền bằng đồng, ví dụ 250.000.000.")
    if not row["content"]:
        errors[f"costs.{row.key}.content"] = _("Hãy ghi nội dung chi.")
    year = _number(row["year"])
    if row["year"] and (year is None or not 2000 <= year <= 2100):
        errors[f"costs.{row.key}.year"] = _("Hãy nhập năm ngân sách, ví dụ 2027.")
    return replace(
        read,
        content=one_line(row["content"]),
        amount=amount or 0,
        year=year,
        agency=one_line(row["agency"]),
        source=one_line(row["source"]),
    )


def _number(written: str) -> int | None:
    digits = "".join(written.replace(".", "").split())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None


# --- tasks and the text around them


def _tasks(rows: Iterable[Row], base: PlanFacts, errors: dict[str, str]) -> list[tuple[Row, Task]]:
    found: list[tuple[Row, Task]] = []
    refs: set[str] = set()
    for row in rows:
        if row.is_empty:
            continue
        if not row["text"]:
            errors[f"tasks.{row.key}.text"] = _("Nhiệm vụ chưa có nội dung; hãy ghi nội dung hoặc bỏ nhiệm vụ này.")
        read = base.tasks[row.origin] if row.origin is not None else None
        task = _task(row, read, refs)
        refs.add(task.ref)
        found.append((row, task))
    return found


def _task(row: Row, read: Task | None, refs: set[str]) -> Task:
    label = one_line(row["label"])
    ref = read.ref if read and same(label, read.label) else label.strip(" .)(:-–")
    start = read or Task(ref, "", label=label)
    return replace(
        start,
        ref=_unused(ref or "BS", refs),
        label=label,
        text=start.text if same(row["text"], start.text) else one_line(row["text"]),
        lead=_mentions(row["lead"], start.lead, Role.LEAD),
        coordinating=_mentions(row["coordinating"], start.coordinating, Role.COORDINATING),
        time=_time(row["time"], start.time),
        confidence=1.0 if row["confirmed"] else start.confidence,
    )


def _unused(ref: str, refs: set[str]) -> str:
    if ref not in refs:
        return ref
    return next(f"{ref}-{n}" for n in range(2, len(refs) + 3) if f"{ref}-{n}" not in refs)


def _time(written: str, read: Fact[str]) -> Fact[str]:
    if same(written, read.value or ""):
        return read
    return Fact.of(one_line(written), read.place) if written else Fact(Presence.BLANK, None, read.place, 1.0)


def _mentions(written: str, read: tuple[Mention, ...], role: Role) -> tuple[Mention, ...]:
    """A name on each line; one that was there before keeps what stood beside it."""
    before = {one_line(mention.name): mention for mention in read}
    return tuple(before.get(name) or Mention(name, role) for name in lines(written))


def lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := one_line(raw).strip(" ;"))]


def _body(rows: Iterable[Row], tasks: list[tuple[Row, Task]], base: PlanFacts) -> tuple[Block, ...]:
    """Paragraphs as written; the places of tasks stay, each filled with the next of the tasks that remain."""
    there = [row.origin for row, _task in tasks if row.origin is not None]
    index = {task.ref: number for number, task in enumerate(base.tasks)}
    taken = iter([position for position, (row, _task) in enumerate(tasks) if row.origin is not None])
    placed: list[Block] = []
    written = _written(rows, base)
    placed += written.pop(None, [])
    for number, block in enumerate(base.body):
        if block.kind is not BlockKind.TASK:
            placed += written.get(number, [])
        elif index.get(block.task_ref) in there:
            position = next(taken, None)
            placed += _run(tasks, position, block)
    return tuple(placed)


def _run(tasks: list[tuple[Row, Task]], position: int | None, block: Block) -> list[Block]:
    """The task at `position` and those added right after it (before the first one: with it)."""
    if position is None:
        return []
    first = 0 if all(row.origin is None for row, _task in tasks[:position]) else position
    end = position + 1
    while end < len(tasks) and tasks[end][0].origin is None:
        end += 1
    return [
        replace(block, task_ref=task.ref) if at == position else Block(BlockKind.TASK, task_ref=task.ref)
        for at, (_row, task) in enumerate(tasks[first:end], start=first)
    ]


def _written(rows: Iterable[Row], base: PlanFacts) -> dict[int | None, list[Block]]:
    """Paragraphs by the number of the block they stand at; an added one stands with the one before it."""
    found: dict[int | None, list[Block]] = {}
    at: int | None = None
    for row in rows:
        at = row.origin if row.origin is not None else at
        if row["text"] or row["label"]:
            found.setdefault(at, []).append(_block(row, base))
    return found


def _block(row: Row, base: PlanFacts) -> Block:
    kind = BlockKind(row["kind"]) if row["kind"] in WRITABLE else BlockKind.PARAGRAPH
    read = base.body[row.origin] if row.origin is not None else Block(kind)
    text = read.text if same(row["text"], read.text) else one_line(row["text"])
    return replace(read, kind=kind, text=text, label=one_line(row["label"]))
