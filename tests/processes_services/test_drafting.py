"""Drafts and their versions."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from processes.models import Plan, PlanVersion
from processes.services import drafting
from tests.factories import morning
from tests.processes_services.province import HEALTH, TODAY, Province, facts
from workflow.models import AuditEntry, ProcessInstance
from workflow.refusals import NotYours

TITLE = facts().title


def test_a_new_draft_has_one_version_with_its_source(province: Province) -> None:
    plan, instance = drafting.create_plan(
        facts=facts(),
        agency=province[HEALTH],
        actor=province.person(HEALTH, "specialist"),
        at=morning(TODAY),
        source_name="kế hoạch.docx",
        source=b"goc",
        source_text="gốc",
    )
    version = plan.versions.get()
    assert (version.number, version.hash, version.source_name) == (1, facts().hash, "kế hoạch.docx")
    assert default_storage.open(version.source.name).read() == b"goc"
    assert (instance.state, instance.title) == ("drafted", "Chăm sóc sức khỏe ban đầu")


def test_only_a_specialist_of_the_agency_may_begin_one(province: Province) -> None:
    with pytest.raises(NotYours):
        drafting.create_plan(
            facts=facts(), agency=province[HEALTH], actor=province.person(HEALTH, "clerk"), at=morning(TODAY)
        )
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("title", "shown"), [(TITLE.blank(), "tệp.txt"), (TITLE.of("d" * 600), "d" * 500)])
def test_a_draft_always_has_a_title(province: Province, title: object, shown: str) -> None:
    plan, _instance = drafting.create_plan(
        facts=facts(title=title),
        agency=province[HEALTH],
        actor=province.person(HEALTH, "specialist"),
        at=morning(TODAY),
        source_name="tệp.txt",
    )
    assert plan.title == shown


def test_every_change_is_a_new_version_and_no_change_is_none(province: Province) -> None:
    plan, instance = province.plan()
    province.take(instance, "revise", facts=facts().to_dict())
    assert plan.versions.count() == 1
    province.take(instance, "revise", facts=facts(title=TITLE.of("Tên mới")).to_dict())
    plan = Plan.subjects.get(pk=plan.pk)
    assert (plan.title, plan.facts.title.value, plan.versions.count()) == ("Tên mới", "Tên mới", 2)
    assert ProcessInstance.objects.get(pk=instance.pk).title == "Tên mới"
    told = AuditEntry.objects.filter(instance=instance, transition="revise").order_by("revision")
    assert [entry.facts["version"] for entry in told] == ["unchanged", 2]


def test_what_was_written_before_stays_and_may_be_taken_up_again(province: Province) -> None:
    plan, instance = province.plan()
    for title in ("Tên mới", facts().title.value):
        province.take(instance, "revise", facts=facts(title=TITLE.of(title)).to_dict())
    assert [version.facts.title.value for version in plan.versions.order_by("number")] == [
        "Chăm sóc sức khỏe ban đầu", "Tên mới", "Chăm sóc sức khỏe ban đầu",
    ]  # fmt: skip


def test_a_version_never_changes(province: Province) -> None:
    plan, _instance = province.plan()
    version = PlanVersion.objects.get(plan=plan)
    with pytest.raises(TypeError):
        version.save()


def test_a_plan_that_is_returned_is_revised_on_its_way_up(province: Province) -> None:
    approval = province.approved(until="sign_submission")
    province.take(approval, "return_", target="returned", reason="Sửa trích yếu")
    province.take(approval, "revise", facts=facts(title=TITLE.of("Tên mới")).to_dict())
    plan = Plan.subjects.get()
    assert (plan.title, plan.current_version.number if plan.current_version else 0) == ("Tên mới", 2)
