"""One mail on every working morning, for those who chose it instead of a mail for each event."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from workflow import calendar
from workflow.calendar import ZONE
from workflow.models import Account, Person

from ..message import Channel, When
from ..models import Mail, Notification
from .outbox import BATCH, put_into

FROM = time(7)
UNTIL = time(12)  # a morning that was missed is not made up for: what was owed comes with the next one
TOO_OLD = timedelta(days=14)


def prepare(at: datetime) -> None:
    """A mail for each who chose a digest and has none today, made once however many tickers there are.

    What it says is looked up when it leaves; with nothing to say it does not.
    """
    day = calendar.local_day(at)
    if not FROM <= at.astimezone(ZONE).time() < UNTIL or not _lacking(at).exists() or not calendar.is_working_day(day):
        return
    Notification.objects.filter(for_digest=True, created_at__lt=at - TOO_OLD).update(for_digest=False)
    while persons := list(_lacking(at)[:BATCH]):
        _prepare(persons, at)


@transaction.atomic
def _prepare(person_ids: list[int], at: datetime) -> None:
    """Four statements for 500 people."""
    day = calendar.local_day(at)
    rows = [Mail(person_id=pk, day=day, created_at=at, next_try_at=at) for pk in person_ids]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    accounts = list(Account.objects.filter(person__in=person_ids).values_list("pk", flat=True))
    todays = Mail.objects.filter(day=day, person__in=person_ids)
    put_into(todays, Notification.objects.filter(account__in=accounts, for_digest=True))


def _lacking(at: datetime) -> QuerySet[Person, int]:
    chosen = Q(notification_preferences__channel=Channel.MAIL, notification_preferences__when=When.DIGEST)
    people = Person.objects.filter(chosen, accounts__is_active=True).exclude(email="")
    have = Mail.objects.filter(day=calendar.local_day(at)).values("person")
    return people.exclude(pk__in=have).order_by("pk").values_list("pk", flat=True).distinct()
