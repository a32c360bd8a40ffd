from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import signer_without_degrees

from .clean import clean, repaired, silent


@pytest.mark.parametrize("name", ["TS. Người Ký", "PGS.TS Người Ký", "ThS. BS. Người Ký", "Tiến sĩ Người Ký"])
def test_degrees_go(name: str) -> None:
    assert clean().signer is not None
    facts = replace(clean(), signer=replace(clean().signer, name=name))
    signer = repaired(signer_without_degrees, facts).signer
    assert signer is not None and signer.name == "Người Ký"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(signer_without_degrees)
