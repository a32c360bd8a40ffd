"""Undoes what copying did to a text: hard wraps, page-break cuts, markup, the frame of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from processes.documents.facts import Place
from processes.documents.reading.roles import role_label
from processes.documents.reading.source import Item, Line, Paragraph, Shape, Table, Unit, split_label
from processes.documents.reading.writing_forms import normal, one_line, shadow

_RULE = re.compile(r"[\s\-_=–—*.]*")
_STAR_ITEM = re.compile(r"\s*\*+\s+\S")
_CHROME = re.compile(
    r"#?\s*(?:source|nguồn)\s*:\s*https?://|https?://\S+$|tìm kiếm tin|ngày cập nhật|cập nhật (?:ngày|lúc)|"
    r"tập tin đính kèm|"
    r"tệp đính kèm|các tin khác|tin (?:liên quan|mới|cùng)|xem tin theo|thống kê truy cập|"
    r"tổng (?:số )?(?:lượt )?truy cập|"
    r"(?:đang|lượt) truy cập|truy cập (?:hiện tại|hôm nay|tháng)|lượt xem|bản in|in trang|in bài|gửi (?:bài|email|"
    r"phản hồi)|"
    r"chia sẻ (?:bài|trang|facebook)|quay lại|về đầu trang|trang chủ|đăng nhập|(?:tải|xem) (?:về|toàn văn)|bản quyền|"
    r"bình luận|đọc tiếp|trang \d+\s*(?:/|trên)\s*\d+$"
)
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,3}[-–\s]*$")
_ENDED = re.compile(r"[.;:!?…”\"/]\)?$")
_OPEN = re.compile(r"(?:,|\b(?:và|của|các|về|với|cho|tại|trong|theo|do|để|từ|đến|những|hoặc|số|ngày|tháng))$")


def clean_line(number: int, raw: str) -> Line:
    """One physical line without markup; a line of dashes and dots is blank."""
    text = normal(raw)
    tabbed = text.startswith("\t") or ("\t" in text and not text.strip())
    text = re.sub(r"^\s*#{1,6}\s+(?!source)", "", text.replace("\\*", "*"))
    starred = bool(_STAR_ITEM.match(text)) and text.count("*") % 2 == 1
    text = one_line(text.replace("(*)", "(\x00)").replace("*", "").replace("\x00", "*"))
    if _RULE.fullmatch(text) or _CHROME.match(text.lower()):
        return Line(number, "", tabbed, "" if _RULE.fullmatch(text) else text)
    return Line(number, f"* {text}" if starred else text, tabbed)


@dataclass(frozen=True)
class Wrapping:
    """How the lines of a source were broken. `tight`: numbered items follow each other without a blank line."""

    wrapped: bool
    width: int
    tight: bool

    @classmethod
    def of(cls, units: list[Unit]) -> Wrapping:
        pairs = [(a, b) for a, b in pairwise(units) if isinstance(a, Line) and isinstance(b, Line)]
        adjacent = [(a.text, b.text) for a, b in pairs if a.text and b.text]
        carried = [a for a, b in adjacent if b[0].islower() and split_label(b)[0] is Shape.PLAIN]
        wrapped = (len(carried) >= 3 and len(carried) >= 0.2 * len(adjacent)) or _all_full(units, adjacent, carried)
        lengths = sorted(len(a) for a in carried)
        width = lengths[int(len(lengths) * 0.9)] if lengths else 0
        numbered = [bool(a.text) for a, b in pairs if split_label(b.text)[0] in (Shape.SECTION, Shape.NUMBER)]
        return cls(wrapped, width, sum(numbered) > 0.3 * len(numbered))

    def joins(self, before: str, after: str) -> bool:
        """Whether the line `after` goes on in the paragraph that ends with the line `before`."""
        if not self.wrapped or before.endswith("./.") or _is_label(after):
            return False
        if len(before.split()) > 2 and before.isupper() and not after.isupper():
            return False  # a line of capitals is a title or who decides, whatever follows it
        shape, label, rest = split_label(after)
        if shape is Shape.BULLET:
            return label in "-–—" and not _ENDED.search(before) and not rest[:1].isupper()
        if shape is not Shape.PLAIN:
            return False
        if after[0].islower() or not self.tight:
            return True
        full = 0.9 if _ENDED.search(before) else 0.75  # of a proportional font, a full line may hold fewer letters
        return len(before) + 1 + len(after.split()[0]) > full * self.width


def _all_full(units: list[Unit], adjacent: list[tuple[str, str]], carried: list[str]) -> bool:
    """A short text of narrow lines, in which a full line is mostly one that goes on."""
    longest = max((len(unit.text) for unit in units if isinstance(unit, Line)), default=0)
    full = [a for a, _ in adjacent if len(a) > 0.8 * longest and not _ENDED.search(a)]
    going_on = [a for a in carried if len(a) > 0.8 * longest]
    return longest <= 120 and len(going_on) >= 2 and len(going_on) >= 0.5 * len(full)


def paragraphs(units: list[Unit], wrapping: Wrapping) -> list[Item]:
    """The paragraphs and tables of a stretch of text, whole again."""
    gathered: list[list[Line] | Table] = []
    open_lines: list[Line] = []
    for unit in [*units, Line(0, "")]:
        if isinstance(unit, Line) and unit.text and open_lines and wrapping.joins(open_lines[-1].text, unit.text):
            open_lines.append(unit)
            continue
        if open_lines:
            gathered.append(open_lines)
        open_lines = [unit] if isinstance(unit, Line) and unit.text else []
        if isinstance(unit, Table):
            gathered.append(unit)
    return _mend([g if isinstance(g, Table) else _paragraph(g) for g in gathered])


def _paragraph(lines: list[Line]) -> Paragraph:
    text = "\n".join(line.text for line in lines)
    text = re.sub(r"(?<=[A-ZĐ\d])([-/])\n(?=[A-ZĐ])", r"\1", text)  # "1486/QĐ-" and "TTg" are one symbol
    return Paragraph.of(text, Place(lines[0].number, lines[-1].number))


def _mend(items: list[Item]) -> list[Item]:
    """Puts sentences together that a page break cut, and drops the page number between the halves."""
    mended: list[Item] = []
    for index, item in enumerate(items):
        before = mended[-1] if mended else None
        if not isinstance(item, Paragraph) or not isinstance(before, Paragraph):
            mended.append(item)
            continue
        following = items[index + 1] if index + 1 < len(items) else None
        if _PAGE_NUMBER.match(item.whole) and isinstance(following, Paragraph) and _is_cut(before, following):
            continue
        if _is_cut(before, item):
            place = Place(before.place.line, item.place.end_line)
            mended[-1] = Paragraph(f"{before.text} {item.text}", place, before.shape, before.label)
        else:
            mended.append(item)
    return mended


def _is_label(text: str) -> bool:
    """A label begins with a capital: "nhiệm vụ sau:" is the rest of a sentence."""
    return not text[:1].islower() and role_label(text) is not None


def _is_cut(before: Paragraph, after: Paragraph) -> bool:
    if after.shape is not Shape.PLAIN or _ENDED.search(before.text) or _is_label(after.text) or not after.text:
        return False
    if before.upper and not after.upper:
        return False
    return after.text[0].islower() or bool(_OPEN.search(shadow(before.text)))
