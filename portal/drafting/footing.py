"""Upon what a page that changes a plan's content stands: version, process, step; renewed when it is refused."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, QueryDict

from portal.plans.file import PlanFile, open_file
from portal.plans.trail import TrailLine, trail_line
from processes.models import PlanVersion
from workflow.models import AuditEntry, ProcessInstance
from workflow.refusals import Refusal

STEPS = ("revise", "edit")
CHANGES_SHOWN = 5


@dataclass(kw_only=True)
class Footing:
    """`base`: the version that was opened; `revision`, `document_hash`: what the person saw; `changes`: made since."""

    file: PlanFile
    instance: ProcessInstance
    step: str
    base: PlanVersion
    revision: int
    document_hash: str
    command_id: str
    refusal: Refusal | None = None
    changes: list[TrailLine] = field(default_factory=list)

    def refused(self, request: HttpRequest, refusal: Refusal) -> None:
        """Everything typed stays; the present state is what the next press answers to."""
        self.changes, self.refusal = changes_since(self.instance, self.revision), refusal
        self.file = open_file(request, self.file.root.uuid)
        if self.file.editing is not None:
            self.instance, self.step = self.file.editing.instance, self.file.editing.name
        self.revision, self.document_hash = self.instance.revision, self.file.plan.document_hash
        self.command_id = str(uuid.uuid4())


def changes_since(instance: ProcessInstance, revision: int) -> list[TrailLine]:
    """What others did after the person had opened the page, the newest first."""
    entries = AuditEntry.objects.filter(instance=instance, revision__gt=revision)
    shown = entries.select_related("person", "acting_for", "instance").order_by("-revision")[:CHANGES_SHOWN]
    return [trail_line(entry) for entry in shown]


def opened_on(file: PlanFile) -> Footing:
    """The present version, for a person who may change it now."""
    version, editing = file.plan.current_version, file.editing
    assert version is not None and editing is not None
    instance = editing.instance
    return Footing(
        file=file,
        instance=instance,
        step=editing.name,
        base=version,
        revision=instance.revision,
        document_hash=version.hash,
        command_id=str(uuid.uuid4()),
    )


def sent_on(file: PlanFile, data: QueryDict) -> Footing:
    """What the page brought. Raises Http404 where it is of no version and no process of this plan."""
    base = PlanVersion.objects.filter(plan=file.plan, hash=data.get("base", "")).first()
    instance = next((one for one in file.family if str(one.uuid) == data.get("instance")), None)
    try:
        revision, command = int(data.get("revision", "")), str(uuid.UUID(data.get("command_id", "")))
    except ValueError:
        raise Http404 from None
    step = data.get("step", STEPS[0])
    if base is None or instance is None or step not in STEPS:
        raise Http404
    return Footing(
        file=file,
        instance=instance,
        step=step,
        base=base,
        revision=revision,
        document_hash=data.get("document_hash", ""),
        command_id=command,
    )
