"""What waits for me: my desks' open tasks, the earliest due first, in one page of few statements."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from workflow import clock, registry
from workflow.models import Desk, ProcessInstance, Task

from .people import make_account, make_desk

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def _task(desk: Desk, title: str, due_at: datetime | None) -> Task:
    definition = registry.latest("plan")
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


def test_an_empty_page_says_what_will_come(specialist: Client) -> None:
    assert "Không còn việc nào chờ bạn" in specialist.get("/").content.decode()


def test_an_account_without_a_post_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(make_account("machine"))
    assert "chưa đảm nhiệm chức vụ nào" in client.get("/").content.decode()


def test_the_page_takes_few_statements(
    specialist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        _task(make_desk("specialist"), f"Kế hoạch {number}", None)
    with django_assert_max_num_queries(8):
        specialist.get("/")
