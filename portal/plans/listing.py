"""The plans that a person may see: narrowed by state, by whose they are, by words of the title."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.access import desks_of, request_time
from processes.models import Plan
from processes.plan import PlanProcess
from workflow import authorization, registry
from workflow.definition import Reveal
from workflow.models import Participation, ProcessInstance, Task

from .badges import Badge, plan_badge
from .file import WAYS, state_title

ON_PAGE = 25
SEARCHED = 5000  # the newest ones; beyond that a search column is due
WHOSE = (("all", _("Tất cả")), ("agency", _("Của cơ quan tôi")), ("mine", _("Do tôi soạn")))


@dataclass
class Row:
    """A plan as its line shows it."""

    instance: ProcessInstance
    plan: Plan
    badge: Badge
    tasks: list[tuple[Task, str]]  # who has it, and in which state

    @property
    def marked(self) -> ProcessInstance:
        """The one whose mark of urgency counts: what is under way before the plan itself."""
        return next((task.instance for task, _state in self.tasks if task.instance.urgency), self.instance)


def listing(request: HttpRequest) -> dict[str, Any]:
    """The page's rows and the present filters."""
    chosen = {key: request.GET.get(key, "").strip() for key in ("state", "whose", "q")}
    found = _narrowed(visible(request), chosen, request)
    page = Paginator(found.order_by("-opened_at", "-pk"), ON_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    return {
        "page": page,
        "rows": _rows(list(page), request),
        "chosen": chosen,
        "states": PlanProcess.states.choices,
        "whose": WHOSE,
        "filtered": any(chosen.values()),
        "asked": asked.urlencode(),
        "may_draft": any(desk.position.code == "specialist" for desk in desks_of(request)),
    }


def visible(request: HttpRequest) -> QuerySet[ProcessInstance]:
    """The files of all plans that the person may see."""
    roots = authorization.visible_roots(request.user.person, request_time(request))
    return ProcessInstance.objects.filter(definition_key="plan", pk__in=roots)


def _narrowed(
    found: QuerySet[ProcessInstance], chosen: dict[str, str], request: HttpRequest
) -> QuerySet[ProcessInstance]:
    if chosen["state"] in PlanProcess.states.values:
        found = found.filter(state=chosen["state"])
    if chosen["whose"] == "mine":
        found = found.filter(subject_id__in=Plan.objects.filter(drafter=request.user.person).values("pk"))
    elif chosen["whose"] == "agency":
        agencies = [desk.agency_id for desk in desks_of(request)]
        found = found.filter(subject_id__in=Plan.objects.filter(drafting_agency__in=agencies).values("pk"))
    return found.filter(subject_id__in=found_by_words(found, chosen["q"])) if chosen["q"] else found


def found_by_words(found: QuerySet[ProcessInstance], words: str) -> list[int]:
    """Ids of the plans whose title or number has all the words, however their letters are written."""
    newest = list(found.order_by("-opened_at").values_list("subject_id", flat=True)[:SEARCHED])
    wanted = plain(words).split()
    titles = Plan.objects.filter(pk__in=newest).values_list("pk", "title", "number")
    return [pk for pk, title, number in titles if all(word in plain(f"{title} {number}") for word in wanted)]


def plain(text: str) -> str:
    """Letters without marks, small: "Đường" gives "duong"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _rows(instances: list[ProcessInstance], request: HttpRequest) -> list[Row]:
    """Where a plan is now is told to those only who see its making, or who have it."""
    mine = {desk.agency_id for desk in desks_of(request)}
    working = _working(instances, mine)
    plans = Plan.objects.select_related("drafting_agency").in_bulk([one.subject_id for one in instances])
    held: dict[int, list[tuple[Task, str]]] = {}
    tasks = Task.objects.filter(
        status=Task.Status.OPEN, instance__root__in=instances, instance__definition_key__in=WAYS
    ).select_related("desk__agency", "desk__position", "instance")
    for task in tasks:
        if task.instance.root_id in working or task.desk.agency_id in mine:
            held.setdefault(task.instance.root_id, []).append((task, state_title(task.instance)))
    return [Row(one, plans[one.subject_id], plan_badge(one), held.get(one.pk, [])) for one in instances]


def _working(instances: list[ProcessInstance], agencies: set[int]) -> set[int | None]:
    """Ids of the files that these agencies see whole; one query."""
    parts = Participation.objects.filter(agency__in=agencies, instance__root__in=instances).values_list(
        "instance__root", "instance__definition_key", "instance__definition_version"
    )
    return {root for root, key, version in parts.distinct() if registry.get(key, version).reveals is Reveal.WORKING}
