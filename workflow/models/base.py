"""What every table that is seen from outside shares: a public UUID, and dated validity."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Identified(models.Model):
    """Public ids are UUIDs: a counting id would tell how many objects exist that one may not see."""

    uuid = models.UUIDField(_("mã"), unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Dated(models.Model):
    """A fact that holds from a first to a last day, both included; no last day: it still holds."""

    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        abstract = True


def valid_on(day: date, prefix: str = "") -> Q:
    """The rows of a `Dated` table (or of one reached through `prefix`, "desk__agency__") that hold on `day`."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


def dates_in_order(table: str) -> models.CheckConstraint:
    """No fact ends before it begins."""
    condition: Any = Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
    return models.CheckConstraint(condition=condition, name=f"{table}_dates_in_order")
