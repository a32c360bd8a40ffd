"""The jobs. Each may come twice, late, or beside itself: rows with unique constraints see to one effect."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from workflow import clock

from . import recipients
from .delivery import email, in_app, websocket
from .models import Notification
from .outlet import restore

QUEUE = "notifications"
MAILS = 200  # per job


@task(queue_name=QUEUE)
def expand(announcements: list[dict[str, Any]]) -> int:
    """Tell everybody whom these facts concern: rows first, then the bell and a mail. Returns how many letters."""
    letters = recipients.letters([restore(snapshot) for snapshot in announcements])
    by_mail = [letter.by_mail for letter in letters]
    with transaction.atomic():
        rows = in_app.store(letters)
        mails = [str(row.uuid) for row, mailed in zip(rows, by_mail, strict=True) if mailed]
        if mails:
            deliver_mail.enqueue(notifications=mails)
        transaction.on_commit(partial(websocket.ring, rows))
    return len(rows)


@task(queue_name=QUEUE)
def deliver_mail(notifications: list[str]) -> int:
    """Send what these notifications still owe by mail. Returns how many left."""
    return email.send(notifications, clock.now())


def resend_mail(at: datetime) -> None:
    """Periodic: mails that could not be sent, or whose job was lost, get another job."""
    owed = Notification.objects.filter(mail_after__lte=at - email.PAUSE).order_by("mail_after")
    mails = [str(uuid) for uuid in owed.values_list("uuid", flat=True)[:MAILS]]
    if mails:
        deliver_mail.enqueue(notifications=mails)
