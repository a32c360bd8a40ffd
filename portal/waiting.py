"""What waits at a desk, as lines that say what it is, who sent it, until when, and which step is meant to follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.delivery import DeliveryProcess
from processes.models import AssignmentAgency, Consolidation, Report
from workflow import registry
from workflow.definition import HOLDER, Manner, ProcessDefinition, Transition
from workflow.models import Agency, AuditEntry, Desk, Participation, Task

from .templatetags.formats import is_late

Text = str | Promise
Subject = tuple[str, int]  # a definition's key, and what an instance of it is about


@dataclass(frozen=True)
class Kind:
    """A sort of work: `key` in addresses, `label` above its lines, `icon` its drawing."""

    key: str
    label: Text
    icon: str


SIGNING = Kind("sign", _("Chờ ký"), "writing-sign")
OPINION = Kind("opinion", _("Cho ý kiến dự thảo"), "message-2")
CHECKING = Kind("check", _("Thẩm định, thẩm tra"), "checklist")
DRAFTING = Kind("draft", _("Soạn thảo, hoàn thiện"), "pencil")
NUMBERING = Kind("number", _("Cấp số, vào sổ"), "rubber-stamp")
DELIVERY = Kind("delivery", _("Gửi, nhận văn bản"), "send")
DUTY = Kind("duty", _("Nhiệm vụ được giao"), "list-check")
REPORT = Kind("report", _("Báo cáo"), "report-analytics")
OTHER = Kind("other", _("Việc khác"), "dots")

KINDS: dict[tuple[str, str], Kind] = {  # (definition, state in which somebody holds it)
    ("plan", "drafted"): DRAFTING,
    ("plan", "completed"): DRAFTING,
    ("opinion", "asked"): OPINION,
    ("opinion", "written"): SIGNING,
    ("opinion", "silent"): OPINION,
    ("opinion", "late"): SIGNING,
    ("funding_review", "sent"): NUMBERING,
    ("funding_review", "appraised"): CHECKING,
    ("funding_review", "asked"): DRAFTING,
    ("funding_review", "proposed"): SIGNING,
    ("approval", "returned"): DRAFTING,
    ("approval", "submitted"): SIGNING,
    ("approval", "endorsed"): NUMBERING,
    ("approval", "sent"): NUMBERING,
    ("approval", "registered"): CHECKING,
    ("approval", "checked"): SIGNING,
    ("approval", "initialed"): SIGNING,
    ("approval", "signed"): NUMBERING,
    ("delivery", "sent"): DELIVERY,
    ("delivery", "to_serve"): DELIVERY,
    ("assignment", "given"): DUTY,
    ("assignment", "accepted"): DUTY,
    ("assignment", "disputed"): DUTY,
    ("report", "due"): REPORT,
    ("report", "written"): SIGNING,
    ("report", "sent"): REPORT,
    ("consolidation", "collecting"): REPORT,
    ("consolidation", "compiled"): REPORT,
    ("consolidation", "submitted"): SIGNING,
}


# What is done day by day where the definition's first step is done once, at the end.
DAILY = {("assignment", "accepted"): "update", ("funding_review", "appraised"): "judge"}


@dataclass(frozen=True)
class Sender:
    """Who took the step that brought the work here; `person` is None for the system itself."""

    person: int | None
    name: str


@dataclass(frozen=True)
class Waiting:
    """A task as its line shows it. `instance` is a public id; `step` names what is meant to follow.

    `address`: the page that tells more; `about`: the other agency that it is about, where many lines look alike.
    """

    address: str
    about: str
    instance: UUID
    definition: str
    title: str
    process: str
    state: str
    kind: Kind
    step: str
    step_title: str
    desk: Desk
    sender: Sender | None
    opened_at: datetime
    due_at: datetime | None  # None also while the clock stands
    is_stopped: bool
    urgency: str  # its mark, where it has one

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and is_late(self.due_at, at)


ADDRESSED = ("delivery", "report", "assignment")
PAGES: dict[str, tuple[Any, str]] = {
    "assignment": (AssignmentAgency, "duty"),
    "report": (Report, "report"),
    "consolidation": (Consolidation, "report"),
}


@dataclass(frozen=True)
class Group:
    """Lines of one kind, the most urgent first."""

    kind: Kind
    lines: list[Waiting]
    late: int


def lines(tasks: Iterable[Task]) -> list[Waiting]:
    """The tasks as lines, in their order; at most five queries however many there are."""
    found = list(tasks)
    senders, others, pages = _senders(found), _others(found), _pages(found)
    return [_line(task, senders.get(task.instance_id), others.get(task.instance_id, ""), pages) for task in found]


def groups(waiting: Sequence[Waiting], at: datetime) -> list[Group]:
    """By kind. `waiting` is in order of urgency, and so are the groups: the one with the most urgent line first."""
    found: dict[Kind, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.kind, []).append(one)
    return [Group(kind, rows, sum(row.is_late(at) for row in rows)) for kind, rows in found.items()]


def main_step(definition: type[ProcessDefinition], state: str) -> Transition | None:
    """The step that whoever holds the file in `state` is expected to take; the definition's order decides."""
    own = own_steps(definition, state)
    daily = [step for step in own if step.name == DAILY.get((definition.key, state))]
    onward = [step for step in own if step.manner is Manner.FORWARD]
    return next(iter(daily or onward or own), None)


