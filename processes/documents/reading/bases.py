"""The preamble: each paragraph with every document it names."""

from __future__ import annotations

import re

from processes.documents.facts import Basis, BasisDocument
from processes.documents.reading.dates import day_pattern, written_day
from processes.documents.reading.digest import own_number
from processes.documents.reading.outline import Part
from processes.documents.reading.source import Paragraph
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

_KINDS = (
    r"Nghị định|Quyết định|Kế hoạch|Công văn|Chỉ thị|Nghị quyết|Thông tư liên tịch|Thông tư|Hướng dẫn|"
    r"Chương trình hành động|Chương trình|"
    r"Kết luận|Thông báo|Văn bản hợp nhất|Văn bản|Đề án|Quy định|Pháp lệnh|Công điện|Tờ trình|Quy chế|Báo cáo|"
    r"Thông tri|Giấy mời|Bộ luật|Luật"
)
_DOCUMENT = re.compile(
    rf"(?P<kind>{_KINDS})?(?:\s+[^,;.()\d]{{0,60}}?)?\s*(?:số\s*:?\s*)?"
    r"(?P<number>\d[\dA-Za-z]*\s*(?:/\s*\d{4}\s*)?[/-]\s*[A-ZĐƯÔ]\w*(?:\s*[-/.]\s*[A-ZĐƯÔ][\w&]*)*)"
)
_DATE = re.compile(rf"\s*,?\s*{day_pattern()}")
_ISSUER = re.compile(
    r"\s*(?:,\s*)?của\s+(?P<who>.+?)(?=\s+(?:về|phê duyệt|ban hành|quy định|hướng dẫn|sửa đổi|thực hiện|triển khai|"
    r"v/v)\b|[;:(]|,\s|\.$|$|\s+và\s+(?:Quyết|Công|Nghị|Kế|Chỉ|Thông|Hướng|Chương))"
)
_LATE_ISSUER = re.compile(r"[^;]*\bcủa\s+(?P<who>(?:Ban Chỉ đạo|Bộ|Ủy ban|UBND|Tỉnh ủy|Thủ tướng)\s[^,;]*?)(?=,\s|;|$)")
_LAW = re.compile(
    rf"(?:(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\s+[A-ZĐƯÔ]|Luật sửa đổi|"
    rf"(?<=Căn cứ )(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\s+\w).*?"
    rf"(?:{day_pattern('l')}|(?:\s+năm\s+\d{{4}})|(?=\s*[;.:]|"
    rf"\s*,\s*(?:Luật|Nghị|Quyết)|$))"
)

# A resolution that is cited by the congress that passed it, not by a number.
_CONGRESS = re.compile(r"Nghị quyết Đại hội (?:đại biểu |Đảng )[^;.,()\d]*?lần thứ [IVXL\d]+")


def bases_of(part: Part) -> tuple[Basis, ...]:
    """Every document of the preamble; a notice names the plan itself too, which is no basis of it."""
    own = {number.value for paragraph in part.preamble[:1] if not part.kind for number in own_number(paragraph)[:1]}
    return tuple(
        Basis(
            paragraph.whole,
            tuple(d for d in _documents(paragraph) if d.number.split("/")[0] not in own),
            paragraph.place,
        )
        for paragraph in part.preamble
    )


def _documents(paragraph: Paragraph) -> list[BasisDocument]:
    text = same_tones(paragraph.text)
    found = [(match.start("number"), _document(match, paragraph.text)) for match in _DOCUMENT.finditer(text)]
    if re.match(r"(?:căn cứ|thực hiện|theo|thi hành)\b", shadow(text)):
        found += [(match.start(), BasisDocument(one_line(match.group()), "")) for match in _CONGRESS.finditer(text)]
        found += [(match.start(), _law(match)) for match in _LAW.finditer(text) if not _numbered(match, found)]
    return [document for _, document in sorted(found, key=lambda pair: pair[0])]


def _document(match: re.Match[str], written: str) -> BasisDocument:
    number = re.sub(r"\s+", "", written[match.start("number") : match.end("number")])
    text = match.string
    date = _DATE.match(text, match.end())
    day = written_day(date) if date else None
    end = date.end() if date else match.end()
    issuer = _ISSUER.match(text, end) or _issuer_after_subject(text, end)
    kind = match["kind"] or _kind_before(text, match.start("number"))
    who = written[issuer.start("who") : issuer.end("who")] if issuer else ""
    return BasisDocument(kind, number, day.iso if day and day.year else "", one_line(who))


def _issuer_after_subject(text: str, start: int) -> re.Match[str] | None:
    """ "… về việc … của Ban Chỉ đạo …": the body that ends what the document is about, before the next document."""
    following = _DOCUMENT.search(text, start)
    end = following.start() if following else len(text)
    about = re.match(r"\s+(?:về|v/v)\b", text[start:])
    return _LATE_ISSUER.match(text, start, end) if about else None


def _kind_before(text: str, index: int) -> str:
    found = list(re.finditer(_KINDS, text[max(0, index - 80) : index]))
    return found[-1].group() if found else ""


def _law(match: re.Match[str]) -> BasisDocument:
    day = written_day(match, "l") if match["ld"] else None
    return BasisDocument(one_line(match.group()).strip(" ,;."), "", day.iso if day and day.year else "")


def _numbered(match: re.Match[str], found: list[tuple[int, BasisDocument]]) -> bool:
    """A law cited with its number is found by the number; the words "Luật …" inside another title are no basis."""
    if any(match.start() <= start < match.end() for start, _ in found):
        return True
    before = shadow(match.string[: match.start()])
    return bool(
        re.search(r"(?:về|thi hành|quy định|hướng dẫn|một số điều|thực hiện|của)\s+$", before)
    ) and not re.match(r"^(?:căn cứ|thực hiện|theo|thi hành)\s+$", before)
