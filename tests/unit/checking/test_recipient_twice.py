from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import recipient_twice
from processes.documents.facts import Recipient

from .clean import clean, repaired, silent, the_one


def test_the_second_goes() -> None:
    facts = clean()
    facts = replace(
        facts, recipients=(*facts.recipients[:3], Recipient("Chủ tịch, các PCT UBND Tỉnh"), *facts.recipients[3:])
    )
    assert the_one(recipient_twice, facts).path == "recipients[3]"
    assert repaired(recipient_twice, facts).recipients == clean().recipients


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(recipient_twice)
