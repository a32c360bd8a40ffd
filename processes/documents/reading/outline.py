"""The parts of a document: head, title, preamble, body, recipients, signature; an attached plan; annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from processes.documents.facts import Place
from processes.documents.reading.digest import announcement, headline
from processes.documents.reading.dossier import plan_units
from processes.documents.reading.repair import Wrapping, paragraphs
from processes.documents.reading.source import Item, Line, Paragraph, Shape, Table, Unit, split_label
from processes.documents.reading.tables import head_of
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

_KINDS = (
    "KẾ HOẠCH HÀNH ĐỘNG|KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH HÀNH ĐỘNG|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|HƯỚNG DẪN|"
    "THÔNG BÁO|NGHỊ QUYẾT|QUY CHẾ|QUY ĐỊNH|"
    "CÔNG ĐIỆN|BÁO CÁO|TỜ TRÌNH|DANH MỤC"
)
_KIND = re.compile(rf"({_KINDS})$")
_KIND_TITLE = re.compile(rf"({_KINDS})\s+(?=\S)")
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|PHỤ BIỂU|Phụ lục)(?:\s+(?:SỐ|số)?\s*[\dIVX]+)?\s*[.:]?$|PHỤ LỤC\b.{0,80}$|"
    r"BIỂU(?: MẪU)? (?:SỐ )?\d+.{0,60}$"
)
_SMALL_ANNEX = re.compile(r"Phụ lục(?:\s+(?:số\s+)?[\dIVX]+)?\s*[.:]?$")
_OFFICE = re.compile(r"(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG BAN|BÍ THƯ)|THỨ TRƯỞNG")
_ATTACHED = re.compile(r"\(?\s*(?:(?:ban hành )?kèm theo|đính kèm)\b")
_TAIL = re.compile(r"(?:\W*)nơi nhận\s*[:.]?")
_AUTHORITY = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|TUQ|Q)(?:\s*\.\s*|\s+)(?=[A-ZĐỦUỶ])")
_PREAMBLE = re.compile(
    r"(?:căn cứ|thực hiện|theo|để|nhằm|xét|thi hành|tiếp tục|trên cơ sở|trong thời gian|thời gian qua|ngày \d|"
    r"sau khi|triển khai thực hiện)\b"
)
_ISSUES = re.compile(r"(?:ban hành|xây dựng|tổ chức|triển khai)\b.*(?:như sau|sau|sau đây)\s*[:.]$")
_ENACTING = re.compile(
    r"(?:CHỦ TỊCH |BỘ TRƯỞNG |THỦ TƯỚNG|GIÁM ĐỐC |HIỆU TRƯỞNG|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG|TRƯỞNG BAN)|"
    r"(?:ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|CHÍNH PHỦ)(?:\s|$)"
)
_ENACTS = re.compile(r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\s*(?::|$)")


@dataclass
class Part:
    """A document, an attached plan or an annex."""

    kind: str = ""
    title: str = ""
    place: Place | None = None
    caption: Paragraph | None = None
    preamble: list[Paragraph] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)


@dataclass
class Outline:
    head: list[Line]
    parts: list[Part]
    tail: list[Line]

    @property
    def body(self) -> list[Item]:
        return [item for part in self.parts for item in part.body]


def outline_of(units: list[Unit]) -> Outline:
    units = plan_units(units)
    wrapping = Wrapping.of(units)
    starts = _part_starts(units)
    if not starts:
        part, closing = _part_without_kind(units, wrapping)
        return Outline([], [part], closing)
    tail: list[Line] = []
    parts = []
    for start, end in zip(starts, [*starts[1:], len(units)], strict=True):
        content, closing = _cut_tail(units[start:end])
        tail = tail or closing
        parts.append(_part(content, wrapping))
    head = [unit for unit in units[: starts[0]] if isinstance(unit, Line)]
    return Outline(head, parts, tail)


def _part_starts(units: list[Unit]) -> list[int]:
    starts: list[int] = []
    closed = False  # the recipients or the signature of a part were seen
    for index, unit in enumerate(units):
        if not isinstance(unit, Line) or not unit.text:
            continue
        text = same_tones(unit.text)
        alone = _KIND.match(text) is not None
        if not starts:
            if alone or (_KIND_TITLE.match(text) and index < 60):
                starts.append(index)
        elif (
            _begins_annex(text, units[index + 1 : index + 4])
            or (alone and _is_attached(units[index : index + 12]))
            or ((closed or _SMALL_ANNEX.match(text)) and _heads_annex(units, index))
        ):
            starts.append(index)
            closed = False
        closed = closed or bool(_TAIL.match(shadow(text))) or _signs(text)
    return starts


def _begins_annex(text: str, following: list[Unit]) -> bool:
    """In capitals, or "Phụ lục I" as the decree writes it: over a title in capitals, or over what it belongs to."""
    if not _ANNEX.match(text):
        return False
    below = next((unit.text for unit in following if isinstance(unit, Line) and unit.text), "")
    return (
        text[:7].isupper() or bool(_ATTACHED.match(shadow(below))) or (len(below) > 3 and same_tones(below).isupper())
    )


def _heads_annex(units: list[Unit], index: int) -> bool:
    """A title in capitals, or "Phụ lục 1", with nothing between it and "(Kèm theo …)" or the table of the annex."""
    first = units[index]
    if not isinstance(first, Line) or not (_SMALL_ANNEX.match(same_tones(first.text)) or _is_title(first.text)):
        return False
    for unit in units[index + 1 : index + 14]:
        if isinstance(unit, Table):
            return head_of(unit).last >= 0
        if _ATTACHED.match(shadow(unit.text)):
            return True
        if unit.text and not _is_title(unit.text):
            return False
    return False


def _is_title(text: str) -> bool:
    letters = [c for c in same_tones(text) if c.isalpha()]
    capital = len(letters) > 7 and sum(c.isupper() for c in letters) > 0.9 * len(letters)
    return capital and not _signs(text) and not _OFFICE.match(same_tones(text))


def _is_attached(units: list[Unit]) -> bool:
    return any(isinstance(unit, Line) and _ATTACHED.match(shadow(unit.text)) for unit in units)


def _cut_tail(units: list[Unit]) -> tuple[list[Unit], list[Line]]:
    """The part without its recipients and signature, and their lines."""
    for index, unit in enumerate(units):
        if index and isinstance(unit, Line) and (_TAIL.match(shadow(unit.text)) or _signs(unit.text)):
            closing = [u for u in units[index:] if isinstance(u, Line)]
            return units[:index], closing
    return units, []


def _signs(text: str) -> bool:
    return bool(_AUTHORITY.match(same_tones(text))) and text.upper() == text and len(text) < 60


def _part(units: list[Unit], wrapping: Wrapping) -> Part:
    lines = list(units)
    first = lines.pop(0)
    assert isinstance(first, Line)
    part = Part(place=Place(first.number, first.number))
    kind = _KIND_TITLE.match(same_tones(first.text)) or _KIND.match(same_tones(first.text))
    if kind:
        part.kind = first.text[: kind.end(1)]
        if kind.end() < len(first.text):
            lines.insert(0, Line(first.number, first.text[kind.end() :].strip()))
    else:
        part.kind = first.text
    title, rest = _take_title(lines)
    part.title = one_line(" ".join(line.text for line in title))
    if title:
        part.place = Place(first.number, title[-1].number)
    _fill(part, paragraphs(rest, wrapping))
    return part


def _take_title(units: list[Unit]) -> tuple[list[Line], list[Unit]]:
    title: list[Line] = []
    for index, unit in enumerate(units):
        if not isinstance(unit, Line):
            return title, units[index:]
        if not unit.text:
            if title:
                return title, units[index:]
            continue
        if _begins_text(unit.text, bool(title)) or (title and _enacts(units[index : index + 3], title[-1])):
            return title, units[index:]
        title.append(unit)
    return title, []


def _enacts(units: list[Unit], before: Line) -> bool:
    """Whether "BỘ TRƯỞNG BỘ Y TẾ" over the first basis opens the text, rather than ends the title."""
    lines = [unit for unit in units if isinstance(unit, Line) and unit.text]
    if len(lines) < 2 or not same_tones(lines[0].text).isupper() or re.search(r"[,–-]$|\bCỦA$|\bVÀ$", before.text):
        return False
    basis = any(_PREAMBLE.match(shadow(line.text)) and not line.text.isupper() for line in lines[1:])
    return bool(_ENACTING.match(same_tones(lines[0].text))) and basis


def _begins_text(text: str, has_title: bool) -> bool:
    plain = shadow(text)
    if _ATTACHED.match(plain) or (text.startswith("(") and not has_title):
        return True
    if split_label(text)[0] in (Shape.SECTION, Shape.ARTICLE, Shape.NUMBER):
        return True
    return (
        bool(_PREAMBLE.match(plain))
        and not text.isupper()
        and (has_title or plain.startswith("căn cứ") or (plain.startswith("thực hiện ") and plain.endswith((";", ":"))))
    )


def _fill(part: Part, items: list[Item]) -> None:
    """Caption, preamble and body of the paragraphs after the title."""
    if items and isinstance(items[0], Paragraph) and _ATTACHED.match(shadow(items[0].text)):
        part.caption, items = items[0], items[1:]
    annex = part.caption is not None or not _KIND.match(same_tones(part.kind))
    begins = 0 if annex else _body_start(items)
    part.preamble = [item for item in items[:begins] if isinstance(item, Paragraph)]
    part.body = items[begins:]


def _body_start(items: list[Item]) -> int:
    """The first item of the body: after "… như sau:", else the first numbered item."""
    for index, item in enumerate(items):
        if not isinstance(item, Paragraph):
            return index
        if item.shape is Shape.BULLET and _PREAMBLE.match(shadow(item.text)):
            continue
        if item.shape is not Shape.PLAIN:
            return index
        if _ISSUES.search(shadow(item.text)) or _ENACTS.match(same_tones(item.text)):
            following = items[index + 1] if index + 1 < len(items) else None
            if isinstance(following, Paragraph) and not _PREAMBLE.match(shadow(following.text)):
                return index + 1
    return 0


def _part_without_kind(units: list[Unit], wrapping: Wrapping) -> tuple[Part, list[Line]]:
    """A digest or an excerpt: the title is the last line before the first basis."""
    content, tail = _cut_tail(units)
    items = paragraphs(content, wrapping)
    part = Part()
    told = announcement([item for item in items if isinstance(item, Paragraph)])
    if told is not None and all(isinstance(item, Paragraph) for item in items[: told + 1]):
        return _notice(items, told), tail
    basis = next((i for i, item in enumerate(items) if isinstance(item, Paragraph) and _is_basis(item)), None)
    before = [item for item in items[:basis] if isinstance(item, Paragraph)] if basis is not None else []
    plain = [item for item in before if item.shape is Shape.PLAIN]
    if basis is None or len(plain) != len(before) or len(before) > 6:
        part.body = items
        return part, tail
    if plain:
        part.title, part.place = plain[-1].text, plain[-1].place
    items = items[basis:]
    begins = _body_start(items)
    part.preamble = [item for item in items[:begins] if isinstance(item, Paragraph)]
    part.body = items[begins:]
    return part, tail


def _notice(items: list[Item], told: int) -> Part:
    """A notice of a plan: the sentence that tells of it stands for the preamble."""
    part = Part(
        preamble=[item for item in items[told : told + 1] if isinstance(item, Paragraph)], body=items[told + 1 :]
    )
    title = headline([item for item in items[:told] if isinstance(item, Paragraph)])
    if title:
        part.title, part.place = title.text, title.place
    return part


def _is_basis(item: Paragraph) -> bool:
    return bool(re.match(r"(?:căn cứ|thực hiện|theo(?! đó| kế hoạch| nội dung))\b", shadow(item.text)))
