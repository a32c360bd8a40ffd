"""Bodies above the issuer get the plan as a report: "(b/c)" stands behind their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_recipient
from processes.documents.checking.context import Context
from processes.documents.checking.folding import fold
from processes.documents.checking.laws import RECIPIENTS
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

_ABOVE = re.compile(
    r"(?:thu tuong|chinh phu|van phong chinh phu|vpcp|bo (?!chi huy|tu lenh|phan|doi)\S+|"
    r"(?:thuong truc|tt|ban thuong vu)\.? (?:tinh uy|thanh uy|hdnd|hoi dong nhan dan)|tinh uy|thanh uy)\b"
)
_LOCAL = re.compile(r"(?:chu tich )?ubnd (?:tinh|thanh pho|tp)\b")


@rule(Severity.SHOULD, RECIPIENTS)
def superior_for_report(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Judged for plans of a province only: who stands above others is not known here."""
    if not _LOCAL.match(fold(facts.issuer.value or "")):
        return
    for number, one in enumerate(facts.recipients):
        if not one.purpose and _ABOVE.match(fold(one.name)):
            repair = Repair(with_recipient(number, replace(one, purpose="b/c")))
            yield Found(f"recipients[{number}]", one.name, one.place, {"name": one.name}, (repair,))
