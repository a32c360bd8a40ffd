from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Agency, Person
from workflow.models.base import Identified

from .plan import Plan


class ReportDuty(Identified):
    """A reporting rule of an issued plan, in its own words and in dates."""

    class Cycle(models.TextChoices):
        ANNUAL = "annual", _("Hằng năm")
        SEMIANNUAL = "semiannual", _("6 tháng")
        QUARTERLY = "quarterly", _("Hằng quý")
        MONTHLY = "monthly", _("Hằng tháng")
        DAILY = "daily", _("Hằng ngày")
        ADHOC = "adhoc", _("Đột xuất")
        ONCE = "once", _("Một lần")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="report_duties")
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    tier = models.PositiveSmallIntegerField(_("cấp"), default=1)
    who = models.CharField(_("ai báo cáo"), max_length=500)
    to = models.JSONField(_("gửi"), default=list)
    via = models.CharField(_("qua"), max_length=300, blank=True)
    receiver = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    cycle = models.CharField(_("kỳ"), max_length=12, choices=Cycle.choices)
    due = models.CharField(_("hạn, như văn bản ghi"), max_length=100, blank=True)
    before = models.BooleanField(_("trước ngày đó"), default=True)
    task_ref = models.CharField(_("nhiệm vụ"), max_length=30, blank=True)
    quote = models.TextField(_("trích văn bản"), blank=True)

    class Meta:
        verbose_name = _("yêu cầu báo cáo")
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="report_duty_once")]

    def __str__(self) -> str:
        return f"{self.who}: {self.cycle} {self.due}"


class Periodic(Identified):
    """What reports and consolidations share: one agency's paper for one period."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    agency_name = models.CharField(_("tên cơ quan"), max_length=200)
    period = models.CharField(_("kỳ báo cáo"), max_length=100)
    opens_on = models.DateField(_("mở từ ngày"))
    due_on = models.DateField(_("hạn cuối"), null=True, blank=True)
    text = models.TextField(_("nội dung"), blank=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    started = models.BooleanField(_("đã mở"), default=False)

    class Meta:
        abstract = True


class Report(Periodic):
    duty = models.ForeignKey(ReportDuty, models.PROTECT, related_name="reports")
    accepted = models.BooleanField(_("đã tiếp nhận"), default=False)

    class Meta:
        verbose_name = _("báo cáo")
        ordering = ["due_on", "agency_name"]
        constraints = [models.UniqueConstraint(fields=["duty", "agency", "period"], name="report_once")]
        indexes = [models.Index(fields=["opens_on"], condition=models.Q(started=False), name="report_to_open")]

    def __str__(self) -> str:
        return f"{self.agency_name}: {self.period}"


class Consolidation(Periodic):
    """What the consolidating agency makes of its agencies' reports. `parts`: each sentence with its sender."""

    duty = models.ForeignKey(ReportDuty, models.PROTECT, related_name="consolidations")
    parts = models.JSONField(_("phần của từng cơ quan"), default=list)
    missing_reason = models.TextField(_("lý do còn thiếu báo cáo"), blank=True)

    class Meta:
        verbose_name = _("báo cáo tổng hợp")
        ordering = ["due_on", "agency_name"]
        constraints = [models.UniqueConstraint(fields=["duty", "agency", "period"], name="consolidation_once")]
        indexes = [models.Index(fields=["opens_on"], condition=models.Q(started=False), name="consolidation_to_open")]

    def __str__(self) -> str:
        return f"{self.agency_name}: {self.period}"
