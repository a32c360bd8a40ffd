from __future__ import annotations

from processes.documents.checking.rules import deputy_signs_for_head

from .clean import broken, repaired, silent


def test_a_deputy_alone_signs_for_nobody() -> None:
    facts = broken("KT. CHỦ TỊCH\n", "")
    signer = repaired(deputy_signs_for_head, facts).signer
    assert signer is not None and (signer.authority, signer.title) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(deputy_signs_for_head)
