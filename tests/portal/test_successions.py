"""The administrator's pages for reorganizations: written down, rehearsed, decided file by file, applied, undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from workflow import clock, succession
from workflow.context import Actor
from workflow.models import Agency, FieldOfWork, ProcessInstance, Succession, SuccessionChoice, Task

from .plan_walks import AT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, OTHER, THIRD, OFFICE = (
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Sở Y tế",
    "Văn phòng UBND tỉnh",
)
TODAY = timezone.localdate(AT)
PAGES = "/administration/successions/"


@pytest.fixture
def province() -> Province:
    found = settled()
    found.begin()
    return found


@pytest.fixture
def administrator(province: Province) -> Client:
    return signed_in(province.account(OFFICE, "administrator"))


@pytest.fixture(autouse=True)
def a_morning():
    with clock.simulated(AT):
        yield


def _sent(*lines: tuple[str, str, str], day: str = "09/11/2026", **more: str) -> dict[str, str]:
    data = {"kind": "merge", "effective_on": day, "paper": "NQ 12/NQ-HĐND", "new_name": ""}
    data |= {"parts-TOTAL_FORMS": "12", "parts-INITIAL_FORMS": "0"}
    for number, (predecessor, successor, field) in enumerate(lines):
        data[f"parts-{number}-predecessor"] = predecessor
        data[f"parts-{number}-successor"] = successor
        data[f"parts-{number}-field"] = field
    return data | more


def _prepared(client: Client, *lines: tuple[str, str, str], **more: str) -> Succession:
    answer = client.post(f"{PAGES}new/", _sent(*lines, **more))
    assert answer.status_code == 302, answer.content.decode()
    return Succession.objects.latest("pk")


def _page(client: Client, row: Succession) -> str:
    return client.get(f"{PAGES}{row.uuid}/").content.decode()


def _draft() -> ProcessInstance:
    return ProcessInstance.objects.get(definition_key="plan")


def test_only_the_administrator_comes_in(province: Province, administrator: Client) -> None:
    row = _prepared(administrator, (DRAFTING, OTHER, ""))
    addresses = [PAGES, f"{PAGES}new/", f"{PAGES}{row.uuid}/", f"{PAGES}{row.uuid}/files/{_draft().uuid}/"]
    head = signed_in(province.account(DRAFTING, "head"))
    for address in addresses:
        assert administrator.get(address).status_code == 200, address
        assert head.get(address).status_code == 403
    for step in ("apply", "undo"):
        assert head.post(f"{PAGES}{row.uuid}/{step}/").status_code == 403
        assert administrator.get(f"{PAGES}{row.uuid}/{step}/").status_code == 405
    assert Succession.objects.get().applied_at is None


def test_the_dry_run_lists_the_draft_and_who_must_be_appointed_again(administrator: Client) -> None:
    row = _prepared(administrator, (DRAFTING, OTHER, ""))
    page = _page(administrator, row)
    assert _draft().title in page and "Người đảm nhiệm cần bổ nhiệm lại" in page
    assert "Chuyển giao công việc" in page
    assert Agency.objects.get(name=DRAFTING).valid_to is None


def test_names_are_found_as_texts_write_them_and_others_are_refused(administrator: Client) -> None:
    answer = administrator.post(f"{PAGES}new/", _sent(("Sở Không có", OTHER, ""), ("", OTHER, "")))
    page = answer.content.decode()
    assert answer.status_code == 200 and not Succession.objects.exists()
    assert "Hãy ghi cơ quan được sắp xếp của dòng này." in page
    answer = administrator.post(f"{PAGES}new/", _sent(("Sở Không có", OTHER, "")))
    assert "Không có cơ quan nào mang tên này vào ngày 08/11/2026." in answer.content.decode()
    row = _prepared(administrator, ("sở nông nghiệp và môi trường", "SỞ XÂY DỰNG", ""))
    assert row.parts.get().successor == Agency.objects.get(name=OTHER)


def test_a_refusal_of_the_engine_stands_on_the_page(administrator: Client) -> None:
    answer = administrator.post(f"{PAGES}new/", _sent((DRAFTING, OTHER, ""), (OTHER, THIRD, "")))
    assert "không thể nhận việc" in answer.content.decode()


def test_one_file_goes_another_way(administrator: Client) -> None:
    row, draft = _prepared(administrator, (DRAFTING, OTHER, "")), _draft()
    address = f"{PAGES}{row.uuid}/files/{draft.uuid}/"
    assert "Không có cơ quan nào" in administrator.post(address, {"agency": "Sở Không có"}).content.decode()
    assert administrator.post(address, {"agency": THIRD}).status_code == 302
    assert SuccessionChoice.objects.get().successor.name == THIRD
    assert "Quyết định riêng" in _page(administrator, row)


def test_it_is_applied_and_undone_with_a_click_each(administrator: Client) -> None:
    row, draft = _prepared(administrator, (DRAFTING, OTHER, "")), _draft()
    done = administrator.post(f"{PAGES}{row.uuid}/apply/", follow=True).content.decode()
    assert "Đã chuyển giao công việc" in done and "Hoàn tác lần sắp xếp này" in done
    assert _holder(draft) == OTHER
    again = administrator.post(f"{PAGES}{row.uuid}/apply/", follow=True).content.decode()
    assert "đã được thực hiện hoặc đã hủy" in again
    undone = administrator.post(f"{PAGES}{row.uuid}/undo/", follow=True).content.decode()
    assert "mọi việc trở lại như trước" in undone
    assert _holder(draft) == DRAFTING


def test_what_nobody_takes_is_said_and_nothing_moves(administrator: Client) -> None:
    press = FieldOfWork.objects.create(code="press", name="Báo chí")
    row = _prepared(administrator, (DRAFTING, OTHER, str(press.pk)))
    page = _page(administrator, row)
    assert "Chưa thể thực hiện" in page and "Chuyển giao công việc" not in page
    refused = administrator.post(f"{PAGES}{row.uuid}/apply/", follow=True).content.decode()
    assert "chưa có cơ quan nào nhận" in refused
    assert _holder(_draft()) == DRAFTING


def test_before_its_day_it_can_only_be_withdrawn(administrator: Client) -> None:
    day = TODAY + timedelta(days=20)
    row = _prepared(administrator, (DRAFTING, OTHER, ""), day=day.strftime("%d/%m/%Y"))
    assert "tự chuyển giao khi đến ngày" in _page(administrator, row)
    early = administrator.post(f"{PAGES}{row.uuid}/apply/", follow=True).content.decode()
    assert "chỉ thực hiện từ ngày" in early
    administrator.post(f"{PAGES}{row.uuid}/undo/")
    assert "Đã hủy" in administrator.get(PAGES).content.decode()


def test_the_dry_run_costs_no_statement_for_a_file(
    province: Province, administrator: Client, django_assert_max_num_queries: Any
) -> None:
    row = _prepared(administrator, (DRAFTING, OTHER, ""))
    with django_assert_max_num_queries(60) as few:
        _page(administrator, row)
    for _number in range(3):
        province.begin()
    with django_assert_max_num_queries(len(few)):
        _page(administrator, row)


def test_the_trail_of_a_plan_says_who_took_it_over(province: Province, administrator: Client) -> None:
    row, draft = _prepared(administrator, (DRAFTING, OTHER, "")), _draft()
    succession.apply(row, Actor.of(province.account(OFFICE, "administrator")), AT)
    reader = signed_in(province.account(OTHER))
    page = reader.get(f"/plans/{draft.uuid}/", {"tab": "history"}).content.decode()
    assert "Chuyển cho cơ quan kế thừa" in page and f"{DRAFTING} → {OTHER}" in page


def test_the_first_day_of_all_is_no_day_of_a_reorganization(province: Province, administrator: Client) -> None:
    answer = administrator.post(f"{PAGES}new/", _sent((DRAFTING, OTHER, ""), day="01/01/0001"))
    assert list(answer.context["form"].errors) == ["effective_on"]
    assert not Succession.objects.exists()


def test_the_administrator_reads_no_title_of_a_file_that_does_not_move(
    province: Province, administrator: Client
) -> None:
    row, draft = _prepared(administrator, (THIRD, OTHER, "")), _draft()
    assert administrator.get(f"{PAGES}{row.uuid}/files/{draft.uuid}/").status_code == 404


def _holder(instance: ProcessInstance) -> str:
    task = Task.objects.select_related("desk__agency").get(instance=instance, status="open")
    assert task.desk is not None
    return task.desk.agency.name
