"""The acceptance list beside the checkout: each row's kind, quote and line, and the plan it is quoted from."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from tests.unit.reading.plans import plan_text, shared

PLANS = {"S0": "000", "S1": "001", "S2": "002", "S3": "003", "S4": "004"}
LATER_WORK = {"amendment", "publication"}


@dataclass(frozen=True)
class Listed:
    id: str
    kind: str
    quote: str
    line: int


@functools.cache
def listed() -> dict[str, Listed]:
    text = shared("acceptance.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (S\d-\d\d) \| (\w+) \| .* \| “(.*)” \| (\d+) \|$", text, re.MULTILINE)
    return {id: Listed(id, kind, re.sub(r"\\(.)", r"\1", quote), int(line)) for id, kind, quote, line in rows}


def source(id: str) -> str:
    return plan_text(PLANS[id[:2]])
