"""Who issues the document: the line before "QUYẾT ĐỊNH:", else the sentence that says so, else the letterhead."""

from __future__ import annotations

import re

from processes.documents.facts import Fact, Place
from processes.documents.reading.names import starts_with_agency
from processes.documents.reading.outline import Part
from processes.documents.reading.source import Line, Paragraph
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

_LEVELS = r"tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
_HEAD = re.compile(
    r"(?<![\w/-])(?:(?:Chủ tịch\s+)?(?:Ủy ban nhân dân|UBND)(?!-)|Thủ tướng Chính phủ|Chính phủ|Bộ trưởng\s+Bộ|"
    r"Hội đồng nhân dân|HĐND|Thường trực|Bộ|Sở|Ban(?! hành)|Văn phòng|Phòng(?! ngừa|,? chống)|Cục|Tổng cục|Chi cục|"
    r"Trung tâm|Trường|Viện|Công an|Ủy ban|Đảng ủy|Tổng Giám đốc|Giám đốc|Bảo hiểm xã hội|Liên đoàn|Hội)\s"
)
_ISSUES = re.compile(
    r"\s*(?:\([^()]*\)\s*)?,?\s*(?:(?:đã|vừa)\s+)*(?:ban hành|xây dựng|triển khai|tổ chức|yêu cầu|quyết định|đề ra|"
    r"lập)\b"
)
# What no name of an issuing body holds: the words of a title or of a citation before it.
_NOT_IN_NAME = re.compile(
    r"\d{4}|\d/|\bngày\b|\bnăm\b|thực hiện|về việc|phê duyệt|\bvề\b|[;:()]|\.\s|(?:^|\s)các\s|"
    r"\s(?:và|của|tại|theo|ký)$|đề nghị|hướng dẫn|nhiệm vụ|kế hoạch(?! và| -)"
)
_OF_LEVEL = re.compile(rf"(?:ủy ban nhân dân|ubnd)\s+({_LEVELS})$")
_STATE = re.compile(
    r"^CỘNG(?:\s+H[ÒO]A(?:\s+XÃ)?)?$|^(?:NGHĨA\s+)?VIỆT NAM$|"
    r"(?:CỘNG\s+)?(?:H[ÒO]A\s+)?(?:XÃ\s+)?(?:HỘI\s+)?CHỦ NGHĨA VIỆT NAM|CỘNG H[ÒO]A XÃ HỘI|"
    r"ĐỘC LẬP\s*-\s*TỰ DO\s*-\s*HẠNH PHÚC",
    re.IGNORECASE,
)
_BODY_IN_CAPITALS = re.compile(
    r"(?:ỦY BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|PHÒNG|BAN|CỤC|TỔNG CỤC|CHI CỤC|VĂN PHÒNG|TRUNG TÂM|TRƯỜNG|VIỆN|CÔNG AN|"
    r"THỦ TƯỚNG|CHÍNH PHỦ|ĐẢNG ỦY|BẢO HIỂM|CHỦ TỊCH)\b"
)


def issuer_of(head: list[Line], main: Part, place: str) -> Fact[str]:
    letterhead = _Letterhead(head)
    enacting = next((p for p in main.preamble if p.upper and len(p.text) < 120 and not p.text.endswith(":")), None)
    if enacting and starts_with_agency(_spoken(enacting.text)):
        return Fact.of(_as_written(_spoken(enacting.text), main), enacting.place, 0.9)
    for paragraph in reversed([*main.preamble, *_first_paragraphs(main)]):
        name = _named(paragraph.text)
        if name:
            return _completed(name, letterhead, f"{main.title}; {paragraph.text}", place, paragraph.place)
    if letterhead.body:
        return Fact.of(_as_written(letterhead.body, main), Place(head[0].number, head[-1].number), 0.7)
    return Fact()


def _as_written(name: str, main: Part) -> str:
    """A name that was in capitals, with the capitals that the text itself gives it."""
    post = re.match(r"(?:Bộ trưởng|Chủ tịch|Giám đốc|Cục trưởng)\s+", name)
    body = name[post.end() :] if post else name
    for paragraph in [*main.preamble, *(item for item in main.body[:12] if isinstance(item, Paragraph))]:
        start = shadow(paragraph.text).find(shadow(body))
        if start >= 0 and not paragraph.upper:
            return f"{post.group() if post else ''}{paragraph.text[start : start + len(body)]}"
    return name


def _named(text: str) -> str:
    """The body that the last issuing verb of `text` speaks of."""
    plain = same_tones(text)
    for verb in reversed(list(_ISSUES.finditer(plain))):
        for head in _HEAD.finditer(plain, 0, verb.start()):
            name = one_line(text[head.start() : verb.start()]).strip(" ,")
            if len(name) < 130 and not _NOT_IN_NAME.search(shadow(name)) and not _is_more(name):
                return name
    return ""


