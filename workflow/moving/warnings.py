"""What a move changes without anything standing against it: conditions that are new, separation that is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from .. import registry
from ..definition import ProcessDefinition, State

Definition = type[ProcessDefinition]
START, ABOVE = "start", "parent."


def warnings_of(before: Definition | None, to: Definition, states: Collection[State]) -> Iterator[str]:
    """Sentences for whoever decides. `states`: those to which files come."""
    if before is None:
        yield _("Phiên bản cũ không còn bản khai: không so sánh được điều kiện và việc ai không được làm bước nào.")
        return
    yield from _lost_separation(before, to)
    yield from _separation_above(before, to)
    yield from _new_guards(before, to, states)


def _lost_separation(before: Definition, to: Definition) -> Iterator[str]:
    """Who did a step is kept from another one by the step's name: under a new name nobody has done it yet."""
    for step in to.transitions():
        for name in step.not_by:
            if name != START and not name.startswith(ABOVE) and before.transition(name) is None:
                did = to.steps[name].title
                text = _("Ai đã làm bước tương ứng với “%(did)s” ở phiên bản cũ vẫn có thể “%(step)s”.")
                yield text % {"did": did, "step": step.title}
        earlier = before.transition(step.name)
        for name in earlier.not_by if earlier else ():
            if name not in step.not_by and name in before.steps:
                text = _("Ai đã “%(did)s” từ nay được phép “%(step)s”.")
                yield text % {"did": before.steps[name].title, "step": step.title}


def _separation_above(before: Definition, to: Definition) -> Iterator[str]:
    """Steps of the processes below that keep out who did a step here."""
    for child in registry.all_definitions():
        if not any(outcome.child == child.key for outcome in before.outcomes()):
            continue
        for step in child.transitions():
            for name in (name.removeprefix(ABOVE) for name in step.not_by if name.startswith(ABOVE)):
                if name in before.steps and name not in to.steps:
                    text = _("Ai đã làm bước tương ứng với “%(did)s” vẫn có thể “%(step)s” (%(process)s).")
                    yield text % {"did": before.steps[name].title, "step": step.title, "process": child.title}


def _new_guards(before: Definition, to: Definition, states: Collection[State]) -> Iterator[str]:
    for step in to.transitions():
        earlier = before.transition(step.name)
        known = {guard.name for guard in earlier.guards} if earlier else set()
        for guard in step.guards:
            if guard.name not in known and any(state in step.sources for state in states):
                text = _("“%(step)s” có điều kiện mới: %(condition)s.")
                yield text % {"step": step.title, "condition": guard.sentence}
