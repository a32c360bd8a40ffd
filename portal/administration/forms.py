"""What the administrator may enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow import moving
from workflow.definition import ProcessDefinition
from workflow.models import Person

LARGEST = 10**15  # đồng; beyond any province's budget: a slip of the keyboard


def day_field(label: Any, *, required: bool = True, validators: Sequence[Any] = ()) -> forms.DateField:
    """A day, written and read as 22/11/2026."""
    widget = forms.DateInput(attrs={"placeholder": "22/11/2026", "inputmode": "numeric", "autocomplete": "off"})
    return forms.DateField(label=label, required=required, widget=widget, validators=validators)


class AppointForm(forms.Form):
    """Who sits at a desk, from when to when. `people`: those found by the search before."""

    person = forms.ModelChoiceField(
        label=_("Người được bổ nhiệm"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    valid_from = day_field(_("Từ ngày"))
    valid_to = day_field(_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        return cleaned


class EndForm(forms.Form):
    """The last day at a desk. What is over already is history, and stays."""

    valid_to = day_field(_("Ngày cuối cùng đảm nhiệm"))

    def __init__(self, *args: Any, first: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.today = first, today

    def clean_valid_to(self) -> date:
        day: date = self.cleaned_data["valid_to"]
        if day < self.first:
            raise forms.ValidationError(_("Ngày cuối không thể trước ngày bắt đầu đảm nhiệm."))
        if day < self.today:
            raise forms.ValidationError(_("Không thể kết thúc từ một ngày đã qua: việc đã làm vẫn thuộc người đó."))
        return day


class FundingRuleForm(forms.Form):
    """The sum from which on a plan must be appraised, and since when."""

    amount = forms.IntegerField(
        label=_("Tổng kinh phí từ (đồng)"),
        min_value=0,
        max_value=LARGEST,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    basis = forms.CharField(label=_("Căn cứ"), max_length=300)
    valid_from = day_field(_("Áp dụng từ ngày"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Quy định mới chỉ áp dụng từ hôm nay trở đi; hồ sơ đã qua giữ mức cũ."))
        return day


class SpecialDayForm(forms.Form):
    """A day on which the province works, or is off, otherwise than the nation. Days that are over stay as they were."""

    day = day_field(_("Ngày"))
    working = forms.TypedChoiceField(
        label=_("Ngày đó"),
        choices=[("no", _("Nghỉ")), ("yes", _("Làm việc (làm bù)"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Căn cứ"), max_length=200)

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(_("Chỉ ghi được ngày từ hôm nay đến hết năm sau."))
        return day


class MoveForm(forms.Form):
    """For each state in which files stand the state of the other version to which they go, and why."""

    reason = forms.CharField(
        label=_("Lý do chuyển"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        before: type[ProcessDefinition] | None,
        to: type[ProcessDefinition],
        counts: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        targets = [(state, to.state_title(state)) for state in to.stages]
        for state in counts:
            self.fields[f"state_{state}"] = forms.ChoiceField(
                label=_("“%(state)s” chuyển thành") % {"state": moving.title_in(before, state)},
                choices=[("", _("chưa chọn")), *targets],
                required=False,
                initial=state if state in to.stages else "",
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def states(self) -> dict[str, str]:
        """Old → new, of those chosen."""
        chosen = {name.removeprefix("state_"): value for name, value in self.cleaned_data.items() if name != "reason"}
        return {old: new for old, new in chosen.items() if new}

    def has_reason(self) -> bool:
        """Looking needs none; moving does."""
        if not self.cleaned_data["reason"]:
            self.add_error("reason", _("Hãy ghi lý do: việc chuyển được lưu vào dấu vết của từng hồ sơ."))
        return bool(self.cleaned_data.get("reason"))
