"""The symbol: type and body in capitals, joined by a dash without spaces ("KH-UBND"); the type is the document's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.context import Context
from processes.documents.checking.laws import NUMBER
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

TYPES = {
    "nghị quyết": "NQ", "quyết định": "QĐ", "chỉ thị": "CT", "quy chế": "QC", "quy định": "QyĐ", "thông báo": "TB",
    "hướng dẫn": "HD", "chương trình": "CTr", "kế hoạch": "KH", "phương án": "PA", "đề án": "ĐA", "báo cáo": "BC",
    "tờ trình": "TTr",
}  # fmt: skip
_FORM = re.compile(r"[^\W\d_]{2,4}-[^\W\d_][\w&]*(?:[-.][^\W\d_][\w&]*)*")


@rule(Severity.MUST, NUMBER)
def symbol_form(facts: PlanFacts, context: Context) -> Iterator[Found]:
    if not facts.symbol.known:
        return
    written = facts.symbol.value or ""
    right = _right(written, (facts.kind.value or "").lower())
    if right == written:
        return
    repairs = (Repair(lambda plan: replace(plan, symbol=replace(plan.symbol, value=right))),) if right else ()
    params = {"written": written, "right": right or "KH-UBND"}
    yield Found("symbol", written, facts.symbol.place, params, repairs)


def _right(written: str, kind: str) -> str:
    """ "" where no repair is certain. A type ("CTr") and a body ("SNgV") may have small letters of their own."""
    tight = re.sub(r"\s*([-/.])\s*", r"\1", written.replace("–", "-")).strip(" /-")
    if not _FORM.fullmatch(tight):
        return ""
    head, _dash, body = tight.partition("-")
    types = {one.upper(): one for one in TYPES.values()}
    if head.upper() in types:
        head = TYPES.get(kind, types[head.upper()])
    return f"{head}-{body.upper() if body.islower() else body}"
