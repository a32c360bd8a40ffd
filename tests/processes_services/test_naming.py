"""Who the names in a plan mean: the directory of the day, and what its drafter decided."""

from __future__ import annotations

from datetime import date

import pytest

from processes.documents.facts import Mention, Recipient, Role
from processes.models import NameChoice
from processes.services.naming import Names, choose, names_to_know, split_reporters, unresolved
from tests.factories import make_agency, morning
from tests.processes_services.province import (
    ALL_DEPARTMENTS,
    COMMUNES,
    CONCERNED,
    CULTURE,
    FINANCE,
    HEALTH,
    SCIENCE,
    TODAY,
    Province,
    facts,
    rule,
    task,
)
from workflow.context import SYSTEM_ACTOR
from workflow.models import Agency


def meant(names: Names, name: str) -> list[str]:
    return sorted(agency.name for agency in names.resolve(name).agencies)


def test_a_name_is_one_agency_a_group_its_members_of_the_day(province: Province) -> None:
    plan, _instance = province.plan()
    names = Names(plan, TODAY)
    assert meant(names, "SỞ Y TẾ") == [HEALTH]
    assert meant(names, ALL_DEPARTMENTS) == sorted([CULTURE, FINANCE, HEALTH, SCIENCE])
    assert meant(names, COMMUNES) == ["UBND phường Hai", "UBND xã Một"]


@pytest.mark.parametrize(
    ("name", "question"), [("Sở Không Có", "unknown"), ("", "unknown"), (CONCERNED, "open"), (CULTURE, "")]
)
def test_what_a_person_must_decide(province: Province, name: str, question: str) -> None:
    plan, _instance = province.plan()
    named = Names(plan, TODAY).resolve(name)
    assert named.question == question
    assert bool(named.agencies) is not bool(question)


def test_a_choice_comes_before_the_directory(province: Province) -> None:
    plan, _instance = province.plan()
    choose(plan=plan, name=CULTURE, agencies=[province[SCIENCE]], actor=SYSTEM_ACTOR, at=morning(TODAY))
    assert meant(Names(plan, TODAY), "sở văn hoá") == [SCIENCE]


def test_a_later_choice_replaces_the_earlier_one_and_is_this_plans_only(province: Province) -> None:
    plan, _instance = province.plan()
    other, _instance = province.plan()
    for agency in (CULTURE, SCIENCE):
        choose(plan=plan, name=CONCERNED, agencies=[province[agency]], actor=SYSTEM_ACTOR, at=morning(TODAY))
    assert NameChoice.objects.filter(plan=plan).count() == 1
    assert meant(Names(plan, TODAY), CONCERNED) == [SCIENCE]
    assert Names(other, TODAY).resolve(CONCERNED).question == "open"


def test_an_open_group_offers_its_members_to_choose_from(province: Province) -> None:
    plan, _instance = province.plan()
    names = Names(plan, TODAY)
    pool = {agency.name for agency in names.pool(names.resolve(CONCERNED).group)}
    assert pool == {CULTURE, FINANCE, HEALTH, SCIENCE, "Công an tỉnh"}
    assert names.pool(None) == []


def test_a_line_of_several_bodies_is_all_of_them_once(province: Province) -> None:
    plan, _instance = province.plan()
    names = Names(plan, TODAY)
    assert meant(names, f"{CULTURE}; {SCIENCE};") == sorted([CULTURE, SCIENCE])
    assert meant(names, f"{CULTURE}; {ALL_DEPARTMENTS}") == meant(names, ALL_DEPARTMENTS)


def test_a_name_with_a_semicolon_that_the_directory_knows_is_not_split(province: Province) -> None:
    office = make_agency("Văn phòng: Tỉnh ủy; HĐND", kind="party")
    plan, _instance = province.plan()
    assert Names(plan, TODAY).resolve("Văn phòng: Tỉnh ủy; HĐND").agencies == (office,)


