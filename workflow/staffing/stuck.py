"""Files that nothing will move: no person may act, no process below can still answer, no time is set.

What the definitions promise is not enough: a step may have opened no process to wait for, a day may not have been
given, a version may have left the deployment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from .. import incidents, registry
from ..definition import Outcome, ProcessDefinition, State
from ..graph import edges, is_way_on, paths
from ..incidents import Params
from ..models import ProcessInstance, Task
from .needs import needs

Definition = type[ProcessDefinition]

STUCK = "stuck"
MOST = 200  # more of them have one cause, which these show


def stuck() -> QuerySet[ProcessInstance]:
    """The open files that nothing will move, the first of them; one statement."""
    known, still = Q(pk__in=[]), Q(pk__in=[])
    for definition in registry.all_definitions():
        of_this = Q(definition_key=definition.key, definition_version=definition.version)
        known |= of_this
        for state in definition.stages:
            if not _moves_by_itself(definition, state):
                still |= of_this & Q(state=state) & ~Exists(_awaited(definition, state)) & ~Exists(_timed())
    return ProcessInstance.objects.filter(still | ~known, closed_at__isnull=True).order_by("pk")[:MOST]


def _moves_by_itself(definition: Definition, state: State) -> bool:
    """A person may act there (whether one is there is another question), or a background job takes the step."""
    if any(need.state == state for need in needs(definition)):
        return True
    deadline = definition.stages[state].deadline
    timer = deadline.then if deadline else ""
    steps = [edge.step for edge in edges(definition) if edge.source == state and is_way_on(edge)]
    return any(not isinstance(step, Outcome) and step.name != timer for step in steps)


def _awaited(definition: Definition, state: State) -> QuerySet[ProcessInstance]:
    """The processes below that may still answer."""
    keys = {outcome.child for outcome in definition.outcomes() if state in outcome.sources}
    settled = {state for key in keys for one in registry.versions(key) for state in one.settled}
    below = ProcessInstance.objects.filter(parent=OuterRef("pk"), parent_round=OuterRef("round"))
    return below.filter(~Q(state__in=settled), definition_key__in=keys, closed_at__isnull=True)


def _timed() -> QuerySet[Task]:
    return Task.objects.filter(instance=OuterRef("pk"), status=Task.Status.OPEN, due_at__isnull=False)


# --- as incidents


def causes(found: Iterable[ProcessInstance]) -> dict[str, Params]:
    return {str(one.uuid): _params(one) for one in found}


def _params(instance: ProcessInstance) -> dict[str, Any]:
    return {
        "definition": instance.definition_key,
        "version": instance.definition_version,
        "state": instance.state,
        "steps": list(_steps(instance)),
    }


def _steps(instance: ProcessInstance) -> Iterator[dict[str, Any]]:
    definition = _definition(instance.definition_key, instance.definition_version)
    if definition is not None:
        yield {
            "definition": definition.key,
            "version": definition.version,
            "state": instance.state,
            "path": list(paths(definition).get(instance.state, ())),
            "examples": [str(instance.uuid)],
        }


def _definition(key: str, version: int) -> Definition | None:
    try:
        return registry.get(key, version)
    except registry.UnknownDefinition:
        return None


def told(params: Params) -> str:
    """The sentence of such an incident. It names no title: not every administrator may know the file."""
    definition = _definition(params["definition"], params["version"])
    if definition is None:
        return _("Một hồ sơ chạy theo quy trình “%(key)s” phiên bản %(version)s mà hệ thống không còn.") % {
            "key": params["definition"],
            "version": params["version"],
        }
    return _(
        "Một hồ sơ “%(process)s” đứng ở “%(state)s” và không còn gì đưa nó đi tiếp: không người nào, "
        "không hồ sơ nào bên dưới, không mốc giờ nào."
    ) % {"process": definition.title, "state": definition.state_title(params["state"])}


incidents.speak(STUCK, told)
