"""Who follows an agency: by the rules of one reorganization, and on a day after all that were carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Agency, Succession, SuccessionChoice, SuccessionPart


class Why(models.TextChoices):
    """By which rule something goes where it goes."""

    CHOSEN = "chosen", _("Quyết định riêng")
    FIELD = "field", _("Theo lĩnh vực")
    REST = "rest", _("Phần việc còn lại")
    STAYS = "stays", _("Ở lại cơ quan cũ")
    NOBODY = "nobody", _("Chưa có cơ quan nhận")


@dataclass(frozen=True)
class Follower:
    why: Why
    agency: Agency | None = None


class Rules:
    """Who takes what: a person's choice for the file first, then its field, then who takes the rest.

    `continuing`: predecessors that live on and give away only what is named.
    """

    def __init__(
        self,
        parts: Iterable[SuccessionPart],
        choices: Iterable[SuccessionChoice] = (),
        continuing: Collection[int] = (),
    ) -> None:
        self._parts = {(part.predecessor_id, part.field_id): part.successor for part in parts}
        self._choices = {(choice.predecessor_id, choice.instance_id): choice.successor for choice in choices}
        self._continuing = frozenset(continuing)

    def follower(self, predecessor: int, field: int | None = None, files: Iterable[int | None] = ()) -> Follower:
        """`files`: ids of the process and of the file it belongs to, the nearer first."""
        for file in files:
            if file is not None and (chosen := self._choices.get((predecessor, file))):
                return Follower(Why.CHOSEN, chosen)
        if field is not None and (taker := self._parts.get((predecessor, field))):
            return Follower(Why.FIELD, taker)
        if taker := self._parts.get((predecessor, None)):
            return Follower(Why.REST, taker)
        return Follower(Why.STAYS if predecessor in self._continuing else Why.NOBODY)


def ended(agency: Agency, day: date) -> bool:
    """Does the agency no longer exist on that day? (One that has not begun yet is not asked here.)"""
    return agency.valid_to is not None and agency.valid_to < day


class Answering:
    """Who answers on `day` for agencies that ended before it, however often that passed on; two queries."""

    def __init__(self, day: date, files: Collection[int | None] = ()) -> None:
        applied: dict[str, object] = {
            "succession__applied_at__isnull": False,
            "succession__undone_at__isnull": True,
            "succession__effective_on__lte": day,
        }
        parts = SuccessionPart.objects.filter(**applied).exclude(succession__kind=Succession.Kind.RENAME)
        choices = SuccessionChoice.objects.filter(**applied, instance__in=[file for file in files if file])
        of_succession: dict[int, tuple[list[SuccessionPart], list[SuccessionChoice]]] = {}
        for part in parts.select_related("successor").order_by("succession__applied_at", "pk"):
            of_succession.setdefault(part.succession_id, ([], []))[0].append(part)
        for choice in choices.select_related("successor"):
            of_succession.setdefault(choice.succession_id, ([], []))[1].append(choice)
        self._rules = [Rules(*rows) for rows in of_succession.values()]  # in the order in which they came

    def of(self, agency: Agency, field: int | None = None, files: Iterable[int | None] = ()) -> Agency:
        """The agency itself where nobody followed it."""
        for rules in self._rules:
            agency = rules.follower(agency.pk, field, files).agency or agency
        return agency
