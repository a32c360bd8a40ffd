"""People, the accounts they sign in with, and the posts they hold from when to when."""

from __future__ import annotations

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
