"""What the administrator writes down of a reorganization. Agencies are named as texts name them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow.models import Agency, FieldOfWork, Succession
from workflow.models.base import valid_on
from workflow.organization import Directory
from workflow.succession import Part

from .forms import day_field

ROWS = 12
EARLIEST = date(1945, 9, 2)  # no agency is older; the day before has to exist as well
LIST = "agencies"  # id of the page's list of names


def agency_names(day: date) -> list[str]:
    """For the browser to offer while one types."""
    return list(Agency.objects.filter(valid_on(day)).order_by("name").values_list("name", flat=True))


def _name_field(label: Any, *, required: bool = False) -> forms.CharField:
    attributes = {"list": LIST, "autocomplete": "off", "class": "form-control", "aria-label": label}
    return forms.CharField(label=label, max_length=200, required=required, widget=forms.TextInput(attributes))


class SuccessionForm(forms.Form):
    """The paper, its day and what it does."""

    kind = forms.ChoiceField(label=gettext_lazy("Hình thức sắp xếp"), choices=Succession.Kind.choices)
    effective_on = day_field(gettext_lazy("Có hiệu lực từ ngày"), validators=[MinValueValidator(EARLIEST)])
    paper = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300)
    new_name = forms.CharField(label=gettext_lazy("Tên mới (khi đổi tên)"), max_length=200, required=False)


class PartForm(forms.Form):
    """One line: who gives, who takes, and in which field."""

    predecessor = _name_field(gettext_lazy("Cơ quan được sắp xếp"))
    successor = _name_field(gettext_lazy("Cơ quan kế thừa"))
    field = forms.ModelChoiceField(
        label=gettext_lazy("Lĩnh vực"),
        queryset=FieldOfWork.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Phần việc còn lại"),
        widget=forms.Select({"class": "form-select", "aria-label": gettext_lazy("Lĩnh vực")}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("successor") and not cleaned.get("predecessor"):
            self.add_error("predecessor", _("Hãy ghi cơ quan được sắp xếp của dòng này."))
        return cleaned


class PartForms(forms.formset_factory(PartForm, extra=ROWS, max_num=100)):
    """The lines of the page; those left empty say nothing."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="parts")

    def parts(self, day: date) -> list[Part] | None:
        """The lines with the agencies that they name; None where a name leads nowhere, said beside it."""
        before, after = Directory(day - timedelta(days=1)), Directory(day)
        found: list[Part] = []
        for line in self.forms:
            said = line.cleaned_data
            if not said.get("predecessor"):
                continue
            predecessor = _agency(before, line, "predecessor")
            successor = _agency(after, line, "successor") if said["successor"] else None
            if predecessor is not None:
                found.append(Part(predecessor, successor, said["field"]))
        return None if any(line.errors for line in self.forms) else found


def _agency(directory: Directory, form: forms.Form, key: str) -> Agency | None:
    named = directory.find(form.cleaned_data[key])
    if isinstance(named, Agency):
        return named
    day = f"{directory.day:%d/%m/%Y}"
    form.add_error(key, _("Không có cơ quan nào mang tên này vào ngày %(day)s.") % {"day": day})
    return None


class ChooseForm(forms.Form):
    """Who takes one file."""

    agency = _name_field(gettext_lazy("Cơ quan nhận hồ sơ này"), required=True)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._day = day

    def clean_agency(self) -> Agency:
        named = Directory(self._day).find(self.cleaned_data["agency"])
        if not isinstance(named, Agency):
            day = f"{self._day:%d/%m/%Y}"
            raise forms.ValidationError(_("Không có cơ quan nào mang tên này vào ngày %(day)s.") % {"day": day})
        return named
