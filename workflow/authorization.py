"""Who may see and do what: the one source of every list, page, push and export. Deny unless declared.

Appointments say who sits where and when, delegations whose right somebody else may use; guardian's rows say which desk
acts in which role at which agency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Q, QuerySet
from django.utils import timezone

from . import lent, registry
from .definition import Reveal, Role
from .held import Authority, Held, Key
from .models import Agency, AgencyPermission, Appointment, Delegation, Desk, Participation, Person, ProcessInstance
from .models.base import valid_on

__all__ = [
    "Authority",
    "Held",
    "agencies_seen",
    "agency_ids",
    "desks",
    "held",
    "may",
    "reveal",
    "seats",
    "sync_permissions",
    "taking_part",
    "visible_roots",
    "work_at",
]


# --- where somebody sits


def desks(person: Person | None, at: datetime) -> list[Desk]:
    """The desks at which the person sits at this moment, with agency and position; one query."""
    return [seat.desk for seat in _own_seats(person, at)[0]]


def seats(person: Person | None, at: datetime) -> list[Authority]:
    """The own desks, then those lent by others, whole or in part. One query, and one more where something is lent."""
    own, may_be_lent = _own_seats(person, at)
    if person is None or not may_be_lent:
        return own
    return [*own, *(Authority(row.desk, row) for row in lent.in_force(at).filter(delegate=person))]


def work_at(seats: Sequence[Authority]) -> Q:
    """The open tasks of these desks; of a desk lent in part those with a step that was lent."""
    found = Q(desk__in=[seat.desk.pk for seat in seats if seat.is_whole])
    for seat in seats:
        for key, state in () if seat.is_whole else registry.leaving(seat.scope):
            found |= Q(desk=seat.desk.pk, instance__definition_key=key, state=state)
    return found & Q(status="open")


def _own_seats(person: Person | None, at: datetime) -> tuple[list[Authority], bool]:
    """The own desks, and whether it is worth asking for lent ones."""
    if person is None:
        return [], False
    appointed = list(
        Appointment.objects.filter(valid_on(timezone.localdate(at)), person=person)
        .select_related("desk__agency", "desk__position")
        .annotate(is_lent_to=_is_lent_to(person, at))
        .order_by("desk__position__rank", "pk")
    )
    own = {appointment.desk_id: Authority(appointment.desk) for appointment in appointed}
    return list(own.values()), not appointed or appointed[0].is_lent_to


def _is_lent_to(person: Person, at: datetime) -> Exists:
    return Exists(lent.in_force(at).filter(delegate=person))


# --- what somebody may do


def held(
    person: Person | None,
    agency_ids: Iterable[int],
    at: datetime,
    permission: str = "",
    *,
    acting_for: Person | None = None,
    is_command: bool = False,
) -> Held:
    """What the person may do at these agencies now; one query for own rights, and one for lent ones if they are needed.

    `acting_for`: only by a right of that person. `is_command`: lent rights are read under a lock, so that a step and a
    revocation have an order.
    """
    agencies = list(agency_ids)
    if person is None:
        return Held(None, at, {}, dict)

    def lent_rights() -> dict[Key, list[Authority]]:
        return _lent(person, agencies, at, permission, acting_for, is_command)

    if acting_for is not None:
        return Held(person, at, {}, lent_rights)
    rows = AgencyPermission.objects.filter(
        valid_on(timezone.localdate(at), "group__desk__appointments__"),
        content_object__in=agencies,
        group__desk__appointments__person=person,
    ).select_related("group__desk__agency", "group__desk__position", "permission")
    if permission:
        rows = rows.filter(permission__codename=permission)
    found = list(rows.annotate(is_lent_to=_is_lent_to(person, at)))
    own = {(row.content_object_id, row.permission.codename): Authority(row.group.desk) for row in found}
    return Held(person, at, own, lent_rights if not found or found[0].is_lent_to else dict)


def _lent(
    person: Person, agencies: list[int], at: datetime, permission: str, acting_for: Person | None, is_command: bool
) -> dict[Key, list[Authority]]:
    """Rights of others that the person may use, those of a whole signature before those of a stand-in."""
    rows: Any = lent.in_force(at, is_command=is_command).filter(
        delegate=person, desk__group__agencypermission__content_object__in=agencies
    )
    rows = rows.annotate(
        at_agency=F("desk__group__agencypermission__content_object"),
        codename=F("desk__group__agencypermission__permission__codename"),
    )
    if permission:
        rows = rows.filter(desk__group__agencypermission__permission__codename=permission)
    if is_command:
        rows = rows.select_for_update(of=("self",))
    found: dict[Key, list[Authority]] = {}
    for row in rows:
        right = Authority(row.desk, row)
        if acting_for is None or acting_for in right.behalf:
            found.setdefault((row.at_agency, row.codename), []).append(right)
    for rights in found.values():
        rights.sort(key=lambda right: right.capacity == Delegation.Capacity.STAND_IN)
    return found


def agency_ids(person: Person | None, permission: str, at: datetime) -> set[int]:
    """The agencies at which the person may act under guardian's `permission` now, by own desks or whole lent ones."""
    groups = [seat.desk.group_id for seat in seats(person, at) if seat.is_whole]
    rows = AgencyPermission.objects.filter(group__in=groups, permission__codename=permission)
    return set(rows.values_list("content_object_id", flat=True))


