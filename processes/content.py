"""Structured inputs: a plan's facts, its field, an appraiser's judgement, cleaned to plain JSON."""

from __future__ import annotations

import json
from typing import Any

from workflow.models import FieldOfWork

from .documents.facts import PlanFacts

MAX_AMOUNT = 10**15  # đồng; beyond any province's budget: a slip of the keyboard


def clean_facts(value: Any) -> dict[str, Any]:
    """`PlanFacts.to_dict()` of what was sent. Raises ValueError where it is not of that shape."""
    data = json.loads(value) if isinstance(value, str) else value
    return PlanFacts.from_dict(data).to_dict()


def clean_field(value: Any) -> str:
    """The code of a field of work that there is. Raises ValueError."""
    code = str(value)
    if not FieldOfWork.objects.filter(code=code).exists():
        raise ValueError("no such field")
    return code


def clean_judgement(value: Any) -> list[dict[str, Any]]:
    """[{order, agreed, remark}]: `agreed` in whole đồng. Raises ValueError."""
    data = json.loads(value) if isinstance(value, str) else value
    return [_clean_line(line) for line in data]


def _clean_line(line: dict[str, Any]) -> dict[str, Any]:
    agreed = int(line["agreed"])
    if not 0 <= agreed <= MAX_AMOUNT:
        raise ValueError("amount out of range")
    return {"order": int(line["order"]), "agreed": agreed, "remark": str(line.get("remark") or "")[:1000]}
