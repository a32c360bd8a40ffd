"""One page for every step of every process: GET says what it does and what is missing, POST takes it to the engine."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.asked import FACTS
from processes.models import Consolidation, Opinion, Report
from processes.services import signing
from workflow import authorization, engine, queries, registry, tasks
from workflow.context import Actor, Context, Seen
from workflow.definition import Manner, ProcessDefinition, Reveal, Role, TakeBack, Transition
from workflow.models import Agency, AuditEntry, Desk, ProcessInstance
from workflow.refusals import DocumentChanged, InputsRefused, NotPossible, Refusal, Separated, Stale, Unmet

from .access import agencies_of, person_only, request_time
from .plans.trail import TrailLine, capacity_words, trail_line
from .transition_form import StepForm, input_error
from .transition_words import about, remedy

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
CHANGES_SHOWN = 10
SENDS_A_DRAFT = {  # what its check found is said beside these steps: the drafter's, and of those who read it first
    "plan": ("consult", "consult_again", "skip_consultation", "ask_funding_review", "submit"),
    "approval": ("sign_submission", "propose"),
}


@dataclass
class Case:
    """One step of one instance, as this person meets it. `desk`: where they take it, None where it is not theirs."""

    context: Context
    transition: Transition
    targets: tuple[str, ...]
    desk: Desk | None
    refusal: Refusal | None

    @property
    def instance(self) -> ProcessInstance:
        return self.context.instance

    @property
    def root(self) -> ProcessInstance:
        return self.instance.root or self.instance

    @property
    def definition(self) -> type[ProcessDefinition]:
        return self.context.definition

    @property
    def subject(self) -> Any:
        return self.context.subject

    @property
    def document_hash(self) -> str:
        return self.context.document_hash

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The states to choose from, in the order of the way; empty where the step leads to one only."""
        several = self.targets if len(self.targets) > 1 else ()
        way = [str(state) for state in self.definition.stages]
        return [(state, self.definition.state_title(state)) for state in sorted(several, key=way.index)]

    @property
    def consequences(self) -> list[str]:
        return [str(service.sentence) for service in self.transition.does]

    @property
    def in_place_of(self) -> str:
        """Whose right is used, and in which capacity: "B (KT.)"; nothing where it is the own one."""
        right = self.context.authority
        return f"{right.acting_for}{capacity_words(right.capacity)}" if right and right.acting_for else ""

    @property
    def is_danger(self) -> bool:
        return self.transition.manner is Manner.END


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, instance: uuid.UUID, transition: str) -> HttpResponse:
    """Raises Http404 where the person may not know of the instance, or the process has no such step."""
    case = _case(request, instance, transition)
    if FACTS in case.transition.needs:
        return redirect("plan_edit", case.root.uuid)
    if request.method == "POST":
        return _take(request, case)
    form = StepForm(case, at=request_time(request))
    status = case.refusal.http_status if case.refusal and not isinstance(case.refusal, Unmet) else 200
    return _page(request, case, form, case.refusal, status=status)


# --- taking the step


def _take(request: HttpRequest, case: Case) -> HttpResponse:
    form = StepForm(case, at=request_time(request), data=request.POST)
    if not form.is_valid():
        return _page(request, case, form, None, status=422)
    try:
        answer = engine.fire(
            instance_id=case.instance.uuid,
            transition=case.transition.name,
            actor=Actor.of(request.user),
            at=request_time(request),
            seen=Seen(form.cleaned_data["revision"], form.cleaned_data["document_hash"]),
            command_id=form.cleaned_data["command_id"],
            inputs=form.inputs(),
            request=request_id(request),
        )
    except Refusal as refusal:
        return _refused(request, case, form, refusal)
    messages.success(request, _said(case, answer))
    return redirect(_after(request, case))


def _refused(request: HttpRequest, case: Case, form: StepForm, refusal: Refusal) -> HttpResponse:
    """The same page with the reason; what was typed stays. After a change by others the new state is confirmed."""
    if isinstance(refusal, InputsRefused):
        for key, (code, params) in refusal.errors.items():
            form.add_error(key if key in form.fields else None, input_error(code, params))
        return _page(request, case, form, None, status=refusal.http_status)
    seen = form.cleaned_data["revision"]
    fresh = _case(request, case.instance.uuid, case.transition.name)
    changes = _changes(fresh.instance, seen)
    again = StepForm(fresh, at=request_time(request), data=form.on(fresh), kept=True)
    return _page(request, fresh, again, refusal, changes=changes, status=refusal.http_status)


def _changes(instance: ProcessInstance, revision: int) -> list[TrailLine]:
    """What happened since the person opened the page."""
    entries = AuditEntry.objects.filter(instance=instance, revision__gt=revision).select_related(
        "person", "acting_for", "instance"
    )
    return [trail_line(entry) for entry in entries.order_by("-revision")[:CHANGES_SHOWN]]


def _said(case: Case, answer: engine.Answer) -> str:
    sentence = _("Đã thực hiện “%(step)s”.") % {"step": case.transition.title}
    if answer.acting_for:
        capacity = capacity_words(answer.capacity)
        sentence += " " + _("Thay %(person)s%(capacity)s.") % {"person": answer.acting_for, "capacity": capacity}
    if number := answer.facts.get("number"):
        sentence += " " + _("Số: %(number)s.") % {"number": number}
    if number := answer.facts.get("incoming_number"):
        sentence += " " + _("Số đến: %(number)s.") % {"number": number}
    return sentence


