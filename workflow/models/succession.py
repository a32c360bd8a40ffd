"""Reorganizations: who follows whom from which day, who decided otherwise for a file, and every row that changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import Identified


class Succession(Identified):
    """A reorganization on a day, by a paper: which agencies end (or are renamed), and who follows them."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Hợp nhất, sáp nhập")
        SPLIT = "split", _("Chia, tách")
        RENAME = "rename", _("Đổi tên")
        ABOLISH = "abolish", _("Kết thúc hoạt động")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    effective_on = models.DateField(_("có hiệu lực từ ngày"))
    paper = models.CharField(_("căn cứ"), max_length=300)
    new_name = models.CharField(_("tên mới"), max_length=200, blank=True)  # of a rename
    prepared_at = models.DateTimeField(_("lập lúc"))
    applied_at = models.DateTimeField(_("thực hiện lúc"), null=True, blank=True)
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("sắp xếp cơ quan")
        ordering = ["-effective_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


class SuccessionPart(models.Model):
    """Who takes what: all that is left of `predecessor`, or only its work in one field."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="parts")
    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="follows")  # None: nobody
    field = models.ForeignKey("workflow.FieldOfWork", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("phần việc chuyển giao")
        constraints = [
            models.UniqueConstraint(fields=["succession", "predecessor", "field"], name="succession_part_once"),
            models.UniqueConstraint(
                fields=["succession", "predecessor"],
                condition=models.Q(field__isnull=True),
                name="succession_rest_once",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(predecessor=models.F("successor")),
                name="succession_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '-'}"


class SuccessionChoice(models.Model):
    """Who takes one file, decided by a person against what the parts of the succession say."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="choices")
    instance = models.ForeignKey("workflow.ProcessInstance", models.PROTECT, related_name="+")
    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hồ sơ chuyển giao riêng")
        constraints = [
            models.UniqueConstraint(fields=["succession", "instance", "predecessor"], name="succession_choice_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_choice_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class HandedOver(models.Model):
    """One row that a succession changed: the written list of a handover, and what undo needs.

    `before` is empty where the succession made the row, `after` where it took the row away.
    """

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="handed_over")
    sort = models.CharField(_("loại"), max_length=80)  # the table: "workflow.mandate", "processes.report" …
    row = models.BigIntegerField(_("dòng"))
    successor = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("việc đã chuyển giao")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["succession", "sort", "row"], name="handed_over_once")]

    def __str__(self) -> str:
        return f"{self.sort} {self.row}"
