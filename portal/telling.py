"""How far a message to many agencies is: shown on the plan's page until everybody has been told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notifications.models import Dispatch

from .access import person_only
from .plans.file import PlanFile, open_file

SHOWN_AFTER = timedelta(hours=1)  # the end, so that it is really seen


@dataclass(frozen=True)
class Telling:
    """What the page shows of it, and whether it has to ask again."""

    root: UUID
    dispatches: Sequence[Dispatch]

    @property
    def is_over(self) -> bool:
        return all(dispatch.finished_at for dispatch in self.dispatches)


def of_file(file: PlanFile) -> Telling:
    """What is under way or just over, for who sees the whole file, the issuing clerk among them; one query."""
    fresh = Q(finished_at__isnull=True) | Q(finished_at__gte=file.at - SHOWN_AFTER)
    shown = Dispatch.objects.filter(fresh, root=file.root.uuid).with_progress() if file.is_working else ()
    return Telling(file.root.uuid, list(shown))


@person_only
@require_safe
def telling(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The lines alone, asked again by the page as long as one is under way."""
    file = open_file(request, plan)
    return render(request, "notifications/telling.html", {"telling": of_file(file)})
