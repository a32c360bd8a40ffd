"""Desks, and guardian's rows that say in which roles a desk acts at its agency. Derived here, never edited by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from . import registry
from .authorization import sync_permissions
from .models import Agency, AgencyPermission, Desk, Mandate, Position

POSITIONS = {  # code → Vietnamese title, in order of rank
    "chairman": "Chủ tịch UBND",
    "vice_chairman": "Phó Chủ tịch UBND",
    "chief": "Chánh Văn phòng",
    "deputy_chief": "Phó Chánh Văn phòng",
    "office_specialist": "Chuyên viên Văn phòng",
    "office_clerk": "Văn thư Văn phòng",
    "head": "Thủ trưởng cơ quan",
    "deputy_head": "Phó Thủ trưởng cơ quan",
    "specialist": "Chuyên viên",
    "clerk": "Văn thư",
    "administrator": "Quản trị hệ thống",
}
BATCH = 500


class UnknownPosition(LookupError):
    """No position has this code."""


class Change(NamedTuple):
    """How many of guardian's rows were added and deleted."""

    added: int
    deleted: int


class Right(NamedTuple):
    """One of guardian's rows, by ids."""

    group: int
    permission: int
    agency: int


def ensure_positions() -> dict[str, Position]:
    """The kinds of posts, by code; those that are missing are added."""
    rows = [Position(code=code, title=title, rank=10 * rank) for rank, (code, title) in enumerate(POSITIONS.items(), 1)]
    Position.objects.bulk_create(rows, ignore_conflicts=True)
    return {position.code: position for position in Position.objects.all()}


def establish(agency: Agency, position_codes: Iterable[str]) -> list[Desk]:
    """The desks of these positions at `agency`, made where missing, with their rights. Raises UnknownPosition."""
    codes = list(position_codes)
    establish_all({agency: codes})
    return list(agency.desks.filter(position__code__in=codes).select_related("agency", "position"))


@transaction.atomic
def establish_all(posts: dict[Agency, list[str]]) -> None:
    """`establish` for many agencies at once, with a number of statements that does not grow with them."""
    positions = ensure_positions()
    if unknown := {code for codes in posts.values() for code in codes} - positions.keys():
        raise UnknownPosition(", ".join(sorted(unknown)))
    wanted = {_group_name(agency, code): (agency, code) for agency, codes in posts.items() for code in codes}
    Group.objects.bulk_create([Group(name=name) for name in wanted], batch_size=BATCH, ignore_conflicts=True)
    desks = []
    for names in _batches(list(wanted)):
        for group in Group.objects.filter(name__in=names):
            agency, code = wanted[group.name]
            desks.append(Desk(agency=agency, position=positions[code], group=group))
    Desk.objects.bulk_create(desks, batch_size=BATCH, ignore_conflicts=True)
    _sync(list(posts))


def sync_rights(sender: Any = None, **kwargs: Any) -> Change:
    """Derive guardian's rows of all desks again, after a change of definitions, desks or mandates.

    The number of statements does not grow with the desks, beyond batches. May serve as a post_migrate handler.
    """
    return _sync(None)


@transaction.atomic
def _sync(agencies: list[Agency] | None) -> Change:
    sync_permissions()
    desks: QuerySet[Desk] = Desk.objects.all()
    rows: QuerySet[AgencyPermission] = AgencyPermission.objects.all()
    mandates: QuerySet[Mandate] = Mandate.objects.all()
    if agencies is not None and len(agencies) <= BATCH:
        desks, mandates = desks.filter(agency__in=agencies), mandates.filter(agency__in=agencies)
        rows = rows.filter(content_object__in=agencies)
    wanted = _wanted(desks, mandates)
    present = {Right(*ids): pk for pk, *ids in rows.values_list("pk", "group_id", "permission_id", "content_object_id")}
    missing = [
        AgencyPermission(group_id=right.group, permission_id=right.permission, content_object_id=right.agency)
        for right in wanted - present.keys()
    ]
    AgencyPermission.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
    surplus = [pk for right, pk in present.items() if right not in wanted]
    for batch in _batches(surplus):
        AgencyPermission.objects.filter(pk__in=batch).delete()
    return Change(len(missing), len(surplus))


def _wanted(desks: QuerySet[Desk], mandates: QuerySet[Mandate]) -> set[Right]:
    """A row for each role whose position a desk is, where the agency ever had the mandate that the role needs.

    Dates are not asked here: the right counts only where the agency takes that part in a process, and for whom sits
    at the desk on the day.
    """
    permissions = dict(
        Permission.objects.filter(content_type=ContentType.objects.get_for_model(Agency)).values_list("codename", "pk")
    )
    held = set(mandates.values_list("agency_id", "key"))
    roles = registry.roles()
    return {
        Right(group, permissions[role.permission], agency)
        for group, agency, position in desks.values_list("group_id", "agency_id", "position__code")
        for role in roles
        if role.position == position and (not role.at.mandate or (agency, role.at.mandate) in held)
    }


def _group_name(agency: Agency, position: str) -> str:
    """By code, so that neither a new name of the agency nor a new title of the post changes it."""
    return f"{agency.code}:{position}"


def _batches(items: list[Any]) -> Iterable[list[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
