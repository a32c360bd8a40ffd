"""One person's days away, with what they have lent to others and what was lent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from workflow import lent
from workflow.models import Absence, Delegation, Person

from .choices import scope_titles

SHOWN = 30


@dataclass(frozen=True)
class Lent:
    """A delegation as its line shows it. `is_open`: it can still be revoked."""

    row: Delegation
    scope: list[str]
    state: str
    tone: str
    is_open: bool

    @property
    def capacity(self) -> str:
        return str(self.row.get_capacity_display())


@dataclass(frozen=True)
class Away:
    row: Absence
    stand_ins: list[str]
    state: str
    tone: str
    is_open: bool


def overview(person: Person, at: datetime) -> dict[str, Any]:
    """Four queries: given, held, days away, and which of the rights are in force."""
    known = Delegation.objects.select_related("delegator", "delegate", "desk__agency", "desk__position")
    given = list(known.filter(delegator=person).order_by("-valid_from", "-pk")[:SHOWN])
    held = list(known.filter(delegate=person).order_by("-valid_from", "-pk")[:SHOWN])
    serving = set(lent.in_force(at).filter(pk__in=[row.pk for row in (*given, *held)]).values_list("pk", flat=True))
    absences = Absence.objects.filter(person=person).prefetch_related("delegations__delegate")
    return {
        "whose": person,
        "given": [_lent(row, serving, at) for row in given],
        "held": [_lent(row, serving, at) for row in held],
        "away": [_away(row, at) for row in absences.order_by("-valid_from")[:SHOWN]],
    }


def _lent(row: Delegation, serving: set[int], at: datetime) -> Lent:
    today = timezone.localdate(at)
    is_over = row.valid_to is not None and row.valid_to < today
    if row.revoked_at is not None:
        state, tone = _("Đã thu hồi: %(reason)s") % {"reason": row.revoke_reason}, "stopped"
    elif row.pk in serving:
        state, tone = _("Đang có hiệu lực"), "done"
    elif is_over:
        state, tone = _("Đã hết hạn"), "stopped"
    elif row.valid_from > today:
        state, tone = _("Chưa đến ngày"), "waiting"
    else:
        state, tone = _("Không còn hiệu lực: chức vụ của một trong hai người đã thay đổi"), "stopped"
    return Lent(row, scope_titles(row), state, tone, row.revoked_at is None and not is_over)


def _away(row: Absence, at: datetime) -> Away:
    today = timezone.localdate(at)
    is_over = row.valid_to is not None and row.valid_to < today
    names = {str(one.delegate): None for one in row.delegations.all() if one.revoked_at is None}
    if row.cancelled_at is not None:
        state, tone = _("Đã hủy"), "stopped"
    elif is_over:
        state, tone = _("Đã qua"), "stopped"
    else:
        state, tone = (_("Sắp tới"), "waiting") if row.valid_from > today else (_("Đang vắng mặt"), "done")
    return Away(row, list(names), state, tone, row.cancelled_at is None and not is_over)
