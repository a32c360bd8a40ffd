"""The section "Tổ chức thực hiện": whose each paragraph is, as a duty or as what the agency has to report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from processes.documents.facts import Duty, Place
from processes.documents.reading.duty_roles import coordinating_of, deadline_of, roles_of
from processes.documents.reading.names import Subject, find_subject, fold, is_agency, starts_with_agency
from processes.documents.reading.sentences import sentences
from processes.documents.reading.source import Item, Paragraph, Shape
from processes.documents.reading.writing_forms import shadow

_SECTION = re.compile(r"tổ chức,? thực hiện|tổ chức triển khai|trách nhiệm|phân công (?:nhiệm vụ|thực hiện|tổ chức)")
_AIMS = re.compile(
    r"mục (?:đích|tiêu)|yêu cầu|quan điểm|đối tượng|nguyên tắc|phạm vi|thời gian|kinh phí|đánh giá|tình hình"
)
_CLOSING = re.compile(
    r"(?:trên đây là|trong quá trình|quá trình (?:thực hiện|triển khai)|yêu cầu (?:các|thủ trưởng|giám đốc)|"
    r"kế hoạch này|quyết định này|"
    r"(?:chủ tịch )?(?:ubnd|ủy ban nhân dân)(?: \w+){0,3} (?:yêu cầu|đề nghị)|nhận được|giao chánh văn phòng|"
    r"nếu (?:có|thấy|cần|gặp)|mọi (?:khó khăn|vướng mắc)|trường hợp (?:có|phát sinh|cần|vướng))"
)
_ONLY_REPORTS = re.compile(r"(?:định kỳ|hằng năm|hàng năm|hằng quý|trước ngày).{0,120}báo cáo")
_PREFACE = re.compile(r"(?:căn cứ|trên cơ sở|theo|để|nhằm|ngoài|ngoài ra|hằng năm|hàng năm|đối với)\b")
# What may stand before the agencies of a heading.
_OPENING = re.compile(
    r"(?:đối với|trách nhiệm (?:thực hiện )?của|nhiệm vụ (?:cụ thể )?của|giao (?:nhiệm vụ |trách nhiệm )?cho|"
    r"về phía)\s+"
)
_ASSIGNS = re.compile(
    r"(?:sẽ |có trách nhiệm |phải )?(?:chủ trì|phối hợp|chủ động|theo dõi|tham mưu|hướng dẫn|chỉ đạo|bố trí|tăng cường|"
    r"đẩy mạnh|triển khai|tổ chức|xây dựng|làm đầu mối|là (?:cơ quan|đầu mối))\b"
)
_GENERIC = re.compile(r"(?:các|thủ trưởng các)\s+(?:sở|cơ quan|đơn vị|ban|ngành|bộ)\b")


@dataclass(frozen=True)
class Owned:
    """A paragraph with who it falls on; `is_duty` is False for one that only tells who reports."""

    paragraph: Paragraph
    agencies: tuple[str, ...]
    words: str
    text: str
    is_duty: bool = True
    requested: bool = False


def duties_of(owned: list[Owned]) -> tuple[Duty, ...]:
    return tuple(_duty(entry) for entry in owned if entry.is_duty)


def _duty(entry: Owned) -> Duty:
    return Duty(
        entry.agencies,
        entry.text,
        entry.paragraph.place,
        roles=roles_of(entry.text, entry.requested),
        coordinating=coordinating_of(entry.text),
        time=deadline_of(entry.text, entry.paragraph.place),
    )


def owned_paragraphs(items: list[Item], claimed: dict[Place, str]) -> list[Owned]:
    """The paragraphs of the organisation section by agency; without such a section, items that open with an agency."""
    found: list[Owned] = []
    opens = _opener(items)
    everywhere = opens is None and _has_agency_headings(items)
    inside = seen = everywhere
    walk = _Walk()
    for paragraph in (item for item in items if isinstance(item, Paragraph)):
        if is_section(paragraph) or (opens is Shape.NUMBER and _numbered_heading(paragraph)):
            inside = everywhere or _organises(paragraph)
            seen = seen or inside
            walk = _Walk()
            continue
        if inside and paragraph.place not in claimed:
            found += walk.take(paragraph)
    return found if seen else (list(_loose(items, claimed)) or list(_told_in_prose(items, claimed)))


def _opener(items: list[Item]) -> Shape | None:
    """What the organisation section begins with: a section title, or, where the whole plan is numbered, a number."""
    paragraphs = [item for item in items if isinstance(item, Paragraph)]
    if any(is_section(p) and _organises(p) for p in paragraphs):
        return Shape.SECTION
    numbered = any(_numbered_heading(p) and _organises(p) for p in paragraphs)
    return Shape.NUMBER if numbered else None


def _numbered_heading(paragraph: Paragraph) -> bool:
    """ "4. Tổ chức thực hiện": a short title, no agency and no sentence."""
    return (
        paragraph.shape is Shape.NUMBER
        and "." not in paragraph.ref
        and len(paragraph.text) < 70
        and not paragraph.text.endswith((".", ";"))
        and find_subject(paragraph.text) is None
        and _opened(paragraph.text) is None
    )


def _organises(paragraph: Paragraph) -> bool:
    return bool(_SECTION.search(shadow(paragraph.text))) and not is_agency(paragraph.text)


def _has_agency_headings(items: list[Item]) -> bool:
    """A directive: its numbered headings are the agencies themselves."""
    numbered = [item for item in items if isinstance(item, Paragraph) and item.shape is Shape.NUMBER]
    return sum(bool(is_agency(item.text) or find_subject(item.text) or _opened(item.text)) for item in numbered) >= 2


def is_section(paragraph: Paragraph) -> bool:
    """The title of a section; of an article too, where it is one ("Điều 3. Kinh phí thực hiện")."""
    if paragraph.shape is Shape.ARTICLE:
        return paragraph.upper or (len(paragraph.text) < 70 and not paragraph.text.endswith((".", ";", "/")))
    return paragraph.shape is Shape.SECTION or (paragraph.shape is Shape.PLAIN and paragraph.upper)


class _Walk:
    """Remembers under whose heading a paragraph stands."""

    def __init__(self) -> None:
        self.current: Subject | None = None
        self.level: Shape | None = None
        self.label = ""

    def take(self, paragraph: Paragraph) -> Iterator[Owned]:
        text, plain = paragraph.text, shadow(paragraph.text)
        if _CLOSING.match(plain) and not is_agency(text):
            if paragraph.shape is not Shape.BULLET:
                self.current = None
            return
        direct = _without_lead_in(find_subject(text) or _opened(text))
        if self._is_heading(paragraph, direct):
            assert direct is not None
            self.current, self.level, self.label = direct, paragraph.shape, paragraph.label
            if direct.rest:
                yield Owned(paragraph, direct.names, direct.words, _told(text, direct), requested=direct.requested)
        elif paragraph.shape is Shape.NUMBER and self._opens(paragraph):
            self.current, self.level = late_subject(text), paragraph.shape
            if self.current:
                yield Owned(paragraph, self.current.names, self.current.words, text)
        else:
            owner = self._owner(direct)
            if owner:
                reports = paragraph.shape is Shape.PLAIN and bool(_ONLY_REPORTS.match(plain))
                yield Owned(paragraph, owner.names, owner.words, text, not reports, owner.requested)

    def _opens(self, paragraph: Paragraph) -> bool:
        """A number without an agency ends the duties of the agency before, unless it is a sub-item of its heading."""
        return self.level in (None, Shape.NUMBER, Shape.LETTER) and "." not in paragraph.ref

    def _is_heading(self, paragraph: Paragraph, subject: Subject | None) -> bool:
        if subject is None:
            return False
        if paragraph.shape is Shape.NUMBER:
            return (
                "." not in paragraph.ref
                or self.current is None
                or not subject.rest
                or not _within(subject, self.current)
            )
        alone = not subject.rest or re.match(rf".*{re.escape(subject.words[-12:])}\s*:", paragraph.text) is not None
        if paragraph.shape in (Shape.LETTER, Shape.BULLET):
            beside = self.level is Shape.LETTER is paragraph.shape or (
                self.level is Shape.BULLET is paragraph.shape and paragraph.label == self.label
            )
            return (alone and (self.current is None or self.level is paragraph.shape)) or (
                beside and not self._holds(subject)
            )
        return alone and (self.current is None or self.level is Shape.PLAIN) and not subject.rest

    def _holds(self, subject: Subject) -> bool:
        return self.current is not None and _within(subject, self.current)

    def _owner(self, direct: Subject | None) -> Subject | None:
        if self.current is None or direct is None:
            return self.current or direct
        if _within(direct, self.current) or (
            _GENERIC.match(shadow(self.current.words)) and not _GENERIC.match(shadow(direct.words))
        ):
            return direct
        return self.current


def _without_lead_in(subject: Subject | None) -> Subject | None:
    """ "Sở A có trách nhiệm:" is a heading: what it has to do stands below it."""
    if subject and len(subject.rest) < 60 and subject.rest.endswith(":"):
        return replace(subject, rest="")
    return subject


def _opened(text: str) -> Subject | None:
    """The agencies of "Đối với các sở, ban, ngành" and "Trách nhiệm của Sở A:", where they are the whole heading."""
    opening = _OPENING.match(shadow(text))
    if opening is None:
        return None
    rest = text[opening.end() :]
    subject = find_subject(rest)
    alone = subject is not None and (not subject.rest or rest[len(subject.words) :].lstrip().startswith(":"))
    return subject if alone else None


def _within(part: Subject, whole: Subject) -> bool:
    names = {fold(name) for name in whole.names}
    return len(part.names) < len(whole.names) and all(fold(name) in names for name in part.names)


def _told(text: str, subject: Subject) -> str:
    """What is told after "Sở A:"; the whole sentence where the name is its subject."""
    colon = text.find(":")
    return subject.rest if colon >= 0 and text[colon + 1 :].strip() == subject.rest else text


def late_subject(text: str) -> Subject | None:
    """The agencies of "Căn cứ …; các cơ quan, đơn vị chủ động xây dựng …"."""
    plain = shadow(text)
    if not _PREFACE.match(plain):
        return None
    for joint in ("; ", ", "):
        for match in re.finditer(re.escape(joint), plain):
            rest = text[match.end() :]
            subject = find_subject(rest) if starts_with_agency(rest) else None
            if subject and subject.rest and "của" not in subject.words.split()[-1:]:
                return subject
    return None


def _told_in_prose(items: list[Item], claimed: dict[Place, str]) -> Iterator[Owned]:
    """Sentences like "Sở A chủ trì …" in the running text of a notice."""
    for paragraph in (item for item in items if isinstance(item, Paragraph)):
        if paragraph.shape is not Shape.PLAIN or paragraph.place in claimed:
            continue
        for sentence in sentences(paragraph.text):
            subject = find_subject(sentence)
            if subject and subject.rest and _ASSIGNS.match(shadow(subject.rest)):
                names = tuple(re.sub(r"\s+(?:sẽ|cần|phải)$", "", name) for name in subject.names)
                yield Owned(paragraph, names, subject.words, sentence, requested=subject.requested)


def _loose(items: list[Item], claimed: dict[Place, str]) -> Iterator[Owned]:
    """Items like "- Các sở, ban, ngành tăng cường …" of a text that has no organisation section."""
    aims = False
    for paragraph in (item for item in items if isinstance(item, Paragraph)):
        if paragraph.shape in (Shape.SECTION, Shape.NUMBER):
            aims = bool(_AIMS.search(shadow(paragraph.text[:60])))
        if aims or paragraph.shape is not Shape.BULLET or paragraph.place in claimed:
            continue
        subject = find_subject(paragraph.text)
        if subject and subject.rest:
            yield Owned(paragraph, subject.names, subject.words, _told(paragraph.text, subject))
