from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflow.models import Agency, Person
from workflow.models.base import Identified

from .plan import Plan, PlanVersion


class WithVersion(models.Manager["Opinion"]):
    """What the engine needs of an opinion in one query: the version it is about, who is asked."""

    def get_queryset(self) -> models.QuerySet[Opinion]:
        return super().get_queryset().select_related("version", "plan", "agency")


class Opinion(Identified):
    """What one agency answers to one version of a draft."""

    class Kind(models.TextChoices):
        AGREES = "agrees", _("Thống nhất")
        REMARKS = "remarks", _("Thống nhất, có góp ý")
        DISAGREES = "disagrees", _("Không thống nhất")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="opinions")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="opinions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="opinions")
    due_on = models.DateField(_("trả lời trước hết ngày"))
    kind = models.CharField(_("ý kiến"), max_length=10, choices=Kind.choices, blank=True)
    text = models.TextField(_("nội dung góp ý"), blank=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(_("ký gửi lúc"), null=True, blank=True)

    objects = models.Manager()
    subjects = WithVersion()

    class Meta:
        verbose_name = _("ý kiến")
        constraints = [models.UniqueConstraint(fields=["version", "agency"], name="opinion_once_per_version")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.kind}"

    @property
    def days_late(self) -> int:
        """By how many days the answer came after the day it was asked for; 0: in time, or not given."""
        return max(0, (timezone.localdate(self.given_at) - self.due_on).days) if self.given_at else 0

    @property
    def document_hash(self) -> str:
        return self.version.hash
