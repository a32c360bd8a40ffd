from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Agency, ProcessInstance
from workflow.models.base import Identified

from .plan import Plan

CAPACITIES = {"KT.": _("ký thay"), "TL.": _("ký thừa lệnh"), "TUQ.": _("ký thừa ủy quyền")}


class Document(Identified):
    """A paper that a step produces. The row is written with the step; a job renders the file afterwards."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("Kế hoạch")
        SUBMISSION = "submission", _("Tờ trình")
        SLIP = "slip", _("Phiếu trình")
        OPINION = "opinion", _("Văn bản góp ý")
        FUNDING_OPINION = "funding_opinion", _("Văn bản thẩm định kinh phí")
        REPORT = "report", _("Báo cáo")
        CONSOLIDATED_REPORT = "consolidated_report", _("Báo cáo tổng hợp")

    class Standing(models.TextChoices):
        """Of an issued document: what whoever scans its code is told."""

        VALID = "valid", _("Còn hiệu lực")
        REPLACED = "replaced", _("Đã được thay thế")
        REVOKED = "revoked", _("Đã bị thu hồi")

    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="documents")
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="documents")
    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="documents")
    title = models.CharField(_("trích yếu"), max_length=500)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày"), null=True, blank=True)
    signature = models.JSONField(_("thể thức ký"), default=list, blank=True)  # the lines above the name
    signer = models.CharField(_("người ký"), max_length=200, blank=True)  # names as they were that day
    signed_for = models.CharField(_("ký thay"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("lập lúc"))
    file = models.FileField(_("tệp"), upload_to="documents/%Y/%m", blank=True)
    sha256 = models.CharField(_("mã băm tệp"), max_length=64, blank=True)
    code = models.CharField(
        _("mã kiểm tra"), max_length=20, blank=True
    )  # what the public page is asked by; no public id
    standing = models.CharField(
        _("hiệu lực"), max_length=10, choices=Standing.choices, default=Standing.VALID, db_default=Standing.VALID
    )

    class Meta:
        verbose_name = _("văn bản")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instance", "kind", "number"], name="document_once"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="document_code_unique"),
            models.CheckConstraint(
                condition=models.Q(file="", sha256="") | ~models.Q(file="") & ~models.Q(sha256=""),
                name="document_file_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    @property
    def how_signed(self) -> str:
        """What signing for somebody else is called, by the first capacity; "" where nobody else is named."""
        if not self.signed_for:
            return ""
        words = (CAPACITIES[line.split(" ", 1)[0]] for line in self.signature if line.split(" ", 1)[0] in CAPACITIES)
        return str(next(words, ""))

    @property
    def is_ready(self) -> bool:
        return bool(self.file)
