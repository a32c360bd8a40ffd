"""The page that a working day begins with: what waits for me."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflow import queries

from . import waiting
from .access import request_time, seats_of, signed_in

MOST = 300  # tasks looked at: beyond that the earliest due are shown, and the page says so
OPENLY = 6  # lines of one kind before the rest is folded away
COMPACT_FROM = 9  # so many lines of one kind are shown on one line each


@dataclass(frozen=True)
class Section:
    """A kind's lines as this page shows them: the first ones, and how many are folded away."""

    group: waiting.Group
    shown: list[waiting.Waiting]

    @property
    def hidden(self) -> int:
        return len(self.group.lines) - len(self.shown)

    @property
    def is_compact(self) -> bool:
        return len(self.group.lines) >= COMPACT_FROM


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The open tasks at the person's seats by kind (`?kind=` for one alone), the earliest due first."""
    seats, at = seats_of(request), request_time(request)
    tasks = queries.inbox(seats, MOST)
    groups = waiting.groups(waiting.lines(tasks, seats), at)
    total = len(tasks) if len(tasks) < MOST else queries.waiting_count(seats)
    context = {"total": total, "late": sum(group.late for group in groups), "groups": groups}
    return render(request, "portal/home.html", context | _chosen(groups, request.GET.get("kind", "")))


def _chosen(groups: list[waiting.Group], kind: str) -> dict[str, Any]:
    """One kind whole, or the beginnings of all."""
    chosen = [group for group in groups if group.kind.key == kind]
    if chosen:
        return {"kind": kind, "sections": [Section(group, group.lines) for group in chosen]}
    return {"kind": "", "sections": [Section(group, group.lines[: _openly(group)]) for group in groups]}


def _openly(group: waiting.Group) -> int:
    """Folding away one or two lines would save nobody anything."""
    return OPENLY if len(group.lines) >= COMPACT_FROM else len(group.lines)
