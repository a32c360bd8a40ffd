"""Number, symbol, place, date, kind, title, issuer and urgency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from processes.documents.facts import Fact, Place
from processes.documents.reading.names import starts_with_agency
from processes.documents.reading.outline import Outline, Part
from processes.documents.reading.source import Line, Paragraph
from processes.documents.reading.writing_forms import normal, one_line, same_tones, shadow

_SYMBOL = r"[A-ZĐƯÔ][A-ZĐƯÔa-z\d]*(?:[-–.&/][A-ZĐƯÔ][\wĐđ&.]*)*"
_NUMBER = re.compile(rf"\b[Ss](?:ố|Ố)\s*:?\s*(\d[\d\s]*[a-z]?)?[\s….·_]*[/\-]\s*((?:\d{{4}}/)?{_SYMBOL})")
_DATE = re.compile(
    r"(?P<place>[A-ZĐÂÊÔƠƯÁÀẢÃẠ][\w\s.'’\-–]{1,40}?)\s*,\s*ngày\s*(?P<d>\d{1,2})?[\s….·_]*tháng\s*(?P<m>\d{1,2})?[\s….·_]*năm\s*(?P<y>\d{4})?"
)
_CAPTION_DATE = re.compile(r"ngày\s*(?P<d>\d{1,2})\s*(?:/|tháng)\s*(?P<m>\d{1,2})\s*(?:/|năm)\s*(?P<y>\d{4})")
_ISSUER_HEAD = (
    r"(?:Chủ tịch\s+)?(?:Ủy ban nhân dân|UBND)|Thủ tướng Chính phủ|Chính phủ|"
    r"Bộ trưởng\s+Bộ|Hội đồng nhân dân|HĐND|Bộ|Sở|Ban|Văn phòng"
)
_ISSUES = re.compile(
    rf"(?P<who>(?:{_ISSUER_HEAD})[^,;:()]*?(?:,[^,;:()]{{0,40}}(?:và|&)[^,;:()]*?)?)\s*(?:\([^()]*\)\s*)?,?\s*"
    r"(?:đã\s+)?(?:ban hành|xây dựng|triển khai|tổ chức|yêu cầu|quyết định)\b"
)
_BODY_OF_PLACE = re.compile(r"(?:ủy ban nhân dân|ubnd|chủ tịch ubnd|chủ tịch ủy ban nhân dân)\s+(tỉnh|thành phố)$")
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
    kind: Fact[str] = Fact.of(main.kind, main.place) if main.kind else Fact()
    title: Fact[str] = Fact.of(main.title, main.place, 1.0 if main.kind else 0.6) if main.title else Fact()
    head = " ".join(line.text for line in outline.head)
    urgency = _URGENCY.search(same_tones(head))
    issuer = _issuer(outline, main, place.value or "")
    return Identity(number, symbol, place, date, kind, title, issuer, urgency.group(1) if urgency else "")


def _number(outline: Outline) -> tuple[Fact[str], Fact[str]]:
    for line in outline.head:
        found = _NUMBER.search(normal(line.text))
        if found:
            place = Place(line.number, line.number)
            digits = re.sub(r"\s", "", found.group(1) or "")
            return (Fact.of(digits, place) if digits else Fact.blank(place)), Fact.of(found.group(2).strip(), place)
    caption = _caption(outline)
    found = _NUMBER.search(caption.text) if caption else None
    if found and caption and found.group(1):
        return Fact.of(found.group(1).strip(), caption.place, 0.8), Fact.of(found.group(2), caption.place, 0.8)
    return Fact(), Fact()


def _place_and_date(outline: Outline) -> tuple[Fact[str], Fact[str]]:
    lines = [line for line in outline.head if line.text]
    for index, line in enumerate(lines):
        window = lines[index : index + 3]
        text = one_line(" ".join(part.text for part in window))
        found = _DATE.search(text)
        if found and "," in line.text and found.start() < len(line.text):
            used = next(
                (n for n in range(1, len(window) + 1) if len(" ".join(p.text for p in window[:n])) >= found.end()), 1
            )
            place = Place(line.number, window[used - 1].number)
            name = _place_name(one_line(found["place"]))
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
    day, month, year = found["d"], found["m"], found["y"]
    if not (month and year):
        return Fact.blank(place)
    whole = f"{year}-{int(month):02d}"
    return Fact.of(f"{whole}-{int(day):02d}" if day else whole, place, confidence)


def _caption(outline: Outline) -> Paragraph | None:
    """ "(Kèm theo Kế hoạch số 39/KH-UBND …)" of an annex, which names the number of the plan itself."""
    return next((part.caption for part in outline.parts[1:] if part.caption), None)


def _issuer(outline: Outline, main: Part, place: str) -> Fact[str]:
    letterhead = _letterhead(outline.head)
    enacting = next((p for p in main.preamble if p.upper and len(p.text) < 90 and not p.text.endswith(":")), None)
    if enacting and starts_with_agency(_sentence_case(enacting.text).capitalize()):
        return Fact.of(_sentence_case(enacting.text), enacting.place, 0.9)
    territory = _territory(letterhead) or _territory_of_title(main.title)
    for paragraph in reversed([*main.preamble, *_first_paragraphs(main)]):
        matches = _ISSUES.finditer(same_tones(paragraph.text))
        found = [match for match in matches if not re.search(r"(?:^|\s)các\s|\s(?:và|của|tại)$", match["who"])]
        if found:
            start, end = found[-1].span("who")
            name = one_line(paragraph.text[start:end]).strip(" ,")
            return _completed(name, territory or place, paragraph.place)
    if letterhead:
        return Fact.of(letterhead[0], Place(outline.head[0].number, outline.head[-1].number), 0.7)
    return Fact()


def _completed(name: str, territory: str, place: Place) -> Fact[str]:
    """ "UBND tỉnh" with the name of the province that the letterhead gives."""
    if _BODY_OF_PLACE.search(shadow(name)) and territory:
        return Fact.of(f"{name} {territory}", place, 0.9)
    return Fact.of(name, place)


def _first_paragraphs(part: Part) -> list[Paragraph]:
    return [
        item
        for item in part.body[:3]
        if isinstance(item, Paragraph) and item.text.endswith(":") and len(item.text) > 60
    ]


def _letterhead(head: list[Line]) -> list[str]:
    """The issuing body as the letterhead has it ("ỦY BAN NHÂN DÂN TỈNH BẮC NINH"), written as in running text."""
    taken: list[str] = []
    for line in head:
        text = same_tones(line.text)
        if re.match(r"(?:CỘNG|HỘI CHỦ|XÃ HỘI|CHỦ NGHĨA|Số|Độc lập)", text, re.IGNORECASE):
            if taken:
                break
            continue
        if text.isupper() and len(text) > 1:
            taken.append(line.text)
    joined = one_line(" ".join(taken))
    return [_sentence_case(joined)] if joined else []


def _sentence_case(name: str) -> str:
    plain = shadow(name)
    for pattern, written in (
        (r"ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        (r"ủy ban nhân dân thành phố", "Ủy ban nhân dân thành phố"),
    ):
        found = re.match(pattern, plain)
        if found:
            return f"{written} {_title_case(name[found.end() :].strip())}".strip()
    head = re.match(r"(?:bộ trưởng |thứ trưởng |chủ tịch )?(?:bộ|sở|ban|cục|thủ tướng|ủy ban nhân dân|ubnd)?\s*", plain)
    assert head is not None
    spoken = name[: head.end()].lower()
    spoken = re.sub(r"^\w|(?<=trưởng )\w|(?<=chủ tịch )\w", lambda m: m.group().upper(), spoken)
    return spoken + name[head.end() :].capitalize() if name.isupper() else name


def _territory(letterhead: list[str]) -> str:
    found = re.search(r"(?:tỉnh|thành phố)\s+(\S.*)$", letterhead[0]) if letterhead else None
    return found.group(1).strip() if found else ""


def _territory_of_title(title: str) -> str:
    found = re.search(
        r"(?:tỉnh|TỈNH|thành phố|THÀNH PHỐ)\s+([A-ZĐÂÊÔƠƯ][\w'’-]*(?:\s+[A-ZĐÂÊÔƠƯ][\w'’-]*){1,3})", title
    )
    return _title_case(found.group(1)) if found else ""


def _title_case(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())
