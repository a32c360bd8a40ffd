from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.documents.items import Part
from workflow.models import Desk, Person
from workflow.models.base import Identified

from .plan import Plan, PlanVersion

MOST_LETTERS = 4000


class Remark(Identified):
    """What a reader of the draft says about one paragraph, task or line, until the drafter has dealt with it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="remarks")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    part = models.CharField(_("phần"), max_length=20, choices=[(part.value, part.value) for part in Part])
    position = models.PositiveIntegerField(_("vị trí"))  # in that part of that version
    quote = models.CharField(_("nguyên văn"), max_length=300, blank=True)  # the beginning of what it is about
    text = models.TextField(_("góp ý"), max_length=MOST_LETTERS)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")  # at which the author sat
    created_at = models.DateTimeField(_("góp ý lúc"))
    settled_at = models.DateTimeField(_("xử lý xong lúc"), null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("góp ý")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at=None, settled_by=None)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="remark_settled_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def key(self) -> str:
        """Its name on a page."""
        return str(self.uuid)

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None


class RemarkAnswer(Identified):
    """One answer below a remark, in order of time."""

    remark = models.ForeignKey(Remark, models.CASCADE, related_name="answers")
    text = models.TextField(_("trả lời"), max_length=MOST_LETTERS)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("trả lời lúc"))

    class Meta:
        verbose_name = _("trả lời góp ý")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
