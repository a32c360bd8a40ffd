"""When a report is due: the cycles of a clause, each with its days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from processes.documents.facts import Cycle
from processes.documents.reading.dates import WrittenDay, find_days

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
    r"(?:tháng|quý)(?: đầu năm)?\s*(?:\([^()]*\)|(?:trước|chậm nhất|vào)[^,;()]{0,24}?\d{1,2}/\d{1,2})?"
    r"\s*(?:,|và|;|/)\s*(?:báo cáo )?(năm)\b(?!\s*\d)"
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
_MONTHLY_DAY = re.compile(
    r"(?<=tháng )(?=\(|trước |chậm |vào |ngày )\(?\s*(?:trước |chậm nhất |vào |là )*(?:ngày )?(?P<day>\d{1,2})"
    r"(?:\s*\)|(?![\d/])(?! tháng| của| năm))"
)


@dataclass
class Due:
    cycle: Cycle
    days: list[tuple[str, bool]] = field(default_factory=list)  # (due, before)


def dues_of(plain: str) -> list[Due]:
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
        return [Due(Cycle.ONCE, [(span.group(), False)])]
    month = _MONTH_OF_YEAR.search(plain)
    if month and len(dues) == 1 and dues[0].cycle is Cycle.ANNUAL and not dues[0].days:
        return [Due(Cycle.ANNUAL, [(month.group(), False)])]
    if dues or not (_PERIODIC.search(plain) or (_RESULTS.search(plain) and not _ASKS.search(plain))):
        return dues
    by_rule = _BY_RULE.search(plain) is not None
    if not _PERIODIC.search(plain):
        return [Due(Cycle.ADHOC, [("theo quy định", False)] if by_rule else [])]
    return [Due(Cycle.ADHOC, [("định kỳ, theo quy định" if by_rule else "định kỳ", False)])]


def _paired(marks: list[tuple[int, Cycle | tuple[str, bool, bool] | str]], recurs: bool) -> list[Due]:
    """`recurs`: the clause says that the report comes again: a day with a year does not make it a single one."""
    dues: list[Due] = []
    current: Due | None = None
    adhoc: list[Due] = []
    waiting: list[tuple[str, bool]] = []
    for _, mark in marks:
        if isinstance(mark, Cycle):
            same = next((due for due in dues if due.cycle is mark), None)
            if same is None:
                dues.append(same := Due(mark))
            current = same
            same.days += waiting
            waiting = []
        elif isinstance(mark, str):
            if all(mark not in (d for d, _ in due.days) for due in adhoc):
                adhoc.append(Due(Cycle.ADHOC, [(mark, False)]))
        elif mark[2]:
            if current in dues and current is not None and not current.days and not recurs:
                dues.remove(current)  # "báo cáo 6 tháng trước ngày 20/6/2024": one report
            dues.append(Due(Cycle.ONCE, [mark[:2]]))
            current = None
        elif current is not None:
            current.days.append(mark[:2])
        else:
            waiting.append(mark[:2])
    if waiting:
        dues.append(Due(Cycle.ANNUAL, waiting))
    return [*_spread(dues), *adhoc[:1]]


def _spread(dues: list[Due]) -> list[Due]:
    """ "6 tháng, năm (trước 15/6 và 15/12)" gives each cycle its day; two days a year are half-yearly reports."""
    if len(dues) > 1 and not any(due.days for due in dues[:-1]) and len(dues[-1].days) == len(dues):
        return [Due(due.cycle, [day]) for due, day in zip(dues, dues[-1].days, strict=True)]
    by_count = {2: Cycle.SEMIANNUAL, 4: Cycle.QUARTERLY}
    return [Due(by_count.get(len(due.days), due.cycle), due.days) if due.cycle is Cycle.ANNUAL else due for due in dues]


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
