"""The form as somebody has it: upon which version it was opened, by which step it would be saved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.http import QueryDict

from portal.plans.file import PlanFile
from processes.documents.facts import PlanFacts
from processes.models import WorkingCopy

from .corrected import corrected
from .dates import said_time
from .draft import Draft, from_facts, from_post
from .footing import Footing, opened_on, sent_on


@dataclass(kw_only=True)
class Sheet(Footing):
    """What the page shows, with what is wrong with it."""

    draft: Draft
    errors: dict[str, str] = field(default_factory=dict)
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
    footing = opened_on(file)
    return Sheet(**vars(footing), draft=from_facts(footing.base.facts))


def sent(file: PlanFile, data: QueryDict) -> Sheet:
    """What the form brought. Raises Http404 where it is of no version and no process of this plan."""
    footing = sent_on(file, data)
    draft = from_post(data, footing.base.facts)
    return Sheet(**vars(footing), draft=draft, edition=data.get("edition", ""), is_touched=True)


def taken_up(file: PlanFile, copy: WorkingCopy) -> Sheet:
    """What was being typed, as it stood; saving it is a new command. Raises Http404 as `sent` does."""
    data = QueryDict(mutable=True)
    for name, values in copy.form.items():
        data.setlist(name, values)
    sheet = sent(file, data)
    sheet.command_id, sheet.edition, sheet.is_touched = str(uuid.uuid4()), str(copy.edition), False
    sheet.kept_at = said_time(copy.saved_at, file.at)
    return sheet
