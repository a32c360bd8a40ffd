"""Invariants hold after histories made at random. `tests/proof/histories.py` says what happens in one."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from tests.proof import histories
from tests.proof.processes import DEFINITIONS, registered
from workflow.models import AuditEntry

SEEDS = range(3)
RARE = {"lapse"}  # sixty working days without a step


def test_everything_holds_after_each_history(db: None) -> None:
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    taken: set[tuple[str, str]] = set()
    for seed in SEEDS:
        with registered(), transaction.atomic():
            history = histories.run(seed, operations=700, look_every=175)
            taken |= set(AuditEntry.objects.values_list("definition_key", "transition"))
            transaction.set_rollback(True)
        done += history.done
        refused += history.refused

    # Histories in which nothing much happened would prove nothing.
    assert done["act"] > 300
    assert done["repeat_a_command"] > 6
    assert refused["Stale"] > 6
    declared = {(definition.key, name) for definition in DEFINITIONS for name in definition.steps if name not in RARE}
    assert declared <= taken, f"never taken: {sorted(declared - taken)}"
