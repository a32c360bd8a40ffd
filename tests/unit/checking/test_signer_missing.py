from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import signer_missing
from processes.documents.facts import Signer

from .clean import clean, silent, the_one


def test_nobody_signs() -> None:
    assert the_one(signer_missing, replace(clean(), signer=None)).path == "signer"
    assert the_one(signer_missing, replace(clean(), signer=Signer(name="Người Ký"))).path == "signer"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(signer_missing)
