"""Who is away on a day, and whether anybody stands in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from .models import Absence, Appointment, Delegation
from .models.base import valid_on


def desks_unattended(desk_ids: Iterable[int], day: date) -> dict[int, date]:
    """The desks all of whose holders are away that day, with nobody standing in → the first day one is back."""
    wanted = set(desk_ids)
    attended = Delegation.objects.filter(valid_on(day), desk__in=wanted, revoked_at__isnull=True)
    wanted -= set(attended.values_list("desk_id", flat=True))
    held = Appointment.objects.filter(valid_on(day), desk__in=wanted).values_list("desk_id", "person_id")
    absences = Absence.objects.filter(
        valid_on(day), person__in={person for _desk, person in held}, cancelled_at__isnull=True
    )
    tomorrow = day + timedelta(days=1)
    back = {one.person_id: one.valid_to + timedelta(days=1) if one.valid_to else tomorrow for one in absences}
    holders: dict[int, set[int]] = {}
    for desk, person in held:
        holders.setdefault(desk, set()).add(person)
    return {desk: min(back[p] for p in persons) for desk, persons in holders.items() if persons <= back.keys()}
