"""The channel for difficulties: "nếu có khó khăn, vướng mắc, … phản ánh về Sở A (qua Sở B)"."""

from __future__ import annotations

import re
from dataclasses import replace

from processes.documents.facts import Feedback
from processes.documents.reading.names import Subject, find_subject
from processes.documents.reading.sentences import clauses, first_names, sentences
from processes.documents.reading.source import Paragraph
from processes.documents.reading.writing_forms import one_line, shadow

_TROUBLE = re.compile(
    r"(?:nếu|trường hợp|khi|những|các|có|gặp|mọi|phản ánh|phát sinh|^)[^.;]{0,40}?(?:khó khăn|vướng mắc|bất cập|"
    r"vấn đề (?:mới )?phát sinh|nội dung phát sinh)"
    r"(?:\s*,?\s*(?:và\s+|hoặc\s+)?(?:khó khăn|vướng mắc|phát sinh|bất cập|kiến nghị|đề xuất|cần thiết[^,;]*))*"
)
_TELL = r"(?:báo cáo|phản ánh|phản hồi|gửi|kiến nghị|liên hệ|đề xuất|trao đổi|thông báo|thông tin|xin ý kiến)"
_TELLS = re.compile(rf"{_TELL}\b")
_TELLS_WHOM = (
    rf"{_TELL}(?:\s*(?:,|và)?\s*{_TELL})*(?:,? (?:kịp thời|ngay|trực tiếp|bằng văn bản|văn bản|ý kiến))*"
    r"(?: (?:đến|tới|cho|với|lên|về))?\s+"
)
_CONDITION = re.compile(r"(?:nếu|trường hợp|khi|có|mọi|trong quá trình|quá trình)\b")
_IN_COURSE = re.compile(r"(?:trong )?quá trình")
_CHANGES = re.compile(r"(?:nếu|trường hợp)\b[^.;,]{0,40}(?:sửa đổi|bổ sung|điều chỉnh)[^.;]{0,60}?(?=,)")
# "Tổng hợp khó khăn, vướng mắc của các đơn vị": the duty of who is told of them, no channel.
_GATHERS = re.compile(
    r"(?:tổng hợp|giải quyết|tháo gỡ|xử lý|khắc phục|nắm bắt|hướng dẫn)[^.;]{0,60}(?:khó khăn|vướng mắc)"
)


def is_feedback(text: str) -> bool:
    """Whether a clause speaks of what to do with difficulties."""
    plain = shadow(text)
    found = _TROUBLE.search(plain)
    if not found or _GATHERS.search(plain[: found.end()]):
        return False
    told = plain[found.end() :]
    stated = _CONDITION.search(plain[: found.end()]) is not None
    # "Kịp thời phản ánh khó khăn, vướng mắc trong quá trình thực hiện về Sở A"
    reflected = re.search(r"phản ánh", plain[: found.end()]) is not None and re.search(r"\b(?:về|đến|tới) ", told)
    return bool((stated and _TELLS.search(told)) or reflected or (_IN_COURSE.search(told) and _TELLS.search(told)))


def feedback_of(paragraphs: list[Paragraph]) -> tuple[Feedback, ...]:
    """The channels that the source names; where it names none for difficulties, the one for changes of the plan."""
    told = [(sentence, paragraph) for paragraph in paragraphs for sentence in sentences(paragraph.text)]
    found = [channel for sentence, paragraph in told if (channel := _feedback(sentence, paragraph))]
    return tuple(found or [change for sentence, paragraph in told if (change := _change(sentence, paragraph))])


def _addressed(text: str) -> Subject | None:
    """Whom the paragraph speaks to, where the sentence on difficulties does not say it."""
    found = [
        subject
        for m in re.finditer(r"(?:yêu cầu|đề nghị)\s+", shadow(text))
        if (subject := find_subject(text[m.end() :]))
    ]
    return found[0] if found else None


def _speaker(told: str) -> Subject | None:
    """Who is to tell: the first body before the verb, which stands at the start or after a comma."""
    verb = _TELLS.search(shadow(told))
    starts = [0, *(m.end() for m in re.finditer(r",\s+", told[: verb.start() if verb else 0]))]
    return next((subject for start in starts if (subject := find_subject(told[start:])) and subject.rest), None)


def _feedback(sentence: str, paragraph: Paragraph) -> Feedback | None:
    clause = next((clause for clause in clauses(sentence) if is_feedback(clause)), None)
    found = _TROUBLE.search(shadow(clause)) if clause else None
    return _channel(clause, found, paragraph) if clause and found else None


def _change(sentence: str, paragraph: Paragraph) -> Feedback | None:
    """ "Nếu thấy cần sửa đổi, bổ sung Kế hoạch, các đơn vị … gửi Sở A": less surely what difficulties are told by."""
    found = _CHANGES.search(shadow(sentence))
    channel = _channel(one_line(sentence), found, paragraph) if found else None
    return replace(channel, confidence=0.6) if channel else None


def _channel(clause: str, found: re.Match[str], paragraph: Paragraph) -> Feedback | None:
    start = clause.lower().rfind("nếu", 0, found.end())
    told = clause[found.end() :].lstrip(" ,")
    goal = re.search(r"\s(?:để|nhằm)\s", shadow(told))
    main = told[: goal.start()] if goal else told
    to = first_names(main, r"\bvề\s+") or first_names(main, _TELLS_WHOM) or first_names(main, r"\b(?:đến|tới|cho)\s+")
    if not to:
        return None
    via = next(iter(first_names(told, r"(?:\(\s*(?:thông )?qua|\bthông qua)\s+")), "")
    subject = _speaker(told) or _addressed(paragraph.text)
    quote = clause[start if start >= 0 else found.start() :].strip(" .;/")
    return Feedback(subject.words if subject else "", ", ".join(to), via, quote, paragraph.place)