def own_steps(definition: type[ProcessDefinition], state: str) -> list[Transition]:
    """Every step of whoever holds the file in `state`, in the definition's order; none in a state that is final."""
    if state not in definition.stages:
        return []
    holder = definition.stages[state].assigned_to
    leaving = [step for step in definition.transitions() if state in step.sources]
    return [step for step in leaving if step.by is HOLDER or step.by == holder]


def _line(task: Task, sender: Sender | None, about: str, pages: Mapping[Subject, str]) -> Waiting:
    instance = task.instance
    definition = registry.get(instance.definition_key, instance.definition_version)
    step = main_step(definition, task.state)
    return Waiting(
        address=pages.get((definition.key, instance.subject_id)) or _address(task),
        about=about,
        instance=instance.uuid,
        definition=definition.key,
        title=instance.title,
        process=str(definition.title),
        state=definition.state_title(task.state),
        kind=KINDS.get((definition.key, task.state), OTHER),
        step=step.name if step else "",
        step_title=str(step.title) if step else "",
        desk=task.desk,
        sender=sender,
        opened_at=task.opened_at,
        due_at=None if task.suspended_at else task.due_at,
        is_stopped=task.suspended_at is not None,
        urgency=str(instance.get_urgency_display()) if instance.urgency else "",
    )


def _senders(tasks: Sequence[Task]) -> dict[int, Sender]:
    """By instance: who took the last step into the present state."""
    entries = (
        AuditEntry.objects.filter(instance__in=[task.instance_id for task in tasks], to_state=F("instance__state"))
        .exclude(from_state=F("to_state"))
        .select_related("person")
        .order_by("revision")
    )
    return {entry.instance_id: Sender(entry.person_id, str(entry.person or "")) for entry in entries}


def _others(tasks: Sequence[Task]) -> dict[int, str]:
    """By instance: the agency whose delivery, report or duty lies on a desk of another one, or leaves the system."""
    found = {task.instance_id: task for task in tasks if task.instance.definition_key in ADDRESSED}
    if not found:
        return {}
    rows = Participation.objects.filter(instance__in=found, participant="addressee").select_related("agency")
    return {row.instance_id: row.agency.name for row in rows if _is_about_another(found[row.instance_id], row.agency)}


def _is_about_another(task: Task, addressee: Agency) -> bool:
    return addressee.pk != task.desk.agency_id or task.state == DeliveryProcess.states.TO_SERVE


def _pages(tasks: Sequence[Task]) -> dict[Subject, str]:
    """(definition, subject) → the page of a duty or a report."""
    found: dict[Subject, str] = {}
    for key, (model, name) in PAGES.items():
        subjects = [task.instance.subject_id for task in tasks if task.instance.definition_key == key]
        if subjects:
            rows = model.objects.filter(pk__in=subjects).values_list("pk", "uuid")
            found |= {(key, pk): reverse(name, args=[public]) for pk, public in rows}
    return found


def _address(task: Task) -> str:
    """A leader's signature is prepared on the dossier's page, other work on the plan's."""
    instance = task.instance
    if instance.definition_key == "approval" and KINDS.get(("approval", task.state)) is SIGNING:
        return reverse("leader_dossier", args=[instance.uuid])
    return reverse("plan", args=[(instance.root or instance).uuid])
