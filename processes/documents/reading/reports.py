"""Report duties: who reports to whom, through whom, how often and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from processes.documents.facts import Cycle, Place, ReportRule, Task
from processes.documents.reading.dates import WrittenDay, find_days
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
_CYCLES = (
    (Cycle.MONTHLY, re.compile(
        r"(?:hằng|hàng|mỗi|từng) tháng|(?:định kỳ|báo cáo) tháng\b(?! \d)|\b(?<!ngày )01 tháng\b(?! \d)|"
        r"(?<=định kỳ )1 tháng\b(?! \d)"
    )),
    (Cycle.QUARTERLY, re.compile(
        r"(?:hằng|hàng|mỗi|từng|theo|định kỳ) quý\b(?! [ivx\d])|\bquý(?=\s*(?:,|\(|và (?:6|năm)))|"
        r"\b(?<!ngày )0?3 tháng\b(?! (?!1 lần)\d)"
    )),
    (Cycle.SEMIANNUAL, re.compile(
        r"\b(?<!ngày )(?:0?6|sáu) tháng\b(?! (?!1 lần)\d)(?: đầu năm| cuối năm| một lần| 1 lần)?|nửa năm"
    )),
    (Cycle.ANNUAL, re.compile(
        r"(?:hằng|hàng|mỗi) năm\b|định kỳ (?:01 |1 )?năm\b|\b(?:01|một|1) năm\b|\bcuối năm\b(?! \d)|\bcả năm\b|"
        r"\bbáo cáo năm\b(?! \d)"
    )),
    (Cycle.DAILY, re.compile(r"(?:hằng|hàng) ngày")),
)  # fmt: skip
# "6 tháng (…), năm (…)": the second member of a list of cycles.
_YEAR_IN_LIST = re.compile(
    r"(?:tháng|quý)(?: đầu năm)?\s*(?:\([^()]*\))?\s*(?:,|và|;|/)\s*(?:báo cáo )?(năm)\b(?!\s*\d)"
)
_ADHOC = re.compile(
    r"(?:báo cáo )?đột xuất(?P<when> \(?(?:khi|theo) (?:có )?(?:yêu cầu|đề nghị|cần thiết)| khi cần(?: thiết)?)?|"
    r"khi có (?:yêu cầu|đề nghị)|"
    r"theo (?:đề nghị|yêu cầu)(?! nhiệm vụ| thực tế| công việc)"
)
_PERIODIC = re.compile(r"định kỳ")
_IN_MONTH = re.compile(
    r"(?:trước |chậm nhất |vào |là )*ngày (?P<day>\d{1,2})(?: của)? "
    r"(?:(?:hằng|hàng|mỗi) tháng|tháng (?:sau|cuối (?:của )?(?:mỗi )?quý|đầu (?:của )?quý sau|cuối kỳ))"
)
# "Hằng tháng, trước ngày 25": the day after its cycle.
_DAY_OF_MONTH = re.compile(
    r"(?:hằng|hàng|mỗi) tháng,? \(?(?:trước |chậm nhất |vào |là )*ngày (?P<day>\d{1,2})(?![\d/])(?! tháng)"
)
_WEEKLY = re.compile(
    r"(?:hằng|hàng|mỗi) tuần(?: \([^()]*\))?|vào (?:các )?(?:thứ|chiều thứ|sáng thứ) \w+ (?:hằng|hàng) tuần"
)
# "trong tháng 12 hằng năm": a month without a day.
_WITHIN = re.compile(r"trong (?:tháng \d{1,2}|quý (?:iv|i{1,3}))\s*(?:/|năm )\s*\d{4}")
_MONTH_OF_YEAR = re.compile(r"(?:trong|vào) tháng (?:1[0-2]|0?[1-9])(?= (?:hằng|hàng) năm)")
# "trước ngày 10/6 (đối với báo cáo 6 tháng)": the day stands before its cycle.
_DAY_FIRST = re.compile(
    r"(?P<day>(?:trước |chậm nhất |vào )*(?:ngày )?\d{1,2}/\d{1,2}) ?\(?(?:đối với |cho )"
    r"(?P<what>báo cáo (?:0?6 tháng|sáu tháng|năm|quý|tháng)[^),;]*?)(?=\)|,|;| và |$)\)?"
)
# The money of a plan is asked for, reviewed and decided in the same words, without being reported.
_MONEY = re.compile(r"dự toán|(?:bố trí|phân bổ|cân đối|cấp) kinh phí")
_SPENT = re.compile(r"(?:kết quả|tình hình)[^;]{0,40}(?:thực hiện|sử dụng|giải ngân)")
_ADDRESSED = (
    r"(?:cho |với |lên |về )?(?:bộ|sở|ubnd|ủy ban|thủ tướng|chủ tịch|chính phủ|ban|thường trực|tỉnh|thành|huyện|đảng|"
    r"hđnd|hội đồng|văn phòng|phòng|cấp có|cấp trên|trung ương|cục|tổng cục)\b"
)
_RESULTS = re.compile(
    rf"tổng hợp[^;]*?báo cáo {_ADDRESSED}|"
    rf"báo cáo {_ADDRESSED}[^;]{{0,160}}?(?:kết quả|tình hình|theo (?:quy|qui) định)|"
    rf"báo cáo (?:\S+ )?(?:kết quả|tình hình|tiến độ)[^;]*?(?:về|gửi|cho|lên|với) {_ADDRESSED}"
)
_ASKS = re.compile(
    r"xem xét|kịp thời[^;]{0,20}(?:chỉ đạo|giải quyết|xử lý|điều chỉnh)|"
    r"kịp thời báo cáo|báo cáo,? (?:tham mưu|đề xuất|xin ý kiến)|báo cáo viên"
)
_BY_RULE = re.compile(r"theo (?:quy|qui) định(?! của pháp luật)")
_TIMED = re.compile(
    r"(?:chậm nhất|trước|định kỳ|hằng|hàng|vào|từ ngày|sau khi|trên cơ sở|căn cứ|đồng thời|riêng|kết thúc)\b"
)
_MONTHLY_DAY = re.compile(
    r"(?<=tháng )(?=\(|trước |chậm |vào |ngày )\(?\s*(?:trước |chậm nhất |vào |là )*(?:ngày )?(?P<day>\d{1,2})"
    r"(?:\s*\)|(?![\d/])(?! tháng| của| năm))"
)
_PURPOSE = re.compile(
    r"\s+(?:để|nhằm)\s+(?:được\s+)?(?:tổng hợp|theo dõi|xem xét|chỉ đạo|báo cáo|kịp thời|thống nhất|biết|tham mưu)"
)
_VIA = re.compile(r"(?:\(\s*(?:gửi\s+)?(?:thông )?qua|\bthông qua|\bgửi qua)\s+")


# "Sở A (cơ quan thường trực Ban Chỉ đạo)" reports as Sở A.
_STANDING = re.compile(r"\s*\((?:[Cc]ơ quan|[Đđ]ơn vị|[Tt]hường trực)[^()]*\)$")
# "UBND tỉnh (qua Sở A) và Bộ B": the aside stands between two names.
_VIA_ASIDE = re.compile(r"\s*\(\s*(?:gửi\s+)?(?:[Tt]hông\s+)?[Qq]ua\s[^()]*\)(?=\s*(?:,|và)\s+[A-ZĐỦ])")


@dataclass
class _Due:
    cycle: Cycle
    days: list[tuple[str, bool]] = field(default_factory=list)  # (due, before)


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
    later: list[_Due] = []
    own = _dues(_DAY_FIRST.sub(r"\g<what> (\g<day>)", plain))
    purpose = _PURPOSE.search(plain)
    if purpose and rule.onward:
        # "… về Bộ A trước ngày 15/11 để tổng hợp, báo cáo Chính phủ trước ngày 15/12": two reporters, a day each.
        first, second = _dues(plain[: purpose.start()]), _dues(plain[purpose.start() :])
        if all(any(due.days and due.cycle is not Cycle.ADHOC for due in dues) for dues in (first, second)):
            own, later = first, second
    yield from _each(rule, own)
    yield from _each(replace(rule, who=", ".join(rule.to), to=rule.onward, onward=(), via="", tier=2), later)


def _each(rule: ReportRule, dues: list[_Due]) -> Iterator[ReportRule]:
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


def _dues(plain: str) -> list[_Due]:
    """The cycles of a clause with their days, in the order in which they are written."""
    marks: list[tuple[int, Cycle | tuple[str, bool, bool] | str]] = []
    marks += [(m.start(), cycle) for cycle, pattern in _CYCLES for m in pattern.finditer(plain)]
    marks += [(m.start(1), Cycle.ANNUAL) for m in _YEAR_IN_LIST.finditer(plain)]
    marks += [(m.start(), Cycle.QUARTERLY) for m in _IN_MONTH.finditer(plain) if "quý" in m.group()]
    monthly = [*_IN_MONTH.finditer(plain), *_MONTHLY_DAY.finditer(plain), *_DAY_OF_MONTH.finditer(plain)]
    marks += list({m.start("day"): (m.start("day"), _month_day(m)) for m in monthly}.values())
    marks += [(day.start, (day.iso, _is_before(plain, day), day.year is not None)) for day in _due_days(plain)]
    marks += [(m.start(), _adhoc_words(m)) for m in _ADHOC.finditer(plain)]
    marks += [(m.start(), m.group()) for m in _WEEKLY.finditer(plain)]
    dues = _paired(sorted(marks, key=lambda mark: mark[0]), bool(re.search(r"định kỳ|hằng|hàng", plain)))
    span = _WITHIN.search(plain)
    if span and not dues and not _ASKS.search(plain):
        return [_Due(Cycle.ONCE, [(span.group(), False)])]
    month = _MONTH_OF_YEAR.search(plain)
    if month and len(dues) == 1 and dues[0].cycle is Cycle.ANNUAL and not dues[0].days:
        return [_Due(Cycle.ANNUAL, [(month.group(), False)])]
    if dues or not (_PERIODIC.search(plain) or (_RESULTS.search(plain) and not _ASKS.search(plain))):
        return dues
    by_rule = _BY_RULE.search(plain) is not None
    if not _PERIODIC.search(plain):
        return [_Due(Cycle.ADHOC, [("theo quy định", False)] if by_rule else [])]
    return [_Due(Cycle.ADHOC, [("định kỳ, theo quy định" if by_rule else "định kỳ", False)])]


def _paired(marks: list[tuple[int, Cycle | tuple[str, bool, bool] | str]], recurs: bool) -> list[_Due]:
    """`recurs`: the clause says that the report comes again: a day with a year does not make it a single one."""
    dues: list[_Due] = []
    current: _Due | None = None
    adhoc: list[_Due] = []
    waiting: list[tuple[str, bool]] = []
    for _, mark in marks:
        if isinstance(mark, Cycle):
            same = next((due for due in dues if due.cycle is mark), None)
            if same is None:
                dues.append(same := _Due(mark))
            current = same
            same.days += waiting
            waiting = []
        elif isinstance(mark, str):
            if all(mark not in (d for d, _ in due.days) for due in adhoc):
                adhoc.append(_Due(Cycle.ADHOC, [(mark, False)]))
        elif mark[2]:
            if current in dues and current is not None and not current.days and not recurs:
                dues.remove(current)  # "báo cáo 6 tháng trước ngày 20/6/2024": one report
            dues.append(_Due(Cycle.ONCE, [mark[:2]]))
            current = None
        elif current is not None:
            current.days.append(mark[:2])
        else:
            waiting.append(mark[:2])
    if waiting:
        dues.append(_Due(Cycle.ANNUAL, waiting))
    return [*_spread(dues), *adhoc[:1]]


def _spread(dues: list[_Due]) -> list[_Due]:
    """ "6 tháng, năm (trước 15/6 và 15/12)" gives each cycle its day; two days a year are half-yearly reports."""
    if len(dues) > 1 and not any(due.days for due in dues[:-1]) and len(dues[-1].days) == len(dues):
        return [_Due(due.cycle, [day]) for due, day in zip(dues, dues[-1].days, strict=True)]
    by_count = {2: Cycle.SEMIANNUAL, 4: Cycle.QUARTERLY}
    return [
        _Due(by_count.get(len(due.days), due.cycle), due.days) if due.cycle is Cycle.ANNUAL else due for due in dues
    ]


def _due_days(plain: str) -> list[WrittenDay]:
    """Days that are due dates: not the date of a document that is cited."""
    found: list[WrittenDay] = []
    for day in find_days(plain):
        before = plain[max(0, day.start - 26) : day.start]
        cited = re.search(r"[/-][a-zđ\d-]+\s*$", before) or re.match(r"\s*của\b", plain[day.end :])
        told = re.search(r"(?:trước|chậm nhất|hạn|vào|xong|là|\(|đến|từ)\s*(?:là\s+)?$", before) or day.year is None
        follows = bool(found) and re.fullmatch(
            r"\s*(?:,|và|;|/|hoặc)\s*(?:trước\s*)?", plain[found[-1].end : day.start]
        )
        if not cited and (told or follows):
            found.append(day)
    return found


def _is_before(plain: str, day: WrittenDay) -> bool:
    lead = plain[max(0, day.start - 40) : day.start]
    return re.search(r"trước(?:\s+(?:là\s+)?(?:ngày\s*)?\S*(?:\s*(?:và|,)\s*)?)?\s*$", lead) is not None


def _month_day(match: re.Match[str]) -> tuple[str, bool, bool]:
    text = match.group().strip("( ")
    if match.re in (_MONTHLY_DAY, _DAY_OF_MONTH) or re.search(r"(?:hằng|hàng|mỗi) tháng", text):
        return f"{int(match['day'])} hằng tháng", "trước" in text, False
    return re.sub(r"^(?:trước |chậm nhất |vào |là )+", "", text).strip(), text.startswith("trước"), False


def _adhoc_words(match: re.Match[str]) -> str:
    return (match["when"] or match.group()).replace("báo cáo ", "").strip(" (")
