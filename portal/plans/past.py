"""A plan's file as it was at the end of a day: which version, where each process stood, who had it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access import person_only
from processes.models import PlanVersion
from workflow.calendar import end_of_day, local_day
from workflow.past import Holder, InstanceThen, family_as_of

from .file import PlanFile, open_file

HOLDERS_SHOWN = 5


class DayForm(forms.Form):
    """The day to look back to: from the plan's first day until today."""

    day = forms.DateField(
        label=_("Vào ngày"),
        widget=forms.DateInput(attrs={"placeholder": "22/11/2026", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, first: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.today = first, today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.first:
            raise forms.ValidationError(_("Ngày đó hồ sơ chưa được mở."))
        if day > self.today:
            raise forms.ValidationError(_("Ngày đó chưa đến."))
        return day


@dataclass
class Standing:
    """The processes of one kind that stood in one state."""

    process: str
    state: str
    count: int = 0
    holders: list[Holder] = field(default_factory=list)


@person_only
@require_safe
def plan_as_of(request: HttpRequest, plan: UUID) -> HttpResponse:
    """For those who may see how the plan is made. Raises Http404 for others."""
    file = open_file(request, plan)
    if not file.is_working:
        raise Http404
    form = DayForm(request.GET or None, first=local_day(file.root.opened_at), today=local_day(file.at))
    context: dict[str, Any] = {"file": file, "plan": file.plan, "form": form}
    if form.is_valid():
        day = form.cleaned_data["day"]
        at = min(end_of_day(day), file.at)
        family = family_as_of(file.root, at)
        context |= {"day": day, "standings": _standings(family), "version": _version(file, family, at)}
    return render(request, "portal/plans/as_of.html", context)


def _standings(family: list[InstanceThen]) -> list[Standing]:
    """In order of opening; where many stand alike, some of their holders and the count."""
    found: dict[tuple[str, str], Standing] = {}
    for one in family:
        process = str(one.definition.title)
        standing = found.setdefault((process, one.state), Standing(process, one.state_title))
        standing.count += 1
        if one.holder is not None and len(standing.holders) < HOLDERS_SHOWN:
            standing.holders.append(one.holder)
    return list(found.values())


def _version(file: PlanFile, family: list[InstanceThen], at: datetime) -> PlanVersion | None:
    """The newest content that a step had been taken on by then."""
    hashes = {one.document_hash for one in family}
    versions = PlanVersion.objects.filter(plan=file.plan, hash__in=hashes, created_at__lte=at)
    return versions.select_related("author").order_by("-number").first()
