"""Letters on their way: what is to leave by mail, how often it was tried, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflow.models import Person


class Mail(models.Model):
    """One mail to one person: of what happened within some minutes, or (with a `day`) that day's digest.

    Written before anything is sent. `uuid` is its Message-ID, so that a mail that left twice is known as one.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        UNNEEDED = "unneeded", _("Không cần gửi")  # read, or no longer to be seen, before it left
        FAILED = "failed", _("Không gửi được")  # a dead letter: somebody has to look

    uuid = models.UUIDField(_("mã"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="mails")
    day = models.DateField(_("bản tin ngày"), null=True, blank=True)
    status = models.CharField(_("tình trạng"), max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(_("lập lúc"))
    next_try_at = models.DateTimeField(_("gửi lần tới"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("số lần gửi"), default=0)
    settled_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    error = models.CharField(_("lỗi"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("thư")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="mail_one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(status="waiting", next_try_at__isnull=False)
                | (~Q(status="waiting") & Q(next_try_at__isnull=True)),
                name="mail_waits_until",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="mail_due"),
            models.Index(fields=["created_at"], condition=Q(status="failed"), name="mail_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}: {self.status}"
