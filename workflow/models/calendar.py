from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that differs from the national calendar: the province's own holiday, or a Saturday worked instead."""

    day = models.DateField(_("ngày"), unique=True)
    working = models.BooleanField(_("là ngày làm việc"))
    note = models.CharField(_("căn cứ"), max_length=200)

    class Meta:
        verbose_name = _("ngày đặc biệt")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.note}"
