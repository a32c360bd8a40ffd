"""The form as somebody has it: upon which version it was opened, by which step it would be saved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.http import Http404, QueryDict

from portal.plans.file import PlanFile
from portal.plans.trail import TrailLine
from processes.documents.facts import PlanFacts
from processes.models import PlanVersion, WorkingCopy
from workflow.models import ProcessInstance
from workflow.refusals import Refusal

from .corrected import corrected
from .dates import said_time
from .draft import Draft, from_facts, from_post

STEPS = ("revise", "edit")


@dataclass
class Sheet:
    """What the page shows, with what is wrong with it."""

    file: PlanFile
    instance: ProcessInstance
    step: str
    base: PlanVersion
    draft: Draft
    revision: int
    document_hash: str
    command_id: str
    errors: dict[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None
    changes: list[TrailLine] = field(default_factory=list)
    edition: str = ""  # of the working copy that this window has kept or taken up
    kept_at: str = ""  # when that was kept, where the page shows just what is kept
    is_touched: bool = False  # says something that no version and no working copy of this edition says

    @property
    def facts(self) -> PlanFacts:
        return corrected(self.draft, self.base.facts).facts

    @property
    def is_outdated(self) -> bool:
        """Another version was saved since this one was opened."""
        return self.base.hash != self.file.plan.document_hash


def opened(file: PlanFile) -> Sheet:
    """The present version, for a person who may change it now."""
    version, editing = file.plan.current_version, file.editing
    assert version is not None and editing is not None
    return Sheet(
        file,
        editing.instance,
        editing.name,
        version,
        from_facts(version.facts),
        editing.instance.revision,
        version.hash,
        str(uuid.uuid4()),
    )


def sent(file: PlanFile, data: QueryDict) -> Sheet:
    """What the form brought. Raises Http404 where it is of no version and no process of this plan."""
    base = PlanVersion.objects.filter(plan=file.plan, hash=data.get("base", "")).first()
    instance = next((one for one in file.family if str(one.uuid) == data.get("instance")), None)
    try:
        revision, command = int(data.get("revision", "")), str(uuid.UUID(data.get("command_id", "")))
    except ValueError:
        raise Http404 from None
    step = data.get("step", STEPS[0])
    if base is None or instance is None or step not in STEPS:
        raise Http404
    draft, seen = from_post(data, base.facts), data.get("document_hash", "")
    return Sheet(
        file, instance, step, base, draft, revision, seen, command, edition=data.get("edition", ""), is_touched=True
    )


def taken_up(file: PlanFile, copy: WorkingCopy) -> Sheet:
    """What was being typed, as it stood; saving it is a new command. Raises Http404 as `sent` does."""
    data = QueryDict(mutable=True)
    for name, values in copy.form.items():
        data.setlist(name, values)
    sheet = sent(file, data)
    sheet.command_id, sheet.edition, sheet.is_touched = str(uuid.uuid4()), str(copy.edition), False
    sheet.kept_at = said_time(copy.saved_at, file.at)
    return sheet
