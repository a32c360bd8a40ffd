"""Running processes and the work they hand out. Written by the engine only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import Identified
from .people import Desk, Person


class ProcessInstance(Identified):
    """One run of one version of a definition about one subject."""

    definition_key = models.SlugField(_("quy trình"), max_length=40)
    definition_version = models.PositiveSmallIntegerField(_("phiên bản quy trình"))
    state = models.CharField(_("trạng thái"), max_length=40)
    revision = models.PositiveIntegerField(_("lần chuyển"), default=0)
    title = models.CharField(_("trích yếu"), max_length=500)
    subject_id = models.BigIntegerField(_("đối tượng"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="descendants")
    document_hash = models.CharField(_("mã băm văn bản"), max_length=64, blank=True)
    due_on = models.DateField(_("hạn được giao"), null=True, blank=True)
    opened_at = models.DateTimeField(_("mở lúc"))
    entered_at = models.DateTimeField(_("vào trạng thái lúc"))
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    audit_head = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("hồ sơ quy trình")
        constraints = [
            models.CheckConstraint(condition=Q(definition_version__gte=1), name="instance_version_positive"),
            models.CheckConstraint(condition=~Q(state=""), name="instance_has_state"),
        ]
        indexes = [
            models.Index(fields=["definition_key", "subject_id"], name="instance_subject"),
            models.Index(fields=["parent"], condition=Q(closed_at__isnull=True), name="instance_open_children"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_key} {self.uuid}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Participation(models.Model):
    """Which agency takes which part in an instance; also who may see it."""

    instance = models.ForeignKey(ProcessInstance, models.CASCADE, related_name="participations")
    participant = models.SlugField(_("vai"), max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="participations")

    class Meta:
        verbose_name = _("cơ quan tham gia")
        constraints = [models.UniqueConstraint(fields=["instance", "participant"], name="participation_once")]

    def __str__(self) -> str:
        return f"{self.participant}: {self.agency}"


class Task(Identified):
    """Work that a stage hands to a desk: the inbox of everybody."""

    class Status(models.TextChoices):
        OPEN = "open", _("Chờ xử lý")
        DONE = "done", _("Đã xử lý")
        CANCELLED = "cancelled", _("Không còn phải xử lý")

    instance = models.ForeignKey(ProcessInstance, models.CASCADE, related_name="tasks")
    state = models.CharField(_("bước"), max_length=40)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tasks")
    status = models.CharField(_("tình trạng"), max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField(_("giao lúc"))
    due_at = models.DateTimeField(_("hạn"), null=True, blank=True)
    closed_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("việc chờ xử lý")
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "desk"], condition=Q(status="open"), name="task_one_open_per_desk"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True) | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="task_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "due_at"], condition=Q(status="open"), name="task_inbox"),
            models.Index(fields=["due_at"], condition=Q(status="open"), name="task_open_due"),
        ]

    def __str__(self) -> str:
        return f"{self.state} → {self.desk}"


class DeadlineEvent(models.Model):
    """A deadline that passed: the unique row makes each occurrence fire once, however many tickers run."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="deadline_events")
    kind = models.SlugField(max_length=20)
    fired_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mốc thời hạn")
        constraints = [models.UniqueConstraint(fields=["task", "kind"], name="deadline_fires_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.task_id}"
