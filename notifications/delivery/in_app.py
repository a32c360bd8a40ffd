"""The rows: what everybody was told, whether or not anybody looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ..message import When, params_of
from ..models import Notification, notification_id
from ..recipients import Letter

BATCH = 500
WINDOW = timedelta(minutes=2)  # what happens to a person's files within it leaves as one mail


def store(letters: Sequence[Letter]) -> list[Notification]:
    """Write a row per letter; those that a repeated job brings again stay as they are. One statement per batch."""
    rows = [_row(letter) for letter in letters]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
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
        in_bell=letter.in_bell,
        mail_after=fact.at + WINDOW if letter.by_mail is When.NOW else None,
        for_digest=letter.by_mail is When.DIGEST,
    )
