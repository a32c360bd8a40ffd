"""Number, symbol, place, date, kind, title, issuer and urgency."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from processes.documents.facts import Fact, Place, Presence
from processes.documents.reading.digest import own_date, own_number
from processes.documents.reading.issuer import issuer_of
from processes.documents.reading.outline import Outline
from processes.documents.reading.source import Line, Paragraph
from processes.documents.reading.writing_forms import normal, one_line, same_tones

# "KH-UBND", "KH/BCĐ389", "5104/BTTTT-PTTH&TTĐT", and typed with spaces: "KH - UBND".
_SYMBOL = r"[A-ZĐƯÔ][A-ZĐƯÔa-z\d]*(?:(?:[-–.&/]|\s+[-–]\s+(?=[A-ZĐƯÔ]{2})|[-–]\s(?=[A-ZĐƯÔ]{2}))[A-ZĐƯÔ][\wĐđ&.]*)*"
_NUMBER = re.compile(rf"\b[Ss](?:ố|Ố)\s*:?\s*(\d[\d\s]*[a-z]?)?[\s….·_]*[/\-]\s*((?:\d{{4}}/)?{_SYMBOL})")
_PLACE = r"(?P<place>[A-ZĐÂÊÔƠƯÁÀẢÃẠ][\w\s.'’\-–]{1,40}?)\s*,\s*ngày\s*"
_DATE = re.compile(
    rf"{_PLACE}(?P<d>\d{{1,2}})?[\s….·_]*tháng\s*(?P<m>\d{{1,2}})?[\s….·_]*năm\s*(?P<y>\d{{4}})?|"
    rf"{_PLACE.replace('place', 'place2')}(?P<d2>\d{{1,2}})?[\s….·_]*[/.-]\s*(?P<m2>\d{{1,2}})?[\s….·_]*[/.-]\s*"
    r"(?P<y2>\d{4})"
)
_CAPTION_DATE = re.compile(r"ngày\s*(?P<d>\d{1,2})\s*(?:/|tháng)\s*(?P<m>\d{1,2})\s*(?:/|năm)\s*(?P<y>\d{4})")
_URGENCY = re.compile(r"\b(HỎA TỐC|THƯỢNG KHẨN|KHẨN)\b")


@dataclass(frozen=True)
class Identity:
    number: Fact[str]
    symbol: Fact[str]
    place: Fact[str]
    date: Fact[str]
    kind: Fact[str]
    title: Fact[str]
    issuer: Fact[str]
    urgency: str


def identity_of(outline: Outline) -> Identity:
    main = outline.parts[0]
    number, symbol = _number(outline)
    place, date = _place_and_date(outline)
    if not main.kind and main.preamble and symbol.presence is Presence.ABSENT:
        number, symbol = own_number(main.preamble[0])
        date = own_date(main.preamble[0]) if date.presence is Presence.ABSENT else date
    kind: Fact[str] = Fact.of(main.kind, main.place) if main.kind else Fact()
    title: Fact[str] = Fact.of(main.title, main.place, 1.0 if main.kind else 0.6) if main.title else Fact()
    head = " ".join(line.text for line in outline.head)
    urgency = _URGENCY.search(same_tones(head))
    issuer = issuer_of(outline.head, main, place.value or "")
    return Identity(number, symbol, place, date, kind, title, issuer, urgency.group(1) if urgency else "")


def _number(outline: Outline) -> tuple[Fact[str], Fact[str]]:
    for line in _joined(outline.head, lambda before, _: bool(re.fullmatch(r"[Ss](?:ố|Ố)\s*:?", before))):
        found = _NUMBER.search(normal(line.text))
        if found:
            place = Place(line.number, line.number)
            digits = re.sub(r"\s", "", found.group(1) or "")
            return (Fact.of(digits, place) if digits else Fact.blank(place)), Fact.of(_symbol(found), place)
    caption = _caption(outline)
    found = _NUMBER.search(caption.text) if caption else None
    if found and caption and found.group(1):
        return Fact.of(found.group(1).strip(), caption.place, 0.8), Fact.of(_symbol(found), caption.place, 0.8)
    return Fact(), Fact()


def _symbol(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found.group(2))


def _joined(head: list[Line], belongs: Callable[[str, str], bool]) -> list[Line]:
    """The lines with text, each put together with the next where a narrow cell broke one thing in two."""
    joined: list[Line] = []
    for line in head:
        before = joined[-1] if joined else None
        if before and line.text and before.number == line.number - 1 and belongs(before.text, line.text):
            joined[-1] = Line(line.number, f"{before.text} {line.text}")
        elif line.text:
            joined.append(line)
    return joined


def _splits_place(before: str, after: str) -> bool:
    """ "Sơn" over "La, ngày 11 tháng 3"."""
    return bool(
        re.fullmatch(r"(?:[A-ZĐÂÊÔƠƯ][a-zà-ỹ]+|[-–]|TP\.?)(?:\s+(?:[A-ZĐÂÊÔƠƯ][a-zà-ỹ]+|[-–])){0,3}", before)
        and re.match(r"[\w\s.'’–-]{2,30},\s*(?:ngày|$)", after)
    )


def _place_and_date(outline: Outline) -> tuple[Fact[str], Fact[str]]:
    lines = _joined(outline.head, _splits_place)
    for index, line in enumerate(lines):
        window = lines[index : index + 3]
        text = one_line(" ".join(part.text for part in window))
        found = _DATE.search(text)
        if found and "," in line.text and found.start() < len(line.text):
            used = next(
                (n for n in range(1, len(window) + 1) if len(" ".join(p.text for p in window[:n])) >= found.end()), 1
            )
            place = Place(line.number, window[used - 1].number)
            name = _place_name(one_line(found["place"] or found["place2"]))
            if name:
                return Fact.of(name, place), _date(found, place)
    caption = _caption(outline)
    found = _CAPTION_DATE.search(caption.text) if caption else None
    return Fact(), _date(found, caption.place, 0.8) if found and caption else Fact()


def _place_name(words: str) -> str:
    """The proper name that ends the words before ", ngày": "Kon Tum", "Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"."""
    taken: list[str] = []
    for word in reversed(words.split()):
        if not (
            word in "-–"
            or word == "phố"
            or word.startswith("TP")
            or (word[0].isupper() and not re.search(r"[A-ZĐ]{2}", word))
        ):
            break
        taken.insert(0, word)
    return " ".join(taken).strip(" -–") if taken != ["phố"] else ""


def _date(found: re.Match[str], place: Place, confidence: float = 1.0) -> Fact[str]:
    parts = found.groupdict()
    day, month, year = (parts[key] or parts.get(f"{key}2") for key in ("d", "m", "y"))
    if not (month and year):
        return Fact.blank(place)
    whole = f"{year}-{int(month):02d}"
    return Fact.of(f"{whole}-{int(day):02d}" if day else whole, place, confidence)


def _caption(outline: Outline) -> Paragraph | None:
    """ "(Kèm theo Kế hoạch số 39/KH-UBND …)" of an annex, which names the number of the plan itself."""
    return next((part.caption for part in outline.parts[1:] if part.caption), None)
