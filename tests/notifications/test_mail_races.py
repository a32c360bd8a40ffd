"""Several nodes tick and post at the same moment: nobody gets a mail twice, nobody none."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from notifications import outlet, preferences
from notifications.delivery import digest, email, outbox
from notifications.delivery.in_app import WINDOW
from notifications.message import Channel, When
from notifications.models import Mail, Notification
from notifications.tasks import expand
from tests.factories import morning
from workflow.models import Desk

from .conftest import Facts, seat

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, NODES = 30, 3
NOW = timezone.now()
SEVEN = morning(date(2026, 11, 16)).replace(hour=7)


def on_every_node(work: Callable[[], object]) -> None:
    """Each does it on its own connection; an error in one fails the test."""
    start, errors = threading.Barrier(NODES), list[BaseException]()

    def node() -> None:
        try:
            start.wait(10)
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=node) for _ in range(NODES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


def post_all() -> None:
    outbox.gather(NOW + WINDOW)
    while email.deliver(NOW + WINDOW):
        pass


def test_nodes_that_post_together_send_each_mail_once(fact: Facts, finance: Desk) -> None:
    for number in range(PEOPLE):
        seat(f"worker_{number}", finance, email=f"worker{number}@example.org")
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,), at=NOW)) for _ in range(2)])

    on_every_node(post_all)
    post_all()  # what a node had taken when another one looked for the last time

    assert Counter(letter.to[0] for letter in mail.outbox) == {f"worker{n}@example.org": 1 for n in range(PEOPLE)}
    assert Counter(Mail.objects.values_list("status", flat=True)) == {"sent": PEOPLE}
    assert not Notification.objects.filter(mail__isnull=True).exists()


def test_nodes_that_prepare_digests_together_make_one_each(fact: Facts, finance: Desk) -> None:
    for number in range(PEOPLE):
        account = seat(f"worker_{number}", finance, email=f"worker{number}@example.org")
        preferences.choose(account.person, {("work_arrived", Channel.MAIL): When.DIGEST})
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,), at=SEVEN))])

    on_every_node(lambda: digest.prepare(SEVEN))

    assert Mail.objects.count() == PEOPLE
    assert not Notification.objects.filter(mail__isnull=True).exists()