def test_of_a_line_only_the_unclear_bodies_are_asked_for(province: Province) -> None:
    line = f"{CULTURE}; {CONCERNED}; Sở Không Có"
    plan, _instance = province.plan(facts(recipients=(Recipient(line),)))
    asked = unresolved(plan, TODAY)
    assert [(named.name, named.question) for named in asked] == [(CONCERNED, "open"), ("Sở Không Có", "unknown")]
    assert Names(plan, TODAY).resolve(line).question == "open"

    choose(plan=plan, name=CONCERNED, agencies=[province[FINANCE]], actor=SYSTEM_ACTOR, at=morning(TODAY))
    choose(plan=plan, name="Sở Không Có", agencies=[province[SCIENCE]], actor=SYSTEM_ACTOR, at=morning(TODAY))
    assert unresolved(plan, TODAY) == []
    assert meant(Names(plan, TODAY), line) == sorted([CULTURE, FINANCE, SCIENCE])


def test_a_whole_line_may_be_decided_at_once(province: Province) -> None:
    line = f"{CULTURE}; Sở Không Có"
    plan, _instance = province.plan(facts(recipients=(Recipient(line),)))
    choose(plan=plan, name=line, agencies=[province[SCIENCE]], actor=SYSTEM_ACTOR, at=morning(TODAY))
    assert unresolved(plan, TODAY) == []
    assert meant(Names(plan, TODAY), line) == [SCIENCE]


def test_each_open_name_is_asked_for_once(province: Province) -> None:
    content = facts(
        tasks=(task("1", "Sở Lạ"), task("2", "SỞ LẠ")), recipients=(Recipient("Sở lạ; Báo lạ"), Recipient("Báo lạ"))
    )
    plan, _instance = province.plan(content)
    assert [named.name for named in unresolved(plan, TODAY)] == ["Sở lạ", "Báo lạ"] or len(unresolved(plan, TODAY)) == 2


def test_a_very_long_name_can_be_decided(province: Province) -> None:
    line = "Các cơ quan " + "rất dài " * 100
    plan, _instance = province.plan(facts(recipients=(Recipient(line),)))
    choose(plan=plan, name=line, agencies=[province[SCIENCE]], actor=SYSTEM_ACTOR, at=morning(TODAY))
    assert unresolved(plan, TODAY) == []


def test_names_are_those_of_the_day(province: Province) -> None:
    plan, _instance = province.plan()
    Agency.objects.filter(pk=province[SCIENCE].pk).update(valid_to=date(2026, 2, 28))
    assert Names(plan, date(2026, 2, 28)).resolve(SCIENCE).agencies
    assert Names(plan, date(2026, 3, 1)).resolve(SCIENCE).question == "unknown"


def test_every_name_that_matters_is_listed_once_in_reading_order() -> None:
    work = task("1", CULTURE, coordinating=(Mention(FINANCE, Role.COORDINATING), Mention(CULTURE, Role.REQUESTED)))
    content = facts(
        tasks=(work,),
        reports=(rule("các sở, UBND các xã, phường", via=SCIENCE), rule(CULTURE, via="")),
        recipients=(Recipient(HEALTH, "b/c"), Recipient("VT, KGVX", "lưu")),
    )
    assert names_to_know(content) == [CULTURE, FINANCE, "các sở", "UBND các xã, phường", SCIENCE, HEALTH]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("Sở Y tế", ["Sở Y tế"]),
        ("Sở Y tế, Sở Tài chính và Công an tỉnh", ["Sở Y tế", "Sở Tài chính", "Công an tỉnh"]),
        ("Các sở, ban, ngành, UBND các xã, phường", ["Các sở, ban, ngành", "UBND các xã, phường"]),
        ("", []),
    ],
)
def test_reporters_are_the_collective_names_of_a_sentence(who: str, names: list[str]) -> None:
    assert split_reporters(who) == names
