"""The jobs. Each may come twice, late, or beside itself: rows with unique constraints see to one effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from workflow import clock

from . import recipients
from .delivery import digest, email, in_app, outbox, websocket
from .models import Dispatch, DispatchPart, Notification
from .outlet import restore
from .recipients import Letter

QUEUE = "notifications"
JOBS_A_TICK = 10
PATIENCE = timedelta(minutes=5)  # with a part of a dispatch, before its job is thought lost


@task(queue_name=QUEUE)
def expand(announcements: list[dict[str, Any]]) -> int:
    """Tell everybody whom these facts concern: rows first, then the bell. Returns how many letters."""
    letters = recipients.letters([restore(snapshot) for snapshot in announcements])
    with transaction.atomic():
        return len(_tell(letters))


@task(queue_name=QUEUE)
def expand_part(part: int) -> int:
    """The same for one part of a dispatch; a part that was told already is left alone."""
    found = DispatchPart.objects.filter(pk=part, done_at__isnull=True).first()
    if found is None:
        return 0
    letters = recipients.letters([restore(snapshot) for snapshot in found.facts])
    at = clock.now()
    with transaction.atomic():
        Dispatch.objects.select_for_update().get(pk=found.dispatch_id)  # the last part sees that it is the last
        if not DispatchPart.objects.filter(pk=part, done_at__isnull=True).update(done_at=at, facts=[]):
            return 0
        rows = _tell(letters)
        if not DispatchPart.objects.filter(dispatch=found.dispatch_id, done_at__isnull=True).exists():
            Dispatch.objects.filter(pk=found.dispatch_id).update(finished_at=at)
        return len(rows)


@task(queue_name=QUEUE)
def deliver_mail() -> int:
    """Send mails that are due; the next job takes the next ones. Returns how many left."""
    return email.deliver(clock.now())


def _tell(letters: Sequence[Letter]) -> list[Notification]:
    rows = in_app.store(letters)
    transaction.on_commit(partial(websocket.ring, rows))
    return rows


# --- periodic


def send_mails(at: datetime) -> None:
    """Periodic: what is owed becomes mails, and mails that are due get jobs: first tries, later tries, lost jobs."""
    outbox.gather(at)
    for _job in range(min(JOBS_A_TICK, outbox.jobs_needed(at))):
        deliver_mail.enqueue()


def send_digests(at: datetime) -> None:
    """Periodic: on working mornings a digest for everybody who chose one; `send_mails` sees to its leaving."""
    digest.prepare(at)


def resume_dispatches(at: datetime) -> None:
    """Periodic: parts of a dispatch whose job was lost get another one."""
    for part in DispatchPart.forgotten(at - PATIENCE).values_list("pk", flat=True)[:JOBS_A_TICK]:
        DispatchPart.objects.filter(pk=part).update(asked_at=at)
        expand_part.enqueue(part=part)
