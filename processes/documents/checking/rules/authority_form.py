"""TM., KT., TL., TUQ. and Q. stand before the post: in capitals, with their stop, then a space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from processes.documents.checking.changes import with_signer
from processes.documents.checking.context import Context
from processes.documents.checking.laws import SIGNATURE
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.facts import PlanFacts

_MARK = re.compile(r"(?P<mark>T\s*/?\s*M|K\s*/?\s*T|T\s*/?\s*L|T\s*/?\s*U\s*/?\s*Q|Q)\s*[.:,]?\s*(?=\S)", re.I)
_POST = re.compile(r"ỦY BAN|UBND|CHỦ TỊCH|GIÁM ĐỐC|HỘI ĐỒNG|BAN |BỘ TRƯỞNG|CHÁNH|TRƯỞNG|THỦ TRƯỞNG|VIỆN|CỤC|HIỆU")


@rule(Severity.MUST, SIGNATURE)
def authority_form(facts: PlanFacts, context: Context) -> Iterator[Found]:
    signer = facts.signer
    if signer is None:
        return
    right_one = replace(signer, on_behalf=canonical(signer.on_behalf), authority=canonical(signer.authority))
    for written, right, repaired in (
        (signer.on_behalf, right_one.on_behalf, replace(signer, on_behalf=right_one.on_behalf)),
        (signer.authority, right_one.authority, replace(signer, authority=right_one.authority)),
    ):
        if written and right != written:
            repair = Repair(with_signer(repaired))
            place = context.line_with(written, signer.place)
            yield Found("signer", written, place, {"written": written, "right": right}, (repair,))


def canonical(written: str) -> str:
    """ "TM ỦY BAN NHÂN DÂN" → "TM. ỦY BAN NHÂN DÂN"; a post without such a mark stays."""
    found = _MARK.match(written.strip())
    if not found or not _POST.match(written.strip()[found.end() :].upper()):
        return written
    mark = re.sub(r"[\s/]", "", found["mark"]).upper()
    return f"{mark}. {written.strip()[found.end() :].upper()}"
