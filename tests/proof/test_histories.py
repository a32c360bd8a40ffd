"""Invariants hold after histories made at random. `tests/proof/histories.py` says what happens in one.

A few short ones run with every test; HISTORIES, OPERATIONS, AGENCIES, PEOPLE and SEED (the first) ask for others:

    HISTORIES=50 OPERATIONS=3000 AGENCIES=300 PEOPLE=3000 python -m pytest tests/proof/test_histories.py
"""

from __future__ import annotations

import os
from collections import Counter

from django.db import transaction

from tests.proof import histories
from tests.proof.processes import DEFINITIONS, registered
from workflow.models import AuditEntry, Succession
from workflow.names_of_entries import MOVE, SUCCEED

RARE = {"lapse"}  # sixty working days without a step


def asked(name: str, otherwise: int) -> int:
    return int(os.environ.get(name, otherwise))


def test_everything_holds_after_each_history(db: None) -> None:
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    lent = applied = 0
    first = asked("SEED", 0)
    for seed in range(first, first + asked("HISTORIES", 3)):
        with registered(), transaction.atomic():
            history = histories.run(
                seed,
                operations=asked("OPERATIONS", 700),
                agencies=asked("AGENCIES", 8),
                people=asked("PEOPLE", 60),
                look_every=175,
            )
            taken += Counter(AuditEntry.objects.values_list("definition_key", "transition"))
            lent += AuditEntry.objects.filter(acting_for__isnull=False).count()
            applied += Succession.objects.filter(applied_at__isnull=False).count()
            transaction.set_rollback(True)
        done += history.done
        refused += history.refused

    # Histories in which nothing much happened would prove nothing.
    declared = {(definition.key, name) for definition in DEFINITIONS for name in definition.steps if name not in RARE}
    assert declared <= set(taken), f"never taken: {sorted(declared - set(taken))}"
    happened = {
        "steps": done["act"],
        "repeated commands": done["repeat_a_command"],
        "old pages refused": refused["Stale"],
        "steps by a lent right": lent,
        "reorganizations": applied,
        "files handed over": taken["history_case", SUCCEED],
        "files moved to another version": taken["history_case", MOVE],
    }
    assert min(happened.values()) >= 3, happened
