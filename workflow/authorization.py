"""Who may see and do what: the one source of every list, page, push and export. Deny unless declared.

Appointments say who sits where and when; guardian's rows say which desk acts in which role at which agency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from . import registry
from .definition import Reveal, Role
from .models import Agency, AgencyPermission, Appointment, Delegation, Desk, Participation, Person, ProcessInstance
from .models.base import valid_on


def desks(person: Person | None, at: datetime) -> list[Desk]:
    """The desks at which the person sits at this moment, with agency and position; one query."""
    if person is None:
        return []
    appointed = (
        Appointment.objects.filter(valid_on(timezone.localdate(at)), person=person)
        .select_related("desk__agency", "desk__position")
        .order_by("desk__position__rank", "pk")
    )
    return list({appointment.desk_id: appointment.desk for appointment in appointed}.values())


@dataclass(frozen=True)
class Authority:
    """The right by which somebody acts: of their own desk, or of another person's, lent by a delegation."""

    desk: Desk
    delegation: Delegation | None = None

    @property
    def acting_for(self) -> Person | None:
        return self.delegation.delegator if self.delegation else None

    @property
    def capacity(self) -> str:
        """KT., TL., TUQ., Q. or "stand_in"; "" for who acts by the own post."""
        return self.delegation.capacity if self.delegation else ""

    def recorded(self) -> dict[str, str]:
        """As it stands in the trail for good: names as they are today."""
        said = {"agency": str(self.desk.agency), "position": self.desk.position.code}
        if self.delegation:
            said |= {"delegation": str(self.delegation.uuid), "paper": self.delegation.paper}
        return said


Held = dict[tuple[int, str], Authority]


def held(
    person: Person | None,
    agency_ids: Iterable[int],
    at: datetime,
    permission: str = "",
    *,
    topic: str = "",
    acting_for: Person | None = None,
) -> Held:
    """(agency, guardian's codename) → the right by which the person may act so now; one query for own rights."""
    if person is None:
        return {}
    day = timezone.localdate(at)
    rows = AgencyPermission.objects.filter(
        valid_on(day, "group__desk__appointments__"),
        content_object__in=list(agency_ids),
        group__desk__appointments__person=person,
    ).select_related("group__desk__agency", "group__desk__position", "permission")
    if permission:
        rows = rows.filter(permission__codename=permission)
    return {(row.content_object_id, row.permission.codename): Authority(row.group.desk) for row in rows}


def agency_ids(person: Person | None, permission: str, at: datetime) -> set[int]:
    """The agencies at which the person may act under guardian's `permission` at this moment; one query."""
    if person is None:
        return set()
    rows = AgencyPermission.objects.filter(
        valid_on(timezone.localdate(at), "group__desk__appointments__"),
        group__desk__appointments__person=person,
        permission__codename=permission,
    )
    return set(rows.values_list("content_object_id", flat=True))


def may(person: Person | None, role: Role, agency: Agency, at: datetime) -> bool:
    """May the person act in this role at this agency at this moment?"""
    return bool(held(person, [agency.pk], at, role.permission))


# --- what may be seen


def visible_roots(person: Person | None, at: datetime) -> QuerySet[Participation, int | None]:
    """Ids of the files (top processes) in which an agency of the person takes part: for `pk__in`."""
    agencies = [desk.agency_id for desk in desks(person, at)]
    return Participation.objects.filter(agency__in=agencies).values_list("instance__root", flat=True)


def visible_to(person_ids: Iterable[int], roots: Iterable[UUID], at: datetime) -> set[tuple[int, UUID]]:
    """Which of these people may see which of these files: `visible_roots` for many at once; two queries."""
    day = timezone.localdate(at)
    seats = Appointment.objects.filter(valid_on(day), person__in=set(person_ids)).values_list("person", "desk__agency")
    people: dict[int, set[int]] = {}
    for person, agency in seats:
        people.setdefault(agency, set()).add(person)
    parts = Participation.objects.filter(agency__in=set(people), instance__root__uuid__in=set(roots))
    pairs = parts.values_list("agency", "instance__root__uuid").distinct()
    return {(person, root) for agency, root in pairs for person in people[agency]}


def reveal(person: Person | None, root: ProcessInstance, at: datetime) -> Reveal | None:
    """How much of the file the person may see; None: not even that it exists."""
    agencies = {desk.agency_id for desk in desks(person, at)}
    if not agencies:
        return None
    parts = Participation.objects.filter(agency__in=agencies, instance__root=root).values_list(
        "instance__definition_key", "instance__definition_version"
    )
    order = list(Reveal)
    shown = [registry.get(key, version).reveals for key, version in parts.distinct()]
    return max(shown, key=order.index, default=None)


# --- guardian's vocabulary


def sync_permissions(sender: Any = None, using: str = "default", **kwargs: Any) -> None:
    """A Permission row on Agency for each role of the registered definitions (after every migrate)."""
    content_type = ContentType.objects.db_manager(using).get_for_model(Agency)
    rows = [
        Permission(content_type=content_type, codename=role.permission, name=str(role.key)) for role in registry.roles()
    ]
    Permission.objects.using(using).bulk_create(rows, ignore_conflicts=True)
