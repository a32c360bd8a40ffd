"""The versions of each process: where files stand under which, and moving them from one to another."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import desk, request_time
from workflow import description, moving, queries, registry
from workflow.context import Actor
from workflow.definition import ProcessDefinition
from workflow.models import VersionMove
from workflow.picture import CannotDraw
from workflow.refusals import CannotMove, Refusal

from .agencies import ADMINISTRATOR
from .forms import MoveForm

logger = logging.getLogger(__name__)

MOVES_SHOWN = 20
Definition = type[ProcessDefinition]


@dataclass
class Version:
    """One version of a process with the open files that run by it. `definition`: None where it is not registered."""

    key: str
    number: int
    definition: Definition | None
    newest: int
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        known = self.definition or registry.nearest(self.key, self.number)
        return str(known.title) if known else self.key

    @property
    def running(self) -> int:
        return sum(self.counts.values())

    @property
    def states(self) -> list[tuple[str, int]]:
        """In the definition's order: title and count."""
        order = list(self.definition.states.values) if self.definition else sorted(self.counts)
        shown = [state for state in order if state in self.counts] + [s for s in self.counts if s not in order]
        return [(moving.title_in(self.definition, state), self.counts[state]) for state in shown]

    @property
    def others(self) -> list[int]:
        """Where its files could go."""
        return [one.version for one in registry.versions(self.key) if one.version != self.number]


@desk(ADMINISTRATOR)
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first, with what runs by it; and the latest moves."""
    moves = [(move, _title(move)) for move in VersionMove.objects.select_related("moved_by")[:MOVES_SHOWN]]
    return render(request, "portal/administration/versions.html", {"versions": _versions(), "moves": moves})


def _versions() -> list[Version]:
    found = {(one.key, one.version): Version(one.key, one.version, one, 0) for one in registry.all_definitions()}
    for (key, number, state), count in queries.open_files().items():
        found.setdefault((key, number), Version(key, number, None, 0)).counts[state] = count
    for version in found.values():
        version.newest = max((one.version for one in registry.versions(version.key)), default=0)
    return sorted(found.values(), key=lambda version: (version.title, version.key, -version.number))


def _title(move: VersionMove) -> str:
    definition = registry.nearest(move.definition_key, move.to_version)
    return str(definition.title) if definition else move.definition_key


# --- moving


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, key: str, old: int, new: int) -> HttpResponse:
    """What a move would do to each file; the button that moves them is there when nothing stands against it."""
    to, before = registry.find(key, new), registry.find(key, old)
    if to is None or old == new:
        raise Http404
    counts = {state: count for (k, v, state), count in queries.open_files().items() if (k, v) == (key, old)}
    form = MoveForm(request.POST or None, before=before, to=to, counts=counts)
    states = form.states() if form.is_bound and form.is_valid() else {}
    if "move" in request.POST and form.is_valid() and form.has_reason() and _moved(request, form, (key, old, new)):
        return redirect("administration_versions")
    context = {
        "form": form,
        "to": to,
        "title": str(to.title),
        "old": old,
        "seen": moving.preview(key, old, new, states, at=request_time(request)),
        "pictures": [(old, _picture(before, counts)), (new, _picture(to, {}))],
    }
    return render(request, "portal/administration/move.html", context)


def _moved(request: HttpRequest, form: MoveForm, what: tuple[str, int, int]) -> bool:
    reason = form.cleaned_data["reason"]
    try:
        made = moving.move(*what, form.states(), reason=reason, actor=Actor.of(request.user), at=request_time(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    logger.info("Version move %s made by account %s", made.uuid, request.user.uuid)
    messages.success(request, _("Đã chuyển %(count)s hồ sơ.") % {"count": made.files})
    return True


def _picture(definition: Definition | None, counts: Mapping[str, int]) -> str:
    """Nothing where this machine cannot draw: the table says the same."""
    try:
        return description.picture(definition, counts=counts) if definition else ""
    except CannotDraw:
        return ""


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def made(request: HttpRequest, move: UUID) -> HttpResponse:
    """One move; a POST undoes it, as long as no file has gone on."""
    found = get_object_or_404(VersionMove.objects.select_related("moved_by"), uuid=move)
    context: dict[str, Any] = {"move": found, "title": _title(found)}
    if request.method == "POST":
        try:
            moving.undo(found, actor=Actor.of(request.user), at=request_time(request))
        except CannotMove as refusal:
            context["conflicts"] = refusal.conflicts
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            logger.info("Version move %s undone by account %s", found.uuid, request.user.uuid)
            messages.success(request, _("Đã hoàn tác: các hồ sơ trở lại phiên bản trước."))
            return redirect("administration_versions")
    return render(request, "portal/administration/moved.html", context)
