"""A plain mail that work arrived, to the person's own address. What waits and where; the rest is behind sign-in."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from ..models import Notification

logger = logging.getLogger(__name__)

PAUSE = timedelta(minutes=10)  # before a mail is tried again
TOO_OLD = timedelta(days=1)  # nobody needs the news that work came yesterday: it stands in the list


def send(uuids: Sequence[str], at: datetime) -> int:
    """Send the mails that these notifications owe at `at`; what fails is tried again later. Returns how many left."""
    owed = Notification.objects.filter(uuid__in=list(uuids), mail_after__lte=at).select_related("account__person")
    with translation.override(settings.LANGUAGE_CODE):
        return sum(_send_one(notification, at) for notification in owed)


def _send_one(notification: Notification, at: datetime) -> bool:
    """The row is taken before the mail leaves, so that two workers never send it twice."""
    mine = Notification.objects.filter(pk=notification.pk)
    if not mine.filter(mail_after__isnull=False).update(mail_after=None) or not _is_wanted(notification, at):
        return False
    try:
        compose(notification).send()
    except OSError:  # what smtplib and sockets raise
        logger.exception("A mail could not be sent; trying again in %s", PAUSE)
        mine.update(mail_after=at + PAUSE)
        return False
    return True


def _is_wanted(notification: Notification, at: datetime) -> bool:
    """Not when it is old or read, and not to who may no longer see the file."""
    if notification.read_at or at - notification.created_at > TOO_OLD or not notification.account.is_active:
        return False
    return Notification.objects.of(notification.account, at).filter(pk=notification.pk).exists()


def compose(notification: Notification) -> EmailMessage:
    """The mail, in the active language."""
    person = notification.account.person
    facts = {
        "notification": notification,
        "words": notification.words,
        "person": person,
        "due": _last_day(notification.due_at) if notification.due_at else "",
        "address": settings.SITE_URL + reverse("notification", args=[notification.uuid]),
    }
    subject = render_to_string("notifications/mail/subject.txt", facts)
    body = render_to_string("notifications/mail/body.txt", facts)
    return EmailMessage(" ".join(subject.split()), body, to=[person.email] if person else [])


def _last_day(due_at: datetime) -> str:
    """22/11/2026. A term that ends at midnight ends with the day before it."""
    return timezone.localtime(due_at - timedelta(microseconds=1)).strftime("%d/%m/%Y")
