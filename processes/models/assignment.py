from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Agency
from workflow.models.base import Dated, Identified, dates_in_order

from .plan import Plan


class Assignment(Identified):
    """A task of an issued plan: one object, however many agencies it falls on."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="assignments")
    ref = models.CharField(_("mục"), max_length=30)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    text = models.TextField(_("nội dung"))
    time = models.CharField(_("thời gian, như văn bản ghi"), max_length=300, blank=True)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("nhiệm vụ")
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.text[:80]}"


class AssignmentAgency(Identified, Dated):
    """One agency's part in an assignment, with dates: an amendment ends it without erasing it."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Chủ trì")
        COORDINATING = "coordinating", _("Phối hợp")
        REQUESTED = "requested", _("Đề nghị phối hợp")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="assignments")
    agency_name = models.CharField(_("tên khi giao"), max_length=200)
    written = models.CharField(_("như văn bản ghi"), max_length=500)
    role = models.CharField(_("vai trò"), max_length=12, choices=Role.choices)
    note = models.CharField(_("phần việc"), max_length=500, blank=True)
    percent = models.PositiveSmallIntegerField(_("tiến độ (%)"), default=0)
    result = models.TextField(_("kết quả"), blank=True)
    finished_at = models.DateTimeField(_("hoàn thành lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("cơ quan thực hiện nhiệm vụ")
        ordering = ["assignment", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "agency", "role", "valid_from"], name="assignment_agency_once_from"
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="assignment_percent"),
            dates_in_order("assignment_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_name}: {self.assignment}"
