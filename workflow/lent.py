"""Which rights are lent to whom at a moment: the reading side of delegations. `delegation.py` writes them.

A lent right is never wider and lives no longer than the right it comes from: it is judged anew each time, on the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import Appointment, Delegation
from .models.base import valid_on

ABOVE = "passed_on_from__"
TOP = "passed_on_from__passed_on_from__"  # an acting head's order, passed on to a deputy: no chain is longer


def in_force(at: datetime, *, is_command: bool = False) -> QuerySet[Delegation]:
    """The delegations by which somebody may act at this moment, with all that an authority says of them.

    Not revoked, on one of their days, while who lent the right has it and who holds it sits at the post under which it
    was given. For a command a revoked one is void whatever the command's own moment: it may have waited for the lock.
    """
    day = timezone.localdate(at)
    unrevoked = Q(revoked_at__isnull=True) if is_command else Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
    rows = Delegation.objects.filter(valid_on(day), unrevoked, granted_at__lte=at).alias(
        owner=Coalesce(f"{TOP}delegator", f"{ABOVE}delegator", F("delegator")),
        origin=Coalesce(f"{TOP}capacity", f"{ABOVE}capacity", F("capacity")),
        began=Coalesce(f"{TOP}valid_from", f"{ABOVE}valid_from", F("valid_from")),
    )
    return (
        rows.filter(_sits("owner", "desk", day) | _acts_at_a_vacant_post(day), _no_head_came(day))
        .filter(Q(delegate_desk__isnull=True) | _sits("delegate", "delegate_desk", day))
        .filter(_link_holds(ABOVE, day), _link_holds(TOP, day))
        .select_related(
            "delegator", "delegate", "desk__agency", "desk__position", f"{ABOVE}delegator", f"{TOP}delegator"
        )
        .order_by("pk")
    )


def lent_to(at: datetime, desk_ids: Iterable[int]) -> list[Delegation]:
    """Who works at these desks at this moment by a right that their holders have lent; one query."""
    return list(in_force(at).filter(desk__in=list(desk_ids)))


def _sits(person: str, desk: str, day: date) -> Exists:
    return Exists(Appointment.objects.filter(valid_on(day), person=OuterRef(person), desk=OuterRef(desk)))


def _acts_at_a_vacant_post(day: date) -> Q:
    """An acting head is there because there is no head; when one is appointed, the acting is over."""
    somebody = Exists(Appointment.objects.filter(valid_on(day), desk=OuterRef("desk")))
    return Q(origin=Delegation.Capacity.ACTING) & ~Q(somebody)


def _no_head_came(day: date) -> Q:
    """Also the former head's own return ends the acting: they sit there again by another appointment."""
    came = Appointment.objects.filter(valid_on(day), desk=OuterRef("desk"), valid_from__gte=OuterRef("began"))
    return ~Q(origin=Delegation.Capacity.ACTING) | ~Q(Exists(came))


def _link_holds(prefix: str, day: date) -> Q:
    """Whoever passed the right on still has the post under which it was given to them."""
    is_absent = Q(**{f"{prefix}delegate_desk__isnull": True})
    return is_absent | Q(_sits(f"{prefix}delegate", f"{prefix}delegate_desk", day))
