"""Ending what was lent or recorded. Who may is the engine's rule; who may not know of it meets nothing here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import person_only, request_time
from workflow import absence as absences
from workflow import delegation as delegations
from workflow.context import Actor
from workflow.lending_refusals import LendingRefused
from workflow.models import Absence, Delegation, Person

from .choices import scope_titles
from .forms import EndForm


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, delegation: UUID) -> HttpResponse:
    """Take a right back, with a reason; at once."""
    rows = Delegation.objects.select_related("delegator", "delegate", "desk__agency", "desk__position")
    found = get_object_or_404(rows, uuid=delegation)
    _refuse_strangers(request, found.delegator)

    def end(reason: str) -> None:
        delegations.revoke(found, actor=Actor.of(request.user), reason=reason, at=request_time(request))

    context = {"delegation": found, "scope": scope_titles(found), "said": _("Đã thu hồi quyền đã giao.")}
    return _page(request, "portal/standing_in/revoke.html", found.delegator, end, context)


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, absence: UUID) -> HttpResponse:
    """The person is there after all; whoever stands in stops."""
    found = get_object_or_404(Absence.objects.select_related("person"), uuid=absence)
    _refuse_strangers(request, found.person)

    def end(reason: str) -> None:
        absences.cancel_absence(found, actor=Actor.of(request.user), reason=reason, at=request_time(request))

    context = {"absence": found, "said": _("Đã hủy ngày vắng mặt; việc xử lý thay đã chấm dứt.")}
    return _page(request, "portal/standing_in/cancel.html", found.person, end, context)


def _refuse_strangers(request: HttpRequest, owner: Person) -> None:
    actor = Actor.of(request.user)
    if owner != actor.person and not delegations.is_administrator(actor, request_time(request)):
        raise Http404


def _page(
    request: HttpRequest, template: str, owner: Person, end: Callable[[str], None], context: dict[str, object]
) -> HttpResponse:
    form = EndForm(request.POST or None)
    is_own = owner.pk == request.user.person_id
    back = reverse("standing_in") if is_own else reverse("administration_standing_in_of", args=[owner.uuid])
    if request.method == "POST" and form.is_valid():
        try:
            end(form.cleaned_data["reason"])
        except LendingRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(context["said"]))
            return redirect(back)
    return render(request, template, context | {"form": form, "back": back}, status=422 if form.errors else 200)
