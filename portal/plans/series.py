"""The plans before and after one in its series, as far as the person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from processes.models import Plan

from .file import PlanFile
from .listing import visible

MOST = 10  # in each direction


@dataclass(frozen=True)
class Member:
    plan: Plan
    address: UUID
    is_this: bool


def series(request: HttpRequest, file: PlanFile) -> list[Member]:
    """In order, with the plan itself; nothing where it stands alone."""
    if not (file.plan.continues_id or file.plan.is_continued):
        return []
    around = Plan.objects.filter(Q(continued_by=file.plan) | Q(continues=file.plan))
    near = list(around.order_by("created_at"))
    members = {one.pk: one for one in [*_before(file.plan, near), file.plan, *_after(file.plan, near)]}
    roots = visible(request).filter(subject_id__in=members)
    addresses = dict(roots.values_list("subject_id", "uuid"))
    found = [Member(one, addresses[pk], pk == file.plan.pk) for pk, one in members.items() if pk in addresses]
    return found if len(found) > 1 else []


def _before(plan: Plan, near: list[Plan]) -> list[Plan]:
    """Its predecessor, the predecessor's predecessor, …: the first one first."""
    found: list[Plan] = []
    one = next((each for each in near if each.pk == plan.continues_id), None)
    while one is not None and len(found) < MOST:
        found.insert(0, one)
        one = Plan.objects.filter(pk=one.continues_id).first() if one.continues_id else None
    return found


def _after(plan: Plan, near: list[Plan]) -> list[Plan]:
    """What continues it, and what continues that: level by level."""
    found = level = [each for each in near if each.continues_id == plan.pk]
    while level and len(found) < MOST:
        level = list(Plan.objects.filter(continues__in=level).order_by("created_at"))
        found = [*found, *level]
    return found
