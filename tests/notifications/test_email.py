"""Mail: what a person wants by mail, grouped, in the reader's language, at most to who may see it when it leaves."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications import outlet, preferences
from notifications.delivery import email, outbox
from notifications.delivery.in_app import WINDOW
from notifications.message import Channel, When
from notifications.models import Mail, Notification
from notifications.tasks import expand
from workflow.context import Announcement
from workflow.models import Account, Appointment, Desk, Participation

from .conftest import Facts, open_file, seat

NOW = timezone.now()
THEN = NOW + WINDOW


def tell(*facts: Announcement) -> None:
    expand.func(announcements=[outlet.snapshot(fact) for fact in facts])


def post(at: datetime = THEN) -> int:
    """What the minute's tick and its jobs do."""
    outbox.gather(at)
    return email.deliver(at)


def html(message: EmailMultiAlternatives) -> str:
    [page] = [part for part, kind in message.alternatives if kind == "text/html"]
    return str(page)


def test_work_is_mailed_and_news_is_not(fact: Facts, finance: Desk, culture: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    seat("listener", culture, email="listener@example.org")

    tell(fact(to=(finance,), telling=(culture,), at=NOW, title="Kế hoạch\nnăm 2026", reason="Thiếu <dự toán>"))
    post()

    (letter,) = mail.outbox
    told = Notification.objects.get(account__username="worker")
    assert letter.to == ["worker@example.org"]
    assert letter.subject == "Việc chờ xử lý: drafted – Kế hoạch năm 2026"
    assert "Kính gửi: Người worker" in letter.body
    assert "Lý do: Thiếu <dự toán>" in letter.body
    assert f"/notifications/{told.uuid}/" in letter.body
    assert "Lý do: Thiếu &lt;dự toán&gt;" in html(letter)
    assert f"/notifications/{told.uuid}/" in html(letter)
    assert "/notifications/settings/" in letter.body


def test_what_happens_within_minutes_leaves_as_one_mail_by_file(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    other = open_file(finance)
    tell(
        fact(to=(finance,), at=NOW, title="Kế hoạch một", reason="thứ nhất"),
        fact(to=(finance,), at=NOW, root=other.uuid, title="Kế hoạch hai"),
        fact(to=(finance,), at=NOW + WINDOW / 2, title="Kế hoạch một", reason="thứ hai"),
    )

    assert post(THEN - timedelta(seconds=1)) == 0, "somebody may still add to it"
    assert post() == 1

    [letter] = mail.outbox
    assert letter.subject == "3 thông báo về 2 hồ sơ"
    assert letter.body.count("Kế hoạch một") == 1
    assert letter.body.index("thứ nhất") < letter.body.index("thứ hai") < letter.body.index("Kế hoạch hai")
    assert post(THEN + WINDOW) == 0, "and nothing is left over"


def test_several_of_one_file_are_named_by_it(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    tell(*(fact(to=(finance,), at=NOW, title="Kế hoạch một") for _ in range(2)))
    post()

    assert mail.outbox[0].subject == "2 thông báo – Kế hoạch một"


def test_a_mail_is_in_the_language_of_its_reader(fact: Facts, finance: Desk) -> None:
    vietnamese = seat("worker", finance, email="worker@example.org").person
    english = seat("reader", finance, email="reader@example.org").person
    preferences.remember_language(english, "en")
    preferences.remember_language(vietnamese, "fr")  # the portal speaks it no more

    tell(fact(to=(finance,), at=NOW, due_at=NOW + timedelta(days=2)))
    post()

    read = {letter.to[0]: letter for letter in mail.outbox}
    assert read["worker@example.org"].body.startswith("Kính gửi: Người worker")
    assert '<html lang="vi">' in html(read["worker@example.org"])
    assert "Kính gửi" not in read["reader@example.org"].body
    assert '<html lang="en">' in html(read["reader@example.org"])


def test_a_term_is_mailed_as_its_last_day(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    midnight = timezone.localtime(NOW).replace(hour=0, minute=0, second=0, microsecond=0)

    tell(fact(to=(finance,), at=NOW, due_at=midnight + timedelta(days=3)))
    post()

    assert f"Hạn xử lý: {midnight + timedelta(days=2):%d/%m/%Y}" in mail.outbox[0].body


def test_nobody_is_mailed_without_an_address(fact: Facts, finance: Desk) -> None:
    seat("worker", finance)

    tell(fact(to=(finance,), at=NOW))
    post()

    assert not mail.outbox and Notification.objects.exists()


def test_a_person_with_two_accounts_gets_one_mail(fact: Facts, finance: Desk) -> None:
    worker = seat("worker", finance, email="worker@example.org")
    Account.objects.create_user("worker_again", person=worker.person)

    tell(fact(to=(finance,), at=NOW))
    post()

    assert (len(mail.outbox), Notification.objects.count()) == (1, 2)


def test_a_repeated_job_mails_nothing_again(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    heard = fact(to=(finance,), at=NOW)

    for _time in range(2):
        tell(heard)
        post()

    assert len(mail.outbox) == 1


def test_old_news_is_not_mailed(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")

    tell(fact(to=(finance,), at=NOW - outbox.TOO_OLD - timedelta(minutes=1)))
    post()

    assert not mail.outbox and not Mail.objects.exists()


@pytest.mark.parametrize("loss", ["read", "account closed", "left the post", "file closed to the agency", "no address"])
def test_who_no_longer_needs_it_or_may_see_it_is_not_mailed(fact: Facts, finance: Desk, loss: str) -> None:
    worker = seat("worker", finance, email="worker@example.org")
    tell(fact(to=(finance,), at=NOW))
    outbox.gather(THEN)
    if loss == "read":
        Notification.objects.update(read_at=NOW)
    elif loss == "account closed":
        Account.objects.filter(pk=worker.pk).update(is_active=False)
    elif loss == "left the post":
        Appointment.objects.update(valid_to=timezone.localdate(THEN) - timedelta(days=1))
    elif loss == "no address":
        type(worker.person).objects.update(email="")
    else:
        Participation.objects.filter(agency=finance.agency).delete()

    assert email.deliver(THEN) == 0
    assert not mail.outbox
    assert Mail.objects.get().status == Mail.Status.UNNEEDED


def test_nobody_is_mailed_who_chose_not_to_be(fact: Facts, finance: Desk) -> None:
    worker = seat("worker", finance, email="worker@example.org")
    preferences.choose(worker.person, {("work_arrived", Channel.MAIL): When.NEVER})

    tell(fact(to=(finance,), at=NOW))
    post()

    assert not mail.outbox and Notification.objects.get().in_bell


# --- what fails


class Server:
    """A mail server that refuses what somebody makes it refuse."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuses: set[str] = set()
        self.is_down = False
        self.sent: list[EmailMultiAlternatives] = []
        monkeypatch.setattr(email, "get_connection", lambda: self)

    def open(self) -> None:
        if self.is_down:
            raise ConnectionRefusedError

    def close(self) -> None: ...

    def send_messages(self, messages: list[Any]) -> None:
        if set(messages[0].to) & self.refuses:
            raise OSError("550 no such user")
        self.sent += messages


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


def test_a_mail_that_fails_is_tried_later_and_later_and_holds_up_no_other(
    fact: Facts, finance: Desk, server: Server
) -> None:
    seat("poison", finance, email="poison@example.org")
    seat("worker", finance, email="worker@example.org")
    server.refuses = {"poison@example.org"}
    tell(fact(to=(finance,), at=NOW))

    assert post() == 1, "the neighbor's mail left at once"
    at, pauses = THEN, []
    while waiting := Mail.objects.filter(person__email="poison@example.org", status="waiting").first():
        assert email.deliver(waiting.next_try_at - timedelta(seconds=1)) == 0, "too early"
        pauses.append(waiting.next_try_at - at)
        at = waiting.next_try_at
        email.deliver(at)

    dead = outbox.dead_letters().get()
    assert (dead.attempts, dead.error) == (outbox.MAX_ATTEMPTS, "OSError: 550 no such user")
    assert pauses == sorted(pauses) and pauses[0] == outbox.PAUSE and max(pauses) <= outbox.LONGEST_PAUSE
    assert len(server.sent) == 1


def test_a_dead_letter_that_is_sent_again_leaves(fact: Facts, finance: Desk, server: Server) -> None:
    seat("worker", finance, email="worker@example.org")
    tell(fact(to=(finance,), at=NOW))
    outbox.gather(THEN)
    Mail.objects.update(status=Mail.Status.FAILED, next_try_at=None, attempts=outbox.MAX_ATTEMPTS)

    outbox.try_again(outbox.dead_letters().get(), THEN)

    assert email.deliver(THEN) == 1


def test_a_server_that_is_down_costs_no_attempt(fact: Facts, finance: Desk, server: Server) -> None:
    seat("worker", finance, email="worker@example.org")
    tell(fact(to=(finance,), at=NOW))
    server.is_down = True

    assert post() == 0
    assert Mail.objects.get().attempts == 0

    server.is_down = False
    assert post(THEN + timedelta(hours=30)) == 1, "late, but it leaves"


def test_a_text_that_cannot_be_made_is_a_poison_of_its_own(fact: Facts, finance: Desk, server: Server) -> None:
    seat("worker", finance, email="worker@example.org")
    seat("other", finance, email="other@example.org")
    tell(fact(to=(finance,), at=NOW))
    Notification.objects.filter(account__username="other").update(kind="gossip")

    assert post() == 1
    assert Mail.objects.get(person__email="other@example.org").error == "LookupError: gossip"


def test_a_worker_that_dies_while_sending_loses_nothing(fact: Facts, finance: Desk, server: Server) -> None:
    """It had taken the mail: nobody else takes it before the lease is over, then somebody does, under the same id."""
    seat("worker", finance, email="worker@example.org")
    tell(fact(to=(finance,), at=NOW))
    outbox.gather(THEN)
    taken = Mail.objects.select_related("person").get()
    assert outbox.take(taken, THEN)
    assert not outbox.take(Mail.objects.get(), THEN), "two workers never have it at once"

    assert email.deliver(THEN + outbox.LEASE - timedelta(seconds=1)) == 0
    assert email.deliver(THEN + outbox.LEASE) == 1
    assert server.sent[0].extra_headers["Message-ID"] == f"<{taken.uuid}@127.0.0.1>"


def test_a_mail_that_kills_its_worker_ends_as_a_dead_letter(fact: Facts, finance: Desk) -> None:
    seat("worker", finance, email="worker@example.org")
    tell(fact(to=(finance,), at=NOW))
    outbox.gather(THEN)
    at = THEN
    for _death in range(outbox.MAX_ATTEMPTS):
        assert outbox.take(Mail.objects.get(), at)
        at += outbox.LEASE

    assert email.deliver(at) == 0
    assert Mail.objects.get().status == Mail.Status.FAILED


def test_two_tickers_make_one_mail(fact: Facts, finance: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one gathers after this one has looked who is owed something."""
    seat("worker", finance, email="worker@example.org")
    tell(fact(to=(finance,), at=NOW))
    put_into = outbox.put_into

    def after_the_other(mails: Any, owed: Any) -> None:
        monkeypatch.setattr(outbox, "put_into", put_into)
        outbox.gather(THEN)
        put_into(mails, owed)

    monkeypatch.setattr(outbox, "put_into", after_the_other)
    outbox.gather(THEN)

    assert Mail.objects.count() == 1
    assert Mail.objects.get().told.count() == 1


def test_gathering_and_reading_take_as_many_statements_for_many_people(fact: Facts, finance: Desk) -> None:
    def statements(count: int) -> int:
        for number in range(count):
            seat(f"worker_{count}_{number}", finance, email=f"worker{number}@example.org")
        tell(fact(to=(finance,), at=NOW, entry=uuid.uuid4()))
        with CaptureQueriesContext(connection) as captured:
            outbox.gather(THEN)
            mails = list(outbox.due(THEN))
            email.contents_of(mails, THEN)
        Mail.objects.all().delete()
        return len(captured)

    assert statements(1) == statements(15)
