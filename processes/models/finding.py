from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Person

from .plan import Plan


class FindingWaiver(models.Model):
    """A finding of the check that somebody lets stand, with the reason: it holds as long as the words at fault stay."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="finding_waivers")
    rule = models.CharField(_("quy tắc"), max_length=60)
    fingerprint = models.CharField(_("dấu của nội dung"), max_length=32)
    reason = models.CharField(_("lý do bỏ qua"), max_length=500)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("phát hiện được bỏ qua")
        constraints = [models.UniqueConstraint(fields=["plan", "fingerprint"], name="finding_waiver_once")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"
