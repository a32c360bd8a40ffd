"""One's own choices of notifications on a phone: readable, reachable, kept."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from notifications.models import Notification, Preference
from tests.portal.people import PASSWORD, make_account
from workflow.models import Account, Agency, Participation, ProcessInstance

from .axe import violations

pytestmark = pytest.mark.django_db(transaction=True)


def _sign_in(page: Page, server: LiveServer) -> Account:
    account = make_account("clerk", "Văn thư Văn phòng", ("clerk",))
    page.goto(server.url + reverse("notification_preferences"))
    page.get_by_label("Tên đăng nhập").fill("clerk")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thông báo của tôi")).to_be_visible()
    return account


def test_a_person_chooses_on_a_phone(phone: Page, live_server: LiveServer) -> None:
    _sign_in(phone, live_server)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(phone) == []

    phone.get_by_label("Có việc chuyển đến bạn: Thư điện tử").select_option("digest")
    phone.get_by_role("button", name="Ghi lại").click()

    expect(phone.get_by_text("Đã ghi cách nhận thông báo của bạn.")).to_be_visible()
    expect(phone.get_by_label("Có việc chuyển đến bạn: Thư điện tử")).to_have_value("digest")
    assert Preference.objects.get().when == "digest"


def test_many_notifications_of_one_file_are_folded(phone: Page, live_server: LiveServer) -> None:
    account = _sign_in(phone, live_server)
    now = timezone.now()
    file = ProcessInstance.objects.create(
        definition_key="plan", definition_version=1, state="drafted", title="Kế hoạch thử", subject_id=1,
        opened_at=now, entered_at=now,
    )  # fmt: skip
    ProcessInstance.objects.update(root=file)
    Participation.objects.create(instance=file, participant="office", agency=Agency.objects.get())
    Notification.objects.bulk_create(
        Notification(
            uuid=uuid.uuid4(), account=account, kind="told", topic="plan.issued", entry=uuid.uuid4(), read_at=now,
            instance=file.uuid, root=file.uuid, title="Kế hoạch thử", created_at=now,
        )
        for _ in range(5)
    )  # fmt: skip
    phone.goto(live_server.url + reverse("notifications"))

    earlier = phone.locator("main .told-earlier .told-one")
    expect(earlier).to_have_count(4)
    expect(earlier.first).to_be_hidden()
    phone.get_by_text("5 thông báo về hồ sơ này").click()
    expect(earlier.last).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(phone) == []