def may(person: Person | None, role: Role, agency: Agency, at: datetime, topic: str = "") -> bool:
    """May the person act in this role at this agency at this moment (by a lent right: take the step `topic`)?"""
    return held(person, [agency.pk], at, role.permission).right(agency, role, topic=topic) is not None


# --- what may be seen


def agencies_seen(seats: Iterable[Authority], definition_key: str) -> set[int]:
    """The agencies whose part in processes of this definition somebody with these seats works on."""
    return {seat.desk.agency_id for seat in seats if seat.sees(definition_key)}


def taking_part(seats: Sequence[Authority]) -> Q:
    """The participations of somebody with these seats; a desk lent in part shows the processes it was lent for."""
    found = Q(agency__in={seat.desk.agency_id for seat in seats if seat.is_whole})
    for seat in seats:
        if not seat.is_whole:
            found |= Q(agency=seat.desk.agency_id, instance__definition_key__in=seat.processes)
    return found


def visible_roots(person: Person | None, at: datetime) -> QuerySet[Participation, int | None]:
    """Ids of the files (top processes) in which an agency of the person takes part: for `pk__in`."""
    return Participation.objects.filter(taking_part(seats(person, at))).values_list("instance__root", flat=True)


def visible_to(person_ids: Iterable[int], roots: Iterable[UUID], at: datetime) -> set[tuple[int, UUID]]:
    """Which of these people may see which of these files: `visible_roots` for many at once; three queries."""
    wanted = set(person_ids)
    held = Appointment.objects.filter(valid_on(timezone.localdate(at)), person__in=wanted).select_related("desk")
    people: dict[int, list[tuple[int, Authority]]] = {}
    for row in held:
        people.setdefault(row.desk.agency_id, []).append((row.person_id, Authority(row.desk)))
    for loan in lent.in_force(at).filter(delegate__in=wanted):
        people.setdefault(loan.desk.agency_id, []).append((loan.delegate_id, Authority(loan.desk, loan)))
    parts = Participation.objects.filter(agency__in=set(people), instance__root__uuid__in=set(roots))
    rows = parts.values_list("agency", "instance__root__uuid", "instance__definition_key").distinct()
    return {(person, root) for agency, root, key in rows for person, seat in people[agency] if seat.sees(key)}


def reveal(person: Person | None, root: ProcessInstance, at: datetime) -> Reveal | None:
    """How much of the file the person may see; None: not even that it exists."""
    held_seats = seats(person, at)
    if not held_seats:
        return None
    parts = Participation.objects.filter(taking_part(held_seats), instance__root=root).values_list(
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
