"""Running processes and the work they hand out. Written by the engine only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import Identified
from .people import Desk, FieldOfWork, Person


class ProcessInstance(Identified):
    """One run of one version of a definition about one subject.

    `round` counts changes of state; children carry their parent's (`parent_round`), so that a join waits only for
    those that were started in the present round.
    """

    class Urgency(models.TextChoices):
        NORMAL = "", _("Thường")
        URGENT = "urgent", _("Khẩn")
        VERY_URGENT = "very_urgent", _("Thượng khẩn")
        EXPRESS = "express", _("Hỏa tốc")

    definition_key = models.SlugField(_("quy trình"), max_length=40)
    definition_version = models.PositiveSmallIntegerField(_("phiên bản quy trình"))
    state = models.CharField(_("trạng thái"), max_length=40)
    revision = models.PositiveIntegerField(_("lần chuyển"), default=0)
    title = models.CharField(_("trích yếu"), max_length=500)
    subject_id = models.BigIntegerField(_("đối tượng"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="descendants")
    document_hash = models.CharField(_("mã băm văn bản"), max_length=64, blank=True)
    round = models.PositiveIntegerField(_("lượt"), default=0)
    parent_round = models.PositiveIntegerField(_("lượt của hồ sơ trên"), default=0)
    urgency = models.CharField(_("độ khẩn"), max_length=12, choices=Urgency.choices, blank=True)
    field = models.ForeignKey(FieldOfWork, models.PROTECT, null=True, blank=True, related_name="+")
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
    """Work that a stage hands to a desk: the inbox of everybody. Without a desk the system itself waits, to `due_at`.

    `next_mark_at`: when a reminder, the end of the time or an escalation comes next; None while the clock stands.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Chờ xử lý")
        DONE = "done", _("Đã xử lý")
        CANCELLED = "cancelled", _("Không còn phải xử lý")

    instance = models.ForeignKey(ProcessInstance, models.CASCADE, related_name="tasks")
    state = models.CharField(_("bước"), max_length=40)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="tasks")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tasks")
    status = models.CharField(_("tình trạng"), max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField(_("giao lúc"))
    due_at = models.DateTimeField(_("hạn"), null=True, blank=True)
    next_mark_at = models.DateTimeField(_("mốc kế tiếp"), null=True, blank=True)
    extra_days = models.PositiveSmallIntegerField(_("số ngày được cộng thêm"), default=0)  # by stops and extensions
    suspended_at = models.DateTimeField(_("dừng tính thời hạn từ"), null=True, blank=True)
    seen_at = models.DateTimeField(_("mở xem lúc"), null=True, blank=True)
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
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
            models.Index(
                fields=["next_mark_at"], condition=Q(status="open", next_mark_at__isnull=False), name="task_next_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} → {self.desk}"


class DeadlineEvent(models.Model):
    """A mark of a deadline that came: the unique row makes each occurrence fire once, however many tickers run.

    `due_at` names the occurrence: after an extension the same marks come again for the new day.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="deadline_events")
    kind = models.SlugField(max_length=20)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mốc thời hạn")
        constraints = [models.UniqueConstraint(fields=["task", "kind", "due_at"], name="deadline_fires_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.task_id}"


class VersionMove(Identified):
    """Running files moved from one version of their definition to another. Each has its entry in its own trail."""

    definition_key = models.SlugField(_("quy trình"), max_length=40)
    from_version = models.PositiveSmallIntegerField(_("từ phiên bản"))
    to_version = models.PositiveSmallIntegerField(_("sang phiên bản"))
    states = models.JSONField(_("trạng thái cũ → mới"), default=dict)
    reason = models.CharField(_("lý do"), max_length=500)
    moved_at = models.DateTimeField(_("chuyển lúc"))
    moved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("chuyển phiên bản quy trình")
        ordering = ["-moved_at"]

    def __str__(self) -> str:
        return f"{self.definition_key} {self.from_version} → {self.to_version}"


class Incident(Identified):
    """Something that an administrator has to put right: a step that nobody can take, a duty that nobody answers for.

    `kind` is a code, `subject` what it is about (so that it is opened once), `params` what the sentence needs.
    """

    kind = models.SlugField(_("loại"), max_length=40)
    subject = models.CharField(_("về"), max_length=200)
    params = models.JSONField(_("chi tiết"), default=dict)
    opened_at = models.DateTimeField(_("phát hiện lúc"))
    closed_at = models.DateTimeField(_("hết lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("sự cố")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(closed_at__isnull=True), name="incident_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"
