"""What one enters to be away, to lend a right, and to end either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.administration.forms import day_field
from workflow.lending_refusals import LendingRefused
from workflow.models import Delegation, Desk, Person

from .choices import Choice, StepsOfProcess

NOBODY: Choice = ("", "—")


class RefusableForm(forms.Form):
    """A form whose refusal by the engine stands beside the field that it is about."""

    other_names: dict[str, str] = {}

    def refuse(self, refusal: LendingRefused) -> None:
        name = self.other_names.get(refusal.field, refusal.field)
        self.add_error(name if name in self.fields else None, str(refusal))


class AbsenceForm(RefusableForm):
    """Days away, and who does the work meanwhile."""

    other_names = {"delegate": "stand_in"}

    valid_from = day_field(_("Từ ngày"))
    valid_to = day_field(_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    stand_in = forms.ChoiceField(label=_("Người xử lý thay"), required=False)

    def __init__(self, *args: Any, people: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = [NOBODY, *people]

    def clean_stand_in(self) -> Person | None:
        return _person(self.cleaned_data["stand_in"])


class DelegateForm(RefusableForm):
    """A right to lend: whose desk, to whom, in which capacity, for what, how long, on which paper."""

    desk = forms.ChoiceField(label=_("Quyền của chức vụ"))
    delegate = forms.ChoiceField(label=_("Người được giao"))
    capacity = forms.ChoiceField(label=_("Tư cách"), widget=forms.RadioSelect)
    scope = forms.MultipleChoiceField(
        label=_("Những việc được giao"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Để trống nếu giao mọi việc của chức vụ. Thừa ủy quyền (TUQ.) phải chọn từng việc."),
    )
    valid_from = day_field(_("Từ ngày"))
    valid_to = day_field(_("Đến hết ngày"), required=False)
    paper = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ký hiệu và ngày của văn bản giao quyền.")
    )

    def __init__(
        self,
        *args: Any,
        desks: Sequence[Desk],
        people: Sequence[Choice],
        steps: Sequence[StepsOfProcess],
        is_administrator: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        capacity = Delegation.Capacity
        offered = [capacity.DEPUTY, capacity.BY_ORDER, capacity.BY_AUTHORIZATION]
        offered += [capacity.ACTING] if is_administrator else []
        self.fields["desk"].choices = [(str(desk.uuid), str(desk)) for desk in desks]
        self.fields["delegate"].choices = [NOBODY, *people]
        self.fields["capacity"].choices = [(one.value, one.label) for one in offered]
        self.fields["scope"].choices = list(steps)
        self.fields["paper"].required = is_administrator
        self._desks = {str(desk.uuid): desk for desk in desks}

    def clean_desk(self) -> Desk:
        return self._desks[self.cleaned_data["desk"]]

    def clean_delegate(self) -> Person | None:
        return _person(self.cleaned_data["delegate"])


class EndForm(RefusableForm):
    """Why a right is taken back, or an absence cancelled."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


def _person(uuid: str) -> Person | None:
    """A choice of the form, so that the person exists."""
    return Person.objects.get(uuid=uuid) if uuid else None
