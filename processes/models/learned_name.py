from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Agency, Person
from workflow.models.base import Dated, dates_in_order

from .plan import Plan


class LearnedName(Dated):
    """Whom the drafters of one agency mean by a name that the directory does not know: for this agency's later plans.

    Not the directory's own spelling (`AgencyName`), by which every agency's plans are read.
    """

    drafting_agency = models.ForeignKey(Agency, models.CASCADE, related_name="learned_names")
    name = models.CharField(_("như văn bản viết"), max_length=500)
    folded = models.CharField(max_length=500, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    learned_from = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("cách viết đã ghi nhớ")
        constraints = [
            models.UniqueConstraint(
                fields=["drafting_agency", "folded"], condition=models.Q(valid_to=None), name="learned_name_once"
            ),
            dates_in_order("learned_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.agency}"
