"""Many told of one thing: how far it is. The parts are the truth; the jobs only say "look there now"."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflow import registry


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def with_progress(self) -> DispatchQuerySet:
        """`done`: how many have been told, counted from the parts, so that a repeated job counts nothing twice."""
        done = Sum("parts__size", filter=Q(parts__done_at__isnull=False))
        return self.annotate(done=Coalesce(done, Value(0)))


class Dispatch(models.Model):
    """One thing that many agencies hear of, each about its own process, below one file."""

    uuid = models.UUIDField(_("mã"), unique=True, default=uuid.uuid4, editable=False)
    root = models.UUIDField(_("mã hồ sơ"))
    topic = models.CharField(_("sự việc"), max_length=101)
    total = models.PositiveIntegerField(_("số nơi nhận"))
    started_at = models.DateTimeField(_("bắt đầu lúc"))
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt thông báo")
        ordering = ["started_at", "pk"]
        indexes = [models.Index(fields=["root", "started_at"], name="dispatch_root")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.total}"

    @property
    def title(self) -> str | Promise:
        """The process that was opened or went on at so many agencies, in the reader's language."""
        key = self.topic.partition(".")[0]
        definition = registry.nearest(key, 0)
        return definition.title if definition else key


class DispatchPart(models.Model):
    """So many facts as one job tells. They stay here until they are told: a lost job loses nothing."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField(_("phần"))
    size = models.PositiveSmallIntegerField(_("số nơi nhận"))
    facts = models.JSONField(default=list)
    asked_at = models.DateTimeField(_("giao việc lúc"))
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("phần của đợt thông báo")
        ordering = ["dispatch", "number"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "number"], name="dispatch_part_once")]
        indexes = [models.Index(fields=["asked_at"], condition=Q(done_at__isnull=True), name="dispatch_part_open")]

    def __str__(self) -> str:
        return f"{self.dispatch_id}/{self.number}"

    @classmethod
    def forgotten(cls, before: datetime) -> QuerySet[DispatchPart]:
        """Parts whose job should have told them by now."""
        return cls._default_manager.filter(done_at__isnull=True, asked_at__lte=before).order_by("asked_at", "pk")
