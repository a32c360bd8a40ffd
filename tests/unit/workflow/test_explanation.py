"""Why may I, why may I not: for people, steps and moments, each with the fact that it rests on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from processes.models import JudgedLine
from tests.factories import appoint, letters, make_agency, make_holder, make_person, morning, write_letter
from tests.factories.lending import go_away, lend
from tests.processes.world import World
from workflow import delegation, engine
from workflow.context import Actor, Seen
from workflow.explanation import explain
from workflow.models import Agency, FieldOfWork, Person, ProcessInstance, Responsibility

DAY = date(2026, 3, 10)
AT = morning(DAY)
SUBMITTED = AT + timedelta(hours=1)
NOW = AT + timedelta(days=2)


def acting(person: Person) -> Actor:
    return Actor.of(person.accounts.order_by("pk")[0])


@dataclass
class House:
    agency: Agency
    writer: Person
    head: Person
    deputy: Person
    letter: ProcessInstance

    def why(self, person: Person, step: str | None = None, at: datetime = NOW) -> tuple[bool, str]:
        found = explain(person, ProcessInstance.objects.get(pk=self.letter.pk), step, at)
        said = " ".join(found.sentences)
        assert said and "%(" not in said
        return found.allowed, said


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """A letter written at nine and submitted at ten."""
    with letters():
        agency = make_agency("Sở Thử nghiệm")
        writer = make_holder(agency, "specialist", full_name="Chuyên viên A")
        people = (
            make_holder(agency, "head", full_name="Giám đốc B"),
            make_holder(agency, "deputy_head", full_name="Phó C"),
        )
        letter = write_letter(agency, writer, at=AT)
        engine.fire(instance_id=letter.uuid, transition="submit", actor=acting(writer), at=SUBMITTED, seen=Seen(0))
        yield House(agency, writer, *people, letter)


# --- seeing


def test_who_sees_the_file_reads_by_which_part_and_post(house: House) -> None:
    allowed, said = house.why(house.head)

    assert allowed
    assert "Sở Thử nghiệm là “Cơ quan soạn thảo”, giữ chức vụ Thủ trưởng cơ quan, Sở Thử nghiệm" in said
    assert "từ ngày 01/01/2015" in said


def test_a_stranger_reads_that_no_agency_of_theirs_takes_part(house: House) -> None:
    stranger = make_holder(make_agency("Sở Khác"), "head", full_name="Người D")

    assert house.why(stranger) == (
        False, "Người D không xem được hồ sơ: Sở Khác không tham gia hồ sơ này vào ngày 12/03/2026.",
    )  # fmt: skip
    assert house.why(make_person("Người E")) == (False, "Ngày 12/03/2026 Người E không giữ chức vụ nào.")


def test_nobody_sees_what_was_not_opened_yet(house: House) -> None:
    assert house.why(house.head, at=AT - timedelta(minutes=1)) == (
        False, "Lúc 10/03/2026 08:59 hồ sơ này chưa được mở.",
    )  # fmt: skip


# --- steps


@pytest.mark.parametrize(
    ("who", "step", "at", "allowed", "said"),
    [
        ("head", "sign", NOW, True, "Bước “Ký” thuộc về Thủ trưởng cơ quan, Sở Thử nghiệm; Giám đốc B giữ chức vụ"),
        ("head", "sign", AT, False, "Không thể “Ký” khi hồ sơ đang ở trạng thái “Đang soạn”"),
        ("writer", "submit", AT, True, "Bước “Trình” thuộc về Chuyên viên, Sở Thử nghiệm"),
        ("writer", "submit", NOW, False, "Bước này thực hiện được khi hồ sơ ở trạng thái: “Đang soạn”"),
        ("writer", "sign", NOW, False, "Chuyên viên A không có quyền đó"),
        ("writer", "sign", NOW, False, "Chuyên viên A chưa từng giữ chức vụ này ở Sở Thử nghiệm"),
        ("head", "fly", NOW, False, "Quy trình “Công văn thử nghiệm” không có bước “fly”"),
    ],
)
def test_a_step_is_explained_as_the_engine_judges_it(
    house: House, who: str, step: str, at: datetime, allowed: bool, said: str
) -> None:
    found, sentences = house.why(getattr(house, who), step, at)

    assert (found, said in sentences) == (allowed, True), sentences


def test_who_held_the_post_before_reads_until_when(house: House) -> None:
    house.head.appointments.update(valid_to=DAY)

    assert house.why(house.head, "sign", SUBMITTED)[0]
    appoint(house.head, house.agency, "clerk")
    allowed, said = house.why(house.head, "sign")
    assert not allowed
    assert "giữ chức vụ Thủ trưởng cơ quan, Sở Thử nghiệm từ ngày 01/01/2015 đến hết ngày 10/03/2026" in said


def test_who_prepared_reads_which_entry_bars(house: House) -> None:
    appoint(house.writer, house.agency, "head")

    allowed, said = house.why(house.writer, "sign")
    assert not allowed
    assert "Không được “Ký”: Chuyên viên A đã “Trình” lúc 10/03/2026 10:00" in said


def test_a_closed_account_is_named(house: House) -> None:
    house.head.accounts.update(is_active=False)

    assert "không có tài khoản đang hoạt động" in house.why(house.head, "sign")[1]
    assert not house.why(house.head, "sign")[0]


# --- lent rights


def test_a_lent_right_is_told_with_its_paper(house: House) -> None:
    lend(house.head, house.deputy, "KT.", at=AT, paper="QĐ 5/QĐ-STN")

    allowed, said = house.why(house.deputy, "sign")
    assert allowed
    assert "Giám đốc B giao quyền của Thủ trưởng cơ quan, Sở Thử nghiệm: Ký thay (KT.)" in said
    assert "từ ngày 10/03/2026 đến hết ngày 09/04/2026, căn cứ QĐ 5/QĐ-STN" in said


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("revoked", "Đã bị thu hồi lúc 11/03/2026 09:00: Đã về."),
        ("over", "Lúc đó đã hết thời hạn."),
        ("early", "Lúc đó chưa đến ngày bắt đầu."),
        ("elsewhere", "Bước này không thuộc phạm vi được giao."),
        ("left", "Lúc đó người giao hoặc người được giao không còn giữ chức vụ của mình."),
    ],
)
def test_a_lent_right_that_does_not_serve_is_told_with_its_end(house: House, how: str, said: str) -> None:
    days = {"over": (DAY, DAY), "early": (DAY + timedelta(days=5), DAY + timedelta(days=6))}
    first, last = days.get(how, (DAY, DAY + timedelta(days=9)))
    scope = ["test_letter.give_back"] if how == "elsewhere" else []
    row = lend(house.head, house.deputy, "KT.", at=AT, valid_from=first, valid_to=last, scope=scope)
    if how == "revoked":
        delegation.revoke(row, actor=acting(house.head), reason="Đã về", at=AT + timedelta(days=1))
    if how == "left":
        house.head.appointments.update(valid_to=DAY + timedelta(days=1))

    allowed, sentences = house.why(house.deputy, "sign")
    assert (allowed, said in sentences) == (False, True), sentences
    if how == "revoked":
        assert house.why(house.deputy, "sign", SUBMITTED)[0], "before its revocation it served"


def test_who_stands_in_reads_that_they_sign_nothing(house: House) -> None:
    go_away(house.head, house.deputy, at=AT)

    assert "Phó C đang xử lý thay Giám đốc B nhưng không được ký văn bản" in house.why(house.deputy, "sign")[1]
    assert house.why(house.deputy, "give_back")[0]
    assert "Giám đốc B được ghi nhận vắng mặt từ ngày 10/03/2026" in house.why(house.head, "sign")[1]


# --- fields, conditions, the system


def test_the_field_names_who_answers_for_it(db: None) -> None:
    world = World()
    approval = world.put_below("approval", "initialed")
    field = FieldOfWork.objects.create(code="press", name="Báo chí")
    answering = world.people["vice_chairman"]
    Responsibility.objects.create(person=answering, desk=answering.appointments.get().desk, field=field, valid_from=DAY)
    ProcessInstance.objects.filter(pk=approval.pk).update(field=field)
    approval.refresh_from_db()
    world.did(world.actor("office_specialist"), approval, "propose")
    other = world.colleague("vice_chairman").person
    assert other is not None

    said = " ".join(explain(other, approval, "sign", AT).sentences)
    assert f"Lĩnh vực của hồ sơ này do {answering} phụ trách" in said
    assert explain(answering, approval, "sign", AT).allowed


def test_what_the_system_does_is_nobodys(db: None) -> None:
    world = World()
    approval = world.put_below("approval", "numbered")
    world.did(world.actor("office_clerk"), approval, "number")

    found = explain(world.people["office_clerk"], approval, "issue", AT)
    assert (found.allowed, "do hệ thống tự thực hiện" in " ".join(found.sentences)) == (False, True)


def test_unmet_conditions_are_listed(db: None) -> None:
    world = World()
    review = world.put_below("funding_review", "appraised")
    world.did(world.actor("finance_clerk"), review, "receive")
    JudgedLine.objects.update(agreed=None)

    found = explain(world.people["finance_specialist"], review, "propose", AT)
    assert (found.allowed, "Chưa đạt điều kiện" in " ".join(found.sentences)) == (False, True)


# --- the command


def test_the_command_says_the_same(house: House) -> None:
    out = io.StringIO()
    username = house.writer.accounts.get().username
    call_command("explain_right", username, str(house.letter.uuid), "submit", "--at", "2026-03-10T09:30", stdout=out)

    assert "Bước “Trình” thuộc về Chuyên viên" in out.getvalue()
    assert out.getvalue().strip().endswith("\nĐƯỢC")
    for wrong in ((username, "00000000-0000-0000-0000-000000000000"), ("nobody", str(house.letter.uuid))):
        with pytest.raises(CommandError):
            call_command("explain_right", *wrong)
