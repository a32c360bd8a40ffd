"""A new plan that is not read from a file: from a template, empty, or from the plan of the series before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import desk, request_time
from portal.plans.file import PlanFile, open_file
from portal.plans.listing import found_by_words, visible
from processes.documents.drafting.carrying import Fate, YearMove, carried, plan_year, year_moves
from processes.documents.drafting.plan_templates import empty_plan, plan_template, plan_templates
from processes.documents.facts import PlanFacts, Task
from processes.models import Plan
from processes.roles import DRAFTER
from processes.services.drafting import create_plan
from workflow.context import Actor
from workflow.models import FieldOfWork
from workflow.refusals import Refusal

from .dates import spoken
from .reread import READERS, reread
from .start_form import StartForm, drafting_desks

EMPTY = "empty"
ON_PAGE = 25
FARTHEST = 3  # years between two plans of a series


class TemplateForm(StartForm):
    template = forms.CharField(max_length=60)

    def clean_template(self) -> str:
        key: str = self.cleaned_data["template"]
        if key != EMPTY and plan_template(key) is None:
            raise forms.ValidationError(_("Hãy chọn một mẫu."))
        return key

    @property
    def facts(self) -> PlanFacts:
        template = plan_template(self.cleaned_data["template"])
        return template.facts if template else empty_plan()


@desk(DRAFTER.position)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_from_template(request: HttpRequest) -> HttpResponse:
    """The plan begins as the template says, every place to fill marked."""
    desks = drafting_desks(request)
    if request.method != "POST":
        return _templates(request, TemplateForm(desks))
    form = TemplateForm(desks, request.POST)
    if not form.is_valid():
        return _templates(request, form, 422)
    try:
        root = _begin(request, form, form.facts)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _templates(request, form, refusal.http_status)
    messages.success(request, _("Đã mở dự thảo mới. Chỗ có dấu “……” là chỗ cần điền."))
    return redirect("plan_edit", root)


def _templates(request: HttpRequest, form: TemplateForm, status: int = 200) -> HttpResponse:
    fields = {one.code: one for one in FieldOfWork.objects.all()}
    offered = [(one, [fields[code] for code in one.fields if code in fields]) for one in plan_templates()]
    shown = {"form": form, "templates": offered, "way": "template", "chosen": form["template"].value()}
    return render(request, "portal/drafting/new_template.html", shown, status=status)


def _begin(request: HttpRequest, form: StartForm, facts: PlanFacts, continues: Plan | None = None) -> UUID:
    _plan, instance = create_plan(
        facts=facts,
        agency=form.agency,
        actor=Actor.of(request.user),
        at=request_time(request),
        field=form.cleaned_data["field"],
        command_id=form.command(facts),
        continues=continues,
    )
    return instance.uuid


# --- the previous plan of the series


@desk(DRAFTER.position)
@require_safe
def plan_previous(request: HttpRequest) -> HttpResponse:
    """The issued plans that the person may see, newest first: which one does the new one follow?"""
    words = request.GET.get("q", "").strip()
    roots = visible(request)
    issued = Plan.objects.exclude(number="").filter(pk__in=roots.values("subject_id"))
    if words:
        issued = issued.filter(pk__in=found_by_words(roots, words))
    page = Paginator(issued.select_related("drafting_agency").order_by("-issued_on", "-pk"), ON_PAGE).get_page(
        request.GET.get("page")
    )
    addresses = dict(roots.filter(subject_id__in=[plan.pk for plan in page]).values_list("subject_id", "uuid"))
    rows = [(plan, addresses[plan.pk]) for plan in page]
    shown = {"rows": rows, "page": page, "q": words, "way": "previous"}
    return render(request, "portal/drafting/new_previous.html", shown)


FATES: tuple[tuple[str, str | Promise], ...] = (
    (Fate.KEEP, gettext_lazy("Giữ")),
    (Fate.CHANGE, gettext_lazy("Giữ, sẽ sửa")),
    (Fate.DROP, gettext_lazy("Bỏ")),
)


@dataclass(frozen=True)
class TaskChoice:
    """A task of the plan before, what becomes of it, and its years that would move."""

    number: int
    task: Task
    fate: str
    moves: list[tuple[YearMove, bool]]


@dataclass
class Carrying:
    """The page's choices: what the plan before says, what becomes of it."""

    facts: PlanFacts
    by: int
    fates: dict[str, Fate]
    confirmed: set[str]

    @property
    def moves(self) -> list[tuple[YearMove, bool]]:
        return [(_readable(move), move.path in self.confirmed) for move in year_moves(self.facts, self.by)]

    @property
    def tasks(self) -> list[TaskChoice]:
        moves = self.moves
        return [
            TaskChoice(
                number,
                task,
                self.fates.get(task.ref, Fate.KEEP),
                [one for one in moves if one[0].path.startswith(f"tasks[{number}].")],
            )
            for number, task in enumerate(self.facts.tasks)
        ]

    @property
    def others(self) -> list[tuple[YearMove, bool]]:
        return [one for one in self.moves if not one[0].path.startswith("tasks[")]

    @property
    def result(self) -> PlanFacts:
        """What was read in single paragraphs of the plan before is read anew in those of this one."""
        new = carried(self.facts, self.fates, self.confirmed, self.by)
        return reread(replace(new, **dict.fromkeys(READERS, ())), self.facts)


def _readable(move: YearMove) -> YearMove:
    is_day = move.path.endswith(".due")
    return YearMove(move.path, spoken(move.before), spoken(move.after)) if is_day else move


@desk(DRAFTER.position)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_carry(request: HttpRequest, plan: UUID) -> HttpResponse:
    """What of an issued plan goes into the next one, on one page. Raises Http404 for what is no issued plan here."""
    file = open_file(request, plan)
    if not file.plan.number:
        raise Http404
    desks, by = drafting_desks(request), _years_between(request)
    every = {move.path for move in year_moves(file.facts, by)}
    if request.method != "POST":
        return _carry(request, file, StartForm(desks), Carrying(file.facts, by, {}, every))
    form = StartForm(desks, request.POST)
    chosen = Carrying(file.facts, by, _fates(request, file.facts), every & set(request.POST.getlist("move")))
    if not form.is_valid():
        return _carry(request, file, form, chosen, 422)
    try:
        root = _begin(request, form, chosen.result, file.plan)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _carry(request, file, form, chosen, refusal.http_status)
    messages.success(request, _("Đã mở dự thảo tiếp theo. Số, ngày và người ký để trống; hãy kiểm tra từng phần."))
    return redirect("plan_edit", root)


def _years_between(request: HttpRequest) -> int:
    asked = request.GET.get("by", "1")
    return int(asked) if asked in {str(number) for number in range(1, FARTHEST + 1)} else 1


def _fates(request: HttpRequest, facts: PlanFacts) -> dict[str, Fate]:
    said = {task.ref: request.POST.get(f"fate.{number}", "") for number, task in enumerate(facts.tasks)}
    return {ref: Fate(fate) for ref, fate in said.items() if fate in set(Fate)}


def _carry(request: HttpRequest, file: PlanFile, form: StartForm, chosen: Carrying, status: int = 200) -> HttpResponse:
    year = plan_year(file.facts)
    shown: dict[str, Any] = {
        "file": file,
        "form": form,
        "chosen": chosen,
        "fates": FATES,
        "way": "previous",
        "years": [(by, year + by) for by in range(1, FARTHEST + 1)] if year else [],
    }
    return render(request, "portal/drafting/carry.html", shown, status=status)
