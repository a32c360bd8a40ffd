"""What waits at a desk, as lines that say what it is, who sent it, until when, and which step is meant to follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflow import registry
from workflow.definition import HOLDER, Manner, ProcessDefinition, Transition
from workflow.models import AuditEntry, Desk, Task

from .templatetags.formats import is_late

Text = str | Promise


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


@dataclass(frozen=True)
class Sender:
    """Who took the step that brought the work here: `who` is "" for the system itself."""

    who: str
    agency: str
    step: str


@dataclass(frozen=True)
class Waiting:
    """A task as its line shows it. `root` and `instance` are public ids; `step` the name of the step meant to follow."""

    root: UUID
    instance: UUID
    subject_id: int
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
    due_at: datetime | None

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and is_late(self.due_at, at)


@dataclass(frozen=True)
class Group:
    """Lines of one kind, the most urgent first."""

    kind: Kind
    lines: list[Waiting]
    late: int


def lines(tasks: Iterable[Task]) -> list[Waiting]:
    """The tasks as lines, in their order; one query, for who sent them."""
    found = list(tasks)
    senders = _senders(found)
    return [_line(task, senders.get(task.instance_id)) for task in found]


def groups(waiting: Sequence[Waiting], at: datetime) -> list[Group]:
    """By kind. `waiting` is in order of urgency, and so are the groups: the one with the most urgent line first."""
    found: dict[Kind, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.kind, []).append(one)
    return [Group(kind, rows, sum(row.is_late(at) for row in rows)) for kind, rows in found.items()]


def main_step(definition: type[ProcessDefinition], state: str) -> Transition | None:
    """The step that whoever holds the file in `state` is expected to take; the definition's order decides."""
    holder = definition.stages[state].assigned_to
    own = [
        step
        for step in definition.transitions()
        if state in step.sources and (step.by is HOLDER or step.by == holder)
    ]
    onward = [step for step in own if step.manner is Manner.FORWARD]
    return next(iter(onward or own), None)


def _line(task: Task, sender: Sender | None) -> Waiting:
    instance = task.instance
    definition = registry.get(instance.definition_key, instance.definition_version)
    step = main_step(definition, task.state)
    return Waiting(
        root=(instance.root or instance).uuid,
        instance=instance.uuid,
        subject_id=instance.subject_id,
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
        due_at=task.due_at,
    )


def _senders(tasks: Sequence[Task]) -> dict[int, Sender]:
    """By instance: who took the last step into the present state."""
    entries = (
        AuditEntry.objects.filter(instance__in=[task.instance_id for task in tasks], to_state=F("instance__state"))
        .exclude(from_state=F("to_state"))
        .select_related("person")
        .order_by("revision")
    )
    return {entry.instance_id: _sender(entry) for entry in entries}


def _sender(entry: AuditEntry) -> Sender:
    step = registry.get(entry.definition_key, entry.definition_version).steps.get(entry.transition)
    who = str(entry.person) if entry.person else ""
    return Sender(who, str(entry.authority.get("agency", "")), str(step.title) if step else "")
