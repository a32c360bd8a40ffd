from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking import Bodies
from processes.documents.checking.rules import duty_without_recipient
from processes.documents.facts import Mention, Recipient

from .clean import broken, found, repaired, silent, the_one, with_first_task


def test_a_body_with_a_duty_receives_nothing() -> None:
    facts = broken("phối hợp: Sở Tài chính", "phối hợp: Hội Nông dân tỉnh; Sở Tài chính")
    one = the_one(duty_without_recipient, facts)
    assert (one.path, one.params["name"]) == ("tasks[1].coordinating", "Hội Nông dân tỉnh")
    assert repaired(duty_without_recipient, facts).recipients[-2].name == "Hội Nông dân tỉnh"


def test_the_directory_knows_better_than_the_words() -> None:
    facts = broken("phối hợp: Sở Tài chính", "phối hợp: Quỹ Bảo vệ rừng; Sở Tài chính")
    assert the_one(duty_without_recipient, facts).params["name"] == "Quỹ Bảo vệ rừng"
    known = {"Quỹ Bảo vệ rừng": Bodies(frozenset("7")), "Các sở, ban, ngành tỉnh": Bodies(frozenset("78"))}
    assert found(duty_without_recipient, facts, bodies=known.get) == []


@pytest.mark.parametrize(
    "name", ["các cơ quan, đơn vị liên quan", "Công an tỉnh", "Văn phòng UBND tỉnh", "UBND xã Bãi Ngang"]
)
def test_groups_take_in_their_members(name: str) -> None:
    assert found(duty_without_recipient, broken("phối hợp: Sở Tài chính", f"phối hợp: {name}")) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Báo Sơn Hải; Đài PT-TH tỉnh", "Đài Phát thanh và Truyền hình tỉnh"),
        ("Các cơ quan báo chí, truyền thông tỉnh", "Báo Sơn Hải"),
        ("Các tổ chức chính trị - xã hội tỉnh", "Hội Cựu chiến binh tỉnh"),
        ("Ủy ban MTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Như Mục II", "Hợp tác xã Rừng Biển"),
    ],
)
def test_one_body_under_two_names(line: str, name: str) -> None:
    facts = with_first_task(lambda task: replace(task, lead=(Mention(name),)))
    assert found(duty_without_recipient, facts) != []
    facts = replace(facts, recipients=(*facts.recipients[:-1], Recipient(line), facts.recipients[-1]))
    assert found(duty_without_recipient, facts) == []


@pytest.mark.parametrize("name", ["Sở Y tế", "Sở Tài chính", "Giám đốc Sở Văn hóa, Thể thao và Du lịch"])
def test_departments_by_their_initials(name: str) -> None:
    listed = (Recipient("Các sở: NN&MT, TC, YT, VHTTDL"), Recipient("UBND các xã, phường"))
    facts = with_first_task(lambda task: replace(task, lead=(Mention(name),)))
    facts = replace(facts, recipients=listed, duties=())
    assert {one.subject for one in found(duty_without_recipient, facts)} == {"Công an tỉnh"}


def test_ministries_as_a_group() -> None:
    facts = with_first_task(lambda task: replace(task, lead=(Mention("Bộ Xây dựng"),)))
    assert len(found(duty_without_recipient, facts)) == 1
    listed = Recipient("Các bộ, cơ quan ngang bộ")
    assert found(duty_without_recipient, replace(facts, recipients=(listed, *facts.recipients))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(duty_without_recipient)
