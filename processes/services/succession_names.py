"""Plans under way name agencies in words: whom a drafter meant, and whom the words will mean when they are issued."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from processes.models import NameChoice, Plan
from workflow.models import Agency, AgencyName, ProcessInstance
from workflow.models.base import valid_on
from workflow.organization import fold
from workflow.succession import GONE, Change, Handover

CHOSEN: Any = NameChoice.agencies.through


def list_names(handover: Handover) -> None:
    """Decisions that name a predecessor; and, for files that go another way than the rest, what its name will mean."""
    rows = ProcessInstance.objects.filter(definition_key="plan", closed_at__isnull=True)
    drafts = Plan.objects.filter(issued_on__isnull=True).values("pk")
    files = {row.subject_id: row for row in rows.filter(subject_id__in=drafts)}
    if files:
        _decided(handover, files)
        _undecided(handover, files)


def _decided(handover: Handover, files: dict[int, ProcessInstance]) -> None:
    rows = CHOSEN.objects.filter(agency__in=list(handover.predecessors), namechoice__plan__issued_on__isnull=True)
    found = list(rows.select_related("namechoice__plan").order_by("pk"))
    beside = CHOSEN.objects.filter(namechoice__in=rows.values("namechoice")).values_list("namechoice_id", "agency_id")
    present = set(beside) if found else set()
    for row in found:
        choice = row.namechoice
        if choice.plan_id not in files:
            continue
        predecessor = handover.predecessors[row.agency_id]
        follower = handover.follower(predecessor.pk, files[choice.plan_id])
        key = (choice.pk, follower.agency.pk if follower.agency else 0)
        after = GONE if key in present else {"agency_id": key[1]}
        present.add(key)
        what = f"{choice.name}: {choice.plan.title}"
        handover.move(Change(row, after, predecessor, follower, title=_("Tên trong dự thảo"), what=what))


def _undecided(handover: Handover, files: dict[int, ProcessInstance]) -> None:
    """An old name leads to who takes the rest (see workflow.succession.standing) unless the plan says otherwise."""
    spellings = _spellings(handover)
    decided = set(NameChoice.objects.filter(plan__issued_on__isnull=True).values_list("plan_id", "folded"))
    for plan_id, instance in sorted(files.items()):
        for pk in sorted(handover.ending):
            follower, rest = handover.follower(pk, instance), handover.follower(pk)
            if follower.agency is None or follower.agency == rest.agency:
                continue
            for name in spellings[pk]:
                if (plan_id, fold(name)) not in decided:
                    decided.add((plan_id, fold(name)))
                    _decide(handover, plan_id, name, handover.predecessors[pk], follower)


def _decide(handover: Handover, plan_id: int, name: str, predecessor: Agency, follower: Any) -> None:
    choice = NameChoice(plan_id=plan_id, name=name, folded=fold(name), decided_at=handover.at)
    handover.move(Change(choice, {}, predecessor, follower))
    handover.move(Change(CHOSEN(namechoice=choice, agency=follower.agency), {}, predecessor, follower))


def _spellings(handover: Handover) -> dict[int, list[str]]:
    """How texts write each ending agency, every spelling once."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for pk in handover.ending:
        agency = handover.predecessors[pk]
        found[pk] = {fold(name): name for name in (agency.name, agency.short_name) if name}
    rows = AgencyName.objects.filter(valid_on(handover.day), agency__in=list(handover.ending))
    for agency_id, name, folded in rows.values_list("agency_id", "name", "folded"):
        found[agency_id].setdefault(folded, name)
    return {pk: list(names.values()) for pk, names in found.items()}
