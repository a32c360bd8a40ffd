"""Many told of one thing: the request only enqueues, and whoever sent it sees how far it is."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from notifications import outlet
from notifications.models import Dispatch, DispatchPart, Notification
from notifications.tasks import expand_part, resume_dispatches
from workflow.context import Announcement
from workflow.models import Desk, ProcessInstance

from .conftest import AT, Facts, seat

MANY = 2000


def to_many(fact: Facts, desk: Desk, count: int, **changes: Any) -> list[Announcement]:
    return [fact(to=(desk,), entry=uuid.uuid4(), instance=uuid.uuid4(), **changes) for _ in range(count)]


def jobs() -> list[int]:
    """The parts that have a job."""
    found = DBTaskResult.objects.filter(task_path="notifications.tasks.expand_part").order_by("enqueued_at")
    return [job.args_kwargs["kwargs"]["part"] for job in found]


def progress() -> tuple[int, int]:
    dispatch = Dispatch.objects.with_progress().get()
    return dispatch.done, dispatch.total


def test_two_thousand_are_enqueued_by_six_statements(fact: Facts, finance: Desk) -> None:
    heard = to_many(fact, finance, MANY)
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        outlet.enqueue(heard)

    written = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(written) == 2 + MANY // outlet.CHUNK, written
    assert len(jobs()) == MANY // outlet.CHUNK
    assert progress() == (0, MANY)


def test_the_telling_of_a_part_takes_as_many_statements_for_many(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")

    def statements(count: int) -> int:
        outlet.enqueue(to_many(fact, finance, count, transition=f"send_{count}"))
        part = DispatchPart.objects.order_by("-pk").first()
        assert part is not None
        with CaptureQueriesContext(connection) as captured:
            assert expand_part.func(part=part.pk) == count
        batches = (
            'INSERT INTO "notifications_notification"',
            "INSERT OR IGNORE INTO",
        )  # as large as the store takes them
        return len([query for query in captured if not query["sql"].startswith(batches)])

    assert statements(outlet.MANY) == statements(outlet.CHUNK)


def test_progress_is_seen_part_by_part(fact: Facts, finance: Desk, file: ProcessInstance) -> None:
    seat("worker", finance)
    outlet.enqueue(to_many(fact, finance, MANY))

    seen = []
    for part in jobs():
        expand_part.func(part=part)
        seen.append(progress())

    assert seen == [(500, MANY), (1000, MANY), (1500, MANY), (MANY, MANY)]
    assert Notification.objects.count() == MANY
    dispatch = Dispatch.objects.get()
    assert (dispatch.root, dispatch.topic) == (file.uuid, "unknown.send")
    assert dispatch.finished_at is not None
    assert not any(DispatchPart.objects.values_list("facts", flat=True)), "what was told is not kept twice"


def test_a_repeated_job_counts_and_tells_nothing_again(fact: Facts, finance: Desk) -> None:
    seat("worker", finance)
    outlet.enqueue(to_many(fact, finance, outlet.CHUNK + outlet.MANY))
    first, _second = jobs()

    assert [expand_part.func(part=first) for _ in range(2)] == [outlet.CHUNK, 0]
    assert progress() == (outlet.CHUNK, outlet.CHUNK + outlet.MANY)
    assert Dispatch.objects.get().finished_at is None


def test_a_part_whose_job_was_lost_gets_another_one(fact: Facts, finance: Desk) -> None:
    outlet.enqueue(to_many(fact, finance, outlet.MANY))
    DBTaskResult.objects.all().delete()

    resume_dispatches(AT + timedelta(minutes=4))
    assert not jobs(), "it may still be waiting for its turn"
    resume_dispatches(AT + timedelta(minutes=5))
    resume_dispatches(AT + timedelta(minutes=6))
    [part] = jobs()
    expand_part.func(part=part)
    assert progress() == (outlet.MANY, outlet.MANY)

    resume_dispatches(AT + timedelta(hours=1))
    assert jobs() == [part]


def test_few_make_no_dispatch_and_different_things_make_their_own(fact: Facts, finance: Desk) -> None:
    outlet.enqueue(to_many(fact, finance, outlet.MANY - 1))
    assert not Dispatch.objects.exists()

    several = [to_many(fact, finance, outlet.MANY, transition=name) for name in ("send", "start")]
    outlet.enqueue([one for group in several for one in group])
    assert sorted(Dispatch.objects.values_list("topic", "total")) == [("unknown.send", 20), ("unknown.start", 20)]


def test_a_dispatch_vanishes_with_the_transaction_that_caused_it(fact: Facts, finance: Desk) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        outlet.enqueue(to_many(fact, finance, outlet.MANY))
        raise RuntimeError

    assert not Dispatch.objects.exists() and not jobs()
