"""Dated facts about an agency that ends: each ends the day before, and what can be is given to who takes the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from .. import registry
from ..models import Agency, AgencyName, Appointment, GroupMember, Mandate
from ..models.base import valid_on
from ..names import fold
from ..successors import Follower, Why
from .changes import GONE, Change
from .handover import Handover

ONE_DAY = timedelta(days=1)


def list_facts(handover: Handover) -> None:
    """Mandates, memberships, names, units below, who sits there, and the agency's own last day; six queries."""
    if not handover.ending:
        return
    for list_some in (_mandates, _memberships, _names, _units, _appointments, _agencies):
        list_some(handover)


def lasting(model: type[Model], handover: Handover, agency: str = "agency") -> Any:
    """Rows about the ending agencies that hold on the successor's first day or later."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=handover.day)
    return model._base_manager.filter(still, **{f"{agency}__in": list(handover.ending)})


def ends(handover: Handover, row: Any, predecessor: Agency, *, used: bool = False, **said: Any) -> Change:
    """The row ends the day before. `used`: somebody acted by it that very day already, so that it ends with the day."""
    last = handover.day if used else handover.day - ONE_DAY
    after = {"valid_to": last} if row.valid_from <= last else GONE
    return Change(row, after, predecessor, handover.follower(predecessor.pk), **said)


# --- given to who takes the rest


def _mandates(handover: Handover) -> None:
    rows = list(lasting(Mandate, handover).order_by("pk"))
    titles = {role.at.mandate: str(role.at.title) for role in registry.roles()}
    present = _held(Mandate.objects.filter(valid_on(handover.day)), "key", _takers(handover))
    for row in rows:
        predecessor = handover.predecessors[row.agency_id]
        taker = handover.follower(predecessor.pk).agency
        what = titles.get(row.key, row.key)
        handover.move(ends(handover, row, predecessor, title=_("Chức năng được giao"), what=what))
        if taker and (taker.pk, row.key) not in present:
            present.add((taker.pk, row.key))
            _give(handover, Mandate(agency=taker, key=row.key, valid_from=handover.day), predecessor)


def _memberships(handover: Handover) -> None:
    rows = list(lasting(GroupMember, handover).select_related("group").order_by("pk"))
    present = _held(GroupMember.objects.filter(valid_on(handover.day)), "group_id", _takers(handover))
    for row in rows:
        predecessor = handover.predecessors[row.agency_id]
        taker = handover.follower(predecessor.pk).agency
        change = ends(handover, row, predecessor, title=_("Thành viên nhóm"), what=str(row.group))
        handover.changes.append(change)  # nobody need take it
        if taker and (taker.pk, row.group_id) not in present:
            present.add((taker.pk, row.group_id))
            _give(handover, GroupMember(group=row.group, agency=taker, valid_from=handover.day), predecessor)


def _names(handover: Handover) -> None:
    """From that day the old names lead to who takes the rest: drafts under way and later texts still use them."""
    takers = _takers(handover)
    present = set(AgencyName.objects.filter(agency__in=takers).values_list("agency_id", "folded"))
    own = {fold(name) for taker in takers for name in (taker.name, taker.short_name)}
    written = AgencyName.objects.filter(valid_on(handover.day), agency__in=list(handover.ending)).order_by("pk")
    spellings = [(row.agency_id, row.name) for row in written]
    for predecessor, name in [*_full_names(handover), *spellings]:
        taker, folded = handover.follower(predecessor).agency, fold(name)
        if taker is None or not folded or folded in own or (taker.pk, folded) in present:
            continue
        present.add((taker.pk, folded))
        row = AgencyName(agency=taker, name=name, folded=folded, valid_from=handover.day)
        _give(handover, row, handover.predecessors[predecessor], title=_("Tên cũ trong văn bản"), what=name)


def _full_names(handover: Handover) -> Iterator[tuple[int, str]]:
    for pk in handover.ending:
        agency = handover.predecessors[pk]
        yield pk, agency.name
        yield pk, agency.short_name


def _units(handover: Handover) -> None:
    """Units below an agency that ends come under who takes the rest."""
    below = Agency.objects.filter(valid_on(handover.day), parent__in=list(handover.ending))
    for unit in below.exclude(pk__in=list(handover.ending)).order_by("pk"):
        predecessor = handover.predecessors[unit.parent_id or 0]
        follower = handover.follower(predecessor.pk)
        taker = follower.agency
        if taker is not None and taker != unit:
            after = {"parent_id": taker.pk}
            handover.move(Change(unit, after, predecessor, follower, title=_("Đơn vị trực thuộc"), what=str(unit)))


def _give(handover: Handover, row: Model, predecessor: Agency, **said: Any) -> None:
    handover.move(Change(row, {}, predecessor, handover.follower(predecessor.pk), **said))


def _takers(handover: Handover) -> list[Agency]:
    found = (handover.follower(pk).agency for pk in handover.ending)
    return list({agency.pk: agency for agency in found if agency is not None}.values())


def _held(rows: Any, what: str, takers: Collection[Agency]) -> set[tuple[int, Any]]:
    return set(rows.filter(agency__in=takers).values_list("agency_id", what))


# --- ended only


def _appointments(handover: Handover) -> None:
    """Nobody is moved silently: each person needs a new appointment, which the list asks for."""
    rows = lasting(Appointment, handover, "desk__agency").select_related("person", "desk__position")
    for row in rows.order_by("desk", "pk"):
        predecessor = handover.predecessors[row.desk.agency_id]
        what, used = f"{row.person}: {row.desk.position}", row.person_id in handover.acted_today
        title = _("Người đảm nhiệm cần bổ nhiệm lại")
        handover.changes.append(ends(handover, row, predecessor, used=used, title=title, what=what))


def _agencies(handover: Handover) -> None:
    for pk in sorted(handover.ending):
        agency = handover.predecessors[pk]
        title, what = _("Cơ quan kết thúc hoạt động"), str(agency)
        after = {"valid_to": handover.day - ONE_DAY}
        handover.changes.append(Change(agency, after, agency, handover.follower(pk), title=title, what=what))


# --- a new name


def list_renaming(handover: Handover) -> None:
    """The name changes; the old one stays findable up to its last day. Texts issued before carry their own copy."""
    succession = handover.succession
    for agency in handover.predecessors.values():
        follower = Follower(Why.REST, agency)
        title = _("Tên cơ quan")
        what = f"{agency.name} → {succession.new_name}"
        handover.changes.append(Change(agency, {"name": succession.new_name}, agency, follower, title=title, what=what))
        handover.changes.append(Change(*_old_name(agency, handover.day), agency, follower))


def _old_name(agency: Agency, day: date) -> tuple[AgencyName, dict[str, Any]]:
    known = AgencyName.objects.filter(agency=agency, folded=fold(agency.name)).first()
    if known is not None:
        return known, {"valid_to": max(day - ONE_DAY, known.valid_from)}
    row = AgencyName(
        agency=agency,
        name=agency.name,
        folded=fold(agency.name),
        valid_from=min(agency.valid_from, day - ONE_DAY),
        valid_to=day - ONE_DAY,
    )
    return row, {}
