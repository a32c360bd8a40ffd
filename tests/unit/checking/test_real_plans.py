"""The defects that the acceptance list names in its sources are all found; what else is found in real plans is known.

`OTHERS` was looked at finding by finding: each is true of its source, and none is a slip of a rule.
"""

from __future__ import annotations

from datetime import date

import pytest

from processes.documents.checking import Context, Finding, check
from processes.documents.reading import read_text

from ..reading.plans import plan_text

DAYS = {"000": date(2019, 8, 1), "004": date(2021, 9, 8)}  # for those whose date is blank
NAMED = {
    "000": {("tier2_without_day", 93), ("misspelled", 117), ("doubled_words", 33)},
    "001": {("day_missing", 5), ("basis_without_so", 11)},
    "002": {
        ("basis_dated_after_plan", 4),
        ("number_only_in_annex", 99),
        ("archive_line.missing", 96),
        ("superior_for_report", 88),
        ("task_without_time", 184),
        ("misspelled", 65),
        ("misspelled", 137),
        ("misspelled", 174),
    },
    "003": {("authority_form", 206), ("names_begin_with_and", 68)},
}
OTHERS = {
    "000": {
        ("misspelled", 73),  # "Thương đỉnh"
        ("misspelled", 127),  # "môi quan hệ"
        ("capitals", 113),  # "Sở Công thương"
        ("capitals", 151),  # "Văn Phòng"
        ("due_on_day_off", 139),  # 14/12/2019, a Saturday
    },
    "001": {("tier2_without_day", 139)},
    "002": {
        ("place_missing", 0),
        ("signer_missing", 0),
        ("number_form.spaced", 99),  # "39 /KH-UBND"
        ("tier2_without_day", 80),
        ("lead_unclear", 114),  # "các sở, ban ngành liên quan đến sự kiện"
        ("duty_without_recipient", 187),  # "Hội Hữu nghị nhân dân các nước"
        ("superior_for_report", 89),
        ("superior_for_report", 90),
        ("capitals", 121),
        ("capitals", 192),
    },
    "003": {
        ("misspelled", 155),  # "đầy mạnh"
        ("capitals", 48),
        ("report_without_day", 108),  # "định kỳ hàng năm", no day
        ("date_padding", 12),  # "ngày 28/2/2013"
        ("due_on_day_off", 187),
    },
    "004": {("place_missing", 0), ("signer_missing", 0), ("capitals", 55)},  # a portal's digest
    "02-": {
        ("lead_unclear", 264),  # "Các cơ quan, đơn vị theo quy định"
        ("tier2_without_day", 371),
        ("duty_without_recipient", 320),  # "Báo và Phát thanh, Truyền hình tỉnh"
        ("superior_for_report", 409),
        ("due_on_day_off", 371),
    },
    "05-": {
        ("end_mark", 329),  # a plan that hangs on a decision ends without it
        ("report_without_day", 322),
        ("tier2_without_day", 322),
        ("due_on_day_off", 175),
    },
    "07-": {
        ("annex_not_named", 294),
        ("tier2_without_day", 263),
        ("superior_for_report", 280),
        ("due_on_day_off", 263),
    },
    "11-": set(),
}


def findings(start: str) -> list[Finding]:
    text = plan_text(start)
    return check(read_text(text), Context(today=DAYS.get(start, date(2026, 3, 2)), lines=text.split("\n")))


def told(start: str) -> set[tuple[str, int]]:
    """(rule, first line) of each finding; line 0 where there is no line to show."""
    return {(one.code, one.found.place.line if one.found.place else 0) for one in findings(start)}


@pytest.mark.parametrize("start", NAMED)
def test_the_defects_of_the_sources_are_found(start: str) -> None:
    assert NAMED[start] <= told(start)


@pytest.mark.parametrize("start", OTHERS)
def test_nothing_else_is_said_of_real_plans(start: str) -> None:
    assert told(start) == NAMED.get(start, set()) | OTHERS[start]


def test_the_words_of_the_law_are_those_of_the_plans_day() -> None:
    [mark] = [one for one in findings("003") if one.code == "authority_form"]
    assert mark.law.reference == "Thông tư số 01/2011/TT-BNV, Điều 12"
    [bare] = [one for one in findings("001") if one.code == "basis_without_so"]
    assert bare.law.reference == "Nghị định số 30/2020/NĐ-CP, Phụ lục I, mục II.6"
