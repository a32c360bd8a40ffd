from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models.base import Dated, Identified, dates_in_order

from .plan import Plan, PlanVersion


class FundingThreshold(Dated):
    """The rule table: from which total on the Department of Finance must appraise a plan."""

    amount = models.BigIntegerField(_("tổng kinh phí từ (đồng)"))
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mức kinh phí phải thẩm định")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="threshold_not_negative"),
            dates_in_order("threshold"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class WithVersion(models.Manager["FundingReview"]):
    """What the engine needs of a review in one query: the version it is about."""

    def get_queryset(self) -> models.QuerySet[FundingReview]:
        return super().get_queryset().select_related("version", "plan__current_version")


class FundingReview(Identified):
    """An appraisal of one version of a plan by the agency that holds the mandate."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="funding_reviews")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="funding_reviews")
    conclusion = models.TextField(_("kết luận thẩm định"), blank=True)
    number = models.CharField(_("số văn bản thẩm định"), max_length=60, blank=True)
    agreed = models.BooleanField(_("đồng ý"), null=True)

    objects = models.Manager()
    subjects = WithVersion()

    class Meta:
        verbose_name = _("thẩm định kinh phí")

    def __str__(self) -> str:
        return f"{self.plan}"

    @property
    def document_hash(self) -> str:
        return self.version.hash


class JudgedLine(models.Model):
    """A cost line as asked for, and what the appraiser says of it. Amounts are whole đồng."""

    review = models.ForeignKey(FundingReview, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    content = models.CharField(_("nội dung chi"), max_length=1000)
    agency = models.CharField(_("cơ quan thực hiện"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("năm ngân sách"), null=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    amount = models.BigIntegerField(_("đề nghị"))
    agreed = models.BigIntegerField(_("thẩm định"), null=True, blank=True)
    remark = models.CharField(_("nhận xét"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("dòng kinh phí")
        ordering = ["review", "order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "order"], name="judged_line_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="judged_line_not_negative"),
        ]

    def __str__(self) -> str:
        return self.content
