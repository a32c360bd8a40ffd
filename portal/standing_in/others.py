"""The administrator's side: other people's days away and lent rights, each on the paper that says so."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import desk, request_time
from portal.administration.agencies import ADMINISTRATOR
from portal.administration.appointments import people_named
from workflow import lent
from workflow.models import Person

from .views import absence_page, delegate_page, overview_page

SHOWN = 50


@desk(ADMINISTRATOR)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Find a person (`?q=`); below, every right that is lent today."""
    words = request.GET.get("q", "").strip()
    found = people_named(words) if words else []
    serving = list(lent.in_force(request_time(request)).order_by("-valid_from", "-pk")[:SHOWN])
    return render(request, "portal/standing_in/people.html", {"q": words, "found": found, "serving": serving})


@desk(ADMINISTRATOR)
@require_safe
def standing_in(request: HttpRequest, person: UUID) -> HttpResponse:
    return overview_page(request, get_object_or_404(Person, uuid=person))


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest, person: UUID) -> HttpResponse:
    return absence_page(request, get_object_or_404(Person, uuid=person), _back(person))


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest, person: UUID) -> HttpResponse:
    return delegate_page(request, get_object_or_404(Person, uuid=person), _back(person))


def _back(person: UUID) -> str:
    return reverse("administration_standing_in_of", args=[person])
