from __future__ import annotations

from dataclasses import replace

from processes.documents.checking.rules import signature_of_issuer
from processes.documents.facts import Fact

from .clean import broken, clean, found, repaired, silent, the_one


def test_the_committee_is_spoken_for() -> None:
    facts = broken("TM. ỦY BAN NHÂN DÂN\n", "")
    assert the_one(signature_of_issuer, facts).case == "of_a_collective"
    signer = repaired(signature_of_issuer, facts).signer
    assert signer is not None and signer.on_behalf == "TM. ỦY BAN NHÂN DÂN"


def test_the_chairman_issues_for_himself() -> None:
    facts = replace(clean(), issuer=Fact.of("Chủ tịch UBND tỉnh Sơn Hải"))
    assert the_one(signature_of_issuer, facts).case == "of_a_person"
    signer = repaired(signature_of_issuer, facts).signer
    assert signer is not None and signer.on_behalf == ""


def test_nothing_is_said_of_other_issuers() -> None:
    assert found(signature_of_issuer, replace(clean(), issuer=Fact.of("Sở Y tế"))) == []


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(signature_of_issuer)
