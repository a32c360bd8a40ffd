"""Which of several leaders answers for which field of work: only they sign in it, unless they are away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.access import desk, request_time
from workflow import registry, responsibility
from workflow.context import Actor
from workflow.models import Appointment, FieldOfWork, Responsibility
from workflow.models.base import valid_on
from workflow.refusals import Refusal

from .agencies import ADMINISTRATOR
from .forms import day_field

UNCHOSEN = gettext_lazy("chưa chọn")


class SeatField(forms.ModelChoiceField):
    """A person at a desk: several persons sit there, and a person may sit at several."""

    def label_from_instance(self, seat: Appointment) -> str:
        return f"{seat.person}: {seat.desk}"


class FieldForm(forms.Form):
    """`seats`: who sits today at the desks whose work is shared out by fields."""

    field = forms.ModelChoiceField(
        FieldOfWork.objects.all(),
        label=gettext_lazy("Lĩnh vực"),
        to_field_name="code",
        empty_label=UNCHOSEN,
    )
    seat = SeatField(
        Appointment.objects.none(),
        label=gettext_lazy("Người phụ trách"),
        to_field_name="uuid",
        empty_label=UNCHOSEN,
    )
    valid_from = day_field(gettext_lazy("Từ ngày"))
    paper = forms.CharField(label=gettext_lazy("Văn bản phân công"), max_length=300)

    def __init__(self, *args: Any, seats: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """Who answers for what today and soon; a POST assigns a field."""
    today = timezone.localdate(request_time(request))
    form = FieldForm(request.POST or None, seats=_seats(request), initial={"valid_from": today})
    if request.method == "POST" and form.is_valid() and _assigned(request, form):
        return redirect("administration_fields")
    rows = Responsibility.objects.exclude(valid_to__lt=today).select_related(
        "person", "field", "desk__agency", "desk__position"
    )
    context = {"form": form, "rows": rows.order_by("field__name", "valid_from"), "today": today}
    return render(request, "portal/administration/fields.html", context)


@desk(ADMINISTRATOR)
@require_POST
def release(request: HttpRequest, responsibility_uuid: Any) -> HttpResponse:
    """From tomorrow on the field is nobody's in particular."""
    row = get_object_or_404(Responsibility, uuid=responsibility_uuid)
    responsibility.release(row, actor=Actor.of(request.user), at=request_time(request))
    messages.success(request, _("Đã kết thúc phân công %(field)s.") % {"field": row.field})
    return redirect("administration_fields")


def _seats(request: HttpRequest) -> QuerySet[Appointment]:
    positions = {role.position for role in registry.roles() if role.by_field}
    seats = Appointment.objects.filter(
        valid_on(timezone.localdate(request_time(request))), desk__position__code__in=positions
    )
    return seats.select_related("person", "desk__agency", "desk__position").order_by("person__full_name")


def _assigned(request: HttpRequest, form: FieldForm) -> bool:
    chosen = form.cleaned_data
    try:
        made = responsibility.assign(
            person=chosen["seat"].person,
            desk=chosen["seat"].desk,
            field=chosen["field"],
            valid_from=chosen["valid_from"],
            paper=chosen["paper"],
            actor=Actor.of(request.user),
            at=request_time(request),
        )
    except Refusal as refusal:
        form.add_error("valid_from", str(refusal))
        return False
    messages.success(request, _("%(person)s phụ trách %(field)s.") % {"person": made.person, "field": made.field})
    return True
