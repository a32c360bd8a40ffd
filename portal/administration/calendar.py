"""The working calendar: the nation's days off of this year and the next, and the province's own days."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.access import desk, request_time
from portal.templatetags.formats import vn_date
from portal.transitions import request_id
from workflow import calendar
from workflow.context import Actor
from workflow.models import CalendarDay

from .agencies import ADMINISTRATOR
from .forms import SpecialDayForm


@desk(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def working_calendar(request: HttpRequest) -> HttpResponse:
    """Two years of days that are not as their weekday would have them; a POST sets one."""
    today = timezone.localdate(request_time(request))
    last = date(today.year + 1, 12, 31)
    form = SpecialDayForm(request.POST or None, first=today, last=last)
    if request.method == "POST" and form.is_valid():
        at, by = request_time(request), Actor.of(request.user)
        made = calendar.set_day(**form.cleaned_data, actor=by, at=at, request=request_id(request))
        messages.success(request, _("Đã ghi ngày %(day)s.") % {"day": vn_date(made.day)})
        return redirect("administration_calendar")
    days = calendar.special_days(date(today.year, 1, 1), last)
    context = {
        "form": form,
        "coming": [one for one in days if one.day >= today],
        "over": [one for one in days if one.day < today],
        "today": today,
        "announced_until": calendar.ANNOUNCED_UNTIL,
    }
    return render(request, "portal/administration/calendar.html", context)


@desk(ADMINISTRATOR)
@require_POST
def clear_day(request: HttpRequest) -> HttpResponse:
    """The nation's calendar holds again on that day, if it is not over."""
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        if day < timezone.localdate(request_time(request)):
            raise ValueError("over")
        calendar.clear_day(day, actor=Actor.of(request.user), at=request_time(request), request=request_id(request))
    except (ValueError, CalendarDay.DoesNotExist):
        raise Http404("no_such_day") from None
    messages.success(request, _("Đã bỏ ngày đặc biệt %(day)s.") % {"day": vn_date(day)})
    return redirect("administration_calendar")
