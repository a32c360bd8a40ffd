"""When a task is to be done: each written form as a kind and an interval, its words kept."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from processes.documents.reading.dates import WrittenDay, find_days
from processes.documents.reading.writing_forms import normal, one_line, shadow


class TimeKind(StrEnum):
    BLANK = "blank"
    CONTINUOUS = "continuous"  # "Thường xuyên"; with a range where one is written
    PERIODIC = "periodic"  # "định kỳ", no cycle said
    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    EVEN_YEARS = "even_years"
    ODD_YEARS = "odd_years"
    BY_YEAR_OR_PHASE = "by_year_or_phase"
    YEAR = "year"
    IN_YEAR = "in_year"  # "Trong năm 2019": some time within it
    YEAR_RANGE = "year_range"
    OPEN_ENDED = "open_ended"  # "Năm 2019 và các năm tiếp theo": a start and no end
    QUARTER = "quarter"
    QUARTER_RANGE = "quarter_range"
    MONTH = "month"
    MONTH_RANGE = "month_range"
    DAY = "day"
    DAY_RANGE = "day_range"
    BEFORE = "before"  # the end is the last day that is still in time
    UNTIL = "until"  # "từ nay đến hết năm 2025": begins on the day of issue
    FROM = "from"
    AFTER = "after"  # "sau năm 2015"
    HORIZON = "horizon"  # "tầm nhìn 2030"
    ANNIVERSARY = "anniversary"  # a day and month of every year
    EVENT = "event"
    AFTER_WORK = "after_work"  # "sau khi … hoàn thành"
    OTHER = "other"  # words that name no day: "Theo tiến độ được giao"


@dataclass(frozen=True)
class TimeSpan:
    """`start` and `end` are both included; None where the words give none. `words` are as written: nothing is lost."""

    kind: TimeKind
    start: date | None
    end: date | None
    words: str


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"((?:19|20)\d{2})"
_QUARTER = r"qu[ýí]\s*(?P<q{n}>iv|i{{1,3}}|[1-4])(?:\s*(?:/|-|,?\s*năm)?\s*(?P<y{n}>(?:19|20)\d{{2}}))?"
_ONE_QUARTER = re.compile(_QUARTER.format(n=1) + r"(?![\w])")
_TWO_QUARTERS = re.compile(
    _QUARTER.format(n=1)
    + r"\s*(?:-|đến|và|,|tới)\s*(?:hết\s+)?"
    + _QUARTER.format(n=2).replace(r"qu[ýí]\s*", r"(?:qu[ýí]\s*)?")
    + r"(?![\w])"
)
_MONTH = re.compile(r"tháng\s*(?P<m>\d{1,2})(?:\s*(?:/|-|,?\s*năm\s*)\s*(?P<y>(?:19|20)\d{2}))?(?![\d/])")
_MONTHS = re.compile(
    r"(?:từ\s+)?tháng\s*(?P<m1>\d{1,2})(?:\s*(?:/|năm)\s*(?P<y1>\d{4}))?\s*(?:-|đến|"
    r"tới)\s*(?:hết\s+)?(?:tháng\s*)?(?P<m2>\d{1,2})\s*(?:/|năm|-)\s*(?P<y2>\d{4})"
)
_YEARS = re.compile(rf"{_YEAR}\s*(?:-|đến|tới)\s*(?:hết\s+)?(?:năm\s+)?{_YEAR}")
_FOLLOWING = re.compile(r"(?:và\s+)?(?:(?:các|những)\s+)?năm\s+(?:tiếp theo|tiếp|sau|kế tiếp|sau đó)|trở đi|về sau")
_FROM_NOW = re.compile(r"từ nay|kể từ nay|từ (?:khi|ngày) ban hành")
_BEFORE = re.compile(
    r"(?:xong |hoàn thành )?trước|chậm nhất|không quá|(?:đến|tới) (?:hết )?(?:ngày|năm|tháng|quý|\d)|hạn"
)
_WEEK = re.compile(r"tuần (?:thứ )?\w+\s+(?:của )?(?=tháng)")
_HALF = re.compile(rf"(?:0?6|sáu) tháng (đầu|cuối) năm {_YEAR}")
_BARE_MONTH = re.compile(r"(?:trong |hoàn thành )?(\d{1,2})\s*/\s*((?:19|20)\d{2})$")
_SHARED_MONTH = re.compile(r"(?<![\d/])(\d{1,2})\s*(?:-|đến|tới)\s*(?:ngày\s+)?(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*(\d{4})")
_DAYS_AFTER_ISSUE = re.compile(
    r"(?:chậm nhất|trong (?:vòng|thời hạn)|không quá|sau)\D{0,20}(\d{1,3})\s+ngày,?\s+(?:kể\s+)?từ\s+(?:ngày|khi)\s+"
    r"(?:ký\s+)?(?:ban hành|ký)(?!\w)"
)
_MOVING_FEAST = re.compile(r"trước\s+(?:tết|lễ|dịp|kỳ họp|khai giảng|đại hội|mùa)")
_STRICTLY_BEFORE = re.compile(r"trước\s+(?:ngày|tháng|quý|năm|\d)")


def parse_time(words: str, issue_date: date | None) -> TimeSpan:
    """`words` as written in a plan of `issue_date`, which is the start of "từ nay"."""
    words = one_line(normal(words))
    plain = _WEEK.sub("", shadow(words)).strip(" .;,")
    if not plain:
        return TimeSpan(TimeKind.BLANK, None, None, words)
    for read in _READERS:
        found = read(plain, issue_date)
        if found is not None:
            return TimeSpan(*found, words)
    return TimeSpan(TimeKind.OTHER, None, None, words)


_Found = tuple[TimeKind, date | None, date | None]


def _days(plain: str) -> list[WrittenDay]:
    return find_days(plain)


def _date(day: WrittenDay, year: int | None = None) -> date | None:
    chosen = day.year or year
    try:
        return date(chosen, day.month, day.day) if chosen else None
    except ValueError:
        return None


def _month_span(year: int, month: int) -> tuple[date, date] | None:
    if not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _quarter_span(year: int, quarter: int) -> tuple[date, date]:
    last = quarter * 3
    return date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])


def _interval(plain: str, issue_date: date | None) -> tuple[date | None, date | None]:
    """The interval inside other words ("Thường xuyên trong năm 2019-2020")."""
    for read in (_day_range, _month_range, _quarter, _month, _years, _year):
        found = read(plain, issue_date)
        if found is not None:
            return found[1], found[2]
    return None, None


def _after_work(plain: str, _: date | None) -> _Found | None:
    return (
        (TimeKind.AFTER_WORK, None, None)
        if re.search(
            r"sau khi|ngay khi|khi .{0,60}(?:hoàn thành|được ban hành|có hiệu lực)|"
            r"từ (?:ngày|khi) .{0,60}(?:được|có hiệu lực)",
            plain,
        )
        else None
    )


def _recurring(plain: str, issue_date: date | None) -> _Found | None:
    start, end = _interval(plain, None)  # "Tháng 10 hằng năm" is of every year, not of the year of issue
    forms = (
        (TimeKind.EVEN_YEARS, r"(?:các )?năm chẵn"),
        (TimeKind.ODD_YEARS, r"(?:các )?năm lẻ"),
        (
            TimeKind.BY_YEAR_OR_PHASE,
            r"theo (?:từng|mỗi) (?:năm|giai đoạn)(?: hoặc (?:theo )?(?:từng )?(?:năm|giai đoạn))?",
        ),
        (TimeKind.CONTINUOUS, r"^(?:thực hiện )?(?:thường xuyên|liên tục)|duy trì thường xuyên|^24/(?:7|24)"),
        (TimeKind.MONTHLY, r"(?:hằng|hàng|mỗi) tháng|lần\s*/\s*tháng"),
        (TimeKind.QUARTERLY, r"(?:hằng|hàng|mỗi) quý|lần\s*/\s*quý"),
        (TimeKind.HALF_YEARLY, r"^(?:định kỳ )?(?:0?6|sáu) tháng"),
        (TimeKind.YEARLY, r"(?:hằng|hàng|mỗi) năm|lần\s*/\s*năm"),
        (TimeKind.PERIODIC, r"^định kỳ"),
    )
    for kind, pattern in forms:
        if re.search(pattern, plain):
            return (None if kind is TimeKind.CONTINUOUS else _anniversary(plain)) or (kind, start, end)
    return None


def _anniversary(plain: str) -> _Found | None:
    days = _days(plain)
    return (TimeKind.ANNIVERSARY, None, None) if days and not any(day.year for day in days) else None


def _open_ended(plain: str, issue_date: date | None) -> _Found | None:
    if not _FOLLOWING.search(plain):
        return None
    return TimeKind.OPEN_ENDED, _interval(_FOLLOWING.sub("", plain), issue_date)[0], None


def _until(plain: str, issue_date: date | None) -> _Found | None:
    if not _FROM_NOW.search(plain):
        return None
    rest = _FROM_NOW.sub("", plain)
    ends = _single_day(rest, issue_date) or _interval(rest, issue_date)
    return (TimeKind.UNTIL, issue_date, ends[1]) if ends[1] else (TimeKind.FROM, issue_date, None)


def _horizon(plain: str, _: date | None) -> _Found | None:
    found = re.match(rf"(?:với )?tầm nhìn (?:đến )?(?:năm )?{_YEAR}$", plain)
    return (TimeKind.HORIZON, None, date(int(found.group(1)), 12, 31)) if found else None


def _after(plain: str, issue_date: date | None) -> _Found | None:
    if not re.match(r"(?:giai đoạn )?sau\s+(?:ngày|tháng|quý|năm|\d)", plain):
        return None
    end = _interval(plain, issue_date)[1]
    return (TimeKind.AFTER, end + timedelta(days=1), None) if end else None


def _before(plain: str, issue_date: date | None) -> _Found | None:
    if _MOVING_FEAST.search(plain):
        return TimeKind.EVENT, None, None
    if not _BEFORE.match(plain):
        return None
    strict = _STRICTLY_BEFORE.search(plain) is not None and "hết" not in plain
    start, end = _single_day(plain, issue_date) or _interval(plain, issue_date)
    if end is None:
        return None
    return TimeKind.BEFORE, None, (start or end) - timedelta(days=1) if strict else end


def _after_issue(plain: str, issue_date: date | None) -> _Found | None:
    found = _DAYS_AFTER_ISSUE.match(plain)
    if not found:
        return None
    return TimeKind.BEFORE, None, issue_date + timedelta(days=int(found.group(1))) if issue_date else None


def _half(plain: str, _: date | None) -> _Found | None:
    found = _HALF.search(plain)
    if not found:
        return None
    year, first = int(found.group(2)), found.group(1) == "đầu"
    start, end = (date(year, 1, 1), date(year, 6, 30)) if first else (date(year, 7, 1), date(year, 12, 31))
    return TimeKind.MONTH_RANGE, start, end


def _bare_month(plain: str, _: date | None) -> _Found | None:
    found = _BARE_MONTH.match(plain)
    span = _month_span(int(found.group(2)), int(found.group(1))) if found else None
    return (TimeKind.MONTH, *span) if span else None


def _single_day(plain: str, issue_date: date | None) -> tuple[date | None, date | None] | None:
    days = _days(plain)
    day = _date(days[0], issue_date.year if issue_date else None) if len(days) == 1 else None
    return (day, day) if day else None


def _from(plain: str, issue_date: date | None) -> _Found | None:
    if not re.match(r"(?:kể )?từ\s", plain) or re.search(r"đến|-\s*(?:ngày|tháng|\d)|tới", plain):
        return None
    start = (_single_day(plain, issue_date) or _interval(plain, issue_date))[0]
    return (TimeKind.FROM, start, None) if start else None


def _day_range(plain: str, _: date | None) -> _Found | None:
    shared = _SHARED_MONTH.search(plain)
    if shared:
        first, last, month, year = map(int, shared.groups())
        try:
            return TimeKind.DAY_RANGE, date(year, month, first), date(year, month, last)
        except ValueError:
            return None
    days = _days(plain)
    if len(days) != 2 or not re.search(r"-|đến|tới", plain[days[0].end : days[1].start]):
        return None
    end = _date(days[1])
    start = _date(days[0], end.year if end else None)
    return (TimeKind.DAY_RANGE, start, end) if start and end and start <= end else None


def _month_range(plain: str, _: date | None) -> _Found | None:
    found = _MONTHS.search(plain)
    if not found:
        return None
    last_year = int(found["y2"])
    first = _month_span(int(found["y1"] or last_year), int(found["m1"]))
    last = _month_span(last_year, int(found["m2"]))
    return (TimeKind.MONTH_RANGE, first[0], last[1]) if first and last and first[0] <= last[1] else None


def _quarter(plain: str, issue_date: date | None) -> _Found | None:
    two = _TWO_QUARTERS.search(plain)
    fallback = issue_date.year if issue_date else None
    if two:
        last_year = int(two["y2"] or two["y1"] or fallback or 0)
        first_year = int(two["y1"] or last_year)
        if last_year:
            return (
                TimeKind.QUARTER_RANGE,
                _quarter_span(first_year, _ROMAN[two["q1"]])[0],
                _quarter_span(last_year, _ROMAN[two["q2"]])[1],
            )
    one = _ONE_QUARTER.search(plain)
    if not one:
        return None
    year = int(one["y1"] or fallback or 0)
    return (TimeKind.QUARTER, *_quarter_span(year, _ROMAN[one["q1"]])) if year else (TimeKind.QUARTER, None, None)


def _day(plain: str, issue_date: date | None) -> _Found | None:
    days = _days(plain)
    if len(days) != 1:
        return None
    if days[0].year is None:
        return TimeKind.ANNIVERSARY, None, None
    day = _date(days[0])
    return (TimeKind.DAY, day, day) if day else None


def _month(plain: str, issue_date: date | None) -> _Found | None:
    found = _MONTH.search(plain)
    year = int(found["y"] or (issue_date.year if issue_date else 0)) if found else 0
    span = _month_span(year, int(found["m"])) if found and year else None
    return (TimeKind.MONTH, *span) if span else None


def _years(plain: str, _: date | None) -> _Found | None:
    found = _YEARS.search(plain)
    if not found:
        return None
    first, last = int(found.group(1)), int(found.group(2))
    return (TimeKind.YEAR_RANGE, date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _year(plain: str, _: date | None) -> _Found | None:
    found = re.search(rf"(?<!\d){_YEAR}(?!\d)", plain)
    if not found or re.search(r"luật|nghị định|quyết định|kế hoạch số|\d/\d", plain):
        return None
    year = int(found.group(1))
    return (TimeKind.IN_YEAR if re.match(r"trong\b", plain) else TimeKind.YEAR, date(year, 1, 1), date(year, 12, 31))


def _event(plain: str, _: date | None) -> _Found | None:
    return (TimeKind.EVENT, None, None) if re.search(r"sự kiện|nhân dịp|dịp|kỷ niệm|lễ|khi có", plain) else None


_READERS: tuple[Callable[[str, date | None], _Found | None], ...] = (
    _after_issue, _after_work, _open_ended, _until, _horizon, _half, _recurring, _after, _before, _day_range,
    _bare_month, _month_range, _from, _quarter, _day, _month, _years, _event, _year,
)  # fmt: skip
