"""What an administrator has to put right: what it stops, the way there as a picture, and where to put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.access import desk, request_time
from workflow import authorization, description, incidents, registry, staffing
from workflow.models import Incident, Person, ProcessInstance
from workflow.picture import CannotDraw

from .agencies import ADMINISTRATOR

ON_PAGE = 20


@dataclass(frozen=True)
class Stopped:
    """A step that nobody can take, as the page shows it."""

    process: str
    state: str
    steps: str
    holds: bool
    files: str


@dataclass(frozen=True)
class Row:
    """An incident with what it stops. `agency`: where to appoint somebody; "" where that is not what is missing."""

    incident: Incident
    sentence: str
    agency: str = ""
    stopped: tuple[Stopped, ...] = ()
    more: int = 0
    picture: str = ""
    examples: tuple[ProcessInstance, ...] = ()


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def incident_list(request: HttpRequest) -> HttpResponse:
    """What is open, the oldest first, and what was closed lately. A POST looks again at everything."""
    if request.method == "POST":
        return _looked_again(request)
    page = Paginator(incidents.open_now(), ON_PAGE).get_page(request.GET.get("page"))
    closed = [(one, incidents.sentence(one)) for one in incidents.lately_closed()]
    rows = _rows(list(page), request.user.person, request_time(request))
    context = {"page": page, "rows": rows, "closed": closed}
    return render(request, "portal/administration/incidents.html", context)


def _looked_again(request: HttpRequest) -> HttpResponse:
    found = staffing.recheck(request_time(request))
    opened = ngettext("%(n)s sự cố mới", "%(n)s sự cố mới", len(found.opened)) % {"n": len(found.opened)}
    closed = ngettext("%(n)s sự cố đã hết", "%(n)s sự cố đã hết", found.closed) % {"n": found.closed}
    said = {"opened": opened, "closed": closed}
    messages.success(request, _("Đã kiểm tra lại toàn bộ: %(opened)s, %(closed)s.") % said)
    return redirect("administration_incidents")


def _rows(found: list[Incident], person: Person, at: datetime) -> list[Row]:
    seen = _visible_examples(found, person, at)
    return [_row(one, seen) for one in found]


def _row(incident: Incident, seen: dict[str, ProcessInstance]) -> Row:
    """Of another kind than ours, an incident is its sentence."""
    params = incident.params
    steps = [step for step in params.get("steps", ()) if _definition(step) is not None]
    named = dict.fromkeys(uuid for step in steps for uuid in step["examples"] if uuid in seen)
    return Row(
        incident,
        incidents.sentence(incident),
        agency=params.get("agency", ""),
        stopped=tuple(_stopped(step) for step in steps if "holds" in step),
        more=params.get("more", 0),
        picture=_picture(steps[0]) if steps else "",
        examples=tuple(seen[uuid] for uuid in named)[: staffing.EXAMPLES],
    )


def _definition(step: dict[str, Any]) -> Any:
    """None for a version that this deployment no longer has."""
    try:
        return registry.get(step["definition"], step["version"])
    except registry.UnknownDefinition:
        return None


def _stopped(step: dict[str, Any]) -> Stopped:
    definition = _definition(step)
    titles = (staffing.step_title(definition, name) for name in step["steps"])
    files = staffing.files_told(step["standing"], step["coming"], waits=step["holds"])
    return Stopped(
        str(definition.title), definition.state_title(step["state"]), ", ".join(titles), step["holds"], files
    )


def _picture(step: dict[str, Any]) -> str:
    """Nothing where this machine cannot draw: the sentences say the same."""
    try:
        return description.picture(_definition(step), path=step["path"])
    except CannotDraw:
        return ""


def _visible_examples(found: Iterable[Incident], person: Person, at: datetime) -> dict[str, ProcessInstance]:
    """The example files that the administrator may see by their own post; the others are only counted."""
    named = {uuid for one in found for step in one.params.get("steps", ()) for uuid in step["examples"]}
    rows = ProcessInstance.objects.filter(uuid__in=named, root__in=authorization.visible_roots(person, at))
    return {str(one.uuid): one for one in rows.select_related("root")}
