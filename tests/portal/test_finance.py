"""The appraiser's page: the queue with its lines and the rule, for the agency with the mandate alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.walk import Walk
from processes.documents.facts import CostLine
from processes.models import FundingThreshold
from workflow import clock
from workflow.models import ProcessInstance

from .plan_walks import AT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, FINANCE = "Sở Nông nghiệp và Môi trường", "Sở Tài chính"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


def _asked(province: Province) -> tuple[Walk, ProcessInstance]:
    walk = province.begin()
    walk.correct()
    costs = (CostLine("Mua cây giống", 700_000_000, 2027), CostLine("Công trồng", 300_000_000, 2027))
    walk.revise(walk.instance, replace(walk.plan.facts, costs=costs), "Thêm kinh phí")
    walk.cast.take(walk.instance, "skip_consultation", reason="Đã họp thống nhất.")
    return walk, walk.ask_funding()


def test_the_queue_shows_lines_sums_and_the_rule(province: Province) -> None:
    _walk, review = _asked(province)
    page = signed_in(province.account(FINANCE)).get("/finance/")
    [one] = page.context["under_way"]
    text = page.content.decode()
    assert (one.asked, one.judged) == (1_000_000_000, 0)
    assert "Mua cây giống" in text and "1.000.000.000 đồng" in text and "500.000.000 đồng" in text
    assert f"/act/{review.uuid}/judge/" in text


def test_once_every_line_is_judged_the_next_step_is_to_propose(province: Province) -> None:
    walk, review = _asked(province)
    walk.judge(review, 80)
    page = signed_in(province.account(FINANCE)).get("/finance/")
    [one] = page.context["under_way"]
    assert (one.agreed, one.judged) == (800_000_000, 2)
    assert f"/act/{review.uuid}/propose/" in page.content.decode()


def test_a_finished_review_is_kept_with_its_conclusion(province: Province) -> None:
    walk, review = _asked(province)
    review = walk.judge(review, 100)
    review = walk.cast.take(review, "propose", conclusion="Thống nhất.")
    walk.cast.take(review, "agree")
    page = signed_in(province.account(FINANCE, "head")).get("/finance/")
    [one] = page.context["past"]
    assert page.context["under_way"] == []
    assert one.review.number in page.content.decode() and "Đồng ý kinh phí" in page.content.decode()


def test_the_rule_is_the_one_of_the_day(province: Province) -> None:
    day = timezone.localdate(AT)
    FundingThreshold.objects.create(amount=200_000_000, valid_from=day, basis="Nghị quyết 12/NQ-HĐND")
    FundingThreshold.objects.create(amount=900_000_000, valid_from=day + timedelta(days=30))
    with clock.simulated(AT):
        text = signed_in(province.account(FINANCE)).get("/finance/").content.decode()
    assert "200.000.000 đồng" in text and "Nghị quyết 12/NQ-HĐND" in text


@pytest.mark.parametrize("post", ["head", "specialist", "clerk"])
def test_only_the_agency_with_the_mandate_comes_in(province: Province, post: str) -> None:
    assert signed_in(province.account(FINANCE, post)).get("/finance/").status_code == 200
    assert signed_in(province.account(DRAFTING, post)).get("/finance/").status_code == 403


def test_the_page_takes_few_statements(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk, review = _asked(province)
    review = walk.judge(review, 80)
    review = walk.cast.take(review, "propose", conclusion="Giảm 20 %.")
    walk.cast.take(review, "refuse", reason="Vượt khả năng cân đối.")
    walk.instance.refresh_from_db()
    walk.ask_funding()
    client = signed_in(province.account(FINANCE))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/finance/")
    assert (len(page.context["under_way"]), len(page.context["past"])) == (1, 1)
