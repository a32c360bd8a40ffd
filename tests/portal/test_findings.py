"""The page of findings: what is said, repaired by one click, let stand with a reason, and counted before sending."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.walk import Walk
from portal.drafting.finding_words import SAID, repair_label, todo, what
from portal.drafting.findings_shown import anchor_of
from processes.documents.checking import RULES, Severity, check
from processes.documents.facts import Fact
from processes.documents.reading import read_text
from processes.models import FindingWaiver, PlanVersion
from processes.services.checking import Checked
from workflow.models import AuditEntry, OrganizationEntry

from ..unit.checking.clean import context
from ..unit.checking.test_real_plans import NAMED, findings
from .plan_walks import AT, TEXT, Province, content_form, facts_of, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
CLEAN = TEXT.replace("trước ngày 15/12 hằng năm.", "trước ngày 15/12 hằng năm./.").replace("Lưu: VT.", "Lưu: VT, NN.")
BROKEN = CLEAN.replace("TM. ỦY", "TM ỦY").replace("Lưu: VT, NN", "Lưu: NN").replace("Chọn giống", "Chọn giống giống")
MOST_STATEMENTS = 25


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def drafter(province: Province) -> Client:
    return signed_in(province.account(DRAFTING))


def address(walk: Walk, brief: bool = False) -> str:
    return f"/plans/{walk.instance.uuid}/check/{'brief/' if brief else ''}"


def lines(page: Any, severity: str = "") -> list[Any]:
    groups = page.context["groups"]
    return [line for group in groups if severity in ("", group.severity.value) for line in group.lines]


def line(page: Any, words: str) -> Any:
    [found] = [one for one in lines(page) if words in one.what]
    return found


def pressed(page: Any, order: str, **more: str) -> dict[str, str]:
    """What a browser sends with the hidden boxes of the page."""
    version, editing = page.context["version"], page.context["editing"]
    seen = {"revision": str(editing.instance.revision), "document_hash": version.hash}
    return {"do": order, **seen, "command_id": str(page.context["command_id"]), **more}


# --- the words


def test_every_rule_has_its_words() -> None:
    assert {code.partition(".")[0] for code in SAID} == {rule.code for rule in RULES}


@pytest.mark.parametrize("start", NAMED)
def test_every_finding_of_the_sources_is_a_whole_sentence(start: str) -> None:
    for one in findings(start):
        told = [what(one), todo(one), *(repair_label(one, repair) for repair in one.found.repairs)]
        assert all(sentence and "%(" not in sentence for sentence in told)
        assert not re.search(r"\d{4}-\d{2}-\d{2}", told[0]), "days as people write them"


def test_a_fact_leads_to_its_box() -> None:
    facts = read_text(TEXT)
    assert anchor_of("tasks[2].time", facts) == "tasks-1"
    assert anchor_of("bases[0]", facts) == "bases-0"
    assert anchor_of("body[3]", facts) == "blocks-3"
    assert anchor_of("signer", facts) == "section-signer"
    assert anchor_of("title", facts) == "id-title"
    assert anchor_of("source", facts) == ""


# --- what is shown


def test_a_drafter_sees_what_why_and_where(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    assert page.status_code == 200
    mark = line(page, "TM ỦY BAN NHÂN DÂN")
    assert mark.law == "Nghị định số 30/2020/NĐ-CP, Phụ lục I, mục II.7"
    assert mark.link == f"/plans/{walk.instance.uuid}/edit/#section-signer"
    assert mark.repairs == [(0, "Sửa thành “TM. ỦY BAN NHÂN DÂN”")]
    source = page.context["source"]
    assert source[mark.place.line - 1].text == "TM ỦY BAN NHÂN DÂN" and source[mark.place.line - 1].is_found
    assert f'id="line-{mark.place.line}"' in page.content.decode()
    assert mark in lines(page, "must")


def test_a_clean_plan_has_nothing_to_change(province: Province, drafter: Client) -> None:
    page = drafter.get(address(province.begin(CLEAN)))
    assert [one.what for one in lines(page, "must") + lines(page, "should")] == []


def test_the_page_asks_little_of_the_database(
    province: Province, drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = province.begin(BROKEN)
    drafter.get(address(walk))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        drafter.get(address(walk))


# --- who may


def test_a_stranger_is_told_nothing(province: Province) -> None:
    walk = province.begin(BROKEN)
    stranger = signed_in(province.account("Sở Y tế"))
    assert stranger.get(address(walk)).status_code == 404
    assert stranger.get(address(walk, brief=True)).status_code == 404
    assert stranger.post(address(walk), {"do": "format"}).status_code == 404


def test_what_others_have_is_read_and_not_changed(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    order = pressed(page, f"repair:{line(page, 'TM ỦY').key}:0")
    walk.consult([province.agency("Sở Tài chính")], days=8)
    page = drafter.get(address(walk))
    assert page.context["editing"] is None and line(page, "TM ỦY").link == ""
    assert 'value="repair:' not in page.content.decode()
    assert drafter.post(address(walk), order).status_code == 409
    assert PlanVersion.objects.count() == 1
    asked = signed_in(province.account("Sở Tài chính"))
    assert asked.get(address(walk)).status_code == 403
    brief = asked.get(address(walk, brief=True))
    assert (brief.status_code, brief.content) == (403, b"")


# --- one click


def test_a_repair_is_one_version_with_its_note(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    answer = drafter.post(address(walk), pressed(page, f"repair:{line(page, 'TM ỦY').key}:0"))
    assert answer.status_code == 302
    signer = facts_of(walk).signer
    assert signer is not None and signer.on_behalf == "TM. ỦY BAN NHÂN DÂN"
    assert PlanVersion.objects.count() == 2
    entry = AuditEntry.objects.get(transition="revise")
    assert "TM ỦY BAN NHÂN DÂN" in entry.inputs["note"] and "TM. ỦY BAN NHÂN DÂN" in entry.inputs["note"]
    assert not [one for one in lines(drafter.get(address(walk))) if "TM ỦY" in one.what]


def test_all_faults_of_form_are_one_version(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    assert page.context["format_count"] == 2
    drafter.post(address(walk), pressed(page, "format"))
    facts = facts_of(walk)
    assert facts.signer is not None and facts.signer.on_behalf == "TM. ỦY BAN NHÂN DÂN"
    assert facts.recipients[-1].name == "VT, NN"
    assert facts.tasks[0].text.startswith("Chọn giống giống"), "what the plan says is nobody's form"
    assert PlanVersion.objects.count() == 2
    assert drafter.get(address(walk)).context["format_count"] == 0


def test_a_waived_fault_of_form_stays(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    drafter.post(address(walk), pressed(page, f"waive:{line(page, 'TM ỦY').key}", reason="Theo mẫu cũ"))
    drafter.post(address(walk), pressed(drafter.get(address(walk)), "format"))
    facts = facts_of(walk)
    assert facts.signer is not None and facts.signer.on_behalf == "TM ỦY BAN NHÂN DÂN"
    assert facts.recipients[-1].name == "VT, NN"


def test_a_page_that_is_no_longer_fresh_is_refused_and_shown_anew(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    order = pressed(page, f"repair:{line(page, 'TM ỦY').key}:0")
    edit = f"/plans/{walk.instance.uuid}/edit/"
    drafter.post(edit, content_form(drafter.get(edit)) | {"title": "Trồng cây chắn sóng năm 2027"})
    refused = drafter.post(address(walk), order)
    assert refused.status_code == 409
    assert refused.context["desk"].refusal is not None and refused.context["desk"].changes
    assert PlanVersion.objects.count() == 2
    again = pressed(refused, f"repair:{line(refused, 'TM ỦY').key}:0")
    assert drafter.post(address(walk), again).status_code == 302
    assert PlanVersion.objects.count() == 3


def test_the_same_press_twice_repairs_once(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    order = pressed(page, f"repair:{line(page, 'TM ỦY').key}:0")
    for _press in range(2):
        assert drafter.post(address(walk), order).status_code == 302
    assert PlanVersion.objects.count() == 2


@pytest.mark.parametrize(
    "order", ["repair:nothing:0", "repair::", "repair:{key}:7", "repair:{key}:-1", "", "dance", "waive:x"]
)
def test_an_order_that_means_nothing_changes_nothing(province: Province, drafter: Client, order: str) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    sent = pressed(page, order.format(key=line(page, "TM ỦY").key), reason="x")
    assert drafter.post(address(walk), sent).status_code == 302
    assert PlanVersion.objects.count() == 1 and not FindingWaiver.objects.exists()


def test_hidden_boxes_that_are_no_numbers_change_nothing(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    order = pressed(page, f"repair:{line(page, 'TM ỦY').key}:0")
    for box in ("revision", "command_id"):
        assert drafter.post(address(walk), order | {box: "x"}).status_code == 302
    assert PlanVersion.objects.count() == 1


# --- letting stand


def test_a_waiver_needs_its_reason(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    key = line(page, "TM ỦY").key
    refused = drafter.post(address(walk), pressed(page, f"waive:{key}", reason="  "))
    assert refused.status_code == 422 and f'id="error-{key}"' in refused.content.decode()
    assert not FindingWaiver.objects.exists()


def test_a_waiver_is_kept_with_who_and_why_and_can_be_taken_back(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    key = line(page, "TM ỦY").key
    drafter.post(address(walk), pressed(page, f"waive:{key}", reason="Theo mẫu của tỉnh"))
    page = drafter.get(address(walk))
    assert not [one for one in lines(page) if "TM ỦY" in one.what]
    [kept] = page.context["waived"]
    assert kept.waiver.reason == "Theo mẫu của tỉnh" and kept.waiver.person == province.account(DRAFTING).person
    assert OrganizationEntry.objects.filter(act="waive_finding").count() == 1
    drafter.post(address(walk), {"do": f"restore:{key}"})
    assert line(drafter.get(address(walk)), "TM ỦY")
    assert OrganizationEntry.objects.filter(act="take_finding_waiver_back").count() == 1
    drafter.post(address(walk), {"do": f"restore:{key}"})
    assert OrganizationEntry.objects.filter(act="take_finding_waiver_back").count() == 1


def test_a_waiver_ends_with_the_words_it_was_for(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    drafter.post(address(walk), pressed(page, f"waive:{line(page, 'TM ỦY').key}", reason="Theo mẫu"))
    edit = f"/plans/{walk.instance.uuid}/edit/"
    drafter.post(edit, content_form(drafter.get(edit)) | {"signer_on_behalf": "TM: ỦY BAN NHÂN DÂN"})
    page = drafter.get(address(walk))
    assert line(page, "TM: ỦY BAN NHÂN DÂN") and page.context["waived"] == []


# --- before sending


def test_the_plans_page_counts_what_must_be_changed(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    plan = drafter.get(f"/plans/{walk.instance.uuid}/").content.decode()
    edit = drafter.get(f"/plans/{walk.instance.uuid}/edit/").content.decode()
    assert f'hx-get="{address(walk, brief=True)}"' in plan and f'hx-get="{address(walk, brief=True)}"' in edit
    brief = drafter.get(address(walk, brief=True))
    assert brief.context["must"] == 2 and "còn 2 chỗ phải sửa" in brief.content.decode()


def test_the_pages_of_sending_count_too(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    asked = f'hx-get="{address(walk, brief=True)}"'
    for step, counts in (("consult", True), ("skip_consultation", True), ("withdraw", False), ("mark_urgency", False)):
        page = drafter.get(f"/act/{walk.instance.uuid}/{step}/").content.decode()
        assert (asked in page) is counts, step


def test_waived_findings_are_not_counted(province: Province, drafter: Client) -> None:
    walk = province.begin(BROKEN)
    page = drafter.get(address(walk))
    drafter.post(address(walk), pressed(page, f"waive:{line(page, 'TM ỦY').key}", reason="Theo mẫu"))
    brief = drafter.get(address(walk, brief=True))
    assert brief.context["must"] == 1 and "1 chỗ được bỏ qua kèm lý do" in brief.content.decode()


# --- what the system knows beside the text


def test_the_directory_says_who_is_in_a_group(province: Province) -> None:
    text = CLEAN.replace("- Sở Xây dựng;", "- Các sở, ban, ngành tỉnh;").replace(
        "phối hợp: Sở Tài chính; Sở Xây dựng",
        "phối hợp: Văn phòng UBND tỉnh; Ban Quản lý Khu kinh tế tỉnh; Sở Xây dựng",
    )
    walk = province.begin(text)
    told = Checked(walk.plan, facts_of(walk), AT)
    assert "duty_without_recipient" not in {one.rule.code for one in told.findings}


def test_holidays_are_the_provinces(province: Province) -> None:
    from workflow.models import CalendarDay

    walk = province.begin(CLEAN)
    before = {one.rule.code for one in Checked(walk.plan, facts_of(walk), AT).findings}
    CalendarDay.objects.create(day="2026-12-14", working=False, note="Nghỉ bù")
    after = {one.rule.code for one in Checked(walk.plan, facts_of(walk), AT).findings}
    assert after - before == {"due_on_day_off"}


def test_a_body_that_was_merged_is_named_with_who_followed(province: Province) -> None:
    agency = province.agency("Sở Xây dựng")
    walk = province.begin(CLEAN)
    agency.valid_to = AT.date().replace(day=1)
    agency.save(update_fields=["valid_to"])
    agency.names.update(valid_to=agency.valid_to)
    [ended] = [one for one in Checked(walk.plan, facts_of(walk), AT).findings if one.rule.code == "agency_ended"]
    assert ended.found.params["name"] == "Sở Xây dựng" and ended.severity is Severity.MUST


@pytest.mark.parametrize("written", ["PHỤ LỤC", "2026-99-99", "ngày nào đó"])
def test_words_survive_a_date_that_is_none(written: str) -> None:
    facts = replace(read_text(BROKEN), date=Fact.of(written))
    told = [what(one) for one in check(facts, context())]
    assert told
