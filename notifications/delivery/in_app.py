"""The bell's rows: what everybody was told, whether or not anybody looked."""

from __future__ import annotations

from collections.abc import Sequence

from ..messages import params_of
from ..models import Notification, notification_id
from ..recipients import Letter


def store(letters: Sequence[Letter]) -> list[Notification]:
    """Write a row per letter; those that a repeated job brings again stay as they are. One statement per batch."""
    rows = [_row(letter) for letter in letters]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


def _row(letter: Letter) -> Notification:
    fact, kind = letter.announcement, letter.message.kind
    return Notification(
        uuid=notification_id(letter.account_id, fact.entry, kind),
        account_id=letter.account_id,
        kind=kind,
        topic=fact.topic,
        entry=fact.entry,
        instance=fact.instance,
        root=fact.root,
        title=fact.title,
        params=params_of(fact),
        created_at=fact.at,
        due_at=fact.due_at,
        mail_after=fact.at if letter.by_mail else None,
    )
