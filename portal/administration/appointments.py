"""Seating a person at a desk and ending it by a day. Nothing is overwritten: appointments are dated facts."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import desk as desk_only
from portal.access import request_time
from portal.plans.listing import plain
from workflow import organization
from workflow.context import Actor
from workflow.models import Appointment, Desk, Person
from workflow.models.base import valid_on
from workflow.refusals import Refusal

from .agencies import ADMINISTRATOR
from .forms import AppointForm, EndForm

logger = logging.getLogger(__name__)

FOUND_SHOWN = 20


@desk_only(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, desk: UUID) -> HttpResponse:
    """Find a person (`?q=`), then seat them at this desk. Nobody appoints themselves."""
    found = get_object_or_404(Desk.objects.select_related("agency", "position"), uuid=desk)
    words = request.GET.get("q", "").strip()
    people = _people(request, words)
    form = AppointForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid() and _seated(request, found, form):
        return redirect("administration_agency", found.agency.uuid)
    context = {"desk": found, "q": words, "form": form, "anyone": bool(words) and people.exists()}
    return render(request, "portal/administration/appoint.html", context)


def _people(request: HttpRequest, words: str) -> QuerySet[Person]:
    """Not the administrator who asks: nobody appoints themselves."""
    return people_named(words, Person.objects.exclude(pk=request.user.person_id))


def people_named(words: str, among: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """By name or account, with or without marks."""
    wanted = plain(words).split()
    if not wanted:
        return Person.objects.none()
    people = Person.objects.all() if among is None else among
    known = people.order_by("full_name").values_list("pk", "full_name", "accounts__username")
    found = [pk for pk, *names in known if all(word in plain(f"{names[0]} {names[1] or ''}") for word in wanted)]
    return Person.objects.filter(pk__in=list(dict.fromkeys(found))[:FOUND_SHOWN])


def _seated(request: HttpRequest, desk: Desk, form: AppointForm) -> bool:
    chosen = form.cleaned_data
    try:
        made = organization.appoint(
            person=chosen["person"],
            agency=desk.agency,
            position=desk.position.code,
            valid_from=chosen["valid_from"],
            valid_to=chosen["valid_to"],
            actor=Actor.of(request.user),
            at=request_time(request),
        )
    except Refusal as refusal:
        form.add_error("valid_from", str(refusal))
        return False
    logger.info("Appointment %s made by account %s", made.uuid, request.user.uuid)
    messages.success(request, _("Đã ghi nhận %(person)s: %(desk)s.") % {"person": made.person, "desk": desk})
    return True


@desk_only(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, appointment: UUID) -> HttpResponse:
    """Set the last day of an appointment that still holds or is to come."""
    today = timezone.localdate(request_time(request))
    current = Appointment.objects.filter(Q(valid_on(today)) | Q(valid_from__gt=today))
    found = get_object_or_404(current.select_related("person", "desk__agency", "desk__position"), uuid=appointment)
    form = EndForm(request.POST or None, first=found.valid_from, today=today, initial={"valid_to": found.valid_to})
    if request.method == "POST" and form.is_valid() and _ended(request, found, form):
        return redirect("administration_agency", found.desk.agency.uuid)
    last = not found.desk.appointments.filter(valid_on(today)).exclude(pk=found.pk).exists()
    context = {"appointment": found, "form": form, "leaves_empty": last}
    return render(request, "portal/administration/end.html", context)


def _ended(request: HttpRequest, appointment: Appointment, form: EndForm) -> bool:
    day, actor = form.cleaned_data["valid_to"], Actor.of(request.user)
    try:
        organization.end_appointment(appointment=appointment, valid_to=day, actor=actor, at=request_time(request))
    except Refusal as refusal:
        form.add_error("valid_to", str(refusal))
        return False
    logger.info("Appointment %s ended by account %s", appointment.uuid, request.user.uuid)
    messages.success(request, _("Đã ghi ngày cuối đảm nhiệm của %(person)s.") % {"person": appointment.person})
    return True
