"""A plan that begins from a template, empty, or from the plan of the series before it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.walk import Walk
from processes.documents.drafting.plan_templates import plan_templates
from processes.documents.facts import Presence
from processes.documents.reading.scope import period_of
from processes.models import Plan, PlanVersion
from workflow.models import ProcessInstance

from .plan_walks import Province, facts_of, settled, signed_in

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


def issued(province: Province) -> Walk:
    """A plan whose number is given; its page says who may see it."""
    walk = province.begin()
    Plan.objects.filter(pk=walk.plan.pk).update(number="12/KH-UBND", issued_on="2026-11-09")
    return walk


def carry_form(walk: Walk, **changes: object) -> dict[str, object]:
    return {"fate.0": "keep", "fate.1": "drop", "move": ["title", "tasks[0].time"]} | changes


def test_every_template_opens_a_draft_with_its_places_to_fill(drafter: Client) -> None:
    keys = [one.key for one in plan_templates()]
    assert len(keys) >= 4
    for key in keys:
        assert drafter.post("/plans/new/template/", {"template": key}).status_code == 302
    shown = {len(plan.facts.tasks) for plan in Plan.objects.all()}
    assert min(shown) >= 4
    assert all("……" in (plan.facts.title.value or "") for plan in Plan.objects.all())
    root = ProcessInstance.objects.get(definition_key="plan", title__startswith="Thực hiện ……")
    page = drafter.get(f"/plans/{root.uuid}/edit/").content.decode()
    assert "Chưa điền" in page and "chưa có cơ quan chủ trì" in page


def test_an_empty_plan_is_a_start_too_and_no_other_word_is(drafter: Client) -> None:
    assert drafter.post("/plans/new/template/", {"template": "no such"}).status_code == 422
    assert not Plan.objects.exists()
    assert drafter.post("/plans/new/template/", {"template": "empty"}).status_code == 302
    facts = Plan.objects.get().facts
    assert (facts.tasks, facts.title.presence, facts.symbol.value) == ((), Presence.BLANK, "KH-UBND")


def test_issued_plans_are_offered_to_who_may_see_them(
    province: Province, drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    issued(province)
    province.begin()
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = drafter.get("/plans/new/previous/", {"q": "12/kh trong cay"})
    assert [plan.number for plan, _address in page.context["rows"]] == ["12/KH-UBND"]
    assert drafter.get("/plans/new/previous/", {"q": "trồng lúa"}).context["rows"] == []
    stranger = signed_in(province.account(FINANCE))
    assert stranger.get("/plans/new/previous/").context["rows"] == []


def test_tasks_are_kept_or_dropped_and_only_confirmed_years_move(
    province: Province, drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    before = issued(province)
    address = f"/plans/new/previous/{before.instance.uuid}/"
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = drafter.get(address)
    assert "Trồng cây xanh ven biển năm 2028" in page.content.decode()
    assert drafter.post(address, carry_form(before)).status_code == 302
    plan = Plan.objects.get(continues=before.plan)
    facts = plan.facts
    assert facts.title.value == "Trồng cây xanh ven biển năm 2028"
    assert facts.period == period_of(facts.title) != facts_of(before).period
    assert [(task.text, task.time.value) for task in facts.tasks] == [("Chọn giống cây chịu mặn.", "Quý I/2028")]
    assert [block.task_ref for block in facts.body if block.task_ref] == [facts.tasks[0].ref]
    assert (facts.number.presence, facts.date.presence) == (Presence.BLANK, Presence.BLANK)
    assert facts_of(before).title.value == "Trồng cây xanh ven biển năm 2027"
    unmoved = drafter.post(address, carry_form(before, move=[], **{"fate.1": "change"}))
    assert unmoved.status_code == 302
    other = Plan.objects.filter(continues=before.plan).exclude(pk=plan.pk).get().facts
    assert (other.title.value, other.tasks[0].time.value) == ("Trồng cây xanh ven biển năm 2027", "Quý I/2027")
    assert [task.confidence < 1 for task in other.tasks] == [False, True]


def test_a_draft_or_a_plan_of_others_is_not_continued(province: Province, drafter: Client) -> None:
    draft, before = province.begin(), issued(province)
    assert drafter.get(f"/plans/new/previous/{draft.instance.uuid}/").status_code == 404
    stranger = signed_in(province.account(FINANCE))
    address = f"/plans/new/previous/{before.instance.uuid}/"
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, carry_form(before)).status_code == 404
    assert signed_in(province.account(DRAFTING, "clerk")).get(address).status_code == 403


def test_a_plan_shows_its_series_and_the_trail_says_what_it_continues(province: Province, drafter: Client) -> None:
    before = issued(province)
    drafter.post(f"/plans/new/previous/{before.instance.uuid}/", carry_form(before))
    new = Plan.objects.get(continues=before.plan)
    root = ProcessInstance.objects.get(definition_key="plan", subject_id=new.pk)
    page = drafter.get(f"/plans/{before.instance.uuid}/")
    assert [one.plan.pk for one in page.context["series"]] == [before.plan.pk, new.pk]
    assert f"/plans/{root.uuid}/" in page.content.decode()
    assert drafter.get(f"/plans/{root.uuid}/").context["series"][0].plan == before.plan
    assert root.entries.order_by("revision")[0].inputs["continues"] == str(before.plan.uuid)
    assert PlanVersion.objects.get(plan=new).source_text == ""
