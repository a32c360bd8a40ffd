"""Several waiting files, one step: chosen on a list, decided once, answered one by one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from workflow import authorization, engine, queries
from workflow.context import Actor, Seen, load_subject
from workflow.definition import Transition
from workflow.inputs import InputKind
from workflow.models import ProcessInstance, Task
from workflow.queries import Action
from workflow.registry import get

from . import waiting
from .access import person_only, request_time, seats_of
from .transition_form import simple_field
from .transitions import request_id

MOST = 200  # tasks on the list
MOST_AT_ONCE = 30  # files decided together: each is judged as carefully as one alone
TOO_PARTICULAR = (InputKind.AGENCIES, InputKind.DATA)  # inputs that differ from file to file


@dataclass(frozen=True)
class Batch:
    """What waits in the same state of the same process, and so may be decided together."""

    process: str
    state: str
    lines: list[waiting.Waiting]


@person_only
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """Without a choice the list; with `?file=…` the steps that can be taken with every one that was chosen."""
    tasks = queries.inbox(seats_of(request), MOST)
    asked = set(request.GET.getlist("file"))
    chosen = [task for task in tasks if str(task.instance.uuid) in asked]
    if not chosen:
        return render(request, "portal/together/choose.html", {"batches": _batches(tasks), "most": MOST_AT_ONCE})
    return _decide(request, chosen[:MOST_AT_ONCE])


def _batches(tasks: Sequence[Task]) -> list[Batch]:
    found: dict[tuple[str, str], Batch] = {}
    for line in waiting.lines(tasks):
        key = (line.definition, line.state)
        found.setdefault(key, Batch(line.process, line.state, [])).lines.append(line)
    return [batch for batch in found.values() if len(batch.lines) > 1]


# --- the decision


class TogetherForm(forms.Form):
    """What one step asks for, entered once for all."""

    def __init__(self, step: Transition, data: Any = None) -> None:
        super().__init__(data, prefix=step.name, label_suffix="")
        for wanted in step.needs:
            self.fields[wanted.key] = simple_field(wanted)


@dataclass(frozen=True)
class Choice:
    action: Action
    form: TogetherForm


@dataclass(frozen=True)
class Item:
    """One file as it stands on the page: `mark` brings back what the person saw."""

    title: str
    mark: str


def _decide(request: HttpRequest, tasks: Sequence[Task], sent: TogetherForm | None = None) -> HttpResponse:
    instances = [task.instance for task in tasks]
    actions = _common(request, instances)
    choices = [
        Choice(action, sent if sent is not None and sent.prefix == action.name else TogetherForm(action.transition))
        for action in actions
    ]
    items = [Item(instance.title, _mark(instance)) for instance in instances]
    shown = {"choices": choices, "items": items, "command_id": uuid.uuid4()}
    return render(request, "portal/together/decide.html", shown, status=422 if sent else 200)


def _common(request: HttpRequest, instances: Sequence[ProcessInstance]) -> list[Action]:
    found = queries.common_actions(instances, Actor.of(request.user), request_time(request))
    return [action for action in found if not any(n.kind in TOO_PARTICULAR for n in action.transition.needs)]


def _mark(instance: ProcessInstance) -> str:
    subject = load_subject(get(instance.definition_key, instance.definition_version), instance.subject_id)
    return f"{instance.uuid}:{instance.revision}:{getattr(subject, 'document_hash', '')}"


# --- taking the step


@dataclass(frozen=True)
class Result:
    """What became of one of them: `sentence` says why not, where it was refused."""

    title: str
    sentence: str
    number: str


@person_only
@require_POST
def take_together(request: HttpRequest, transition: str) -> HttpResponse:
    """Each file by itself: one that is refused stops no other. Sent twice it is done once."""
    seen = dict(_seen(mark) for mark in request.POST.getlist("file")[:MOST_AT_ONCE])
    roots = authorization.visible_roots(request.user.person, request_time(request))
    found = list(ProcessInstance.objects.filter(uuid__in=seen, root__in=roots).order_by("pk"))
    try:
        command_id = uuid.UUID(request.POST.get("command_id", ""))
    except ValueError:
        raise Http404 from None
    if not found:
        return redirect("together")
    step = get(found[0].definition_key, found[0].definition_version).transition(transition)
    if step is None:
        raise Http404
    form = TogetherForm(step, request.POST)
    if not form.is_valid():
        tasks = [task for task in queries.inbox(seats_of(request), MOST) if task.instance.uuid in seen]
        return _decide(request, tasks, form)
    answers = engine.fire_many(
        items=[engine.Item(one.uuid, seen[one.uuid]) for one in found],
        transition=transition,
        actor=Actor.of(request.user),
        at=request_time(request),
        command_id=command_id,
        inputs=form.cleaned_data,
        request=request_id(request),
    )
    titles = {one.uuid: one.title for one in found}
    results = [_result(titles[answer.instance], answer) for answer in answers]
    done = sum(not result.sentence for result in results)
    return render(request, "portal/together/done.html", {"step": step, "results": results, "done": done})


def _seen(mark: str) -> tuple[uuid.UUID, Seen]:
    """Raises Http404 for what no page of ours has sent."""
    public, _colon, rest = mark.partition(":")
    revision, _colon, document_hash = rest.partition(":")
    try:
        return uuid.UUID(public), Seen(int(revision), document_hash)
    except ValueError:
        raise Http404 from None


def _result(title: str, answer: engine.ItemAnswer) -> Result:
    number = answer.answer.facts.get("number") or answer.answer.facts.get("incoming_number") if answer.answer else ""
    return Result(title, str(answer.refusal or ""), str(number or ""))
