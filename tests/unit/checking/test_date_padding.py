from __future__ import annotations

from processes.documents.checking.rules import date_padding
from processes.documents.facts import Place

from .clean import broken, clean, found, repaired, silent, source, the_one


def test_days_and_the_first_two_months_are_padded_in_bases() -> None:
    facts = broken("ngày 16/11/2018", "ngày 6/2/2018")
    assert the_one(date_padding, facts).params == {"written": "ngày 6/2/2018", "right": "ngày 06/02/2018"}
    assert "ngày 06/02/2018 của Chính phủ" in repaired(date_padding, facts).bases[1].text


def test_months_from_march_on_are_written_either_way() -> None:
    assert found(date_padding, broken("ngày 16/11/2018", "ngày 16/9/2018")) == []
    assert found(date_padding, broken("ngày 16/11/2018", "ngày 16/09/2018")) == []


def test_the_head_is_looked_at_where_the_source_is_known() -> None:
    one = the_one(date_padding, clean(), lines=source("ngày 05 tháng 02", "ngày 5 tháng 2"))
    assert (one.path, one.place) == ("date", Place(6, 6))
    assert one.params["right"] == "Sơn Hải, ngày 05 tháng 02 năm 2026"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(date_padding)
