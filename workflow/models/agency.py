"""Agencies over time: dated facts that are never overwritten, because an issued text keeps the old name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from .base import Dated, Identified, dates_in_order


class Agency(Identified, Dated):
    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("Ủy ban nhân dân cấp tỉnh")
        OFFICE = "office", _("Văn phòng Ủy ban nhân dân")
        DEPARTMENT = "department", _("Sở, cơ quan ngang sở")
        UNIT = "unit", _("Đơn vị trực thuộc tỉnh")
        FORCE = "force", _("Lực lượng vũ trang")
        PARTY = "party", _("Cơ quan Đảng")
        COUNCIL = "council", _("Hội đồng nhân dân, Đoàn đại biểu Quốc hội")
        FRONT = "front", _("Mặt trận Tổ quốc")
        STEERING = "steering", _("Ban chỉ đạo")
        CENTRAL = "central", _("Cơ quan Trung ương")
        MASS = "mass", _("Hội, đoàn thể")
        PRESS = "press", _("Cơ quan báo chí")
        EDUCATION = "education", _("Cơ sở giáo dục")
        DISTRICT = "district", _("Ủy ban nhân dân cấp huyện")
        COMMUNE = "commune", _("Ủy ban nhân dân cấp xã")
        SUB_UNIT = "sub_unit", _("Đơn vị thuộc cơ quan")
        OTHER = "other", _("Cơ quan khác")

    code = models.SlugField(_("mã cơ quan"), unique=True, max_length=80)
    name = models.CharField(_("tên cơ quan"), max_length=200)
    short_name = models.CharField(_("tên gọi tắt"), max_length=80, blank=True)
    symbol = models.CharField(_("ký hiệu trong số văn bản"), max_length=30, blank=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("cơ quan")
        ordering = ["name"]
        default_permissions = ()  # rights at an agency are the roles of the processes, made by authorization
        constraints = [dates_in_order("agency")]

    def __str__(self) -> str:
        return self.name


class AgencyName(Dated):
    """Another way in which texts write an agency: abbreviation, former name, spelling."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField(_("cách viết"), max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        verbose_name = _("cách viết tên cơ quan")
        constraints = [
            models.UniqueConstraint(fields=["agency", "folded"], name="agency_name_once"),
            dates_in_order("agency_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Mandate(Dated):
    """Which agency does what the processes need done ("funding": appraises money), from when to when."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="mandates")
    key = models.SlugField(_("chức năng"), max_length=40)

    class Meta:
        verbose_name = _("chức năng được giao")
        constraints = [dates_in_order("mandate")]

    def __str__(self) -> str:
        return f"{self.key}: {self.agency}"


class AgencyGroup(Identified, Dated):
    """A collective addressee: "các sở, ban, ngành"."""

    class Sort(models.TextChoices):
        FIXED = "fixed", _("Thành viên cố định")
        BY_DATE = "by_date", _("Mọi cơ quan thuộc loại này vào ngày xét")
        OPEN = "open", _("Mở: phải chọn cụ thể trước khi ban hành")

    code = models.SlugField(_("mã nhóm"), unique=True, max_length=80)
    name = models.CharField(_("tên nhóm"), max_length=300)
    sort = models.CharField(_("cách xác định thành viên"), max_length=10, choices=Sort.choices)
    kinds = models.JSONField(_("các loại cơ quan"), default=list, blank=True)

    class Meta:
        verbose_name = _("nhóm cơ quan")
        ordering = ["name"]
        constraints = [dates_in_order("agency_group")]

    def __str__(self) -> str:
        return self.name


class GroupName(models.Model):
    """A spelling of a group's name."""

    group = models.ForeignKey(AgencyGroup, models.CASCADE, related_name="names")
    name = models.CharField(_("cách viết"), max_length=300)
    folded = models.CharField(max_length=300, db_index=True, editable=False)

    class Meta:
        verbose_name = _("cách viết tên nhóm")
        constraints = [models.UniqueConstraint(fields=["group", "folded"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(Dated):
    group = models.ForeignKey(AgencyGroup, models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="memberships")

    class Meta:
        verbose_name = _("thành viên nhóm")
        constraints = [dates_in_order("group_member")]

    def __str__(self) -> str:
        return f"{self.agency} ∈ {self.group}"


class AgencyPermission(GroupObjectPermissionBase):
    """guardian's rows: which desk (its auth group) may act in which role at which agency. Derived, never edited."""

    content_object = models.ForeignKey(Agency, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("quyền tại cơ quan")
