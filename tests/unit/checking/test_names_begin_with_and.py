from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import names_begin_with_and
from processes.documents.facts import Mention

from .clean import broken, silent, source, the_one, with_first_task


def test_the_name_before_is_lost() -> None:
    changed = ("Cơ quan phối hợp: Sở Tài chính", "*Cơ quan phối hợp*: và Sở Tài chính")
    one = the_one(names_begin_with_and, broken(*changed), lines=source(*changed))
    assert (one.path, one.params) == ("tasks[1].coordinating", {"ref": "1", "name": "Sở Tài chính"})
    assert one.place is not None and ": và Sở" in source(*changed)[one.place.line - 1]


def test_the_lead_too() -> None:
    changed = ("- Cơ quan chủ trì: UBND", "- Cơ quan chủ trì: và UBND")
    assert the_one(names_begin_with_and, broken(*changed), lines=source(*changed)).path == "tasks[2].lead"


def test_a_name_that_kept_it() -> None:
    facts = with_first_task(lambda task: replace(task, lead=(Mention("và Sở Y tế"),)))
    assert the_one(names_begin_with_and, facts).path == "tasks[1].lead"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(names_begin_with_and)
