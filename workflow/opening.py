"""Who opened what when. A file that its receiver has opened can no longer be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from . import authorization
from .models import AccessEntry, Account, AuditEntry, Person, ProcessInstance, Task

AGAIN_AFTER = timedelta(minutes=10)  # who reloads a page has not opened the file anew


def opened(*, instances: Collection[uuid.UUID], account: Account, at: datetime) -> None:
    """Record that the account has these files before its eyes; its caller has judged that it may.

    The files are locked, so that opening and taking back have an order: whoever comes second knows of the first.
    Nothing is locked or written where all that is known already; the statements do not grow with the files.
    """
    waiting = authorization.work_at(authorization.seats(account.person, at))
    shown = ProcessInstance.objects.filter(uuid__in=instances)
    if not _unseen(shown, waiting, account.person).exists() and not _not_recorded(shown, account, at).exists():
        return
    with transaction.atomic():
        locked = list(shown.order_by("pk").select_for_update())
        files = ProcessInstance.objects.filter(pk__in=[instance.pk for instance in locked])
        AccessEntry.objects.bulk_create(
            AccessEntry(account=account, instance=instance, at=at) for instance in _not_recorded(files, account, at)
        )
        _unseen(files, waiting, account.person).update(seen_at=at, seen_by=account.person)


def _unseen(instances: QuerySet[ProcessInstance], waiting: Q, person: Person | None) -> QuerySet[Task]:
    """What waits there, and nobody has looked at; not what the person sent there, standing in for the receiver, too."""
    moves = AuditEntry.objects.filter(instance=OuterRef("instance"), to_state=OuterRef("state"))
    last = moves.exclude(from_state=F("to_state")).order_by("-revision").values("person")[:1]
    rows = Task.objects.filter(waiting, instance__in=instances, seen_at__isnull=True)
    return rows.alias(sender=Subquery(last)).filter(Q(sender__isnull=True) | ~Q(sender=person))


def _not_recorded(instances: QuerySet[ProcessInstance], account: Account, at: datetime) -> QuerySet[ProcessInstance]:
    recent = AccessEntry.objects.filter(account=account, instance__in=instances, at__gt=at - AGAIN_AFTER)
    return instances.exclude(pk__in=recent.values("instance"))
