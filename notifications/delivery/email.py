"""Mails as they leave: in the reader's language, text with a simple page beside it, from templates."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ..models import Mail
from ..models.preference import language_of
from . import outbox
from .contents import Contents, contents_of

logger = logging.getLogger(__name__)


def deliver(at: datetime) -> int:
    """Send the mails that are due at `at`; one that fails is tried again later and holds up no other.

    A server that cannot be reached costs no mail an attempt. Returns how many left.
    """
    mails = list(outbox.due(at).select_related("person__reader")[: outbox.MAILS])
    if not mails:
        return 0
    contents = contents_of(mails, at)
    connection = get_connection()
    try:
        connection.open()
    except OSError:  # what smtplib and sockets raise
        logger.warning("The mail server cannot be reached; %d mails wait", len(mails), exc_info=True)
        return 0
    try:
        return sum(_deliver_one(mail, contents[mail.pk], connection, at) for mail in mails)
    finally:
        _close(connection)


def _deliver_one(mail: Mail, contents: Contents, connection: Any, at: datetime) -> bool:
    if not outbox.take(mail, at):
        return False
    if not contents or not mail.person.email:
        outbox.settle(mail, Mail.Status.UNNEEDED, at)
        return False
    try:
        connection.send_messages([compose(mail, contents, at)])
    except Exception as error:  # whatever this one's text, its address or the server brings up: the others go on
        logger.warning("Mail %s could not be sent", mail.uuid, exc_info=True)
        outbox.fail(mail, at, f"{type(error).__name__}: {error}")
        _close(connection)  # nobody knows in which state it is; the next mail opens another one
        return False
    outbox.settle(mail, Mail.Status.SENT, at)
    return True


def compose(mail: Mail, contents: Contents, at: datetime) -> EmailMultiAlternatives:
    """The mail in its person's language."""
    template = "digest" if mail.day else "told"
    facts = {
        "person": mail.person,
        "contents": contents,
        "day": mail.day,
        "at": at,
        "site": settings.SITE_URL,
        "preferences": settings.SITE_URL + reverse("notification_preferences"),
    }
    with translation.override(language_of(mail.person)):
        subject = " ".join(_render(f"{template}_subject.txt", facts).split())
        text = re.sub(r"\n{3,}", "\n\n", _render(f"{template}.txt", facts))  # templates leave gaps where nothing stands
        message = EmailMultiAlternatives(subject, text, to=[mail.person.email])
        message.attach_alternative(_render(f"{template}.html", facts), "text/html")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message.extra_headers = {"Message-ID": f"<{mail.uuid}@{host}>", "Auto-Submitted": "auto-generated"}
    return message


def _render(name: str, facts: Mapping[str, Any]) -> str:
    return render_to_string(f"notifications/mail/{name}", dict(facts))


def _close(connection: Any) -> None:
    with suppress(OSError):
        connection.close()
