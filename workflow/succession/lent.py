"""What persons lent and took on at the desks of an agency that ends: goes along where they go along, else it lapses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import Agency, Appointment, Delegation, Desk, Responsibility
from ..models.base import valid_on
from .changes import Change
from .handover import Handover
from .standing import ends, lasting


def list_lent(handover: Handover) -> None:
    """Delegations and fields of responsibility; five queries."""
    if not handover.ending:
        return
    delegations = list(_delegations(handover))
    fields = list(lasting(Responsibility, handover, "desk__agency").select_related("person", "field", "desk__position"))
    seats = _Seats(handover, delegations, fields)
    for delegation in delegations:
        _pass_delegation(handover, delegation, seats)
    for field in fields:
        _pass_field(handover, field, seats)


def _delegations(handover: Handover) -> Any:
    """Those of the ending desks, and those held by the post under the signature there."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=handover.day)
    there = Q(desk__agency__in=list(handover.ending)) | Q(delegate_desk__agency__in=list(handover.ending))
    rows = Delegation.objects.filter(still, there, revoked_at__isnull=True).order_by("pk")
    return rows.select_related("delegator", "delegate", "desk__position", "delegate_desk__position")


class _Seats:
    """Who of these persons will sit where at the successors on the day."""

    def __init__(self, handover: Handover, delegations: list[Delegation], fields: list[Responsibility]) -> None:
        persons = {row.delegator_id for row in delegations} | {row.delegate_id for row in delegations}
        persons |= {row.person_id for row in fields}
        self._handover = handover
        held = Appointment.objects.filter(valid_on(handover.day), person__in=persons).select_related("desk")
        held = held.exclude(desk__agency__in=list(handover.ending))
        self._held = {(row.person_id, row.desk.agency_id, row.desk.position_id): row.desk for row in held}

    def of(self, person: int, desk: Desk | None) -> Desk | None:
        """The person's desk of the same position at who takes the rest; the desk itself where its agency goes on."""
        if desk is None or desk.agency_id not in self._handover.ending:
            return desk
        taker = self._handover.follower(desk.agency_id).agency
        return self._held.get((person, taker.pk, desk.position_id)) if taker else None

    def has(self, person: int) -> bool:
        """Does the person sit anywhere that goes on?"""
        return any(key[0] == person for key in self._held)


def _pass_delegation(handover: Handover, row: Delegation, seats: _Seats) -> None:
    predecessor = _predecessor(handover, (row.desk, row.delegate_desk))
    what = f"{row.delegator} → {row.delegate} ({row.get_capacity_display()})"
    used = row.delegate_id in handover.acted_today
    handover.changes.append(ends(handover, row, predecessor, used=used, title=_("Ủy quyền"), what=what))
    desk, delegate_desk = seats.of(row.delegator_id, row.desk), seats.of(row.delegate_id, row.delegate_desk)
    goes_along = delegate_desk is not None if row.delegate_desk else seats.has(row.delegate_id)
    if desk is None or not goes_along:
        sentence = _("Ủy quyền %(what)s hết hiệu lực: người giao hoặc người nhận không giữ chức vụ đó ở cơ quan mới.")
        handover.lapses("delegation", str(sentence) % {"what": what})
        return
    _renew(handover, row, predecessor, desk=desk, delegate_desk=delegate_desk)


def _pass_field(handover: Handover, row: Responsibility, seats: _Seats) -> None:
    predecessor = handover.predecessors[row.desk.agency_id]
    what = f"{row.person}: {row.field}"
    handover.changes.append(ends(handover, row, predecessor, title=_("Phân công phụ trách lĩnh vực"), what=what))
    desk = seats.of(row.person_id, row.desk)
    if desk is None:
        sentence = _("Phân công %(what)s hết hiệu lực: người này không giữ chức vụ đó ở cơ quan mới.")
        handover.lapses("responsibility", str(sentence) % {"what": what})
        return
    _renew(handover, row, predecessor, desk=desk)


def _renew(handover: Handover, row: Delegation | Responsibility, predecessor: Agency, **desks: Desk | None) -> None:
    """The same fact from the day on at the new desk: the old row stays as the trail names it."""
    columns = [field.attname for field in row._meta.concrete_fields if field.attname not in OWN]
    kept = {name: getattr(row, name) for name in columns} | {"valid_from": max(row.valid_from, handover.day)}
    renewed = type(row)(**kept | {f"{name}_id": desk.pk if desk else None for name, desk in desks.items()})
    handover.changes.append(Change(renewed, {}, predecessor, handover.follower(predecessor.pk)))


OWN = ("id", "uuid")


def _predecessor(handover: Handover, desks: Collection[Desk | None]) -> Agency:
    return next(handover.predecessors[desk.agency_id] for desk in desks if desk and desk.agency_id in handover.ending)
