from __future__ import annotations

from dataclasses import replace

from processes.documents.checking import Bodies
from processes.documents.checking.rules import recipient_without_duty
from processes.documents.facts import Recipient

from .clean import clean, found, repaired, silent, the_one


def test_who_is_to_carry_out_has_something_to_carry_out() -> None:
    idle = Recipient("Hội Làm vườn tỉnh", "để thực hiện")
    facts = replace(clean(), recipients=(idle, *clean().recipients))
    assert the_one(recipient_without_duty, facts).params == {"name": "Hội Làm vườn tỉnh"}
    assert repaired(recipient_without_duty, facts).recipients[0].purpose == "để biết"


def test_groups_with_duties_are_left_alone() -> None:
    busy = Recipient("Các sở, ban, ngành tỉnh", "để thực hiện")
    assert found(recipient_without_duty, replace(clean(), recipients=(busy,))) == []


def test_the_directory_may_know_a_member() -> None:
    line = Recipient("Hội Làm vườn tỉnh", "để thực hiện")
    known = {"Hội Làm vườn tỉnh": Bodies(frozenset("1")), "Sở Tài chính": Bodies(frozenset("12"))}
    assert found(recipient_without_duty, replace(clean(), recipients=(line,)), bodies=known.get) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(recipient_without_duty)
