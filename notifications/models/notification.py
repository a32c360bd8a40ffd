"""What people were told. The rows are the truth: a bell, a mail or a socket only points at them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflow import authorization
from workflow.models import Account, ProcessInstance

from ..message import Words, last_day
from ..messages import message_of
from .mail import Mail


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, account: Account, at: datetime) -> NotificationQuerySet:
        """What the account's bell shows: who left a post is told no more."""
        return self._visible(account, at).filter(account=account, in_bell=True)

    def open_to(self, account: Account, at: datetime) -> NotificationQuerySet:
        """What a link in a mail may open, by whichever of the person's accounts."""
        return self._visible(account, at).filter(account__person__accounts=account)

    def _visible(self, account: Account, at: datetime) -> NotificationQuerySet:
        """Of the files that the account's person may see at this moment."""
        visible = ProcessInstance.objects.filter(pk__in=authorization.visible_roots(account.person, at))
        return self.filter(root__in=visible.values("uuid"))

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at__isnull=True)

    def mark_read(self, at: datetime) -> int:
        """Returns how many were unread until now."""
        return self.unread().update(read_at=at)


class Notification(models.Model):
    """One fact told to one account. What is stored are codes and facts; the sentence is made when it is shown."""

    uuid = models.UUIDField(_("mã"), unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.SlugField(_("loại thông báo"), max_length=40)
    topic = models.CharField(_("sự việc"), max_length=101)  # definition.transition
    entry = models.UUIDField(_("mã sự việc"))
    instance = models.UUIDField(_("mã hồ sơ quy trình"))
    root = models.UUIDField(_("mã hồ sơ"))
    title = models.CharField(_("trích yếu"), max_length=500)
    params = models.JSONField(_("chi tiết"), default=dict)
    created_at = models.DateTimeField(_("lúc"))
    due_at = models.DateTimeField(_("hạn"), null=True, blank=True)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    in_bell = models.BooleanField(_("hiện ở chuông"), default=True)
    mail_after = models.DateTimeField(_("gửi thư sau"), null=True, blank=True)  # None: not owed by mail at once
    for_digest = models.BooleanField(_("chờ bản tin"), default=False)
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, blank=True, related_name="told", verbose_name=_("thư")
    )  # the mail that carries it

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "entry", "kind"], name="notification_once")]
        indexes = [
            models.Index(fields=["account", "-created_at"], name="notification_list"),
            models.Index(
                fields=["account", "-created_at"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
            models.Index(fields=["mail_after"], condition=Q(mail_after__isnull=False), name="notification_mail"),
            models.Index(fields=["account"], condition=Q(for_digest=True), name="notification_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.topic}"

    @property
    def words(self) -> Words:
        """The notification in the language of whoever reads it now."""
        return message_of(self.kind).words(self.topic, self.params)

    @property
    def last_day(self) -> date | None:
        return last_day(self.due_at) if self.due_at else None


def notification_id(account_id: int, entry: UUID, kind: str) -> UUID:
    """The same fact told to the same account by a repeated job has the same public id."""
    return uuid5(entry, f"{account_id}/{kind}")
