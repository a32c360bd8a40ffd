"""Mail: only that work arrived, to a person with an address, once, in plain words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from notifications import outlet
from notifications.delivery import email
from notifications.models import Notification
from notifications.tasks import deliver_mail, expand, resend_mail
from workflow.context import Announcement
from workflow.models import Account, Appointment, Desk, Participation

from .conftest import Facts, seat

NOW = timezone.now()


def tell(*facts: Announcement) -> None:
    """Expand the facts, and do the mail jobs that this brings."""
    expand.func(announcements=[outlet.snapshot(fact) for fact in facts])
    for job in DBTaskResult.objects.filter(task_path="notifications.tasks.deliver_mail"):
        deliver_mail.func(**job.args_kwargs["kwargs"])


def test_work_is_mailed_and_news_is_not(fact: Facts, finance: Desk, culture: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    seat("listener", culture, email="listener@example.org")

    tell(fact(to=(finance,), telling=(culture,), at=NOW, title="Kế hoạch\nnăm 2026", reason="Thiếu <dự toán>"))

    (letter,) = mail.outbox
    told = Notification.objects.get(account__username="worker")
    assert letter.to == ["worker@example.org"]
    assert letter.subject == "Việc chờ xử lý: drafted – Kế hoạch năm 2026"
    assert "Kính gửi: Người worker" in letter.body
    assert "Lý do: Thiếu <dự toán>" in letter.body
    assert f"/notifications/{told.uuid}/" in letter.body


def test_a_term_is_mailed_as_its_last_day(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    midnight = timezone.localtime(NOW).replace(hour=0, minute=0, second=0, microsecond=0)

    tell(fact(to=(finance,), at=NOW, due_at=midnight + timedelta(days=3)))

    assert f"Hạn xử lý: {midnight + timedelta(days=2):%d/%m/%Y}" in mail.outbox[0].body


def test_nobody_is_mailed_without_an_address(fact: Facts, finance: Desk) -> None:
    seat("worker", finance)

    tell(fact(to=(finance,), at=NOW))

    assert not mail.outbox and Notification.objects.exists()


def test_a_person_with_two_accounts_gets_one_mail(fact: Facts, finance: Desk) -> None:
    worker = seat("worker", finance, email="worker@example.org")
    Account.objects.create_user("worker_again", person=worker.person)

    tell(fact(to=(finance,), at=NOW))

    assert (len(mail.outbox), Notification.objects.count()) == (1, 2)


def test_a_repeated_job_mails_nothing_again(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    heard = fact(to=(finance,), at=NOW)

    tell(heard)
    tell(heard)

    assert len(mail.outbox) == 1


def test_old_news_is_not_mailed(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")

    tell(fact(to=(finance,), at=NOW - email.TOO_OLD - timedelta(minutes=1)))

    assert not mail.outbox


@pytest.mark.parametrize("loss", ["read", "account closed", "left the post", "file closed to the agency"])
def test_who_no_longer_needs_it_or_may_see_it_is_not_mailed(fact: Facts, finance: Desk, loss: str) -> None:
    worker = seat("worker", finance, email="worker@example.org")
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,), at=NOW))])
    told = Notification.objects.get()
    if loss == "read":
        Notification.objects.update(read_at=NOW)
    elif loss == "account closed":
        Account.objects.filter(pk=worker.pk).update(is_active=False)
    elif loss == "left the post":
        Appointment.objects.update(valid_to=timezone.localdate(NOW) - timedelta(days=1))
    else:
        Participation.objects.filter(agency=finance.agency).delete()

    assert email.send([str(told.uuid)], NOW) == 0
    assert not mail.outbox


def test_a_mail_that_cannot_leave_is_tried_again_later(
    fact: Facts, finance: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat("worker", finance, email="worker@example.org")
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,), at=NOW))])
    told = Notification.objects.get()

    def no_connection(*args: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", no_connection)
        assert email.send([str(told.uuid)], NOW) == 0
    DBTaskResult.objects.all().delete()

    resend_mail(NOW + email.PAUSE)
    assert not DBTaskResult.objects.exists(), "too early"
    resend_mail(NOW + 2 * email.PAUSE)
    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {"notifications": [str(told.uuid)]}
    assert email.send([str(told.uuid)], NOW + 2 * email.PAUSE) == 1
    assert len(mail.outbox) == 1
