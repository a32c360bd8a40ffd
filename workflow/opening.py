"""Who opened what when. A file that its receiver has opened can no longer be taken back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from . import authorization
from .models import AccessEntry, Account, ProcessInstance, Task
from .refusals import Unknown


@transaction.atomic
def opened(*, instance_id: uuid.UUID, account: Account, at: datetime) -> None:
    """Record that the account has the file before its eyes; its caller has judged that it may. Raises Unknown.

    The instance is locked, so that opening and taking back have an order: whoever comes second knows of the first.
    """
    instance = ProcessInstance.objects.select_for_update().filter(uuid=instance_id).first()
    if instance is None:
        raise Unknown()
    AccessEntry.objects.create(account=account, instance=instance, at=at)
    seats = authorization.seats(account.person, at)
    desks = [seat.desk.pk for seat in seats if seat.sees(instance.definition_key)]
    waiting = Task.objects.filter(instance=instance, status=Task.Status.OPEN, desk__in=desks, seen_at__isnull=True)
    waiting.update(seen_at=at, seen_by=account.person)
