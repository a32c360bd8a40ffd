"""From a draft in the form to facts: what was touched is the person's word, what was not stays as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from processes.documents.facts import (
    Basis,
    CostLine,
    Cycle,
    Duty,
    Fact,
    Feedback,
    Funding,
    PlanFacts,
    Presence,
    Recipient,
    ReportRule,
    Signer,
)
from processes.documents.writing import Urgency

from .body import body_of, kept_refs, tasks_of
from .dates import kept
from .draft import FUNDING, IDENTITY, SIGNER, Draft, Row
from .reread import reread
from .words import lines, one_line, same

MOST_DONG = 10**15


@dataclass
class Corrected:
    """The facts, and what cannot be taken so: name of the box → sentence. With errors the facts are not to be saved."""

    facts: PlanFacts
    errors: dict[str, str] = field(default_factory=dict)


def corrected(draft: Draft, base: PlanFacts) -> Corrected:
    errors: dict[str, str] = {}
    tasks = tasks_of(draft, base, errors)
    refs = kept_refs(tasks, base)
    facts = replace(
        base,
        **{name: _fact(getattr(base, name), draft, name) for name in IDENTITY},
        urgency=_urgency(draft.single["urgency"], errors),
        bases=tuple(_basis(row, base) for row in _filled(draft, "bases")),
        tasks=tuple(tasks.values()),
        body=body_of(draft, tasks, base),
        duties=tuple(_duty(row, base, errors) for row in _filled(draft, "duties")),
        reports=tuple(_report(row, base, errors, refs) for row in _filled(draft, "reports")),
        feedback=tuple(_feedback(row, base, errors) for row in _filled(draft, "feedback")),
        recipients=tuple(_recipient(row, base) for row in _filled(draft, "recipients")),
        costs=tuple(_cost(row, base, errors, refs) for row in _filled(draft, "costs")),
        signer=_signer(draft, base),
        funding=_funding(draft, base),
    )
    return Corrected(reread(facts, base), errors)


def _filled(draft: Draft, name: str) -> list[Row]:
    """A row whose boxes are all empty is no row."""
    return [row for row in draft.lists[name] if not row.is_empty]


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


def _duty(row: Row, base: PlanFacts, errors: dict[str, str]) -> Duty:
    read = base.duties[row.origin] if row.origin is not None else Duty((), "")
    if same(row["agencies"], "\n".join(read.agencies)) and same(row["text"], read.text):
        return read
    if not row["agencies"]:
        errors[f"duties.{row.key}.agencies"] = _("Hãy ghi cơ quan có trách nhiệm, mỗi dòng một cơ quan.")
    if not row["text"]:
        errors[f"duties.{row.key}.text"] = _("Hãy ghi việc phải làm.")
    text = read.text if same(row["text"], read.text) else one_line(row["text"])
    return replace(read, agencies=_listed(row["agencies"], read.agencies), text=text)


def _feedback(row: Row, base: PlanFacts, errors: dict[str, str]) -> Feedback:
    read = base.feedback[row.origin] if row.origin is not None else Feedback("", "")
    if not row["to"] and (row.origin is None or read.to):
        errors[f"feedback.{row.key}.to"] = _("Hãy ghi nơi nhận phản ánh khó khăn, vướng mắc.")
    said = {name: _said(row[name], getattr(read, name)) for name in ("who", "to", "via")}
    return replace(read, **said)


def _said(written: str, read: str) -> str:
    return read if same(written, read) else one_line(written)


def _listed(written: str, read: tuple[str, ...]) -> tuple[str, ...]:
    """A name on each line; unchanged names stay as they were read."""
    return read if same(written, "\n".join(read)) else tuple(lines(written))


def _report(row: Row, base: PlanFacts, errors: dict[str, str], refs: Mapping[str, str]) -> ReportRule:
    read = base.reports[row.origin] if row.origin is not None else ReportRule("", (), Cycle.ANNUAL)
    if not row["who"]:
        errors[f"reports.{row.key}.who"] = _("Hãy ghi cơ quan phải báo cáo.")
    if row["cycle"] not in set(Cycle):
        errors[f"reports.{row.key}.cycle"] = _("Hãy chọn kỳ báo cáo.")
        return read
    return replace(
        read,
        who=_said(row["who"], read.who),
        to=_listed(row["to"], read.to),
        via=_said(row["via"], read.via),
        onward=_listed(row["onward"], read.onward),
        cycle=Cycle(row["cycle"]),
        due=kept(one_line(row["due"])),
        before=row["before"] == "on",
        tier=2 if row["tier"] == "2" else 1,
        task_ref=refs.get(read.task_ref, read.task_ref),
    )


def _cost(row: Row, base: PlanFacts, errors: dict[str, str], refs: Mapping[str, str]) -> CostLine:
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
        task_ref=refs.get(read.task_ref, read.task_ref),
    )


def _number(written: str) -> int | None:
    digits = "".join(written.replace(".", "").split())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None
