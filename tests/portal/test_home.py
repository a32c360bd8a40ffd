"""What waits for me: my desks' open tasks by kind, the earliest due first, in one page of few statements."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from workflow import clock, registry
from workflow.models import Desk, ProcessInstance, Task

from .people import make_account, make_desk

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def _task(desk: Desk, title: str, due_at: datetime | None, key: str = "plan") -> Task:
    definition = registry.latest(key)
    state = definition.initials()[0]
    instance = ProcessInstance.objects.create(
        definition_key=definition.key,
        definition_version=definition.version,
        state=state,
        title=title,
        subject_id=1,
        opened_at=AT,
        entered_at=AT,
    )
    return Task.objects.create(instance=instance, state=state, desk=desk, opened_at=AT, due_at=due_at)


@pytest.fixture
def specialist(client: Client) -> Client:
    client.force_login(make_account("specialist", "Trần Chuyên Viên", ("specialist",)))
    return client


def test_the_tasks_of_my_desks_wait_and_no_others(specialist: Client) -> None:
    _task(make_desk("specialist"), "Kế hoạch du lịch", None)
    _task(make_desk("clerk"), "Kế hoạch y tế", None)
    page = specialist.get("/").content.decode()
    assert "Kế hoạch du lịch" in page
    assert "Kế hoạch y tế" not in page
    assert "1 việc đang chờ bạn" in page


def test_the_earliest_due_stands_first_and_what_is_late_is_counted(specialist: Client) -> None:
    desk = make_desk("specialist")
    _task(desk, "Kế hoạch không hạn", None)
    _task(desk, "Kế hoạch còn hạn", AT + timedelta(days=5))
    _task(desk, "Kế hoạch quá hạn", AT - timedelta(days=2))
    with clock.simulated(AT):
        page = specialist.get("/").content.decode()
    places = [page.index(title) for title in ("Kế hoạch quá hạn", "Kế hoạch còn hạn", "Kế hoạch không hạn")]
    assert places == sorted(places)
    assert "1 việc đã quá hạn" in page
    assert "quá hạn 2 ngày" in page


def test_the_next_step_is_a_button_that_leads_to_its_form(specialist: Client) -> None:
    task = _task(make_desk("specialist"), "Kế hoạch du lịch", None)
    page = specialist.get("/").content.decode()
    assert f"/act/{task.instance.uuid}/consult/?next=/" in page
    assert "Gửi lấy ý kiến" in page


def test_the_kind_with_the_most_urgent_work_stands_first_and_one_kind_can_be_chosen(specialist: Client) -> None:
    desk = make_desk("specialist")
    _task(desk, "Dự thảo", AT + timedelta(days=9))
    _task(desk, "Góp ý", AT + timedelta(days=1), "opinion")
    with clock.simulated(AT):
        every = specialist.get("/")
        one = specialist.get("/?kind=draft").content.decode()
        unknown = specialist.get("/?kind=nothing")
    assert [group.kind.key for group in every.context["groups"]] == ["opinion", "draft"]
    assert "Dự thảo" in one and "Góp ý" not in one
    assert len(unknown.context["sections"]) == 2


def test_many_of_one_kind_are_shown_on_one_line_each_and_folded(specialist: Client) -> None:
    for number in range(60):
        _task(make_desk("specialist"), f"Góp ý {number}", AT + timedelta(hours=number), "opinion")
    [section] = specialist.get("/").context["sections"]
    assert (len(section.shown), section.hidden, section.is_compact) == (6, 54, True)
    [whole] = specialist.get("/?kind=opinion").context["sections"]
    assert (len(whole.shown), whole.hidden) == (60, 0)


def test_an_empty_page_says_what_will_come(specialist: Client) -> None:
    assert "Không còn việc nào chờ bạn" in specialist.get("/").content.decode()


def test_an_account_without_a_post_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(make_account("machine"))
    assert "chưa đảm nhiệm chức vụ nào" in client.get("/").content.decode()


def test_the_page_takes_few_statements(
    specialist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = make_desk("specialist")
    for number, key in enumerate(("plan", "opinion", "assignment", "report", "consolidation", "delivery") * 5):
        _task(desk, f"Việc {number}", None, key)
    with django_assert_max_num_queries(12):
        specialist.get("/")
