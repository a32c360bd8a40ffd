"""What every way to begin a plan asks for: in which field of work, and for which agency where there are several."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.access import desks_of
from processes.documents.facts import PlanFacts
from processes.roles import DRAFTER
from workflow.models import Agency, Desk, FieldOfWork


def drafting_desks(request: HttpRequest) -> list[Desk]:
    return [one for one in desks_of(request) if one.position.code == DRAFTER.position]


class StartForm(forms.Form):
    """For whom a plan is begun where the person drafts at more than one agency."""

    # the same on a second press, so that it opens no second plan
    command_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, desks: list[Desk], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self.desks = desks
        self.fields["field"] = forms.ModelChoiceField(
            FieldOfWork.objects.all(),
            label=_("Lĩnh vực"),
            required=False,
            empty_label=_("Chưa xác định"),
            help_text=_("Để trống nếu chưa rõ; có thể chọn sau ở trang kế hoạch."),
        )
        if len(desks) > 1:
            choices = [(str(one.agency.uuid), str(one.agency)) for one in desks]
            self.fields["agency"] = forms.ChoiceField(
                label=_("Cơ quan soạn thảo"), choices=choices, initial=choices[0][0], widget=forms.RadioSelect
            )

    @property
    def agency(self) -> Agency:
        chosen = self.cleaned_data.get("agency")
        return next(one.agency for one in self.desks if chosen is None or str(one.agency.uuid) == chosen)

    def command(self, facts: PlanFacts) -> UUID | None:
        """Other content or another agency, sent from the same page after going back, is another command."""
        page = self.cleaned_data["command_id"]
        return uuid5(page, f"{self.agency.uuid}/{facts.hash}") if page else None
