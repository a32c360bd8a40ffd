"""Report duties: who reports to whom, through whom, how often and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from processes.documents.facts import Cycle, Place, ReportRule, Task
from processes.documents.reading.dues import Due, dues_of
from processes.documents.reading.duties import Owned, late_subject
from processes.documents.reading.feedback import is_feedback
from processes.documents.reading.names import find_subject, fold
from processes.documents.reading.sentences import clauses, first_names
from processes.documents.reading.source import Paragraph
from processes.documents.reading.writing_forms import shadow

_REPORTS = re.compile(
    r"báo cáo(?! viên| tài chính| quyết toán|, tờ trình)|gửi (?:\S+ ){0,2}(?:kết quả|số liệu|tình hình|"
    r"đánh giá)[^.;]{0,80}?\bvề\b"
)
# "trước ngày 10/6 (đối với báo cáo 6 tháng)": the day stands before its cycle.
_DAY_FIRST = re.compile(
    r"(?P<day>(?:trước |chậm nhất |vào )*(?:ngày )?\d{1,2}/\d{1,2}) ?\(?(?:đối với |cho )"
    r"(?P<what>báo cáo (?:0?6 tháng|sáu tháng|năm|quý|tháng)[^),;]*?)(?=\)|,|;| và |$)\)?"
)
# The money of a plan is asked for, reviewed and decided in the same words, without being reported.
_MONEY = re.compile(r"dự toán|(?:bố trí|phân bổ|cân đối|cấp) kinh phí")
_SPENT = re.compile(r"(?:kết quả|tình hình)[^;]{0,40}(?:thực hiện|sử dụng|giải ngân)")
_TIMED = re.compile(
    r"(?:chậm nhất|trước|định kỳ|hằng|hàng|vào|từ ngày|sau khi|trên cơ sở|căn cứ|đồng thời|riêng|kết thúc)\b"
)
_PURPOSE = re.compile(
    r"\s+(?:để|nhằm)\s+(?:được\s+)?(?:tổng hợp|theo dõi|xem xét|chỉ đạo|báo cáo|kịp thời|thống nhất|biết|tham mưu)"
)
_VIA = re.compile(r"(?:\(\s*(?:gửi\s+)?(?:thông )?qua|\bthông qua|\bgửi qua)\s+")
# "Sở A (cơ quan thường trực Ban Chỉ đạo)" reports as Sở A.
_STANDING = re.compile(r"\s*\((?:[Cc]ơ quan|[Đđ]ơn vị|[Tt]hường trực)[^()]*\)$")
# "UBND tỉnh (qua Sở A) và Bộ B": the aside stands between two names.
_VIA_ASIDE = re.compile(r"\s*\(\s*(?:gửi\s+)?(?:[Tt]hông\s+)?[Qq]ua\s[^()]*\)(?=\s*(?:,|và)\s+[A-ZĐỦ])")


@dataclass(frozen=True)
class _Source:
    """A text in which a report may be ordered, and who is spoken to in it."""

    text: str
    who: str
    place: Place | None
    task_ref: str = ""


def reports_of(owned: list[Owned], tasks: Iterable[Task], others: list[Paragraph]) -> tuple[ReportRule, ...]:
    rules: list[ReportRule] = []
    for source in _sources(owned, tasks, others):
        rules += _rules(source)
    consolidators = {fold(name) for rule in rules for name in (rule.via, *(rule.to if rule.onward else ())) if name}
    return tuple(
        replace(rule, tier=2) if not rule.task_ref and fold(rule.who) in consolidators else rule for rule in rules
    )


def _sources(owned: list[Owned], tasks: Iterable[Task], others: list[Paragraph]) -> Iterator[_Source]:
    taken = {entry.paragraph.place for entry in owned}
    found = [_Source(entry.paragraph.text, _who(entry), entry.paragraph.place) for entry in owned]
    found += [
        _Source(p.text, _addressed(p.text), p.place)
        for p in others
        if p.place not in taken and _REPORTS.search(shadow(p.text))
    ]
    yield from sorted(found, key=lambda source: source.place.line if source.place else 0)
    for task in tasks:
        who = ", ".join(mention.name for mention in task.lead)
        for text in (task.text, task.time.value or ""):
            yield _Source(text, who, task.place, task.ref)


def _who(entry: Owned) -> str:
    """The agencies of the paragraph, unless it names others after its opening clause."""
    late = late_subject(entry.paragraph.text)
    if late is None or {fold(n) for n in late.names} <= {fold(n) for n in entry.agencies}:
        return entry.words
    return late.words


def _addressed(text: str) -> str:
    """Whom a closing paragraph speaks to: "… yêu cầu các cơ quan, đơn vị …"."""
    for match in re.finditer(r"(?:yêu cầu|đề nghị|giao)\s+", shadow(text)):
        subject = find_subject(text[match.end() :])
        if subject:
            return subject.words
    subject = find_subject(text) or late_subject(text)
    return subject.words if subject else ""


def _rules(source: _Source) -> list[ReportRule]:
    """The rules of a text; one that names no addressee goes where the one before it goes, else the one after it."""
    found = [rule for clause in clauses(source.text) for rule in _rules_of(clause, source)]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for index in order:
            rule, beside = found[index], found[index - order.step]
            if not rule.to and beside.to and beside.who == rule.who:
                found[index] = replace(rule, to=beside.to, via=beside.via, onward=beside.onward, confidence=0.8)
    return found


def _rules_of(clause: str, source: _Source) -> Iterator[ReportRule]:
    plain = shadow(clause)
    if not _REPORTS.search(plain) or is_feedback(clause) or (_MONEY.search(plain) and not _SPENT.search(plain)):
        return
    rule = replace(_route(clause, source), who=_STANDING.sub("", _speaker(clause) or source.who))
    later: list[Due] = []
    own = dues_of(_DAY_FIRST.sub(r"\g<what> (\g<day>)", plain))
    purpose = _PURPOSE.search(plain)
    if purpose and rule.onward:
        # "… về Bộ A trước ngày 15/11 để tổng hợp, báo cáo Chính phủ trước ngày 15/12": two reporters, a day each.
        first, second = dues_of(plain[: purpose.start()]), dues_of(plain[purpose.start() :])
        if all(any(due.days and due.cycle is not Cycle.ADHOC for due in dues) for dues in (first, second)):
            own, later = first, second
    yield from _each(rule, own)
    yield from _each(replace(rule, who=", ".join(rule.to), to=rule.onward, onward=(), via="", tier=2), later)


def _each(rule: ReportRule, dues: list[Due]) -> Iterator[ReportRule]:
    for due in dues:
        for day, before in due.days or [("", True)]:
            yield replace(rule, cycle=due.cycle, due=day, before=before)


def _speaker(clause: str) -> str:
    """Who is told to report in the clause itself: its first words, or those after a time ("Trước ngày 30/11, …")."""
    plain = shadow(clause)
    verb = re.search(r"gửi|báo cáo|tổng hợp", plain)
    starts = [0]
    if verb and _TIMED.match(plain):
        starts += [m.end() for m in re.finditer(r",\s+", plain[: verb.start()])]
    for start in starts:
        own = find_subject(clause[start:])
        if own and own.rest and " trong việc " not in own.words:
            return own.words
    return ""


def _route(clause: str, source: _Source) -> ReportRule:
    purpose = _PURPOSE.search(shadow(clause))
    main, after = (clause[: purpose.start()], clause[purpose.start() :]) if purpose else (clause, "")
    main = _VIA_ASIDE.sub("", main)
    to = (
        first_names(main, r"\bvề\s+(?:cho\s+)?")
        or first_names(main, r"báo cáo\s+(?:cho\s+|với\s+|lên\s+)?")
        or first_names(main, r"gửi\s+")
    )
    if not to:
        to = first_names(main, r"báo cáo [^;]*?(?:gửi|trình|cho|lên|với)\s+")
    onward = (
        first_names(after, r"(?:báo cáo|trình)\s+")
        if after
        else first_names(main, r"tổng hợp,? (?:báo cáo|trình)\s+")
        if "về " in main
        else ()
    )
    via = next(iter(first_names(clause, _VIA.pattern)), "")
    gathers = re.search(r"tổng hợp[^;]*báo cáo|báo cáo tổng hợp", shadow(main))
    consolidates = (
        gathers is not None and not source.task_ref and not re.search(r"\bvề ", shadow(main[: gathers.start()]))
    )
    return ReportRule(
        who=source.who, to=to, cycle=Cycle.ADHOC, via=via, onward=() if onward == to else onward,
        tier=2 if consolidates else 1,
        task_ref=source.task_ref, quote=clause.strip(" .;/"), place=source.place,
    )  # fmt: skip
