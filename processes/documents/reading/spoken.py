"""Assignments that a sentence makes without labels: "(Sở A chủ trì)", "Giao Sở A chủ trì …", an item with a day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from processes.documents.facts import Mention, Role
from processes.documents.reading.names import find_subject, split_names, starts_with_agency, verb_start
from processes.documents.reading.sentences import sentences
from processes.documents.reading.writing_forms import one_line, shadow

# Sections whose items are duties of agencies, not pieces of work.
_ORGANIZES = re.compile(
    r"tổ chức,? (?:thực hiện|triển khai)|(?!(?:các )?(?:nội dung|nhiệm vụ|giải pháp)).*"
    r"(?:trách nhiệm|phân công (?:nhiệm vụ|thực hiện|tổ chức))"
)
_WATCHES = re.compile(
    r"(?:thường xuyên )?(?:theo dõi|đôn đốc|hướng dẫn|kiểm tra|giám sát|tổng hợp|triển khai thực hiện)\b"
)
_DAY = (
    r"(?:(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?(?!\d|[/%])|"
    r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|"
    r"(?:đầu |giữa |cuối )?tháng\s+\d{1,2}(?:\s*[/-]\s*\d{4}|,?\s+năm\s+\d{4})?|"
    r"(?:đầu |cuối )?qu[ýí]\s+(?:iv|i{1,3}|[1-4])(?:\s*[/-]\s*\d{4}|,?\s+năm\s+\d{4})?|"
    r"(?:đầu |cuối )?năm\s+\d{4}|\d{1,2}/\d{4}|"
    r"tết\s+(?:nguyên đán)?[^.;,]{0,30}?(?:năm\s+\d{4}|(?=[.;,)]|$)))"
)
_DEADLINE = re.compile(
    rf"(?:trước|chậm nhất(?: là)?(?: vào| trong| đến)?(?: trước)?|trong|(?:đến |trước )?hết|không quá|từ|vào|đến)\s+"
    rf"{_DAY}(?:\s*(?:-|–|đến|và)\s*(?:hết\s+)?{_DAY})?(?=\s*\)?\s*(?:[.;,/]|$))"
)
_SAID_TIME = re.compile(
    r"(?:thời gian|thời hạn|tiến độ|hạn)(?: thực hiện| hoàn thành)?\s*:?\s+(?:là |xong )?(?P<time>[^.;:()]+)"
)
_FINISHED = re.compile(r"hoàn thành|xong|thời (?:gian|hạn)|tiến độ|trình|ban hành|trước|chậm nhất")
_REPORTS = re.compile(
    r"(?:định kỳ|hằng|hàng|trước|kịp thời|tổng hợp,? (?:tham mưu )?báo cáo|báo cáo|gửi (?:báo cáo|kết quả)|"
    r"chế độ báo cáo)\b"
)
_EVERY = re.compile(r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)|định kỳ|thường xuyên")
_ORDER = re.compile(r"(?:giao|phân công|đề nghị)\s+")
_ROLE = re.compile(
    r"(?:là (?:cơ quan|đơn vị) |làm )?(?:chủ trì|đầu mối|thực hiện|tham mưu|phụ trách|chịu trách nhiệm|triển khai)\b"
)
_WITH = re.compile(r"phối hợp(?: chặt chẽ)?\s+(?:với|cùng(?: với)?)?\s*")


@dataclass(frozen=True)
class Spoken:
    """What a sentence assigns; `text` is the work without the bracket that assigned it."""

    text: str
    lead: tuple[Mention, ...]
    coordinating: tuple[Mention, ...] = ()
    time: str = ""


def organizes(title: str) -> bool:
    """Whether a section shares out duties, rather than pieces of work."""
    plain = shadow(title)
    return bool(_ORGANIZES.match(plain)) or "tổ chức thực hiện" in plain


def spoken_in(text: str) -> Spoken | None:
    """The bracket at the end, or the sentence "Giao …" after the work itself."""
    return _bracket(text) or _order(text) or _after_colon(text)


def _after_colon(text: str) -> Spoken | None:
    """ "Cải cách bộ máy: Sở Nội vụ chủ trì, phối hợp với …"."""
    title, colon, told = text.partition(": ")
    if not colon or len(title) > 150 or starts_with_agency(title) or "chủ trì" not in shadow(told):
        return None
    said = _assigned(told)
    return Spoken(text, said.lead, said.coordinating, said.time) if said and said.time else None


def _bracket(text: str) -> Spoken | None:
    found = re.search(r"\(([^()]+(?:\([^()]*\)[^()]*)*)\)\s*[.;/]*$", text)
    if not found or not re.search(r"chủ trì|thực hiện|phụ trách", shadow(found.group(1))):
        return None
    before = text[: found.start()].rstrip(" ,;")
    said = _assigned(found.group(1))
    return Spoken(before, said.lead, said.coordinating, said.time) if said and before else None


def _order(text: str) -> Spoken | None:
    said = sentences(one_line(text))
    for index, sentence in enumerate(said):
        plain = shadow(sentence)
        found = _assigned(sentence) if index and "chủ trì" in plain else None
        if found:
            time = found.time or next(filter(None, map(deadline_of, said[index + 1 :])), "")
            if time or _ORDER.match(plain):  # without an order, a day shows that it is more than a remark
                return Spoken(text, found.lead, found.coordinating, time)
    return None


def ordered(text: str) -> Spoken | None:
    """A line of its own: "Giao Đoàn Thanh niên chủ trì; các thôn phối hợp thực hiện"."""
    return _assigned(text) if _ORDER.match(shadow(text)) else None


def has_work(order: Spoken) -> bool:
    """Whether an order names the work itself, not only who does what is written above it."""
    told = [mention.note for mention in (*order.lead, *order.coordinating) if len(mention.note.split()) > 3]
    return bool(told) and not _WATCHES.match(shadow(told[-1]))


def _assigned(text: str) -> Spoken | None:
    """The roles in "[Giao] Sở A chủ trì, phối hợp với Sở B …; hoàn thành trước …"."""
    order = _ORDER.match(shadow(text))
    told = text[order.end() :] if order else text
    if not starts_with_agency(told):
        return None
    end = verb_start(told)
    if end is None or not _ROLE.match(shadow(told[end:])):
        return None
    mentions = split_names(_without_time(sentences(one_line(told))[0]))
    lead = tuple(m for m in mentions if m.role is not Role.COORDINATING)
    helping = tuple(m for m in mentions if m.role is Role.COORDINATING)
    return Spoken(text, lead, helping, deadline_of(text)) if lead else None


def _without_time(text: str) -> str:
    """The clauses of `text` that name bodies."""
    parts = re.split(r"\s*;\s*", text)
    return "; ".join(part for index, part in enumerate(parts) if index == 0 or starts_with_agency(part))


def deadline_of(text: str) -> str:
    """The words that say until when, "" where there are none or the work returns every year."""
    plain = shadow(text)
    said = _SAID_TIME.search(plain)
    if said and (_DEADLINE.search(said["time"] + ";") or re.match(_DAY, said["time"].strip())):
        inside = _DEADLINE.search(said["time"])
        start = said.start("time") + (inside.start() if inside else 0)
        return text[start : said.end("time")].strip(" ,.")
    every = list(_DEADLINE.finditer(plain))
    found = every[-1] if every else None
    if found is None or _EVERY.search(plain[plain.rfind(". ", 0, found.start()) + 1 : found.end() + 15]):
        return ""
    if not _FINISHED.search(plain[max(found.start() - 60, 0) : found.end()]):
        return ""
    return text[found.start() : found.end()].strip(" ,.")


def dated(text: str, owner: tuple[str, ...], helping: tuple[Mention, ...] = ()) -> Spoken | None:
    """An item with a day until when, of the agencies under whose heading it stands or with which it begins."""
    subject = find_subject(text)
    names = subject.names if subject and subject.rest else owner
    told = subject.rest if subject and subject.rest else text
    time = deadline_of(text)
    said = re.split(r"[.;]\s", told[: told.rfind(time) + 1])[-1]  # the clause of the day
    if not names or not time or _REPORTS.match(shadow(told)) or _REPORTS.match(shadow(said).lstrip()):
        return None
    lead = tuple(Mention(name) for name in names)
    return Spoken(text, lead, helpers(told) or (helping if names is owner else ()), time)


def worker_of(text: str) -> Spoken | None:
    """Who does the work in "Bộ A chủ trì, phối hợp với Bộ B tổ chức …", where only a time is labelled."""
    subject = find_subject(text)
    if subject is None or not subject.rest or subject.requested:
        return None
    return Spoken(text, tuple(Mention(name) for name in subject.names), helpers(subject.rest))


def helpers(told: str) -> tuple[Mention, ...]:
    """Those after "(chủ trì,) phối hợp với" at the beginning of what is told."""
    found = re.match(
        r"(?:chủ trì\s*,?\s*(?:và\s+)?)?phối hợp(?: chặt chẽ)?\s+(?:với\s+|cùng\s+(?:với\s+)?)?", shadow(told)
    )
    if not found:
        return ()
    return tuple(m for m in split_names(told[found.end() :], Role.COORDINATING) if starts_with_agency(m.name))
