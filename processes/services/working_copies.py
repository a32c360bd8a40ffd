"""What is being typed, kept between two versions: per person and plan, no part of the trail."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from processes.models import Plan, PlanVersion, WorkingCopy
from workflow.models import Person

KEPT_FOR = timedelta(days=90)

Form = Mapping[str, Sequence[str]]


class KeptElsewhere(Exception):
    """Another window or device of the same person has kept something since; `copy` is that."""

    def __init__(self, copy: WorkingCopy) -> None:
        super().__init__("kept_elsewhere")
        self.copy = copy


def copy_of(plan: Plan, person: Person) -> WorkingCopy | None:
    return WorkingCopy.objects.filter(plan=plan, person=person).select_related("base").first()


def keep(
    *, plan: Plan, person: Person, base: PlanVersion, form: Form, seen: str, at: datetime, take_over: bool = False
) -> WorkingCopy:
    """Keeps `form` in place of what the sender has seen (`seen`: its edition, "" for nothing).

    Raises KeptElsewhere where something else is kept by now, unless `take_over`: the person has been asked.
    """
    with transaction.atomic():
        now = WorkingCopy.objects.select_for_update().filter(plan=plan, person=person).first()
        if now is not None and str(now.edition) != seen and not take_over:
            raise KeptElsewhere(now)
        kept = now or WorkingCopy(plan=plan, person=person)
        kept.base, kept.form = base, {name: list(values) for name, values in form.items()}
        kept.edition, kept.saved_at = uuid.uuid4(), at
        kept.save()
    return kept


def drop(plan: Plan, person: Person) -> None:
    """It was saved as a version, or is not wanted."""
    WorkingCopy.objects.filter(plan=plan, person=person).delete()


def drop_old(at: datetime) -> int:
    """Forgets what nobody came back to for three months. Returns how many."""
    deleted, _of_models = WorkingCopy.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    return deleted
