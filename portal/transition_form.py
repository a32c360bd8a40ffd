"""The form of a step, made from what its definition asks for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.asked import FIELD, JUDGEMENT
from processes.documents.facts import PlanFacts
from workflow import organization
from workflow.engine import TARGET
from workflow.inputs import Input, InputKind
from workflow.models import Agency, FieldOfWork
from workflow.names import fold

from .transition_words import first_values

if TYPE_CHECKING:
    from .transitions import Case

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
ROWS = 6
ERRORS = {
    "required": gettext_lazy("Chưa nhập nội dung này."),
    "too_long": gettext_lazy("Dài %(length)s ký tự; nhiều nhất %(limit)s ký tự."),
    "not_a_choice": gettext_lazy("Hãy chọn một trong các mục."),
    "not_a_date": gettext_lazy("Hãy nhập ngày theo mẫu 22/11/2026."),
    "not_later": gettext_lazy("Hạn mới phải sau hôm nay và sau hạn hiện nay."),
    "not_agencies": gettext_lazy("Có cơ quan không hợp lệ; hãy chọn lại."),
    "not_data": gettext_lazy("Nội dung chưa đúng; hãy xem lại các số đã nhập."),
}


def input_error(code: str, params: Mapping[str, Any]) -> str:
    """What the engine found wrong with an input, in words."""
    return str(ERRORS[code]) % params if code == "too_long" else str(ERRORS[code])


class StepForm(forms.Form):
    """Asks for what the step needs; hidden: what the person saw, and the id that makes a second press harmless."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    document_hash = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    command_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, case: Case, *, at: datetime, data: Any = None, kept: bool = False) -> None:
        """`kept`: what was typed is shown again without being judged."""
        super().__init__(data=data, initial=_initial(case, at), label_suffix="")
        self.case = case
        if case.choices:
            self.fields[TARGET] = forms.ChoiceField(
                label=_("Chuyển đến bước"),
                choices=case.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Hãy chọn bước mà hồ sơ sẽ chuyển đến.")},
            )
        for wanted in case.transition.needs:
            self.fields[wanted.key] = _field(wanted, case, at)
        if kept:
            self._errors = forms.utils.ErrorDict()

    def inputs(self) -> dict[str, Any]:
        """What was entered, as the engine takes it."""
        values = {wanted.key: self.cleaned_data.get(wanted.key) for wanted in self.case.transition.needs}
        if TARGET in self.fields:
            values[TARGET] = self.cleaned_data[TARGET]
        return values

    def on(self, case: Case) -> QueryDict:
        """What was typed, upon what the person sees now: a new command."""
        data = self.data.copy()
        data["revision"] = str(case.instance.revision)
        data["document_hash"] = case.document_hash
        data["command_id"] = str(uuid.uuid4())
        return data


def _initial(case: Case, at: datetime) -> dict[str, Any]:
    seen = {
        "revision": case.instance.revision,
        "document_hash": case.document_hash,
        "command_id": uuid.uuid4(),
    }
    return first_values(case.definition.key, case.transition.name, case.subject, timezone.localdate(at)) | seen


def _field(wanted: Input, case: Case, at: datetime) -> forms.Field:
    shared = _shared(wanted)
    if wanted.kind is InputKind.AGENCIES:
        return forms.MultipleChoiceField(choices=_agencies(case, at), widget=AgencyBoxes, **shared)
    if wanted is FIELD:
        fields = FieldOfWork.objects.values_list("code", "name")
        return forms.ChoiceField(choices=list(fields), widget=forms.RadioSelect, **shared)
    return JudgementField(case.subject, **shared) if wanted is JUDGEMENT else simple_field(wanted)


def _shared(wanted: Input) -> dict[str, Any]:
    return {
        "label": wanted.title,
        "required": wanted.required,
        "help_text": wanted.help,
        "error_messages": {"required": ERRORS["required"], "invalid_choice": ERRORS["not_a_choice"]},
    }


