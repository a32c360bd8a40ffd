from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import Person
from workflow.models.base import Identified

from .plan import PlanVersion


class DraftCopy(Identified):
    """A draft as a file to look at or to work on. It can be made again at any time, so it is kept for a while only.

    `fingerprint` stands for all that the file depends on: who asks for the same once more gets the same file.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        WORD = "docx", _("Word")

    kind = models.CharField(_("loại tệp"), max_length=4, choices=Kind.choices)
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="+")
    issuer = models.CharField(_("cơ quan ban hành"), max_length=300)
    fingerprint = models.CharField(_("dấu nội dung"), max_length=64, unique=True)
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    step = models.PositiveSmallIntegerField(_("bước"), default=0)
    pages = models.PositiveIntegerField(_("số trang đã dàn"), default=0)
    failed_at = models.DateTimeField(_("không lập được lúc"), null=True, blank=True)
    file = models.FileField(_("tệp"), upload_to="drafts/%Y/%m", blank=True)

    class Meta:
        verbose_name = _("bản in thử")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.version} ({self.kind})"

    @property
    def is_ready(self) -> bool:
        return bool(self.file)
