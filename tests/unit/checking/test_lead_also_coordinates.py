from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import lead_also_coordinates
from processes.documents.facts import Mention

from .clean import LEAD, clean, repaired, silent, the_one, with_first_task


def test_one_of_two_roles() -> None:
    facts = with_first_task(lambda task: replace(task, coordinating=(*task.coordinating, Mention(LEAD.upper()))))
    assert the_one(lead_also_coordinates, facts).path == "tasks[1].coordinating"
    assert repaired(lead_also_coordinates, facts) == clean()


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(lead_also_coordinates)
