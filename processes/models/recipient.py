from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Agency
from workflow.models.base import Identified

from .plan import Plan


class Recipient(Identified):
    """One agency that receives an issued plan: the names are frozen as they were that day."""

    class Purpose(models.TextChoices):
        EXECUTE = "execute", _("để thực hiện")
        REPORT = "report", _("để báo cáo")
        KNOW = "know", _("để biết")
        ARCHIVE = "archive", _("lưu")

    class Method(models.TextChoices):
        PAPER = "paper", _("Bản giấy, ký nhận")
        AXIS = "axis", _("Trục liên thông văn bản")
        POST = "post", _("Bưu chính")
        ARCHIVE = "archive", _("Lưu hồ sơ")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="recipients")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="received_plans")
    agency_name = models.CharField(_("tên khi phát hành"), max_length=200)
    written = models.CharField(_("như nơi nhận ghi"), max_length=500)
    purpose = models.CharField(_("mục đích"), max_length=10, choices=Purpose.choices)
    inside = models.BooleanField(_("nhận trong hệ thống"))
    received_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    incoming_number = models.PositiveIntegerField(_("số đến"), null=True, blank=True)
    method = models.CharField(_("cách gửi"), max_length=10, choices=Method.choices, blank=True)
    served_on = models.DateField(_("ngày gửi"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("nơi nhận")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "agency", "purpose"], name="recipient_once")]

    def __str__(self) -> str:
        return self.agency_name
