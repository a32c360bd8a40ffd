"""Registers: yearly, gap-free numbers, and what each number was given to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import Identified
from .process import ProcessInstance


class Register(Identified):
    """One series of one year: the counter row that is locked while a number is given."""

    class Direction(models.TextChoices):
        OUTGOING = "outgoing", _("Sổ đăng ký văn bản đi")
        INCOMING = "incoming", _("Sổ đăng ký văn bản đến")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="registers")
    direction = models.CharField(_("sổ"), max_length=10, choices=Direction.choices)
    type_symbol = models.CharField(_("loại văn bản"), max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(_("năm"))
    first = models.PositiveIntegerField(_("số đầu"), default=1)
    last = models.PositiveIntegerField(_("số cuối đã cấp"), default=0)
    opening_reason = models.CharField(_("lý do mở sổ từ số khác 01"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sổ đăng ký văn bản")
        constraints = [
            models.UniqueConstraint(fields=["agency", "direction", "type_symbol", "year"], name="register_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first") - 1), name="register_last_not_before_first"),
            models.CheckConstraint(
                condition=Q(first=1) | ~Q(opening_reason=""), name="register_other_first_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.type_symbol} {self.year}"


class IssuedNumber(Identified):
    """A number and the one document that carries it. A void number keeps its place and is never given again."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("ký hiệu"), max_length=60, blank=True)
    title = models.CharField(_("trích yếu"), max_length=500)
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="numbers")
    issued_on = models.DateField(_("ngày"))
    given_at = models.DateTimeField(_("cấp lúc"))
    document_hash = models.CharField(_("mã băm tệp"), max_length=64, blank=True)
    void_reason = models.CharField(_("lý do hủy"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("số văn bản")
        ordering = ["register", "number"]
        constraints = [models.UniqueConstraint(fields=["register", "number"], name="number_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """As printed: below 10 padded, "05/KH-UBND"."""
        return f"{self.number:02d}/{self.symbol}" if self.symbol else str(self.number)
