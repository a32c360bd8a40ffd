"""The bell's pages: one's own notifications, of files that one may see now; opening marks as read."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from notifications import outlet
from notifications.models import Notification
from notifications.tasks import expand
from portal.bell import OF_A_FILE
from workflow.models import Account, Appointment, Desk, Participation

from .conftest import Facts, make_desk, open_file, seat

NOW = timezone.now()


@pytest.fixture
def worker(finance: Desk) -> Account:
    return seat("worker", finance)


@pytest.fixture
def told(worker: Account, fact: Facts, finance: Desk) -> Notification:
    """One unread notification of the worker."""
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,), reason="Thiếu <dự toán>", at=NOW))])
    return Notification.objects.get()


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_bell_shows_what_is_unread(told: Notification, worker: Account) -> None:
    page = signed_in(worker).get(reverse("bell")).content.decode()

    assert 'data-unread="1"' in page
    assert "1 thông báo chưa đọc" in page
    assert "Việc chờ xử lý: drafted" in page and "Kế hoạch thử" in page
    assert "Thiếu &lt;dự toán&gt;" in page
    assert timezone.localtime(NOW).strftime("%d/%m/%Y %H:%M") in page


def test_the_count_is_a_plain_number_however_many(told: Notification, worker: Account) -> None:
    Notification.objects.bulk_create(
        Notification(
            uuid=uuid.uuid4(), account=worker, kind="told", topic="unknown.send", entry=uuid.uuid4(),
            instance=told.instance, root=told.root, title="", created_at=NOW,
        )
        for _ in range(1234)
    )  # fmt: skip

    assert 'data-unread="1235"' in signed_in(worker).get(reverse("bell")).content.decode()


@pytest.mark.parametrize("page", ["bell", "notifications"])
def test_an_empty_page_explains(page: str, worker: Account) -> None:
    shown = signed_in(worker).get(reverse(page)).content.decode()

    assert "Khi có việc chuyển đến hoặc hồ sơ của bạn có thay đổi" in shown


@pytest.mark.parametrize(("page", "limit"), [("bell", 9), ("notifications", 10)])
def test_a_page_takes_few_statements(
    page: str,
    limit: int,
    worker: Account,
    fact: Facts,
    finance: Desk,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """However many files and notifications there are."""
    heard = [fact(to=(finance,), root=root) for root in [open_file(finance).uuid for _ in range(5)] for _ in range(3)]
    expand.func(announcements=[outlet.snapshot(one) for one in heard])
    client = signed_in(worker)

    with django_assert_max_num_queries(limit):
        client.get(reverse(page))


@pytest.mark.parametrize("page", ["bell", "notifications"])
def test_a_stranger_sees_nothing_of_it(page: str, told: Notification) -> None:
    stranger = seat("stranger", make_desk("health", "specialist"))

    shown = signed_in(stranger).get(reverse(page)).content.decode()

    assert "Kế hoạch thử" not in shown and str(told.uuid) not in shown


@pytest.mark.parametrize("loss", ["left the post", "file closed to the agency"])
def test_who_may_no_longer_see_the_file_is_told_no_more_of_it(loss: str, told: Notification, worker: Account) -> None:
    if loss == "left the post":
        Appointment.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    else:
        Participation.objects.all().delete()
    client = signed_in(worker)

    assert "Kế hoạch thử" not in client.get(reverse("notifications")).content.decode()
    assert 'data-unread="0"' in client.get(reverse("bell")).content.decode()
    assert client.post(reverse("notification", args=[told.uuid])).status_code == 404


def test_opening_leads_to_the_file_and_marks_as_read(told: Notification, worker: Account) -> None:
    answer = signed_in(worker).post(reverse("notification", args=[told.uuid]))

    told.refresh_from_db()
    assert answer["Location"] == reverse("plan", args=[told.root])
    assert told.read_at is not None


def test_opening_again_keeps_the_first_reading(told: Notification, worker: Account) -> None:
    Notification.objects.update(read_at=NOW)

    signed_in(worker).post(reverse("notification", args=[told.uuid]))

    told.refresh_from_db()
    assert told.read_at == NOW


def test_the_link_of_a_mail_leads_to_the_file_and_writes_nothing(told: Notification, worker: Account) -> None:
    answer = signed_in(worker).get(reverse("notification", args=[told.uuid]))

    told.refresh_from_db()
    assert answer["Location"] == reverse("plan", args=[told.root])
    assert told.read_at is None


def test_nobody_opens_or_reads_for_another(told: Notification, finance: Desk) -> None:
    colleague = signed_in(seat("colleague", finance))

    assert colleague.post(reverse("notification", args=[told.uuid])).status_code == 404
    colleague.post(reverse("notifications_read"), {"seen": str(told.uuid)})
    told.refresh_from_db()
    assert told.read_at is None


def test_marking_all_marks_what_was_seen_and_nothing_newer(
    told: Notification, worker: Account, fact: Facts, finance: Desk
) -> None:
    client = signed_in(worker)
    page = client.get(reverse("notifications"))
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,), at=NOW - timedelta(hours=1)))])

    client.post(reverse("notifications_read"), {"seen": " ".join(page.context["unread"]) + " none 1"})

    assert Notification.objects.unread().get().pk != told.pk


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_marking_all_is_a_post(method: str, worker: Account) -> None:
    assert getattr(signed_in(worker), method)(reverse("notifications_read")).status_code == 405


@pytest.mark.parametrize("page", ["bell", "notifications"])
def test_a_visitor_is_asked_to_sign_in(page: str, db: None) -> None:
    assert Client().get(reverse(page)).status_code == 302
    assert Client().get(reverse(page), headers={"HX-Request": "true"}).status_code == 401


def test_a_long_list_has_pages(worker: Account, finance: Desk, fact: Facts) -> None:
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,), root=open_file(finance).uuid)) for _ in range(31)])
    client = signed_in(worker)

    first, second = (client.get(reverse("notifications"), {"page": number}) for number in (1, 2))

    assert [len(page.context["page"].object_list) for page in (first, second)] == [30, 1]
    assert "Trang 2 / 2" in second.content.decode()


def test_the_list_is_by_file_the_one_with_the_newest_first(worker: Account, finance: Desk, fact: Facts) -> None:
    first, second = open_file(finance), open_file(finance)
    heard = [
        fact(to=(finance,), root=root.uuid, reason=f"{reason}.", at=NOW + timedelta(minutes=minute))
        for minute, (root, reason) in enumerate([(first, "một"), (second, "hai"), (first, "ba"), (first, "bốn")])
    ]
    expand.func(announcements=[outlet.snapshot(one) for one in heard])

    page = signed_in(worker).get(reverse("notifications"))

    shown = page.content.decode()
    assert [(file.count, file.unread) for file in page.context["files"]] == [(3, 3), (1, 1)]
    assert [shown.index(f"{reason}.") for reason in ("bốn", "ba", "một", "hai")] == sorted(
        shown.index(f"{reason}.") for reason in ("bốn", "ba", "một", "hai")
    )
    assert "3 thông báo về hồ sơ này · 3 chưa đọc" in shown
    assert "1 thông báo về hồ sơ này" not in shown


def test_of_one_file_the_newest_are_shown_and_all_are_counted(worker: Account, finance: Desk, fact: Facts) -> None:
    expand.func(announcements=[outlet.snapshot(fact(to=(finance,))) for _ in range(OF_A_FILE + 5)])

    [file] = signed_in(worker).get(reverse("notifications")).context["files"]

    assert (file.count, 1 + len(file.earlier)) == (OF_A_FILE + 5, OF_A_FILE)


def test_what_was_switched_off_in_the_bell_is_neither_shown_nor_counted(told: Notification, worker: Account) -> None:
    Notification.objects.update(in_bell=False)
    client = signed_in(worker)

    assert 'data-unread="0"' in client.get(reverse("bell")).content.decode()
    assert client.get(reverse("notifications")).context["files"] == []
    assert client.get(reverse("notification", args=[told.uuid])).status_code == 302, "its mail still opens it"


def test_what_is_gone_hidden_or_never_was_looks_the_same(told: Notification, worker: Account, finance: Desk) -> None:
    hidden = signed_in(worker)
    anothers = signed_in(seat("colleague", finance)).get(reverse("notification", args=[told.uuid]))
    nobodys = hidden.get(reverse("notification", args=[uuid.uuid4()]))
    Participation.objects.all().delete()
    gone = hidden.get(reverse("notification", args=[told.uuid]))

    assert [page.status_code for page in (anothers, nobodys, gone)] == [404, 404, 404]
    assert {main_part(page.content.decode()) for page in (anothers, nobodys, gone)} == {
        main_part(gone.content.decode())
    }
    assert "Không mở được thông báo này" in gone.content.decode()


def main_part(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_another_account_of_the_person_opens_the_link_of_a_mail(told: Notification, worker: Account) -> None:
    again = Account.objects.create_user("worker_again", person=worker.person)

    assert signed_in(again).get(reverse("notification", args=[told.uuid])).status_code == 302


def test_files_do_not_mix(told: Notification, worker: Account, culture: Desk) -> None:
    """A right in one file opens no other."""
    Notification.objects.update(root=open_file(culture).uuid)

    assert "Kế hoạch thử" not in signed_in(worker).get(reverse("notifications")).content.decode()
