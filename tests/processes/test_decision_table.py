"""Every state × transition × role of every process: allowed, or refused for which reason.

The expected tables stand in tables/*.txt, one a process, so that a change of a definition shows as a change of lines.
`UPDATE_TABLES=1 pytest …` writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from processes.models import Plan
from tests.processes.world import AT, LARGE, World, definitions
from workflow.context import SYSTEM_ACTOR, Actor, Seen
from workflow.definition import ProcessDefinition, Transition
from workflow.models import ProcessInstance, Task
from workflow.refusals import Refusal

TABLES = Path(__file__).parent / "tables"


@pytest.mark.parametrize("definition", definitions(), ids=lambda definition: definition.key)
def test_who_may_do_what_when(definition: type[ProcessDefinition], world: World) -> None:
    path = TABLES / f"{definition.key}.txt"
    table = "\n".join(_lines(definition, world)) + "\n"
    if os.environ.get("UPDATE_TABLES"):
        path.write_text(table, encoding="utf-8")

    assert table == path.read_text(encoding="utf-8")


def _lines(definition: type[ProcessDefinition], world: World) -> Iterator[str]:
    actors = {key: world.actor(key) for key in sorted(world.roles)} | world.outsiders() | {"system": SYSTEM_ACTOR}
    instance = world.put_below(definition.key, definition.initials()[0])
    ProcessInstance.objects.filter(pk=instance.pk).update(document_hash=world.seen(instance).document_hash)
    yield f"{definition.key} {definition.version}"
    yield f"actors: {', '.join(actors)}"
    for state in definition.states.values:
        ProcessInstance.objects.filter(pk=instance.pk).update(state=state)
        instance.refresh_from_db()
        yield f"\n{state}"
        never = []
        for step in definition.transitions():
            rows = {name: _answer(world, instance, step, state, actor) for name, actor in actors.items()}
            if set(rows.values()) == {"not_possible"}:
                never.append(step.name)
                continue
            yield f"    {step.name}: {_grouped(rows)}"
            yield from _separated(world, instance, step, state, rows)
        if never:
            yield f"    not possible for anyone: {', '.join(never)}"


def _grouped(rows: dict[str, str]) -> str:
    """`role: answer`, with the commonest answer told once for all others."""
    [(commonest, _count)] = Counter(rows.values()).most_common(1)
    told = [f"{name}: {answer}" for name, answer in rows.items() if answer != commonest]
    return "; ".join([*told, f"all others: {commonest}"])


def _separated(
    world: World, instance: ProcessInstance, step: Transition, state: str, rows: dict[str, str]
) -> Iterator[str]:
    """What who may take the step is told after having taken one of the steps that bar from it, on the other account."""
    for role in [name for name, answer in rows.items() if answer.startswith("→") and name != "system"]:
        for deed in step.not_by:
            with transaction.atomic():
                world.did(world.actor(role), instance, deed)
                answer = _answer(world, instance, step, state, world.second_account(role))
                transaction.set_rollback(True)
            yield f"        {role} who did {deed}: {answer}"


def _answer(world: World, instance: ProcessInstance, step: Transition, state: str, actor: Actor) -> str:
    """ "→ state" (all states where the actor may choose), or the code of the refusal."""
    targets = step.targets(state) if state in step.sources else ()
    found = [_one(world, instance, step, actor, {"target": target}) for target in targets or ("",)]
    reached = [answer.removeprefix("→ ") for answer in found if answer.startswith("→")]
    assert not reached or reached == list(targets)
    return f"→ {' | '.join(reached)}" if reached else found[0]


def _one(world: World, instance: ProcessInstance, step: Transition, actor: Actor, inputs: dict[str, Any]) -> str:
    """A refusal has written nothing; a step that was taken is taken back."""
    seen = None if actor.is_system else Seen(0, instance.document_hash)
    try:
        if instance.state not in step.sources:  # nothing to prepare, nothing to take back
            return f"→ {world.fire(instance, step.name, actor, seen=seen).state}"
        with transaction.atomic():
            if _satisfy(world, instance, step) and seen:
                seen = world.seen(instance)
            answer = world.fire(instance, step.name, actor, inputs=inputs, seen=seen)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return f"→ {answer.state}"


def _satisfy(world: World, instance: ProcessInstance, step: Transition) -> bool:
    """What the guards of this step ask for, beyond the plan that satisfies most; True where the document changed."""
    guards = {guard.name for guard in step.guards}
    if "some_report_missing" in guards:
        assert instance.parent is not None
        world.subject("report", Plan.objects.get(pk=instance.parent.subject_id))
    if "clock_stands" in guards:
        Task.objects.filter(instance=instance).update(suspended_at=AT, next_mark_at=None)
    if "money_asks_for_review" not in guards:
        return False
    world.write_version(Plan.objects.get(pk=instance.subject_id), world.facts(cost=LARGE))
    return True
