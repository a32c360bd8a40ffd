from __future__ import annotations

from datetime import date

import pytest

from processes.documents.reading.times import TimeKind, parse_time

ISSUED = date(2019, 1, 28)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("words", "kind", "start", "end"),
    [
        ("Thường xuyên", TimeKind.CONTINUOUS, "", ""),
        ("Thường xuyên trong năm 2019-2020", TimeKind.CONTINUOUS, "2019-01-01", "2020-12-31"),
        ("Hàng năm", TimeKind.YEARLY, "", ""),
        ("hằng năm", TimeKind.YEARLY, "", ""),
        ("định kỳ", TimeKind.PERIODIC, "", ""),
        ("Năm 2014", TimeKind.YEAR, "2014-01-01", "2014-12-31"),
        ("Năm 2014-2015", TimeKind.YEAR_RANGE, "2014-01-01", "2015-12-31"),
        ("Năm 2014- 2015", TimeKind.YEAR_RANGE, "2014-01-01", "2015-12-31"),
        ("Trong năm 2019", TimeKind.IN_YEAR, "2019-01-01", "2019-12-31"),
        ("Năm 2019 và các năm tiếp theo", TimeKind.OPEN_ENDED, "2019-01-01", ""),
        ("Quý II/2019", TimeKind.QUARTER, "2019-04-01", "2019-06-30"),
        ("Quý III năm 2019", TimeKind.QUARTER, "2019-07-01", "2019-09-30"),
        ("Quí IV-2025", TimeKind.QUARTER, "2025-10-01", "2025-12-31"),
        ("Quý I-II/2025", TimeKind.QUARTER_RANGE, "2025-01-01", "2025-06-30"),
        ("tháng 8/2020", TimeKind.MONTH, "2020-08-01", "2020-08-31"),
        ("Tháng 02 năm 2020", TimeKind.MONTH, "2020-02-01", "2020-02-29"),
        ("từ ngày 28/7/2020 đến ngày 08/8/2020", TimeKind.DAY_RANGE, "2020-07-28", "2020-08-08"),
        ("tháng 8/2018 đến tháng 8/2021", TimeKind.MONTH_RANGE, "2018-08-01", "2021-08-31"),
        ("từ nay đến hết năm 2025", TimeKind.UNTIL, "2019-01-28", "2025-12-31"),
        ("sau 2015", TimeKind.AFTER, "2016-01-01", ""),
        ("tầm nhìn 2030", TimeKind.HORIZON, "", "2030-12-31"),
        ("vào các năm chẵn", TimeKind.EVEN_YEARS, "", ""),
        ("theo từng năm hoặc theo giai đoạn", TimeKind.BY_YEAR_OR_PHASE, "", ""),
        ("28/7", TimeKind.ANNIVERSARY, "", ""),
        ("Theo sự kiện", TimeKind.EVENT, "", ""),
        ("sau khi 02 cụm thông tin cơ sở hoàn thành", TimeKind.AFTER_WORK, "", ""),
        ("", TimeKind.BLANK, "", ""),
        ("trước ngày 01 tháng 01 năm 2026", TimeKind.BEFORE, "", "2025-12-31"),
        ("chậm nhất ngày 15/12/2025", TimeKind.BEFORE, "", "2025-12-15"),
        ("Từ 01/7/2025", TimeKind.FROM, "2025-07-01", ""),
        ("Theo tiến độ được giao của Luật An ninh mạng 2025", TimeKind.OTHER, "", ""),
        ("31/02/2025", TimeKind.OTHER, "", ""),
        ("Từ nay đến ngày 31/12/2020", TimeKind.UNTIL, "2019-01-28", "2020-12-31"),
        ("từ khi ban hành Kế hoạch đến hết năm 2020", TimeKind.UNTIL, "2019-01-28", "2020-12-31"),
        ("Chậm nhất 30 ngày kể từ ngày ban hành Kế hoạch", TimeKind.BEFORE, "", "2019-02-27"),
        ("Trong vòng 15 ngày kể từ ngày Luật được thông qua", TimeKind.AFTER_WORK, "", ""),
        ("6 tháng đầu năm 2019", TimeKind.MONTH_RANGE, "2019-01-01", "2019-06-30"),
        ("6 tháng cuối năm 2019", TimeKind.MONTH_RANGE, "2019-07-01", "2019-12-31"),
        ("12/2019", TimeKind.MONTH, "2019-12-01", "2019-12-31"),
        ("Tuần 2 tháng 12/2019", TimeKind.MONTH, "2019-12-01", "2019-12-31"),
        ("Từ 15 đến 20/12/2019", TimeKind.DAY_RANGE, "2019-12-15", "2019-12-20"),
        ("Hoàn thành trong Quý IV/2019", TimeKind.QUARTER, "2019-10-01", "2019-12-31"),
        ("từ quý I đến quý III năm 2019", TimeKind.QUARTER_RANGE, "2019-01-01", "2019-09-30"),
        ("02 lần/năm", TimeKind.YEARLY, "", ""),
        ("Tháng 10 hằng năm", TimeKind.YEARLY, "", ""),
        ("24/7, liên tục trong giai đoạn 2019 - 2021", TimeKind.CONTINUOUS, "2019-01-01", "2021-12-31"),
        ("trước Tết Nguyên đán năm 2020", TimeKind.EVENT, "", ""),
        ("Giai đoạn 2021 - 2025", TimeKind.YEAR_RANGE, "2021-01-01", "2025-12-31"),
        ("Đến hết ngày 31/12/2019", TimeKind.BEFORE, "", "2019-12-31"),
    ],
)
def test_each_form_gives_kind_and_interval(words: str, kind: TimeKind, start: str, end: str) -> None:
    span = parse_time(words, ISSUED)

    assert (span.kind, span.start, span.end) == (kind, day(start), day(end))
    assert span.words == words


def test_from_now_without_an_issue_date_has_no_start() -> None:
    assert parse_time("từ nay đến hết năm 2025", None).start is None


def test_decomposed_letters_read_the_same() -> None:
    assert parse_time("Quy\u0301 II/2019", None).kind is TimeKind.QUARTER
