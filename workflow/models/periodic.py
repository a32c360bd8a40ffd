from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Periodic(models.Model):
    """The last day on which daily work was done: one row for each sort of it, locked while it is done."""

    name = models.SlugField(_("việc"), unique=True, max_length=40)
    day = models.DateField(_("ngày đã làm"), null=True)

    class Meta:
        verbose_name = _("việc làm hằng ngày")

    def __str__(self) -> str:
        return f"{self.name}: {self.day}"
