from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking import Bodies
from processes.documents.checking.rules import lead_unclear
from processes.documents.facts import Mention

from .clean import LEAD, clean, found, silent, the_one, with_first_task


@pytest.mark.parametrize(
    "name", ["các đơn vị liên quan", "các sở, ban ngành liên quan đến sự kiện", "Các cơ quan theo quy định"]
)
def test_a_lead_that_names_nobody(name: str) -> None:
    facts = with_first_task(lambda task: replace(task, lead=(Mention(name),)))
    assert the_one(lead_unclear, facts).params == {"ref": "1", "name": name}


def test_an_open_group_of_the_directory() -> None:
    one = the_one(lead_unclear, clean(), bodies={LEAD: Bodies(is_open=True)}.get)
    assert one.params["name"] == LEAD


def test_coordinators_may_be_open() -> None:
    assert (
        found(
            lead_unclear, with_first_task(lambda task: replace(task, coordinating=(Mention("các đơn vị liên quan"),)))
        )
        == []
    )


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(lead_unclear)
