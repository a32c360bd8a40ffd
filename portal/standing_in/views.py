"""Where a person records days away and lends rights. `others.py` has the same pages for the administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import person_only, request_time
from workflow import absence as absences
from workflow import delegation
from workflow.context import Actor
from workflow.lending_refusals import LendingRefused
from workflow.models import Person

from .choices import colleagues, deputies, lendable, steps
from .forms import AbsenceForm, DelegateForm
from .overview import overview


@person_only
@require_safe
def standing_in(request: HttpRequest) -> HttpResponse:
    """What I lent, what I hold, when I am away."""
    return overview_page(request, request.user.person)


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Record days away, with who stands in."""
    return absence_page(request, request.user.person, reverse("standing_in"))


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest) -> HttpResponse:
    """Lend a right of one's own."""
    return delegate_page(request, request.user.person, reverse("standing_in"))


# --- the pages, for whomever they are about


def overview_page(request: HttpRequest, person: Person) -> HttpResponse:
    at = request_time(request)
    is_own = person.pk == request.user.person_id
    context = overview(person, at) | {"is_own": is_own, "may_lend": bool(lendable(person, at))}
    return render(request, "portal/standing_in/overview.html", context)


def absence_page(request: HttpRequest, person: Person, back: str) -> HttpResponse:
    at = request_time(request)
    desks = lendable(person, at)
    form = AbsenceForm(request.POST or None, people=colleagues(person, desks, timezone.localdate(at)))
    if request.method == "POST" and form.is_valid():
        try:
            absences.record_absence(person=person, actor=Actor.of(request.user), at=at, **form.cleaned_data)
        except LendingRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi nhận vắng mặt."))
            return redirect(back)
    return _form(request, "portal/standing_in/absence.html", form, person, back)


def delegate_page(request: HttpRequest, person: Person, back: str) -> HttpResponse:
    at = request_time(request)
    desks = lendable(person, at)
    form = DelegateForm(
        request.POST or None,
        desks=desks,
        people=deputies(person, desks, timezone.localdate(at)),
        steps=steps(desks),
        is_administrator=person.pk != request.user.person_id,
    )
    if request.method == "POST" and form.is_valid():
        try:
            delegation.delegate(delegator=person, actor=Actor.of(request.user), at=at, **form.cleaned_data)
        except LendingRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã giao quyền cho %(person)s.") % {"person": form.cleaned_data["delegate"]})
            return redirect(back)
    return _form(request, "portal/standing_in/delegate.html", form, person, back)


def _form(request: HttpRequest, template: str, form: Any, person: Person, back: str) -> HttpResponse:
    context = {"form": form, "whose": person, "is_own": person.pk == request.user.person_id, "back": back}
    return render(request, template, context, status=422 if form.errors else 200)
