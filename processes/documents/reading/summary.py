"""A plan's facts for other eyes: the JSON that readings are compared in, and a page of Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from processes.documents.facts import BasisDocument, Mention, PlanFacts, ReportRule, Task
from processes.documents.reading.page import parts_of
from processes.documents.reading.questions import questions


def to_truth_shape(facts: PlanFacts) -> dict[str, Any]:
    """The facts as a JSON-ready dict: null or an empty list where the source says nothing."""
    signer, funding = facts.signer, facts.funding
    return {
        "number": facts.number.value,
        "symbol": facts.symbol.value,
        "place": facts.place.value,
        "date": facts.date.value,
        "title": facts.title.value,
        "issuer": facts.issuer.value,
        "bases": list(dict.fromkeys(_short(document) for basis in facts.bases for document in basis.documents)),
        "tasks": [_task(task) for task in facts.tasks],
        "duties": [{"agencies": list(duty.agencies), "text": duty.text} for duty in facts.duties],
        "reports": [_report(rule) for rule in facts.reports],
        "feedback": [
            {"who": f.who or None, "to": f.to or None, "via": f.via or None, "quote": f.quote} for f in facts.feedback
        ],
        "funding": {
            "who_prepares": (funding.who_prepares if funding else "") or None,
            "who_reviews": (funding.who_reviews if funding else "") or None,
            "who_decides": (funding.who_decides if funding else "") or None,
            "quote": funding.quote if funding else "",
        },
        "recipients": [{"name": r.name, "purpose": r.purpose or None} for r in facts.recipients],
        "signer": {
            "on_behalf": (signer.on_behalf if signer else "") or None,
            "authority": (signer.authority if signer else "") or None,
            "title": (signer.title if signer else "") or None,
            "name": (signer.name if signer else "") or None,
        },
        "doubts": [f"{question.code}: {question.path}" for question in questions(facts)],
    }


def _short(document: BasisDocument) -> str:
    return document.number or document.kind


def _names(mentions: Iterable[Mention]) -> list[str]:
    return [mention.name for mention in mentions]


def _task(task: Task) -> dict[str, Any]:
    first = re.split(r"\n", task.text)[0]
    return {
        "ref": task.ref,
        "text": first,
        "lead": _names(task.lead),
        "coordinating": _names(task.coordinating),
        "time": task.time.value,
    }


def _report(rule: ReportRule) -> dict[str, Any]:
    row: dict[str, Any] = {
        "who": rule.who or None,
        "to": ", ".join(rule.to) or None,
        "via": rule.via or None,
        "cycle": rule.cycle.value,
        "due": rule.due or None,
        "quote": rule.quote,
    }
    if rule.onward:
        row["onward"] = ", ".join(rule.onward)
    return row


def to_text(facts: PlanFacts) -> str:
    """The facts on a page, for a person to read; a part that the source does not have says so."""
    lines: list[str] = []
    for heading, told in parts_of(facts):
        lines += [f"{heading}:", *(f"  {line}" for line in told or ["(không có)"]), ""]
    return "\n".join(lines)
