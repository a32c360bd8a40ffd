"""A file that holds the plan with the letter it was handed in by: only the plan is read."""

from __future__ import annotations

import re

from processes.documents.reading.signer import begins_signature
from processes.documents.reading.source import Line, Unit
from processes.documents.reading.writing_forms import same_tones, shadow

_STATE = re.compile(r"CỘNG(?:\s+H[ÒO]A\b|$)")
_LETTER = re.compile(r"(?:TỜ TRÌNH|PHIẾU TRÌNH|BÁO CÁO|CÔNG VĂN)\b")
_KIND = re.compile(r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|NGHỊ QUYẾT|HƯỚNG DẪN)\b")
_ADDRESSED = re.compile(r"kính gửi\s*:")
_HEAD = re.compile(r"[\W_]*$|số\b|v/v\b|độc lập|\(?dự thảo\)?$|.{2,40},\s*ngày\b")


def plan_units(units: list[Unit]) -> list[Unit]:
    """`units` without the letters (submission, report, cover letter) that have a letterhead of their own."""
    documents = _documents(units)
    plans = [document for document in documents if not _is_letter(document)]
    if len(documents) == 1 or not plans or len(plans) == len(documents):
        return units
    return [unit for document in plans for unit in document]


def _documents(units: list[Unit]) -> list[list[Unit]]:
    """The stretches of text from one letterhead to the next."""
    starts = [0]
    for index, unit in enumerate(units):
        if isinstance(unit, Line) and _STATE.match(same_tones(unit.text)):
            start = _head_start(units, index)
            if start > starts[-1] and any(_is_heading(other) for other in units[starts[-1] : start]):
                starts.append(start)
    return [units[start:end] for start, end in zip(starts, [*starts[1:], len(units)], strict=True)]


def _head_start(units: list[Unit], index: int) -> int:
    """Back from the name of the state over the lines of its letterhead, not into a signature above it."""
    start = index
    for at in range(index - 1, -1, -1):
        unit = units[at]
        if not isinstance(unit, Line):
            break
        text = same_tones(unit.text)
        if not text:
            continue
        if begins_signature(text) or not (text.isupper() or _HEAD.match(shadow(text))):
            break
        start = at
    return start


def _is_heading(unit: Unit) -> bool:
    if not isinstance(unit, Line):
        return False
    text = same_tones(unit.text)
    return bool(_LETTER.match(text) or _KIND.match(text) or _ADDRESSED.match(shadow(text)))


def _is_letter(document: list[Unit]) -> bool:
    """By its first heading: a submission, or a letter that has no heading but whom it is sent to."""
    first = next((unit for unit in document if _is_heading(unit)), None)
    return isinstance(first, Line) and not _KIND.match(same_tones(first.text))
