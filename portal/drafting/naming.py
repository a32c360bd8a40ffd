"""Who the names in a draft mean, where the directory cannot say: decided by its drafter, all on one page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.access import person_only
from portal.plans.file import PlanFile, open_file
from processes.models import LearnedName
from processes.services.naming import Names, choose, forget, names_to_know
from workflow.context import Actor
from workflow.models import Agency, AgencyGroup
from workflow.names import fold

from .editing import closed, may_draft
from .likeness import likeliest


@dataclass
class Choice:
    """A name that a person decides, whom it may mean, and what is chosen so far."""

    name: str
    offered: list[Agency]
    is_group: bool
    chosen: list[Agency] = field(default_factory=list)
    decided: bool = False
    typed: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        """The same for the same name, whatever else was decided meanwhile."""
        return hashlib.sha256(fold(self.name).encode()).hexdigest()[:16]

    @property
    def chosen_uuids(self) -> set[str]:
        return {str(agency.uuid) for agency in self.chosen}

    @property
    def has_all(self) -> bool:
        return bool(self.offered) and len(self.chosen) == len(self.offered)


class Register:
    """The names of one draft on one day, with the agencies there are."""

    def __init__(self, file: PlanFile) -> None:
        self.file, self.day = file, timezone.localdate(file.at)
        self.names = Names(file.plan, self.day)

    @cached_property
    def agencies(self) -> list[Agency]:
        return self.names.directory.agencies

    @cached_property
    def choices(self) -> list[Choice]:
        """What is open, then what was decided, each in the order of the text."""
        found = [choice for name in names_to_know(self.file.plan.facts) if (choice := self._choice(name))]
        return sorted(found, key=lambda choice: choice.decided)

    @cached_property
    def taught(self) -> list[LearnedName]:
        """What earlier plans of this agency have taught, as far as this draft has such names."""
        said = {fold(name) for line in names_to_know(self.file.plan.facts) for name in (line, *line.split(";"))}
        return [learned for folded, learned in self.names.learned.items() if folded in said]

    def _choice(self, name: str) -> Choice | None:
        chosen = self.names.choices.get(fold(name))
        if chosen is None and not self.names.resolve(name).question:
            return None
        meant = self.names.directory.find(name)
        group = meant if isinstance(meant, AgencyGroup) else None
        offered = (
            sorted(self.names.pool(group), key=lambda agency: agency.name) if group else likeliest(name, self.agencies)
        )
        missing = [agency for agency in chosen or () if agency not in offered]
        return Choice(name, [*missing, *offered], group is not None, list(chosen or ()), decided=bool(chosen))


@person_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_names(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Raises Http404 where the person may not see the plan."""
    file = open_file(request, plan)
    if not may_draft(file):
        return closed(request, file, 403)
    if file.revisable is None:
        return closed(request, file, 409)
    register = Register(file)
    if request.method != "POST":
        return _page(request, register)
    if "forget" in request.POST:
        return _forgotten(request, register)
    changed = [choice for choice in register.choices if _read(choice, register, request)]
    if any(choice.error for choice in register.choices):
        return _page(request, register, 422)
    actor = Actor.of(request.user)
    with transaction.atomic():
        for choice in changed:
            choose(plan=file.plan, name=choice.name, agencies=choice.chosen, actor=actor, at=file.at)
    _tell(request, len(changed))
    return redirect("plan_names", plan)


def _forgotten(request: HttpRequest, register: Register) -> HttpResponse:
    """One name means nobody again, in this agency's plans from today on."""
    for learned in register.taught:
        if str(learned.pk) == request.POST["forget"]:
            forget(learned=learned, actor=Actor.of(request.user), at=register.file.at)
            messages.success(request, _("Đã thôi ghi nhớ cách viết “%(name)s”.") % {"name": learned.name})
    return redirect("plan_names", register.file.root.uuid)


def _read(choice: Choice, register: Register, request: HttpRequest) -> bool:
    """Take what was sent for this name; True where it decides something new. A fault is noted at the choice."""
    data, before = request.POST, choice.chosen_uuids
    if f"{choice.key}.sent" not in data:
        return False
    sent = set(data.getlist(choice.key))
    by_uuid = {str(agency.uuid): agency for agency in choice.offered}
    if choice.is_group and data.get(f"{choice.key}.all"):
        sent = set(by_uuid)
    choice.typed = data.get(f"{choice.key}.typed", "").strip()[:500]
    typed, unknown = _typed(choice.typed, register)
    if unknown:
        choice.error = _("Không có cơ quan nào tên là “%(name)s”. Hãy chọn trong danh sách gợi ý.") % {"name": unknown}
    elif sent - set(by_uuid):
        choice.error = _("Có cơ quan không hợp lệ; hãy chọn lại.")
    choice.chosen = list({a.pk: a for a in [*(by_uuid[one] for one in by_uuid if one in sent), *typed]}.values())
    if choice.decided and not choice.chosen and not choice.error:
        choice.error = _("Hãy để lại ít nhất một cơ quan.")
    return bool(choice.chosen) and choice.chosen_uuids != before


def _typed(text: str, register: Register) -> tuple[list[Agency], str]:
    """The agencies written, separated by ";", and the first name that is none."""
    found: list[Agency] = []
    for name in (part.strip() for part in text.split(";")):
        agency = register.names.directory.find(name) if name else None
        if name and not isinstance(agency, Agency):
            return found, name
        if isinstance(agency, Agency):
            found.append(agency)
    return found, ""


def _tell(request: HttpRequest, count: int) -> None:
    if count:
        sentence = ngettext("Đã xác định %(n)d tên.", "Đã xác định %(n)d tên.", count) % {"n": count}
        messages.success(request, sentence)
    else:
        messages.info(request, _("Chưa có gì thay đổi."))


def _page(request: HttpRequest, register: Register, status: int = 200) -> HttpResponse:
    choices = register.choices
    shown = {
        "file": register.file,
        "open": [choice for choice in choices if not choice.decided],
        "decided": [choice for choice in choices if choice.decided],
        "agencies": register.agencies,
        "taught": register.taught,
        "faulty": [choice for choice in choices if choice.error],
    }
    return render(request, "portal/drafting/names.html", shown, status=status)
