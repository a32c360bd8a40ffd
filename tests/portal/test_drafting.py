"""Bringing a plan in, correcting what was read, and saying who the names mean."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as WordDocument
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.walk import Walk
from portal.drafting.dates import kept, spoken
from portal.drafting.draft import from_facts
from portal.drafting.open_points import required
from portal.unreadable import SENTENCES
from processes.documents.facts import CostLine, Cycle, Fact, PlanFacts, ReportRule
from processes.documents.reading import UnreadableCode, read_text
from processes.models import NameChoice, Plan, PlanVersion
from processes.services.gaps import gaps
from processes.services.naming import choose
from workflow.context import SYSTEM_ACTOR
from workflow.models import FieldOfWork, ProcessInstance

from .plan_walks import TEXT, Province, content_form, facts_of, form_of, now, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
FINANCE = "Sở Tài chính"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def drafter(province: Province) -> Client:
    return signed_in(province.account(DRAFTING))


# --- a new plan


def test_drafter_pastes_a_text(drafter: Client) -> None:
    answer = drafter.post("/plans/new/", {"text": TEXT})
    plan = Plan.objects.get()
    root = ProcessInstance.objects.get(definition_key="plan")
    assert answer.headers["Location"] == f"/plans/{root.uuid}/review/"
    assert str(plan.drafting_agency) == DRAFTING
    assert len(plan.facts.tasks) == 2
    assert plan.current_version is not None
    assert plan.current_version.source_text == TEXT


def test_drafter_brings_a_word_file(drafter: Client) -> None:
    answer = drafter.post("/plans/new/", {"file": SimpleUploadedFile("dự thảo.docx", _word(TEXT)), "text": ""})
    assert answer.status_code == 302
    version = PlanVersion.objects.get()
    assert len(version.facts.tasks) == 2
    assert version.source_name == "dự thảo.docx"
    assert "Chọn giống cây chịu mặn." in version.source_text
    assert version.source.size > 0


def test_a_plan_has_its_field_from_the_start_and_its_mark_from_the_text(drafter: Client) -> None:
    culture = FieldOfWork.objects.get(code="culture")
    text = TEXT.replace("KẾ HOẠCH", "KHẨN\n\nKẾ HOẠCH", 1)
    sent = {"text": text, "field": culture.pk}
    assert drafter.post("/plans/new/", sent).status_code == 302
    root = ProcessInstance.objects.get(definition_key="plan")
    assert root.field == culture
    assert Plan.objects.get().facts.urgency == "KHẨN"
    assert root.urgency == "urgent"
    page = drafter.get(f"/plans/{root.uuid}/").content.decode()
    assert "Lĩnh vực: Văn hóa - xã hội" in page and ">Khẩn</span>" in page
    assert ">Khẩn</span>" in drafter.get("/plans/").content.decode()
    assert ">Khẩn</span>" in drafter.get("/").content.decode()


def test_the_field_is_chosen_later_and_what_is_opened_below_has_it(province: Province, drafter: Client) -> None:
    walk = province.begin()
    walk.correct()
    address = f"/act/{walk.instance.uuid}/choose_field/"
    assert drafter.post(address, form_of(drafter.get(address)) | {"field": "economy"}).status_code == 302
    walk.consult([province.agency(FINANCE)], days=8)
    [opinion] = ProcessInstance.objects.filter(definition_key="opinion").select_related("field")
    assert opinion.field is not None and opinion.field.code == "economy"


SECRET = "ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\n\nMẬT\n\nSố: 12/KH-UBND\n\nKẾ HOẠCH\nDiễn tập năm 2027\n\nI. NỘI DUNG\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trong.txt", b"", "Tệp không có nội dung."),
        ("bang.xlsx", b"PK\x03\x04 no plan", "Chỉ đọc được tệp Word (.docx, .doc)"),
        ("hong.docx", b"this is no word file", "Tệp bị hỏng hoặc không đúng loại"),
        ("anh.txt", bytes(range(256)) * 10, "Nội dung tệp không phải văn bản."),
        ("macro.docm", b"PK\x03\x04", "Tệp có macro"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_the_text_stays(
    drafter: Client, name: str, content: bytes, sentence: str
) -> None:
    page = drafter.post("/plans/new/", {"file": SimpleUploadedFile(name, content), "text": "Đoạn đã dán & giữ lại"})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Đoạn đã dán &amp; giữ lại" in page.content.decode()
    assert not Plan.objects.exists()


def test_every_reason_has_its_sentence() -> None:
    assert set(UnreadableCode) <= set(SENTENCES)


def test_nothing_sent_is_asked_for(drafter: Client) -> None:
    page = drafter.post("/plans/new/", {"text": "  \n "})
    assert page.status_code == 422
    assert "Hãy chọn một tệp hoặc dán nội dung dự thảo." in page.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(drafter: Client) -> None:
    """The body is never read: it is not even a form."""
    page = drafter.generic(
        "POST", "/plans/new/", b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=str(60 * 1024**2)
    )
    assert page.status_code == 413
    assert "Tệp lớn quá 50 MB." in page.content.decode()


def test_a_form_of_another_site_starts_no_plan(province: Province) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(province.account(DRAFTING))
    assert client.post("/plans/new/", {"text": TEXT}).status_code == 403
    assert not Plan.objects.exists()


def test_only_specialists_draft(province: Province) -> None:
    for agency, position in ((DRAFTING, "head"), (DRAFTING, "clerk"), ("Văn phòng UBND tỉnh", "office_specialist")):
        client = signed_in(province.account(agency, position))
        assert client.get("/plans/new/").status_code == 403
        assert client.post("/plans/new/", {"text": TEXT}).status_code == 403


# --- the form and the facts


def test_days_are_written_as_people_do_and_kept_as_before() -> None:
    for stored, written in (("06-15", "15/6"), ("2026-12-15", "15/12/2026"), ("2021-08", "8/2021"), ("", "")):
        assert spoken(stored) == written
        assert kept(written) == stored
    assert kept("15 hằng tháng") == "15 hằng tháng"
    assert kept("31/2") == "31/2"


def test_what_is_required_is_what_the_guard_asks_for(province: Province) -> None:
    for facts in (PlanFacts(), read_text(TEXT), read_text("KẾ HOẠCH\nI. VIỆC\n1. Làm một việc cho xong.")):
        assert [point.sentence for point in required(facts)] == [str(gap) for gap in gaps(facts)]


def _form(client: Client, walk: Walk) -> dict[str, Any]:
    """The whole form of the drafter's desk, unchanged."""
    return content_form(client.get(f"/plans/{walk.instance.uuid}/edit/"))


