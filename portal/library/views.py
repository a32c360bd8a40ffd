"""Every process of the province as its definition says it: a list, and a page with picture, sentences and states."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access import signed_in
from workflow import description, registry
from workflow.definition import ProcessDefinition
from workflow.description import Sentence, Topic
from workflow.picture import CannotDraw

Definition = type[ProcessDefinition]
STEPS = (Topic.STEP, Topic.SEPARATION, Topic.OUTCOME)


@dataclass(frozen=True)
class StateRow:
    """A state and what the definition says of it; `is_final`: the process ends here."""

    title: str
    sentence: str
    is_final: bool


@signed_in
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every process in its newest version."""
    newest = [one for one in registry.all_definitions() if registry.latest(one.key) is one]
    rows = [(one, description.sentences(one)[0], len(one.stages), len(one.steps)) for one in newest]
    return render(request, "portal/library/library.html", {"rows": rows})


@signed_in
@require_safe
def library_process(request: HttpRequest, key: str, version: int = 0) -> HttpResponse:
    """One process in its newest version, or in the one named. Raises Http404 where no definition is that."""
    try:
        definition = registry.get(key, version) if version else registry.latest(key)
    except registry.UnknownDefinition as error:
        raise Http404 from error
    told = description.sentences(definition)
    context = {
        "definition": definition,
        "others": [one for one in registry.versions(key) if one is not definition],
        "picture": _picture(definition),
        "start": [one for one in told if one.topic in (Topic.START, Topic.END, Topic.SIGHT)],
        "steps": [one for one in told if one.topic in STEPS],
        "states": _states(definition, told),
    }
    return render(request, "portal/library/process.html", context)


def _states(definition: Definition, told: list[Sentence]) -> list[StateRow]:
    said = {one.about: one.text for one in told if one.topic is Topic.STAGE}
    return [
        StateRow(definition.state_title(state), said.get(state, ""), definition.is_final(state))
        for state in definition.states.values
    ]


def _picture(definition: Definition) -> str:
    """Nothing where this machine cannot draw: the sentences say the same."""
    try:
        return description.picture(definition)
    except CannotDraw:
        return ""
