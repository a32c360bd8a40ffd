from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import task_without_time
from processes.documents.facts import Fact, Place

from .clean import found, silent, the_one, with_first_task


def test_a_blank_cell_says_nothing() -> None:
    facts = with_first_task(lambda task: replace(task, time=Fact.blank(Place(30, 30))))
    one = the_one(task_without_time, facts)
    assert (one.path, one.place) == ("tasks[1].time", Place(30, 30))
    assert len(found(task_without_time, with_first_task(lambda task: replace(task, time=Fact())))) == 1


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(task_without_time)