def simple_field(wanted: Input) -> forms.Field:
    """The field of an input that is the same whatever file it is asked for."""
    shared = _shared(wanted)
    if wanted.kind is InputKind.CHOICE:
        return forms.ChoiceField(choices=wanted.choices, widget=forms.RadioSelect, **shared)
    if wanted.kind is InputKind.DATE:
        return DayField(**shared)
    if wanted.kind is InputKind.LINE:
        return forms.CharField(max_length=wanted.max_length, **shared)
    # the limit is the engine's: it counts the text in one Unicode form
    return forms.CharField(widget=forms.Textarea(attrs={"rows": ROWS}), **shared)


class DayField(forms.DateField):
    """A day as Vietnam writes it, typed; the engine gets it as ISO text."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "22/11/2026", "inputmode": "numeric", "autocomplete": "off"}
        )
        super().__init__(input_formats=DATE_FORMATS, widget=widget, **kwargs)
        self.error_messages["invalid"] = ERRORS["not_a_date"]

    def clean(self, value: Any) -> str | None:
        found: date | None = super().clean(value)
        return found.isoformat() if found else None


# --- agencies


class AgencyBoxes(forms.CheckboxSelectMultiple):
    """Agencies by kind, each a box; a search field narrows them where the page has its script."""

    template_name = "portal/plans/agency_boxes.html"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def _agencies(case: Case, at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """Whom one may ask: agencies with people in the system, those with a task in the draft first."""
    day = timezone.localdate(at)
    connected = organization.connected_ids(day)
    own = {agency.pk for agency in case.context.agencies.values()}
    found = [
        agency
        for agency in Agency.objects.filter(pk__in=connected, desks__position__code="specialist").distinct()
        if agency.pk not in own
    ]
    named = _named(case.subject)
    first = [agency for agency in found if fold(agency.name) in named or fold(agency.short_name) in named]
    order = list(Agency.Kind.values)
    rest = sorted((a for a in found if a not in first), key=lambda agency: (order.index(agency.kind), agency.name))
    groups = [(_("Có nhiệm vụ trong dự thảo"), [_option(agency) for agency in first])] if first else []
    return groups + [
        (str(Agency.Kind(kind).label), [_option(agency) for agency in agencies])
        for kind, agencies in groupby(rest, key=lambda agency: agency.kind)
    ]


def _option(agency: Agency) -> tuple[str, str]:
    return str(agency.uuid), agency.name


def _named(subject: Any) -> set[str]:
    facts = getattr(subject, "facts", None)
    if not isinstance(facts, PlanFacts):
        return set()
    return {fold(mention.name) for task in facts.tasks for mention in (*task.lead, *task.coordinating)}


# --- money


class JudgementTable(forms.Widget):
    """A row for each cost line: what is asked for, what is agreed, a remark."""

    def __init__(self, lines: list[Any]) -> None:
        super().__init__()
        self.lines = lines

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        return [
            {
                "order": str(line.order),
                "agreed": str(data.get(f"{name}-{line.order}-agreed", "")).strip(),
                "remark": str(data.get(f"{name}-{line.order}-remark", "")).strip(),
            }
            for line in self.lines
        ]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        typed = {str(row["order"]): row for row in value or []}
        rows = [(line, typed.get(str(line.order)) or _judged(line)) for line in self.lines]
        return render_to_string("portal/plans/judgement_table.html", {"name": name, "rows": rows, "attrs": attrs or {}})

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}-{self.lines[0].order}-agreed" if self.lines else id_


def _judged(line: Any) -> dict[str, str]:
    agreed = "" if line.agreed is None else f"{line.agreed:,}".replace(",", ".")
    return {"agreed": agreed, "remark": line.remark}


class JudgementField(forms.Field):
    """Amounts in đồng, dots between thousands allowed."""

    def __init__(self, review: Any, **kwargs: Any) -> None:
        self.lines = list(review.lines.all())
        super().__init__(widget=JudgementTable(self.lines), **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        return [self._line(row) for row in value]

    def _line(self, row: dict[str, str]) -> dict[str, Any]:
        digits = row["agreed"].replace(".", "").replace(" ", "").removesuffix("đồng").removesuffix("đ")
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 15:
            raise forms.ValidationError(
                _("Dòng %(order)s: hãy nhập số tiền bằng đồng, ví dụ 250.000.000; không đồng ý thì nhập 0.")
                % {"order": row["order"]}
            )
        return {"order": int(row["order"]), "agreed": int(digits), "remark": row["remark"]}
