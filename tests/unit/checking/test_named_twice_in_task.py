from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import named_twice_in_task
from processes.documents.facts import Mention

from .clean import clean, repaired, silent, the_one, with_first_task


def test_once_is_enough() -> None:
    facts = with_first_task(lambda task: replace(task, coordinating=(*task.coordinating, Mention("SỞ TÀI CHÍNH"))))
    assert the_one(named_twice_in_task, facts).params == {"ref": "1", "name": "SỞ TÀI CHÍNH"}
    assert repaired(named_twice_in_task, facts) == clean()


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(named_twice_in_task)
