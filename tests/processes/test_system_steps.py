"""A file that waits for the system must not wait for ever: somebody fires each step that only the system may take."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import python_files, tree
from tests.processes.world import definitions
from workflow.definition import SYSTEM
from workflow.graph import CANCEL


def test_every_step_of_the_system_is_fired_by_somebody() -> None:
    unfired = [
        f"{definition.key}.{step.name}"
        for definition in definitions()
        for step in definition.transitions()
        if step.by is SYSTEM
        and step.name != CANCEL
        and step.name not in {stage.deadline.then for stage in definition.stages.values() if stage.deadline}
        and step.name not in set(fired_by_name())
    ]

    assert unfired == []


def test_every_process_that_is_cancelled_exists() -> None:
    named = {
        argument.value
        for call in calls("cancel_children")
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }

    assert named
    assert named <= {definition.key for definition in definitions() if CANCEL in definition.steps}


def fired_by_name() -> Iterator[str]:
    """`transition="…"` of every call of `engine.fire` in the processes."""
    for call in calls("fire"):
        for keyword in call.keywords:
            if keyword.arg == "transition" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)


def calls(name: str) -> Iterator[ast.Call]:
    for path in python_files("processes"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield node
