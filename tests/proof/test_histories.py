"""Invariants hold after histories made at random. `tests/proof/histories.py` says what happens in one."""

from __future__ import annotations

import pytest

from tests.proof import histories
from tests.proof.processes import DEFINITIONS, registered
from workflow.models import AuditEntry

RARE = {"lapse"}  # sixty working days without a step


@pytest.mark.parametrize("seed", range(2))
def test_everything_holds_after_a_history(db: None, seed: int) -> None:
    with registered():
        history = histories.run(seed, operations=900, look_every=150)

    assert history.done["act"] > 100
    assert history.done["repeat_a_command"] > 2
    assert history.refused["Stale"] > 2
    taken = set(AuditEntry.objects.values_list("definition_key", "transition"))
    declared = {(definition.key, name) for definition in DEFINITIONS for name in definition.steps if name not in RARE}
    assert declared <= taken, f"never taken: {sorted(declared - taken)}"
