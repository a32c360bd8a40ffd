"""People, the accounts they sign in with, and the posts they hold from when to when."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import Dated, Identified, dates_in_order


class Person(Identified):
    """One human being. Separation of duties is judged on persons: two accounts of one person are one."""

    full_name = models.CharField(_("họ và tên"), max_length=200)
    email = models.EmailField(_("thư điện tử"), blank=True)

    class Meta:
        verbose_name = _("người")
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name


class Account(AbstractUser, Identified):
    """What one signs in with. Its rights come from the person's appointments alone."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")

    class Meta:
        verbose_name = _("tài khoản")


class Position(models.Model):
    """A kind of post: "vice_chairman", "specialist"."""

    code = models.SlugField(_("mã chức vụ"), unique=True, max_length=40)
    title = models.CharField(_("chức vụ"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        verbose_name = _("chức vụ")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.title


class Desk(Identified):
    """A position at an agency: where work lands, whoever sits there. Its auth group carries guardian's rows."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="desks")
    position = models.ForeignKey(Position, models.PROTECT, related_name="desks")
    group = models.OneToOneField(Group, models.PROTECT, related_name="desk")

    class Meta:
        verbose_name = _("vị trí công tác")
        constraints = [models.UniqueConstraint(fields=["agency", "position"], name="desk_once")]

    def __str__(self) -> str:
        return f"{self.position}, {self.agency}"


class Appointment(Identified, Dated):
    """Who sits at a desk from when to when: the truth about persons and dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="appointments")

    class Meta:
        verbose_name = _("đảm nhiệm chức vụ")
        constraints = [
            models.UniqueConstraint(fields=["person", "desk", "valid_from"], name="appointment_once"),
            dates_in_order("appointment"),
        ]
        indexes = [models.Index(fields=["person", "valid_from"], name="appointment_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.desk}"


class FieldOfWork(models.Model):
    """A field that plans are about ("press", "tourism"): who answers for it among several is a dated fact."""

    code = models.SlugField(_("mã lĩnh vực"), unique=True, max_length=40)
    name = models.CharField(_("lĩnh vực"), max_length=120)

    class Meta:
        verbose_name = _("lĩnh vực")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Responsibility(Identified, Dated):
    """Which of several holders of a desk answers for a field: "Phó Chủ tịch phụ trách văn hóa - xã hội"."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="responsibilities")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="responsibilities")
    field = models.ForeignKey(FieldOfWork, models.PROTECT, related_name="responsibilities")
    paper = models.CharField(_("văn bản phân công"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("phân công phụ trách lĩnh vực")
        constraints = [dates_in_order("responsibility")]

    def __str__(self) -> str:
        return f"{self.person}: {self.field}"


class Absence(Identified, Dated):
    """Days on which a person is away; who stands in is a Delegation that points here."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("ghi nhận lúc"))
    cancelled_at = models.DateTimeField(_("hủy lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("vắng mặt")
        constraints = [dates_in_order("absence")]
        indexes = [models.Index(fields=["person", "valid_from"], name="absence_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.valid_from} - {self.valid_to or ''}"


class Delegation(Identified, Dated):
    """Who may act for the holder of a desk, in which capacity, for what, from when to when, on which paper."""

    class Capacity(models.TextChoices):
        DEPUTY = "KT.", _("Ký thay (KT.)")
        BY_ORDER = "TL.", _("Thừa lệnh (TL.)")
        BY_AUTHORIZATION = "TUQ.", _("Thừa ủy quyền (TUQ.)")
        ACTING = "Q.", _("Quyền (Q.)")
        STAND_IN = "stand_in", _("Xử lý thay khi vắng mặt, không ký văn bản")

    delegator = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="delegations")  # the delegator's, whose rights are lent
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegations_held")
    delegate_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")  # the post under the signature
    capacity = models.CharField(_("tư cách"), max_length=10, choices=Capacity.choices)
    scope = models.JSONField(_("phạm vi"), default=list, blank=True)  # topics ("approval.sign"); empty: all of the desk
    paper = models.CharField(_("căn cứ"), max_length=300, blank=True)
    absence = models.ForeignKey(Absence, models.PROTECT, null=True, blank=True, related_name="delegations")
    passed_on_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="passed_on")
    granted_at = models.DateTimeField(_("giao lúc"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoke_reason = models.CharField(_("lý do thu hồi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ủy quyền, giao xử lý thay")
        constraints = [
            dates_in_order("delegation"),
            models.CheckConstraint(condition=~models.Q(delegator=models.F("delegate")), name="delegation_not_to_self"),
        ]
        indexes = [
            models.Index(
                fields=["delegate", "valid_from"], condition=models.Q(revoked_at__isnull=True), name="delegation_held"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegator} → {self.delegate} ({self.capacity})"

    @property
    def first_hand(self) -> Delegation:
        """The row by which the right left whoever has it in full: the desk's holder, or an acting head."""
        source = self.passed_on_from
        return self if source is None or source.capacity == self.Capacity.ACTING else source.first_hand

    @property
    def processes(self) -> set[str]:
        """Keys of the definitions in its scope; empty: all of the desk."""
        return {topic.partition(".")[0] for topic in self.scope}

    def covers(self, topic: str) -> bool:
        """Is this step lent? "": whatever the desk does."""
        return not self.scope or topic in self.scope
