from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.documents.facts import PlanFacts
from workflow.models import Agency, Person
from workflow.models.base import Identified


class WithVersion(models.Manager["Plan"]):
    """What the engine needs of a plan in one query: the version that is being decided on."""

    def get_queryset(self) -> models.QuerySet[Plan]:
        return super().get_queryset().select_related("current_version", "drafting_agency")


class Plan(Identified):
    """A plan from the first draft to the last report."""

    title = models.CharField(_("trích yếu"), max_length=500)
    drafting_agency = models.ForeignKey(Agency, models.PROTECT, related_name="plans")
    drafter = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    created_at = models.DateTimeField(_("tạo lúc"))
    current_version = models.ForeignKey("PlanVersion", models.PROTECT, null=True, related_name="+")
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name=_("tiếp theo kế hoạch")
    )
    consultation_skipped = models.CharField(_("lý do không lấy ý kiến"), max_length=1000, blank=True)

    objects = models.Manager()
    subjects = WithVersion()

    class Meta:
        verbose_name = _("kế hoạch")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def document_hash(self) -> str:
        return self.current_version.hash if self.current_version else ""

    @property
    def facts(self) -> PlanFacts:
        """What the current version says."""
        assert self.current_version is not None
        return self.current_version.facts


class PlanVersion(Identified):
    """Immutable content: whoever approves, approves this version and its hash."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("bản"))
    content = models.JSONField(_("nội dung"))
    hash = models.CharField(_("mã băm"), max_length=64)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("lưu lúc"))
    source_name = models.CharField(_("tệp nguồn"), max_length=255, blank=True)
    source = models.FileField(_("tệp nguồn"), upload_to="sources/%Y/%m", blank=True)
    source_text = models.TextField(_("văn bản nguồn"), blank=True)
    # how it was read: "tables" (spans of lines), "comments", "changes" (which text of a file with open changes)
    source_notes = models.JSONField(_("cách đọc văn bản nguồn"), default=dict, blank=True)

    class Meta:
        verbose_name = _("bản kế hoạch")
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A plan's version never changes; save another one.")
        super().save(*args, **kwargs)

    @property
    def facts(self) -> PlanFacts:
        return PlanFacts.from_dict(self.content)


class NameChoice(models.Model):
    """Who a name in the plan means, where the directory cannot say: decided by a person, for this plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="name_choices")
    name = models.CharField(_("như văn bản viết"), max_length=500)
    folded = models.CharField(max_length=500, editable=False)
    agencies = models.ManyToManyField(Agency, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("quyết định lúc"))

    class Meta:
        verbose_name = _("xác định tên cơ quan")
        constraints = [models.UniqueConstraint(fields=["plan", "folded"], name="name_choice_once")]

    def __str__(self) -> str:
        return self.name
