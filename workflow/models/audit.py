"""The trail. Append only: triggers refuse every UPDATE and DELETE (see triggers.py)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import Identified
from .people import Person
from .process import ProcessInstance


class AuditEntry(Identified):
    """One transition: who did what to which version, by which right, and what was answered."""

    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="entries")
    revision = models.PositiveIntegerField()
    definition_key = models.SlugField(max_length=40)
    definition_version = models.PositiveSmallIntegerField()
    transition = models.SlugField(max_length=60)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="entries")
    acting_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=10, blank=True)
    authority = models.JSONField(default=dict)  # {role, agency, position} as they were
    inputs = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)  # what guards and services established: a number, a reason
    document_hash = models.CharField(max_length=64, blank=True)
    command_id = models.UUIDField(null=True)
    request = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("dấu vết")
        ordering = ["instance", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["instance", "revision"], name="audit_revision_once"),
            models.UniqueConstraint(
                fields=["actor", "command_id"], condition=Q(command_id__isnull=False), name="audit_command_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.revision}"

    @property
    def topic(self) -> str:
        return f"{self.definition_key}.{self.transition}"


class AccessEntry(models.Model):
    """Who opened what when. Written by a POST of the page, never as a GET's side effect; not part of the chain."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses")
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="accesses")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lượt mở")
        indexes = [models.Index(fields=["instance", "at"], name="access_instance")]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.instance_id}"


class OrganizationEntry(Identified):
    """One act outside the processes: an appointment, a delegation, an absence, a succession, a move of versions.

    One chain for all of them, append only like AuditEntry. `act` is a code, `facts` what was done, in full.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    act = models.SlugField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    request = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("dấu vết tổ chức")
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.act} #{self.sequence}"


class OrganizationHead(models.Model):
    """The end of the organization's chain: one row, locked while an act is written down."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("đầu dấu vết tổ chức")

    def __str__(self) -> str:
        return f"#{self.sequence}"


class Seal(Identified):
    """A day's seal over the heads of all chains, chained to the seal before; also exported to a folder of its own.

    `root`: hash over the heads that moved on since the seal before (see seals.py). Append only.
    """

    number = models.PositiveIntegerField(unique=True)
    day = models.DateField(unique=True)
    sealed_at = models.DateTimeField()
    instances = models.PositiveIntegerField()
    organization_sequence = models.PositiveBigIntegerField()
    organization_hash = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("niêm phong ngày")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.day}"


class SealedHead(models.Model):
    """Where one instance's trail ended when it was sealed. Names the instance even when that is gone. Append only."""

    seal = models.ForeignKey(Seal, models.PROTECT, to_field="number", related_name="heads")
    instance = models.UUIDField()
    revision = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("đầu dấu vết đã niêm phong")
        ordering = ["seal", "instance"]
        constraints = [models.UniqueConstraint(fields=["instance", "revision"], name="sealed_head_once")]

    def __str__(self) -> str:
        return f"{self.instance} #{self.revision}"
