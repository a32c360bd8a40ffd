from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.documents.facts import PlanFacts
from workflow.models import Person
from workflow.models.base import Identified

from .plan import Plan


class WithPlan(models.Manager["Approval"]):
    def get_queryset(self) -> models.QuerySet[Approval]:
        return super().get_queryset().select_related("plan__current_version", "plan__drafting_agency")


class Approval(Identified):
    """One way up of a plan: what the persons on it added."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="approvals")
    submission_number = models.CharField(_("số tờ trình"), max_length=60, blank=True)
    submitted_on = models.DateField(_("ngày tờ trình"), null=True, blank=True)
    incoming_number = models.PositiveIntegerField(_("số đến"), null=True, blank=True)
    slip = models.TextField(_("ý kiến thẩm tra"), blank=True)
    submission_signature = models.JSONField(_("chữ ký tờ trình"), default=dict, blank=True)  # see services/signing.py
    signature = models.JSONField(_("chữ ký ban hành"), default=dict, blank=True)
    signer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    signed_hash = models.CharField(_("mã băm bản đã ký"), max_length=64, blank=True)
    code = models.CharField(_("mã kiểm tra"), max_length=20, blank=True)  # printed on the page, see Document.code
    # The version that was signed, with the leader's own signature and without number and day; a job makes it.
    signed_file = models.FileField(_("tệp đã ký"), upload_to="signed/%Y/%m", blank=True)
    signed_sha256 = models.CharField(_("mã băm tệp đã ký"), max_length=64, blank=True)
    # What keeps this file from being signed or sealed now: a KeyFault, and whose key it is; both empty: nothing.
    key_fault = models.CharField(_("vướng mắc khóa ký"), max_length=20, blank=True)
    key_owner = models.CharField(_("khóa ký của"), max_length=300, blank=True)

    objects = models.Manager()
    subjects = WithPlan()

    class Meta:
        verbose_name = _("trình duyệt")

    def __str__(self) -> str:
        return f"{self.plan}"

    @property
    def document_hash(self) -> str:
        return self.plan.document_hash

    @property
    def facts(self) -> PlanFacts:
        return self.plan.facts
