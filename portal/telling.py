"""How far a message to many agencies is: fetched by the plan's page until everybody has been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notifications.models import Dispatch
from workflow import authorization
from workflow.definition import Reveal
from workflow.models import ProcessInstance

from .access import person_only, request_time

SHOWN_AFTER = timedelta(hours=1)  # the end, so that it is really seen


@dataclass(frozen=True)
class Telling:
    """What the page shows of it, and whether it has to ask again."""

    root: UUID
    dispatches: list[Dispatch]

    @property
    def is_over(self) -> bool:
        return all(dispatch.finished_at for dispatch in self.dispatches)


@person_only
@require_safe
def telling(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The lines alone, for who sees the whole file, the issuing clerk among them; nothing where nobody is being told.

    They ask again as long as a dispatch is under way, so nothing of the file is loaded here that may be thousands.
    """
    at = request_time(request)
    root = ProcessInstance.objects.filter(uuid=plan, definition_key="plan").first()
    reveal = authorization.reveal(request.user.person, root, at) if root else None
    if reveal is None:
        raise Http404
    fresh = Q(finished_at__isnull=True) | Q(finished_at__gte=at - SHOWN_AFTER)
    shown = Dispatch.objects.filter(fresh, root=plan).with_progress() if reveal is Reveal.WORKING else ()
    return render(request, "notifications/telling.html", {"telling": Telling(plan, list(shown))})
