"""The channel for difficulties: "nếu có khó khăn, vướng mắc, … phản ánh về Sở A (qua Sở B)"."""

from __future__ import annotations

import re

from processes.documents.facts import Feedback
from processes.documents.reading.names import Subject, find_subject
from processes.documents.reading.sentences import clauses, first_names, sentences
from processes.documents.reading.source import Paragraph
from processes.documents.reading.writing_forms import shadow

_TROUBLE = re.compile(
    r"(?:nếu|trường hợp|khi|những|các|có|gặp)\b[^.;]{0,40}?(?:khó khăn|vướng mắc|bất cập|vấn đề (?:mới )?phát sinh|"
    r"nội dung phát sinh)"
    r"(?:\s*,?\s*(?:và\s+)?(?:khó khăn|vướng mắc|phát sinh|bất cập|kiến nghị|đề xuất|cần thiết[^,;]*))*"
)
_TELLS = re.compile(r"phản ánh|báo cáo|kiến nghị|đề xuất|gửi|liên hệ|thông tin|trao đổi")
_CONDITION = re.compile(r"(?:nếu|trường hợp|khi|trong quá trình|quá trình)\b")


def is_feedback(text: str) -> bool:
    """Whether a clause speaks of what to do with difficulties."""
    plain = shadow(text)
    found = _TROUBLE.search(plain)
    return bool(found and _CONDITION.search(plain[: found.end()]) and _TELLS.search(plain, found.end()))


def feedback_of(paragraphs: list[Paragraph]) -> tuple[Feedback, ...]:
    return tuple(
        found
        for paragraph in paragraphs
        for sentence in sentences(paragraph.text)
        if (found := _feedback(sentence, paragraph))
    )


def _addressed(text: str) -> Subject | None:
    """Whom the paragraph speaks to, where the sentence on difficulties does not say it."""
    found = [
        subject
        for m in re.finditer(r"(?:yêu cầu|đề nghị)\s+", shadow(text))
        if (subject := find_subject(text[m.end() :]))
    ]
    return found[0] if found else None


def _feedback(sentence: str, paragraph: Paragraph) -> Feedback | None:
    clause = next((clause for clause in clauses(sentence) if is_feedback(clause)), None)
    if clause is None:
        return None
    found = _TROUBLE.search(shadow(clause))
    assert found is not None
    start = clause.lower().rfind("nếu", 0, found.end())
    told = clause[found.end() :].lstrip(" ,")
    goal = re.search(r"\s(?:để|nhằm)\s", shadow(told))
    main = told[: goal.start()] if goal else told
    to = first_names(main, r"\bvề\s+") or first_names(
        main, r"(?:báo cáo|phản ánh|gửi|kiến nghị|liên hệ)(?: kịp thời| ngay)?(?: (?:đến|tới|cho|với|lên))?\s+"
    )
    if not to:
        return None
    via = next(iter(first_names(told, r"(?:\(\s*(?:thông )?qua|\bthông qua)\s+")), "")
    subject = find_subject(told) or _addressed(paragraph.text)
    quote = clause[start if start >= 0 else found.start() :].strip(" .;/")
    return Feedback(subject.words if subject else "", ", ".join(to), via, quote, paragraph.place)
