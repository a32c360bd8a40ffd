"""How official documents write dates, numbers, amounts and lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

_BLANK_NUMBER = " " * 8
_BLANK_PART = " " * 6
_GAP = r"[\s….\d]*"
_ANOTHERS_NUMBER = re.compile(rf"(số)\s*:?{_GAP}/")
_ANOTHERS_DAY = re.compile(rf"ngày{_GAP}(?:tháng{_GAP}năm{_GAP}|/{_GAP}/{_GAP})")


def day_in_words(day: date) -> str:
    """ "ngày 05 tháng 01 năm 2020": days below 10 and months 1 and 2 have two digits, months 3 to 9 have one."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date | str | None) -> str:
    """ "Kon Tum, ngày 28 tháng 01 năm 2019"; blank where nothing is known. `day` may be ISO without its day."""
    when = _partly_known(day) if isinstance(day, str) else day_in_words(day) if day else _partly_known("")
    return f"{place}, {when}" if place else when


def _partly_known(iso: str) -> str:
    year, month, day = (*iso.split("-"), "", "", "")[:3]
    if day:
        return day_in_words(date.fromisoformat(iso))
    month = (month if int(month) < 3 else str(int(month))) if month else ""
    return f"ngày{_BLANK_PART}tháng {month or _BLANK_PART[1:]} năm {year or _BLANK_PART[1:]}"


def number_and_symbol(number: str | None, symbol: str) -> str:
    """ "215/KH-UBND", "05/BC-SNgV"; "        /KH-UBND" where the number is still to come."""
    shown = number.strip().zfill(2) if number and number.strip() else _BLANK_NUMBER
    return f"{shown}/{symbol.strip().lstrip('/')}"


def signing_time(at: datetime) -> str:
    """ "28/01/2019 14:05:09 +07:00". Raises ValueError on a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("A signing time needs its zone.")
    zone = at.strftime("%z")
    return f"{short_date(at.date())} {at:%H:%M:%S} {zone[:3]}:{zone[3:]}"


def belongs(text: str) -> str:
    """ "(Kèm theo Kế hoạch số …/KH-UBND ngày … tháng … năm … của …)" with blank places for its number and its day."""
    text = _ANOTHERS_NUMBER.sub(rf"\1 {_BLANK_NUMBER}/", text, count=1)
    day = f"ngày{_BLANK_PART}tháng{_BLANK_PART}năm{_BLANK_PART} "
    return _ANOTHERS_DAY.sub(day, text, count=1)


def short_date(day: date) -> str:
    """ "22/11/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def amount(value: int) -> str:
    """ "1.250.000.000"."""
    return f"{value:,}".replace(",", ".")


def capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def without_stop(text: str) -> str:
    """`text` without its end mark and closing punctuation; a closing bracket or quotation mark stays."""
    return re.sub(r"(?:\s*[;.,:/]+\s*)+$", "", text)


def closed(text: str, stop: str = ".") -> str:
    """`text` with `stop` at its end, unless a mark of its own stands there."""
    text = text.rstrip()
    return text if not text or text[-1] in ".;:,?!…" else text + stop


def with_end_mark(text: str) -> str:
    """`text` closed by "./.", the mark after which nothing may be added."""
    return f"{without_stop(text)}./."


def recipient_lines(recipients: Sequence[str], archive_line: str) -> list[str]:
    """The lines of "Nơi nhận": "- …;" and at last "- Lưu: VT, … .", whatever marks the parts came with."""
    names = [line.strip().lstrip("-").strip() for line in (*recipients, archive_line)]
    lines = [without_stop(name) for name in names if name]
    return [f"- {line}{'.' if line is lines[-1] else ';'}" for line in lines]


def listed(names: Sequence[str]) -> str:
    """ "A, B và C" would hide where a name with commas ends: such names are parted by semicolons."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def capital_lines(name: str, longest: int = 26) -> list[str]:
    """A body's name in capitals on one line, or on two where it is long, broken where an official would break it."""
    name = " ".join(name.upper().split())
    if not name:
        return []
    breaks = [match.start() for match in re.finditer(" ", name)]
    if len(name) <= longest or not breaks:
        return [name]
    natural = [match.start() for match in re.finditer(r"(?<=NHÂN DÂN) |(?<=,) | (?=VÀ )", name)]
    cut = min(natural or breaks, key=lambda at: abs(at - len(name) / 2))
    return [name[:cut], name[cut + 1 :]]