def _after(request: HttpRequest, case: Case) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("plan", args=[case.root.uuid])


def request_id(request: HttpRequest) -> str:
    """The id that a proxy gave the request, where it looks like one; else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if REQUEST_ID.fullmatch(given) else str(uuid.uuid4())


# --- what the page shows


def _case(request: HttpRequest, instance_id: uuid.UUID, name: str) -> Case:
    instance = ProcessInstance.objects.select_related("root").filter(uuid=instance_id).first()
    if instance is None:
        raise Http404
    definition = registry.get(instance.definition_key, instance.definition_version)
    transition = definition.transition(name)
    parts = dict(tasks.parts_of(instance).agencies)
    if transition is None or not sees(request, instance, parts):
        raise Http404
    actor = Actor.of(request.user)
    context = Context(instance, definition, transition, actor, request_time(request), agencies=parts)
    targets = definition.machine(context).targets(name)
    desk, refusal = _authority(context, transition, targets)
    if isinstance(transition, TakeBack) and desk is not None:
        targets = engine.way_back(context, transition)
    return Case(context, transition, targets, desk, refusal or _unmet(context, transition))


def sees(request: HttpRequest, instance: ProcessInstance, parts: Mapping[str, Agency]) -> bool:
    """Who sees the whole file sees each process of it; others see those in which their agency takes part."""
    root = instance.root or instance
    reveal = authorization.reveal(request.user.person, root, request_time(request))
    if reveal is None:
        return False
    own = agencies_of(request, instance.definition_key)
    return reveal is Reveal.WORKING or any(agency.pk in own for agency in parts.values())


def _may_read(request: HttpRequest, case: Case) -> bool:
    """An opinion or a report that is not signed yet is its agency's own paper, also for who sees the whole file."""
    paper = case.subject
    if isinstance(paper, Opinion):
        is_signed = paper.given_at is not None
    elif isinstance(paper, Report | Consolidation):
        is_signed = paper.sent_at is not None
    else:
        return True
    return is_signed or paper.agency_id in agencies_of(request, case.definition.key)


def _authority(
    context: Context, transition: Transition, targets: tuple[str, ...]
) -> tuple[Desk | None, Refusal | None]:
    """The desk at which the person takes the step, or why it is not theirs now."""
    if not targets:
        state = context.definition.state_title(context.instance.state)
        return None, NotPossible(action=transition.title, state=state)
    try:
        context.authority = engine.authority(context, transition)
    except Refusal as refusal:
        return None, refusal
    return context.desk, None


def _unmet(context: Context, transition: Transition) -> Refusal | None:
    """What still stands in the way of the one whose step it is."""
    if queries.is_barred(context, transition):
        return Separated(action=transition.title)
    for guard in transition.guards:
        verdict = context.judge(guard)
        if not verdict:
            return Unmet(guard=guard.name, missing=verdict.missing, action=transition.title, condition=guard.sentence)
    return None


def _page(
    request: HttpRequest,
    case: Case,
    form: StepForm,
    refusal: Refusal | None,
    *,
    changes: list[TrailLine] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "case": case,
        "form": form,
        "refusal": refusal,
        "missing": refusal.missing if isinstance(refusal, Unmet) else (),
        "condition": refusal.params["condition"] if isinstance(refusal, Unmet) else "",
        "remedy": remedy(refusal, case.root, case.instance),
        "changes": changes or [],
        "possible": case.desk is not None and case.refusal is None,
        "is_anew": isinstance(refusal, Stale | DocumentChanged),
        "root": case.root,
        "signature": _signature(case),
        "shows_findings": case.transition.name in SENDS_A_DRAFT.get(case.definition.key, ()),
        "current_state": case.definition.state_title(case.instance.state),
        "next_state": _next_state(case),
        "about": about(case.definition.key, case.subject) if _may_read(request, case) else [],
        "back": _back(request),
    }
    return render(request, "portal/plans/act.html", shown, status=status)


def _signature(case: Case) -> tuple[str, ...]:
    """The lines above the name, where the step makes a signed paper and the person may sign it."""
    if not case.transition.signs or case.desk is None or case.refusal is not None:
        return ()
    return signing.lines_of(case.context)


def _next_state(case: Case) -> str:
    """Where the file goes, and who has it then; nothing where it stays, or where the person chooses."""
    if len(case.targets) != 1 or case.targets[0] == case.instance.state:
        return ""
    [target] = case.targets
    title = case.definition.state_title(target)
    stage = case.definition.stages.get(target)
    holder = stage.assigned_to if stage else None
    if not isinstance(holder, Role):
        return _("Hồ sơ chuyển sang “%(state)s”.") % {"state": title}
    agency = case.context.agencies.get(holder.at.key, "")
    return _("Hồ sơ chuyển sang “%(state)s”: %(role)s, %(agency)s.") % {
        "state": title,
        "role": holder.title,
        "agency": agency,
    }


def _back(request: HttpRequest) -> str:
    """The page from which the person came, where it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()) else ""
