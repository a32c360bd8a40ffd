"""Other documents and programmes that the text hangs on: what it carries out, continues, watches over or will make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from processes.documents.facts import Fact, Task
from processes.documents.particulars import Clause, Link, Relation
from processes.documents.reading.dates import day_pattern, written_day
from processes.documents.reading.sentences import clauses
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

_DOCUMENT = r"(?:Kế hoạch|Chương trình|Đề án|Dự án|Chỉ thị|Nghị quyết|Quyết định|Chiến lược|Quy chế|Đề cương)"
_NUMBER = re.compile(r"\bsố\s+(\d[\dA-Za-z]*\s*(?:/\s*\d{4}\s*)?/\s*[A-ZĐ][\w&]*(?:-[A-ZĐ][\w&]*)*)")
_DAY = re.compile(rf"\s*,?\s*{day_pattern()}")
_CONGRESS = re.compile(r"(?:Nghị quyết\s+)?Đại hội\s+[^,;.]{0,60}?lần thứ\s+[IVXL]+")
_PATTERNS = (
    (Relation.IMPLEMENTS, re.compile(rf"(?:[Cc]ụ thể hóa)\b[^.;]*?({_DOCUMENT}\b)(?! này)")),
    (Relation.CONTINUES, re.compile(rf"[Tt]iếp tục (?:triển khai|thực hiện)[^.;]{{0,30}}?({_DOCUMENT}\b)(?! này)")),
    (Relation.MONITORS, re.compile(rf"(?:theo dõi|đôn đốc|giám sát|kiểm tra)\b[^.;]{{0,60}}?({_DOCUMENT}\b)(?! này)")),
)
_PRODUCES = re.compile(rf"(?:ban hành|[Xx]ây dựng|lập)\s+({_DOCUMENT}\b)(?! này)")
_TITLE = re.compile(rf"(?:TRIỂN KHAI|THỰC HIỆN|Triển khai|Thực hiện|triển khai|thực hiện)\s+({_DOCUMENT}\b)(?! này)")
_TITLE_ENDS = re.compile(r"\s+(?:giai đoạn|trên địa bàn|năm \d|đến năm|tầm nhìn|tại tỉnh)\b")


def links_of(title: Fact[str], told: Iterable[Clause], tasks: Iterable[Task]) -> tuple[Link, ...]:
    found = list(_of_title(title))
    made = {task.place for task in tasks}
    for paragraph in told:
        inside = any(p and paragraph.place and p.line <= paragraph.place.line <= p.end_line for p in made)
        found += _of_paragraph(paragraph, inside)
    return tuple(link for link in found if not re.fullmatch(_DOCUMENT, same_tones(link.text)))  # this very plan


def _of_title(title: Fact[str]) -> Iterator[Link]:
    text = title.value or ""
    found = _TITLE.search(same_tones(text)) or re.search(
        rf"(?:TRIỂN KHAI|THỰC HIỆN)\s+({_DOCUMENT.upper()}\b)", same_tones(text)
    )
    if found:
        end = _TITLE_ENDS.search(shadow(text), found.end())
        yield _link(Relation.IMPLEMENTS, text[found.start(1) : end.start() if end else None], title)


def _of_paragraph(paragraph: Clause, in_task: bool) -> Iterator[Link]:
    """Clause by clause: after "Tiếp tục thực hiện Kế hoạch …;" a clause that opens with a document goes on with it."""
    going: Relation | None = None
    for clause in clauses(paragraph.text):
        plain = same_tones(clause)
        for relation, pattern in _PATTERNS:
            if found := pattern.search(plain):
                going = relation
                yield _link(relation, clause[found.start(1) :], paragraph)
                break
        else:
            if going is Relation.CONTINUES and re.match(rf"{_DOCUMENT}\b", plain):
                yield _link(going, clause, paragraph)
            elif in_task and (found := _PRODUCES.search(plain)):
                yield _link(Relation.PRODUCES, clause[found.start(1) :], paragraph)
        yield from (
            Link(Relation.FOLLOWS, clause[m.start() : m.end()], place=paragraph.place, confidence=0.9)
            for m in _CONGRESS.finditer(plain)
        )


def _link(relation: Relation, words: str, source: Clause | Fact[str]) -> Link:
    """The number and the day only where they stand at the head of the words: later ones are of other documents."""
    text = one_line(words).strip(" .;,/")
    number = _NUMBER.search(same_tones(text)[:60])
    day = _DAY.match(shadow(text), number.end()) if number else None
    written = written_day(day) if day else None
    iso = written.iso if written and written.year else ""
    return Link(relation, text, re.sub(r"\s", "", number.group(1)) if number else "", iso, source.place, 0.9)