def _save(client: Client, walk: Walk, **changes: Any) -> Any:
    return client.post(f"/plans/{walk.instance.uuid}/edit/", _form(client, walk) | changes)


def test_the_desk_shows_the_form_the_open_points_and_the_source(
    province: Province, drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = province.begin(TEXT.replace("- Cơ quan chủ trì: Sở Xây dựng.\n", ""))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = drafter.get(f"/plans/{walk.instance.uuid}/edit/")
    text = page.content.decode()
    assert "chưa có cơ quan chủ trì" in text
    assert 'href="#tasks-1"' in text
    assert 'id="line-9"' in text
    assert 'class="found"' in text


def test_saving_without_a_change_makes_no_version(province: Province, drafter: Client) -> None:
    walk = province.begin()
    assert _save(drafter, walk).status_code == 302
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 1


def test_what_is_changed_is_saved_and_the_rest_stays_as_it_was_read(province: Province, drafter: Client) -> None:
    walk = province.begin()
    read = facts_of(walk)
    changes = {
        "title": "Trồng rừng chắn sóng năm 2027",
        "tasks.0.lead": "Sở Xây dựng\nSở Tài chính",
        "tasks.1.time": "Trước ngày 01/10/2027",
        "note": "Đổi tên, đổi chủ trì",
    }
    answer = _save(drafter, walk, **changes)
    assert answer.status_code == 302
    facts = facts_of(walk)
    assert facts.title.value == "Trồng rừng chắn sóng năm 2027"
    assert facts.title.place == read.title.place
    assert [mention.name for mention in facts.tasks[0].lead] == ["Sở Xây dựng", "Sở Tài chính"]
    assert facts.tasks[1].time.value == "Trước ngày 01/10/2027"
    assert (facts.bases, facts.body, facts.recipients) == (read.bases, read.body, read.recipients)
    assert facts.tasks[0].text == read.tasks[0].text
    assert now(walk.instance).entries.order_by("-revision")[0].inputs["note"] == "Đổi tên, đổi chủ trì"


def test_every_shape_of_a_plan_survives_the_form(province: Province, drafter: Client) -> None:
    walk = province.begin()
    rules = (
        ReportRule("các sở", ("UBND tỉnh", "Bộ Y tế"), Cycle.SEMIANNUAL, "06-15", via="Sở Y tế"),
        ReportRule("Sở Y tế", ("UBND tỉnh",), Cycle.ONCE, "2027-12-10", before=False, tier=2),
        ReportRule("các xã", (), Cycle.MONTHLY, "15 hằng tháng"),
    )
    full = replace(facts_of(walk), reports=rules, costs=(CostLine("Giống", 1_250_000, 2027, "Sở Y tế", "Tỉnh"),))
    walk.revise(walk.instance, full, "Đủ mọi thứ")
    assert _save(drafter, walk).status_code == 302
    assert facts_of(walk).hash == full.hash


def test_tasks_are_added_removed_and_moved_without_saving(province: Province, drafter: Client) -> None:
    walk = province.begin()
    address = f"/plans/{walk.instance.uuid}/edit/"
    down = drafter.post(address, _form(drafter, walk) | {"do": "tasks:down:0", "title": "Đang gõ dở"})
    assert [row.key for row in down.context["draft"]["tasks"]] == ["1", "0"]
    assert down.context["draft"]["title"] == "Đang gõ dở"
    added = drafter.post(address, content_form(down) | {"do": "tasks:add:1"})
    assert [row.key for row in added.context["draft"]["tasks"]] == ["1", "n1", "0"]
    removed = drafter.post(address, content_form(added) | {"do": "tasks:remove:0"})
    assert [row.key for row in removed.context["draft"]["tasks"]] == ["1", "n1"]
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 1
    new = {"tasks.n1.label": "3.", "tasks.n1.text": "Giao khoán chăm sóc.", "tasks.n1.lead": "Sở Tài chính"}
    assert drafter.post(address, content_form(removed) | new).status_code == 302
    facts = facts_of(walk)
    assert [task.text for task in facts.tasks] == ["Trồng và chăm sóc cây ở các tuyến đê.", "Giao khoán chăm sóc."]
    assert [block.task_ref for block in facts.body if block.task_ref] == [task.ref for task in facts.tasks]


def test_moved_tasks_change_places_in_the_text(province: Province, drafter: Client) -> None:
    walk = province.begin()
    address = f"/plans/{walk.instance.uuid}/edit/"
    moved = drafter.post(address, _form(drafter, walk) | {"do": "tasks:up:1"})
    drafter.post(address, content_form(moved))
    facts = facts_of(walk)
    assert [task.text[:5] for task in facts.tasks] == ["Trồng", "Chọn "]
    assert [block.task_ref for block in facts.body if block.task_ref] == [task.ref for task in facts.tasks]


def test_wrong_boxes_are_said_and_everything_typed_stays(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = _form(drafter, walk) | {
        "costs": ["n1"],
        "costs.n1.content": "Mua <giống>",
        "costs.n1.amount": "hai tỷ",
        "costs.n1.year": "27",
        "tasks.0.text": "",
        "title": "Đang sửa",
    }
    page = drafter.post(f"/plans/{walk.instance.uuid}/edit/", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert set(page.context["errors"]) == {"costs.n1.amount", "costs.n1.year", "tasks.0.text"}
    assert 'value="hai tỷ"' in text
    assert "Mua &lt;giống&gt;" in text
    assert "Đang sửa" in text
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 1


def test_a_stale_save_keeps_everything_and_can_be_confirmed(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = _form(drafter, walk) | {"title": "Bản của tôi"}
    walk.revise(walk.instance, replace(walk.plan.facts, title=Fact.of("Bản của người khác")), "Người khác sửa")
    page = drafter.post(f"/plans/{walk.instance.uuid}/edit/", sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Bản của tôi" in text
    assert "Người khác sửa" in text
    assert facts_of(walk).title.value == "Bản của người khác"
    assert drafter.post(f"/plans/{walk.instance.uuid}/edit/", content_form(page)).status_code == 302
    assert facts_of(walk).title.value == "Bản của tôi"


def test_a_second_press_saves_once(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = _form(drafter, walk) | {"title": "Một lần thôi"}
    address = f"/plans/{walk.instance.uuid}/edit/"
    assert [drafter.post(address, sent).status_code for _press in range(2)] == [302, 302]
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 2


def test_a_plan_sent_on_meanwhile_keeps_what_was_typed(province: Province, drafter: Client) -> None:
    walk = province.begin()
    walk.correct()
    sent = _form(drafter, walk) | {"title": "Chưa kịp lưu"}
    walk.consult([province.agency(FINANCE)], days=8)
    page = drafter.post(f"/plans/{walk.instance.uuid}/edit/", sent)
    assert page.status_code == 409
    assert "Chưa kịp lưu" in page.content.decode()
    assert drafter.get(f"/plans/{walk.instance.uuid}/edit/").status_code == 409


def test_a_returned_plan_is_corrected_in_its_approval(province: Province, drafter: Client) -> None:
    walk = province.begin()
    walk.correct()
    walk.instance = walk.cast.take(walk.instance, "skip_consultation", reason="Đã thống nhất.")
    walk.submit()
    walk.cast.take(walk.approval, "return_", target="returned", reason="Sửa tên.")
    assert _save(drafter, walk, title="Tên đã sửa").status_code == 302
    assert facts_of(walk).title.value == "Tên đã sửa"


def test_others_of_the_file_cannot_change_the_content(province: Province, drafter: Client) -> None:
    walk = province.begin()
    sent = _form(drafter, walk) | {"title": "Của người ngoài"}
    for client in (signed_in(province.account(DRAFTING, "head")), signed_in(province.account(DRAFTING, "clerk"))):
        assert client.get(f"/plans/{walk.instance.uuid}/edit/").status_code == 403
        assert client.post(f"/plans/{walk.instance.uuid}/edit/", sent).status_code == 403
        assert client.post(f"/plans/{walk.instance.uuid}/names/", {}).status_code == 403
    assert facts_of(walk).title.value != "Của người ngoài"


def test_a_form_about_another_plan_is_not_taken(province: Province, drafter: Client) -> None:
    walk, other = province.begin(), province.begin()
    faults = {"instance": str(other.instance.uuid), "base": "0" * 64, "command_id": "x", "revision": ""}
    for box, value in faults.items():
        sent = _form(drafter, walk) | {box: value}
        assert drafter.post(f"/plans/{walk.instance.uuid}/edit/", sent).status_code == 404
    assert drafter.get(f"/plans/{uuid4()}/edit/").status_code == 404


# --- names

UNKNOWN = TEXT.replace("- Cơ quan phối hợp: Sở Nông nghiệp và Môi trường.", "- Cơ quan phối hợp: Chi cục Đê điều Xyz.")


def _key(client: Client, walk: Walk, name: str) -> str:
    page = client.get(f"/plans/{walk.instance.uuid}/names/")
    choices = [*page.context["open"], *page.context["decided"]]
    return str(next(choice.key for choice in choices if choice.name == name))


def test_an_unknown_name_is_given_its_agencies(
    province: Province, drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = province.begin(UNKNOWN)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = drafter.get(f"/plans/{walk.instance.uuid}/names/")
    assert "Chi cục Đê điều Xyz" in page.content.decode()
    key = _key(drafter, walk, "Chi cục Đê điều Xyz")
    sent = {f"{key}.sent": "1", f"{key}.typed": "Sở Xây dựng; Sở Tài chính"}
    assert drafter.post(f"/plans/{walk.instance.uuid}/names/", sent).status_code == 302
    choice = NameChoice.objects.get(plan=walk.plan, name="Chi cục Đê điều Xyz")
    assert {agency.name for agency in choice.agencies.all()} == {"Sở Xây dựng", FINANCE}
    assert choice.decided_by == province.account(DRAFTING).person


def test_a_name_that_is_none_is_said_and_kept(province: Province, drafter: Client) -> None:
    walk = province.begin(UNKNOWN)
    key = _key(drafter, walk, "Chi cục Đê điều Xyz")
    page = drafter.post(f"/plans/{walk.instance.uuid}/names/", {f"{key}.sent": "1", f"{key}.typed": "Sở Bất Kỳ Nào"})
    assert page.status_code == 422
    assert "Không có cơ quan nào tên là “Sở Bất Kỳ Nào”." in page.content.decode()
    assert 'value="Sở Bất Kỳ Nào"' in page.content.decode()
    assert not NameChoice.objects.exists()


def test_an_agency_that_was_not_offered_is_refused(province: Province, drafter: Client) -> None:
    walk = province.begin(UNKNOWN)
    key = _key(drafter, walk, "Chi cục Đê điều Xyz")
    for stranger in (str(uuid4()), "nobody"):
        page = drafter.post(f"/plans/{walk.instance.uuid}/names/", {f"{key}.sent": "1", key: stranger})
        assert page.status_code == 422
    assert not NameChoice.objects.exists()


def test_names_cannot_be_changed_once_the_plan_left_its_drafter(province: Province, drafter: Client) -> None:
    walk = province.begin(UNKNOWN)
    finance = [province.agency(FINANCE)]
    choose(plan=walk.plan, name="Chi cục Đê điều Xyz", agencies=finance, actor=SYSTEM_ACTOR, at=walk.cast.at)
    walk.correct()
    walk.consult([province.agency(FINANCE)], days=8)
    assert drafter.get(f"/plans/{walk.instance.uuid}/names/").status_code == 409
    assert drafter.post(f"/plans/{walk.instance.uuid}/names/", {}).status_code == 409


def _word(text: str) -> bytes:
    document = WordDocument()
    for line in text.splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_the_form_of_an_empty_plan_has_no_rows() -> None:
    assert all(not rows for rows in from_facts(PlanFacts()).lists.values())
