"""22/11/2026 and 1.234.567,5 in both languages, read and written; terms counted from a given moment."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

from portal.templatetags.formats import due_date, due_in, due_kind, money, since, vn_date, vn_datetime

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 11, 22, 9, 30, tzinfo=HANOI)


@pytest.fixture(params=["vi", "en"], autouse=True)
def language(request: pytest.FixtureRequest):
    with translation.override(request.param):
        yield request.param


def test_a_day_is_read_day_first() -> None:
    field = forms.DateField()
    assert field.clean("22/11/2026") == date(2026, 11, 22)
    assert field.clean("03/04/2026") == date(2026, 4, 3)
    with pytest.raises(forms.ValidationError):
        field.clean("11/22/2026")


def test_a_day_is_written_day_first() -> None:
    assert formats.date_format(date(2026, 4, 3)) == "03/04/2026"
    assert formats.date_format(date(2026, 4, 3), "SHORT_DATE_FORMAT") == "03/04/2026"
    assert Template("{{ day }} {{ moment }}").render(Context({"day": AT.date(), "moment": AT})) == (
        "22/11/2026 22/11/2026 09:30"
    )


def test_a_number_is_written_with_points_and_a_comma() -> None:
    assert Template("{{ number }}").render(Context({"number": Decimal("1234567.5")})) == "1.234.567,5"


def test_a_number_is_read_with_points_and_a_comma() -> None:
    assert forms.DecimalField(localize=True).clean("1.234.567,5") == Decimal("1234567.5")


def test_a_sum_is_written_in_dong() -> None:
    with translation.override("vi"):
        assert money(1_250_000_000) == "1.250.000.000 đồng"
        assert money(0) == "0 đồng"
        assert money(None) == ""


def test_a_moment_is_shown_in_the_time_of_the_province() -> None:
    late_evening_in_utc = datetime(2026, 11, 21, 18, 5, tzinfo=ZoneInfo("UTC"))
    assert vn_date(late_evening_in_utc) == "22/11/2026"
    assert vn_datetime(late_evening_in_utc) == "22/11/2026 01:05"
    assert vn_date(None) == vn_datetime(None) == ""


@pytest.mark.parametrize(
    ("due", "words", "kind"),
    [
        (date(2026, 11, 29), "còn 7 ngày", "calm"),
        (date(2026, 11, 25), "còn 3 ngày", "soon"),
        (date(2026, 11, 22), "hạn hôm nay", "soon"),
        (date(2026, 11, 20), "quá hạn 2 ngày", "late"),
        (datetime(2026, 11, 22, 17, 0, tzinfo=HANOI), "hạn hôm nay", "soon"),
        (datetime(2026, 11, 22, 9, 0, tzinfo=HANOI), "quá hạn hôm nay", "late"),
        (datetime(2026, 11, 23, 0, 0, tzinfo=HANOI), "hạn hôm nay", "soon"),
        (datetime(2026, 11, 22, 0, 0, tzinfo=HANOI), "quá hạn 1 ngày", "late"),
        (None, "", "calm"),
    ],
)
def test_a_term_is_counted_from_the_given_moment(due: date | datetime | None, words: str, kind: str) -> None:
    with translation.override("vi"):
        assert due_in(due, AT) == words
    assert due_kind(due, AT) == kind


def test_a_term_that_ends_at_midnight_shows_its_last_day() -> None:
    assert due_date(datetime(2026, 11, 23, 0, 0, tzinfo=HANOI)) == "22/11/2026"
    assert due_date(date(2026, 11, 23)) == "23/11/2026"


def test_how_long_something_waits() -> None:
    with translation.override("vi"):
        assert since(datetime(2026, 11, 22, 1, 0, tzinfo=HANOI), AT) == "từ hôm nay"
        assert since(datetime(2026, 11, 19, 23, 0, tzinfo=HANOI), AT) == "đã 3 ngày"
