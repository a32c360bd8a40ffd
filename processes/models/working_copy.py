from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Person

from .plan import Plan, PlanVersion


class WorkingCopy(models.Model):
    """What somebody has typed into a plan and not saved as a version yet: a scratch, of which nobody decides anything.

    One for each person and plan. `edition` changes with each keeping, so that a second window or another device
    is told instead of overwriting.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="working_copies")
    person = models.ForeignKey(Person, models.CASCADE, related_name="working_copies")
    base = models.ForeignKey(PlanVersion, models.CASCADE, related_name="+")
    form = models.JSONField(_("nội dung đang soạn"))
    edition = models.UUIDField(default=uuid.uuid4)
    saved_at = models.DateTimeField(_("lưu lúc"), db_index=True)

    class Meta:
        verbose_name = _("phần soạn dở")
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="working_copy_once")]

    def __str__(self) -> str:
        return f"{self.plan} · {self.person}"
