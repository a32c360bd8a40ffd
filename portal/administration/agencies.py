"""Agencies by name, and one agency: names, groups, mandates, posts and who sits there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.access import desk, request_time
from portal.plans.listing import plain
from workflow import registry
from workflow.models import Agency, AgencyGroup, AgencyName, Appointment, Desk, Mandate
from workflow.models.base import valid_on

ADMINISTRATOR = "administrator"
ON_PAGE = 40


@desk(ADMINISTRATOR)
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies of the day by kind and name; `?q=` finds them by any spelling, with or without marks."""
    day = timezone.localdate(request_time(request))
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    found = Agency.objects.filter(valid_on(day))
    if words:
        found = found.filter(pk__in=_written(words))
    if kind in Agency.Kind.values:
        found = found.filter(kind=kind)
    seated = Count("desks__appointments", filter=valid_on(day, "desks__appointments__"), distinct=True)
    rows = found.annotate(posts=Count("desks", distinct=True), seated=seated).order_by("kind", "name")
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"page": page, "q": words, "kind": kind, "kinds": Agency.Kind.choices, "query": asked.urlencode()}
    return render(request, "portal/administration/agencies.html", context)


def _written(words: str) -> set[int]:
    """Ids of the agencies of which some spelling has all these words; two queries."""
    wanted = plain(words).split()
    spellings = chain(Agency.objects.values_list("pk", "name"), AgencyName.objects.values_list("agency_id", "name"))
    return {pk for pk, name in spellings if all(word in plain(name) for word in wanted)}


@dataclass
class Post:
    """A desk with who sits there today, who will, and who did."""

    desk: Desk
    now: list[Appointment] = field(default_factory=list)
    later: list[Appointment] = field(default_factory=list)
    before: list[Appointment] = field(default_factory=list)


@desk(ADMINISTRATOR)
@require_safe
def agency(request: HttpRequest, agency: UUID) -> HttpResponse:
    """One agency as the system knows it."""
    day = timezone.localdate(request_time(request))
    found = get_object_or_404(Agency.objects.select_related("parent"), uuid=agency)
    context: dict[str, Any] = {
        "agency": found,
        "names": found.names.order_by("name"),
        "mandates": _mandates(found),
        "groups": _groups(found, day),
        "posts": [_post(one, day) for one in _desks(found)],
    }
    return render(request, "portal/administration/agency.html", context)


def _mandates(agency: Agency) -> list[tuple[str, Mandate]]:
    """What the agency does for the processes, in the processes' own words."""
    titles = {role.at.mandate: str(role.at.title) for role in registry.roles()}
    return [(titles.get(one.key, one.key), one) for one in agency.mandates.order_by("key", "valid_from")]


def _groups(agency: Agency, day: date) -> list[AgencyGroup]:
    """By membership, and by the agency's kind where the group takes every agency of a kind (kinds are JSON)."""
    named = set(agency.memberships.filter(valid_on(day)).values_list("group_id", flat=True))
    groups = AgencyGroup.objects.filter(valid_on(day))
    return [one for one in groups if one.pk in named or agency.kind in one.kinds]


def _desks(agency: Agency) -> Iterable[Desk]:
    held = Prefetch("appointments", Appointment.objects.select_related("person").order_by("-valid_from"))
    return agency.desks.select_related("position").prefetch_related(held).order_by("position__rank")


def _post(desk: Desk, day: date) -> Post:
    post = Post(desk)
    for one in desk.appointments.all():
        if one.valid_from > day:
            post.later.append(one)
        elif one.valid_to is not None and one.valid_to < day:
            post.before.append(one)
        else:
            post.now.append(one)
    return post
