"""One digest on a working morning, for who chose it: what happened, what waits, what is late. Nothing: no mail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import outlet, preferences
from notifications.delivery import digest, email
from notifications.message import Channel, When
from notifications.models import Mail, Notification
from notifications.tasks import expand, send_digests
from tests.factories import morning
from workflow.context import Announcement
from workflow.models import Account, Appointment, CalendarDay, Desk, ProcessInstance, Task

from .conftest import Facts, make_desk, open_file, seat

MONDAY = date(2026, 11, 16)
SUNDAY = MONDAY - timedelta(days=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return morning(day).replace(hour=hour, minute=minute)


SEVEN = at(MONDAY, 7)


def reader(name: str, *desks: Desk, **choices: When) -> Account:
    """Somebody with an address who chose a digest of work, unless `choices` (kind=when) say otherwise."""
    account = seat(name, *desks, email=f"{name}@example.org")
    chosen = choices or {"work_arrived": When.DIGEST}
    preferences.choose(account.person, {(kind, Channel.MAIL): when for kind, when in chosen.items()})
    return account


def tell(*facts: Announcement) -> None:
    expand.func(announcements=[outlet.snapshot(fact) for fact in facts])


def wait(file: ProcessInstance, desk: Desk, **changes: Any) -> Task:
    return Task.objects.create(instance=file, desk=desk, state="drafted", opened_at=SEVEN, **changes)


def post(moment: datetime) -> int:
    send_digests(moment)
    return email.deliver(moment)


def test_what_happened_since_the_last_one_is_told_once(fact: Facts, finance: Desk, culture: Desk) -> None:
    reader("worker", finance)
    tell(fact(to=(finance,), at=at(SUNDAY, 15), title="Kế hoạch một"))
    assert email.deliver(at(SUNDAY, 16)) == 0, "instead of a mail for each event"

    assert [post(SEVEN), post(SEVEN + timedelta(minutes=1))] == [1, 0]
    [letter] = mail.outbox
    assert letter.to == ["worker@example.org"]
    assert "Kế hoạch một" in letter.body and f"/notifications/{Notification.objects.get().uuid}/" in letter.body

    tell(fact(to=(finance,), at=at(MONDAY, 15), title="Kế hoạch hai"))
    assert post(SEVEN + timedelta(days=1)) == 1
    assert "Kế hoạch hai" in mail.outbox[1].body and "Kế hoạch một" not in mail.outbox[1].body


def test_what_waits_is_listed_the_most_urgent_first(finance: Desk) -> None:
    reader("worker", finance)
    late, soon, later = (open_file(finance) for _ in range(3))
    for file, title in ((late, "quá hạn lâu"), (soon, "sắp đến"), (later, "còn lâu")):
        ProcessInstance.objects.filter(pk=file.pk).update(title=title)
    wait(later, finance, due_at=SEVEN + timedelta(days=20))
    wait(soon, finance, due_at=SEVEN + timedelta(days=2))
    task = wait(late, finance, due_at=SEVEN - timedelta(days=2))

    assert post(SEVEN) == 1

    [letter] = mail.outbox
    assert letter.subject == "Bản tin 16/11/2026: 3 việc chờ bạn, 1 việc quá hạn"
    places = [letter.body.index(word) for word in ("quá hạn lâu", "sắp đến", "còn lâu")]
    assert places == sorted(places)
    assert letter.body.count("· sắp đến hạn") == 1 and letter.body.count("· quá hạn") == 1
    assert f"/tasks/{task.uuid}/" in letter.body and f"/tasks/{task.uuid}/" in letter.alternatives[0][0]


def test_a_long_list_is_cut_and_counted_whole(finance: Desk) -> None:
    reader("worker", finance)
    for number in range(15):
        wait(open_file(finance), finance, due_at=SEVEN + timedelta(days=number))

    post(SEVEN)

    assert mail.outbox[0].body.count("/tasks/") == 10
    assert "15 việc đang chờ bạn" in mail.outbox[0].body


def test_nothing_to_say_is_no_mail(finance: Desk) -> None:
    reader("worker", finance)

    assert post(SEVEN) == 0
    assert Mail.objects.get().status == Mail.Status.UNNEEDED


def test_who_did_not_choose_a_digest_gets_none(fact: Facts, finance: Desk, file: ProcessInstance) -> None:
    reader("worker", finance, told=When.NEVER)
    wait(file, finance)

    assert post(SEVEN) == 0 and not Mail.objects.exists()


@pytest.mark.parametrize(
    "moment",
    [at(MONDAY, 6, 59), at(MONDAY, 12), at(MONDAY, 23), at(SUNDAY, 7), at(date(2026, 9, 2), 7)],
    ids=["too early", "too late", "night", "Sunday", "public holiday"],
)
def test_no_digest_leaves_outside_of_working_mornings(finance: Desk, file: ProcessInstance, moment: datetime) -> None:
    reader("worker", finance)
    wait(file, finance)

    assert post(moment) == 0 and not Mail.objects.exists()


def test_a_saturday_that_is_worked_has_its_digest(finance: Desk, file: ProcessInstance) -> None:
    CalendarDay.objects.create(day=MONDAY - timedelta(days=2), working=True, note="làm bù")
    reader("worker", finance)
    wait(file, finance)

    assert post(at(MONDAY - timedelta(days=2), 7)) == 1


def test_a_site_that_woke_late_sends_it_late(finance: Desk, file: ProcessInstance) -> None:
    reader("worker", finance)
    wait(file, finance)

    assert post(at(MONDAY, 11, 59)) == 1


def test_what_was_owed_on_a_day_without_digest_comes_with_the_next(fact: Facts, finance: Desk) -> None:
    reader("worker", finance)
    tell(fact(to=(finance,), at=at(MONDAY, 15), title="Kế hoạch một"))

    assert post(at(MONDAY + timedelta(days=2), 7)) == 1
    assert "Kế hoạch một" in mail.outbox[0].body


@pytest.mark.parametrize("loss", ["read", "left the post"])
def test_what_is_no_longer_news_or_not_to_be_seen_is_left_out(
    fact: Facts, finance: Desk, culture: Desk, loss: str
) -> None:
    worker = reader("worker", finance)
    tell(fact(to=(finance,), at=at(SUNDAY, 15), title="Kế hoạch một"))
    if loss == "read":
        Notification.objects.update(read_at=SEVEN)
    else:
        Appointment.objects.filter(person=worker.person).update(valid_to=SUNDAY)

    assert post(SEVEN) == 0


def test_two_tickers_send_one(finance: Desk, file: ProcessInstance, fact: Facts, monkeypatch: Any) -> None:
    """The other one prepares after this one has looked who lacks a digest."""
    reader("worker", finance)
    tell(fact(to=(finance,), at=at(SUNDAY, 15)))
    prepare_some = digest._prepare

    def after_the_other(person_ids: list[int], moment: datetime) -> None:
        monkeypatch.setattr(digest, "_prepare", prepare_some)
        digest.prepare(moment)
        prepare_some(person_ids, moment)

    monkeypatch.setattr(digest, "_prepare", after_the_other)
    send_digests(SEVEN)

    assert Mail.objects.get().told.count() == 1
    assert email.deliver(SEVEN) == 1


def test_the_same_language_rules_as_for_mails(finance: Desk, file: ProcessInstance) -> None:
    worker = reader("worker", finance)
    preferences.remember_language(worker.person, "en")
    wait(file, finance)

    post(SEVEN)

    assert '<html lang="en">' in mail.outbox[0].alternatives[0][0]


def test_digests_of_many_take_as_many_statements_as_of_one(fact: Facts) -> None:
    def statements(count: int, day: date) -> int:
        for number in range(count):
            desk = make_desk(f"agency_{count}_{number}", "specialist")
            file = open_file(desk)
            reader(f"reader_{count}_{number}", desk)
            wait(file, desk)
            tell(fact(to=(desk,), root=file.uuid, at=at(day - timedelta(days=1), 15)))
        with CaptureQueriesContext(connection) as captured:
            send_digests(at(day, 7))
            email.contents_of(list(Mail.objects.select_related("person__reader")), at(day, 7))
        assert Mail.objects.count() == count
        Mail.objects.all().delete()
        Appointment.objects.all().delete()
        preferences.Preference.objects.all().delete()
        return len(captured)

    assert statements(1, MONDAY) == statements(18, MONDAY + timedelta(days=1))
