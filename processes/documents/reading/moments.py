"""Times that the text names outside the time lines of tasks: phases, windows, anniversaries, counted events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from processes.documents.particulars import Clause, Moment
from processes.documents.reading.times import TimeKind, parse_time
from processes.documents.reading.writing_forms import one_line, shadow

_DAY = r"(?:ngày\s+)?\d{1,2}(?:/\d{1,2}(?:/\d{4})?|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)"
_MONTH = r"tháng\s+\d{1,2}\s*(?:/|\s+năm\s+)\s*\d{4}"
_WHOLE_DAY = r"ngày\s+\d{1,2}(?:/\d{1,2}/\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
_MOMENT = re.compile(
    rf"từ {_DAY} đến (?:hết )?{_DAY}"
    rf"|{_MONTH}\s*(?:-|đến)\s*{_MONTH}"
    rf"|(?<!ngày \d )(?<!ngày \d\d ){_MONTH}"
    rf"|(?:giai đoạn )?từ nay (?:đến|tới) (?:hết )?(?:năm )?\d{{4}}"
    r"|(?:giai đoạn )?sau năm \d{4}"
    r"|(?:duy trì|thực hiện) (?:thường xuyên|liên tục)(?:, liên tục)?"
    r"(?: trong (?:năm|giai đoạn) \d{4}(?:\s*-\s*\d{4})?)?"
    r"|theo từng (?:năm|giai đoạn)(?: hoặc (?:theo )?(?:từng )?(?:năm|giai đoạn))?"
    r"|(?:vào )?các năm (?:chẵn|lẻ)"
    rf"|(?<=vào ){_WHOLE_DAY}"
    r"|(?<=\()ngày \d{1,2} tháng \d{1,2}(?=\))|(?<=\()ngày \d{1,2}/\d{1,2}(?=\))"
    r"|từ năm \d{4}(?!\s*(?:-|đến))"
    r"|định kỳ(?!\s*(?:,|\.|;|\(|\d|(?:hằng|hàng|mỗi|theo|báo|tổng|0?6|năm|quý|tháng)\b))"
    r"|(?:hằng|hàng|mỗi) (?:năm|quý|tháng)(?![^.;]{0,60}báo cáo)"
    r"|\d{2} (?:hội nghị|hội thảo|lễ hội|diễn đàn|sự kiện|cuộc thi|triển lãm)\b[^;,/.()]*"
)
_EVENT = re.compile(r"\d{2} ")


def moments_of(told: Iterable[Clause]) -> tuple[Moment, ...]:
    return tuple(moment for paragraph in told for moment in _of(paragraph))


def _of(paragraph: Clause) -> Iterator[Moment]:
    for match in _MOMENT.finditer(shadow(paragraph.text)):
        words = one_line(paragraph.text[match.start() : match.end()])
        span = parse_time(words.removeprefix("vào ").removeprefix("Vào "), None)
        kind = TimeKind.EVENT if _EVENT.match(words) else span.kind
        start, end = (day.isoformat() if day else "" for day in (span.start, span.end))
        yield Moment(words, kind.value, start, end, paragraph.place, 0.9)
