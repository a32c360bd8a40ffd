from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import task_without_lead
from processes.documents.facts import Mention

from .clean import found, silent, the_one, with_first_task


def test_nobody_answers_for_a_task() -> None:
    facts = with_first_task(lambda task: replace(task, lead=()))
    assert (the_one(task_without_lead, facts).path, the_one(task_without_lead, facts).params) == (
        "tasks[1].lead",
        {"ref": "1"},
    )
    assert len(found(task_without_lead, with_first_task(lambda task: replace(task, lead=(Mention(" "),))))) == 1


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(task_without_lead)
