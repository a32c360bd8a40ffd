"""Several tickers at once over many deadlines, on connections of their own; and what must be so afterwards."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import connections

from workflow import deadlines, engine
from workflow.context import SYSTEM_ACTOR, Announcement, Child
from workflow.models import AuditEntry, DeadlineEvent, ProcessInstance, Task

from .process import morning
from .timed import OFFICE, House

DAY = date(2026, 3, 2)  # a Monday; requests are due on the 16th, inquiries lapse after the 6th
AT = morning(DAY)
SKEWS = (timedelta(), timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1))
PATIENCE = 600  # seconds after which a ticker counts as stuck


def hand_out(house: House, requests: int, inquiries: int) -> None:
    """So many requests, and under one more of them so many inquiries that fall silent by themselves."""
    parent = house.request(AT)
    agencies = {OFFICE.key: house.agency}
    for key, count in (("timed_request", requests), ("timed_inquiry", inquiries)):
        engine.start_children(
            parent, [Child(key, house.officer.pk, key, agencies) for _number in range(count)], SYSTEM_ACTOR, AT
        )


def moments(skew: timedelta) -> Iterator[datetime]:
    """Twice a day for three weeks, by a clock that is wrong by `skew` and steps back every third time."""
    for half in range(1, 42):
        at = AT + timedelta(hours=12) * half + skew
        yield at
        if half % 3 == 0:
            yield at - timedelta(days=1)
    yield AT + timedelta(days=22)


@contextmanager
def one_sleeps(patch: pytest.MonkeyPatch, sleeper: str, others_done: threading.Event) -> Iterator[None]:
    """The ticker of that name falls asleep each time between looking and telling, till the others are through."""
    found = deadlines._found

    def look(at: datetime) -> tuple[list[int], list[int]]:
        seen = found(at)
        if threading.current_thread().name == sleeper:
            others_done.wait(PATIENCE)
        return seen

    with patch.context() as here:
        here.setattr(deadlines, "_found", look)
        yield


def tick_at_once(patch: pytest.MonkeyPatch) -> list[BaseException]:
    """Five tickers from one barrier, each by its own clock. Returns what they raised."""
    barrier, errors, others_done = threading.Barrier(len(SKEWS)), list[BaseException](), threading.Event()

    def run(skew: timedelta) -> None:
        try:
            barrier.wait(PATIENCE)
            for at in moments(skew):
                deadlines.fire_due(at)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(skew,), name=f"ticker {number}", daemon=True)
        for number, skew in enumerate(SKEWS)
    ]
    with one_sleeps(patch, threads[0].name, others_done):
        for thread in threads:
            thread.start()
        for thread in threads[1:]:
            thread.join(PATIENCE)
        others_done.set()
        threads[0].join(PATIENCE)
        assert not any(thread.is_alive() for thread in threads), "stuck"
    return errors


def assert_each_once(requests: int, inquiries: int, heard: Sequence[Announcement]) -> None:
    """Every mark of every deadline came once, was told once, and fired its step once."""
    events = DeadlineEvent.objects.filter(task__instance__parent__isnull=False)
    came = Counter(events.values_list("task__instance__definition_key", "kind"))
    for kind in ("remind_7", "remind_3", "remind_1", "due", "overdue", "late_3"):
        assert came.pop(("timed_request", kind)) == requests, kind
    for kind in ("remind_3", "remind_1", "due", "overdue"):
        assert came.pop(("timed_inquiry", kind)) == inquiries, kind
    assert not came
    assert ProcessInstance.objects.filter(definition_key="timed_inquiry", state="lapsed").count() == inquiries
    assert AuditEntry.objects.filter(transition="lapse").count() == inquiries
    assert AuditEntry.objects.filter(transition="inquiries_done").count() == 1
    assert not Task.objects.filter(status=Task.Status.OPEN, next_mark_at__isnull=False).exists()
    told = Counter((one.definition, one.transition, one.entry) for one in heard)
    assert set(told.values()) == {1}
    by_topic = Counter(transition for definition, transition, _entry in told if definition == "timed_request")
    assert by_topic[deadlines.OVERDUE] == by_topic[deadlines.LATE] == requests
