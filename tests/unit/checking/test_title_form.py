from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import title_form
from processes.documents.facts import Fact

from .clean import clean, repaired, silent, the_one


def test_no_subject_at_all() -> None:
    assert the_one(title_form, replace(clean(), title=Fact.blank())).case == "missing"


def test_an_end_stop_and_v_v_go() -> None:
    facts = replace(clean(), title=Fact.of("V/v trồng rừng ven biển."))
    assert repaired(title_form, facts).title.value == "Về việc trồng rừng ven biển"


def test_the_type_stands_once() -> None:
    facts = replace(clean(), title=Fact.of("Kế hoạch kế hoạch trồng rừng"))
    assert repaired(title_form, facts).title.value == "kế hoạch trồng rừng"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(title_form)
