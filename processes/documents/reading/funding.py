"""The funding rule: who prepares the estimate, who reviews it, who decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.facts import Funding
from processes.documents.reading.duties import Owned, is_section
from processes.documents.reading.names import find_subject, starts_with_agency
from processes.documents.reading.sentences import first_names, sentences
from processes.documents.reading.source import Item, Paragraph, Shape
from processes.documents.reading.writing_forms import shadow

_SECTION = re.compile(r"kinh phí|nguồn lực thực hiện|tài chính|nguồn vốn")
_MONEY = re.compile(r"kinh phí|ngân sách|dự toán")
_ESTIMATES = re.compile(r"(?:lập|xây dựng|dự trù|tổng hợp)\b[^.;]{0,60}(?:dự toán|dự trù|kinh phí)")
_SPENDS = re.compile(
    r"(?:cân đối|bố trí|sử dụng|lồng ghép|đảm bảo|bảo đảm|huy động)\b[^.;]{0,60}(?:kinh phí|ngân sách|nguồn)"
)
_TREASURY = re.compile(
    r"(?:sở|bộ|phòng|vụ|ban|cục) (?:(?:kế hoạch|quy hoạch)(?: và|,| -)? ?)?tài chính|cơ quan tài chính|phòng kinh tế\b"
)
_ASSESSES = re.compile(r"(?:thẩm định|thẩm tra)[^.;]*(?:dự toán|kinh phí)")


def funding_of(items: list[Item], owned: list[Owned]) -> Funding | None:
    """None where the source says nothing of money."""
    section = _section(items)
    told = [("", s, p) for p in section for s in sentences(p.text)]
    if not told:
        told = [
            (e.words, s, e.paragraph)
            for e in owned
            if _MONEY.search(shadow(e.text))
            for s in sentences(e.paragraph.text)
        ]
        told = [entry for entry in told if _MONEY.search(shadow(entry[1]))]
    if not told:
        return None
    prepares = max(
        ((rank, who) for _, s, _ in told for rank, who in _preparers(s)), key=lambda pair: pair[0], default=(0, "")
    )[1]
    reviews, decides, quote, place = "", "", "", told[0][2].place
    for owner, sentence, paragraph in told:
        who_reviews, who_decides = _reviews(owner, sentence), _decides(owner, sentence)
        if (who_decides and not decides) or (who_reviews and not reviews):
            if not quote or who_reviews:
                quote, place = sentence.strip(" .;"), paragraph.place
            reviews, decides = reviews or who_reviews, decides or who_decides
    quote = quote or next((s for _, s, _ in told if prepares and prepares in s), told[0][1]).strip(" .;")
    return Funding(prepares, reviews, decides, quote, place)


def _section(items: list[Item]) -> list[Paragraph]:
    inside, kept = False, []
    level: Shape | None = None
    for item in (i for i in items if isinstance(i, Paragraph)):
        if is_section(item) or (item.shape is Shape.NUMBER and "." not in item.ref and level is not Shape.SECTION):
            title = (
                len(item.text) < 120 and bool(_SECTION.search(shadow(item.text))) and not starts_with_agency(item.text)
            )
            if title and (is_section(item) or len(item.text) < 60):
                inside, level = True, Shape.SECTION if is_section(item) else item.shape
                continue
            inside, level = False, None
        if inside:
            kept.append(item)
    return kept


def _preparers(sentence: str) -> Iterator[tuple[int, str]]:
    """(rank, who) of every agency that is told to estimate (2) or to spend what it has (1)."""
    starts = [0, *(m.end() for m in re.finditer(r"[,;:]\s+|\bdo\s+|\bvà\s+", sentence))]
    for start in starts:
        rest = sentence[start:]
        subject = find_subject(rest) if starts_with_agency(rest) else None
        if subject is None or not subject.rest or _TREASURY.match(shadow(subject.words)):
            continue
        verb = re.split(r"\b(?:trình|gửi)\b", shadow(subject.rest))[0]
        rank = 2 if _ESTIMATES.search(verb) or re.search(r"lập\b.*dự toán", verb) else 1 if _SPENDS.search(verb) else 0
        listed = start > 0 and not (re.match(r"(?:các|những|cơ quan|đơn vị)\s", shadow(rest)) or rest[0].isupper())
        if rank and not listed and not re.search(r"phối hợp (?:với )?[^;.]*$", shadow(sentence[:start])):
            yield rank * 10 - (start > 0), subject.words


def _reviews(owner: str, sentence: str) -> str:
    plain = shadow(sentence)
    sent = first_names(sentence, r"gửi\s+(?:về\s+|cho\s+)?")
    if sent and re.search(r"thẩm định|tổng hợp|thẩm tra|xem xét", plain):
        return sent[0]
    subject = find_subject(sentence)
    who = subject.words if subject else owner
    if _TREASURY.match(shadow(who)) and re.search(r"thẩm định|thẩm tra|tổng hợp", plain):
        return who
    if who and _ASSESSES.search(shadow(subject.rest if subject else sentence)):
        return who
    return ""


def _decides(owner: str, sentence: str) -> str:
    plain = shadow(sentence)
    names = (
        first_names(sentence, r"\btrình\s+")
        or first_names(sentence, r"\bđược\s+(?=[^,;]{0,60}(?:giao|phê duyệt|quyết định|phân bổ)\b)")
        or first_names(
            sentence,
            r"\b(?:tham mưu|báo cáo|đề xuất)(?: cho)?\s+(?=[^;]{0,80}(?:bố trí|quyết định|phê duyệt|phân bổ|cấp))",
        )
    )
    if names:
        return names[0]
    subject = find_subject(sentence)
    who = subject.words if subject else owner
    return (
        who
        if _TREASURY.match(shadow(who))
        and re.search(r"^(?:(?!tham mưu).)*(?:bố trí|cân đối|phân bổ|cấp)\b[^.;]*kinh phí", plain)
        else ""
    )