def _is_more(name: str) -> bool:
    """ "UBND tỉnh, Sở Y tế" or "UBND tỉnh xây dựng …": words with a comma are one name only with an "và" after it."""
    if re.search(r"\s(?:xây dựng|ban hành|triển khai)(?!\w)", same_tones(name)):
        return True
    return "," in name and not re.search(rf",(?!\s*{_HEAD.pattern})[^,]{{0,40}}(?:và|&)", name)


def _completed(name: str, letterhead: _Letterhead, told: str, place: str, where: Place) -> Fact[str]:
    """ "UBND tỉnh" with the name of the province that the letterhead, the title or the place gives."""
    level = _OF_LEVEL.search(shadow(name))
    if level is None:
        return Fact.of(name, where)
    territory = letterhead.territory(level.group(1)) or _territory_told(told, level.group(1)) or place
    return Fact.of(f"{name} {territory}".strip(), where, 0.9)


def _first_paragraphs(part: Part) -> list[Paragraph]:
    return [
        item
        for item in part.body[:3]
        if isinstance(item, Paragraph) and item.text.endswith(":") and len(item.text) > 60
    ]


class _Letterhead:
    """The lines of capitals above the title, without the name of the state."""

    def __init__(self, head: list[Line]) -> None:
        self.lines: list[str] = []
        for line in head:
            text = _STATE.sub("", same_tones(line.text)).strip(" -–|*")
            if text.isupper() and len(text) > 1 and not re.match(r"SỐ\b|\W*$", text):
                self.lines.append(text)
            elif re.match(r"số\b", shadow(text)) and self.lines:
                break

    @property
    def body(self) -> str:
        """The last body it names, as running text: a department stands under its province."""
        starts = [i for i, line in enumerate(self.lines) if _BODY_IN_CAPITALS.match(line)]
        if not starts:
            return _spoken(" ".join(self.lines))
        start = starts[-1]
        if self.lines[start] == "CHỦ TỊCH" and start:
            return f"Chủ tịch {_spoken(' '.join(self.lines[starts[-2] : start]))}"
        return _spoken(" ".join(self.lines[start:]))

    def territory(self, level: str) -> str:
        """ "BÀ RỊA - VŨNG TÀU" of "tỉnh": the words after the level, to the end of the line or the next body."""
        text = re.sub(r"-\s*\n\s*", "- ", "\n".join(self.lines))
        found = re.findall(rf"(?<!\w){level.upper()}\s+([^\n]+)", text)
        if not found:
            return ""
        return _title_case(
            re.split(rf"(?<!HẢI)\s(?={_BODY_IN_CAPITALS.pattern}\s|(?:{_LEVELS.upper()})\s)", found[-1])[0]
        )


def _spoken(name: str) -> str:
    """A name in capitals as running text has it: "BỘ TRƯỞNG BỘ Y TẾ" is "Bộ trưởng Bộ Y tế"."""
    if not same_tones(name).isupper():
        return one_line(name)
    plain = shadow(one_line(name))
    head = re.match(
        r"((?:bộ trưởng|chủ tịch|giám đốc|thứ trưởng|tổng giám đốc|trưởng ban|cục trưởng)\s+)?"
        r"(bộ|sở|ban|cục|phòng|văn phòng|trường|trung tâm|viện|ủy ban nhân dân|ubnd|công an)?\s*",
        plain,
    )
    assert head is not None
    post, body, rest = head[1] or "", head[2] or "", plain[head.end() :]
    body = "UBND" if body == "ubnd" else body.capitalize()
    of_level = re.match(rf"({_LEVELS})\s+(.+)$", rest)
    if of_level and body.lower() in ("ủy ban nhân dân", "ubnd", "công an"):
        rest = f"{of_level[1]} {_title_case(of_level[2])}"
    elif not (body or post):
        return rest.capitalize()
    elif body != "Ủy ban nhân dân" and rest not in ("tỉnh", "thành phố"):
        rest = rest.capitalize()
    return one_line(f"{post.capitalize()}{body} {rest}")


def _territory_told(told: str, level: str) -> str:
    found = re.search(
        rf"(?:{level}|{level.upper()}|{level.capitalize()})\s+"
        r"([A-ZĐÂÊÔƠƯ][\w'’-]*(?:\s+(?:[-–]\s+)?[A-ZĐÂÊÔƠƯ][\w'’-]*){0,3})",
        told,
    )
    if not found or (found.group(1).isupper() and len(found.group(1).split()) > 3):
        return ""
    return _title_case(found.group(1))


def _title_case(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())
