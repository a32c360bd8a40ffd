"""What is owed by mail, from the row that says so to a mail that left, or that somebody has to look at.

A mail is a row before anything is sent. It is taken for LEASE, then sent, then settled. Who dies in between leaves it
to the next one when the lease is over: nothing is lost, and what left twice has one Message-ID.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from ..models import Mail, Notification

BATCH = 500
MAILS = 20  # per job: with a server that takes its time for each, the job ends before its first lease does
LEASE = timedelta(minutes=15)
PAUSE = timedelta(minutes=1)  # after the first failure; doubled by each further one
LONGEST_PAUSE = timedelta(hours=4)
MAX_ATTEMPTS = 8
TOO_OLD = timedelta(days=1)  # nobody needs the news that work came yesterday: it stands in the list


def gather(at: datetime) -> None:
    """Everything owed by a person whose time has come goes into one mail; five statements for 500 people."""
    Notification.objects.filter(mail_after__lte=at, created_at__lt=at - TOO_OLD).update(mail_after=None)
    while _gather_some(at):
        pass


@transaction.atomic
def _gather_some(at: datetime) -> bool:
    owing = Notification.objects.filter(mail_after__lte=at, account__person__isnull=False).order_by("account")
    accounts = dict(owing.values_list("account", "account__person").distinct()[:BATCH])
    if not accounts:
        return False
    persons = sorted(set(accounts.values()))
    mails = Mail.objects.bulk_create([Mail(person_id=pk, created_at=at, next_try_at=at) for pk in persons])
    made = Mail.objects.filter(pk__in=[mail.pk for mail in mails])
    put_into(made, Notification.objects.filter(account__in=list(accounts), mail_after__isnull=False))
    made.filter(told__isnull=True).delete()  # another ticker was faster
    return True


def put_into(mails: QuerySet[Mail], owed: QuerySet[Notification]) -> None:
    """Each notification into its person's mail. `owed` says by own columns alone what is still owed: whoever waits
    for another's lock on a row then looks again and finds it taken."""
    own = mails.filter(person__accounts=OuterRef("account")).values("pk")[:1]
    owed.update(mail=Subquery(own), mail_after=None, for_digest=False)


def due(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk")


def jobs_needed(at: datetime) -> int:
    return -(-due(at).count() // MAILS)


def take(mail: Mail, at: datetime) -> bool:
    """Ours for LEASE? Counted as an attempt first, so that a mail that kills its worker ends as a dead letter too."""
    if mail.attempts >= MAX_ATTEMPTS:
        fail(mail, at, mail.error)
        return False
    mine = due(at).filter(pk=mail.pk).update(next_try_at=at + LEASE, attempts=F("attempts") + 1)
    mail.attempts += 1
    return bool(mine)


def settle(mail: Mail, status: Mail.Status, at: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(status=status, next_try_at=None, settled_at=at, error="")


def fail(mail: Mail, at: datetime, error: str) -> None:
    """Later again, or never: then an administrator sees it."""
    waiting = Mail.objects.filter(pk=mail.pk, status=Mail.Status.WAITING)
    if mail.attempts < MAX_ATTEMPTS:
        pause = min(PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
        waiting.update(next_try_at=at + pause, error=error[:500])
    else:
        waiting.update(status=Mail.Status.FAILED, next_try_at=None, settled_at=at, error=error[:500])


def dead_letters() -> QuerySet[Mail]:
    return Mail.objects.filter(status=Mail.Status.FAILED).select_related("person").order_by("-created_at", "-pk")


def try_again(mail: Mail, at: datetime) -> None:
    """A dead letter, as if it were new: the address or the server has been put right."""
    Mail.objects.filter(pk=mail.pk, status=Mail.Status.FAILED).update(
        status=Mail.Status.WAITING, next_try_at=at, attempts=0, settled_at=None
    )
