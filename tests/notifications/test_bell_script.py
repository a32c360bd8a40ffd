"""The bell in a browser: it rings without reloading, survives a lost socket, and stops when one is signed out."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks.signals import task_finished
from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright

from notifications.models import Notification
from portal.background import Background
from tests.browser.chromium import launch, open_context
from workflow import registry
from workflow.models import Account, Desk

from .conftest import Facts, seat
from .server import HOST, serving

pytestmark = pytest.mark.django_db(transaction=True)

# Playwright's sync interface keeps an event loop in this thread; the test's own database calls there are safe.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def worker(finance: Desk) -> Account:
    return seat("worker", finance)


@pytest.fixture
def client(worker: Account) -> Client:
    client = Client()
    client.force_login(worker, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def page(client: Client) -> Iterator[Page]:
    """The list page, open in a browser, signed in; a breach of the content policy fails the test."""
    breaches: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            breaches.append(message.text)

    with serving() as port, Background(ticks=False), sync_playwright() as playwright:
        browser = launch(playwright)
        context = open_context(browser, "wide")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        address = f"http://{HOST}:{port}"
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        page = context.new_page()
        page.on("console", note)
        with page.expect_websocket(), page.expect_response("**/notifications/bell/"):
            page.goto(address + reverse("notifications"))
        yield page
        browser.close()
    assert not breaches


def happen(fact: Facts, desk: Desk, at: datetime | None = None) -> None:
    with transaction.atomic():
        registry.announce([fact(to=(desk,), entry=uuid.uuid4(), at=at or timezone.now(), reason="<b>Gấp</b>")])


@contextmanager
def job_done() -> Iterator[None]:
    """Leaves when a job that the block caused is done: the row is there, whatever the machine's load."""
    done = threading.Event()

    def note(**kwargs: Any) -> None:
        done.set()

    task_finished.connect(note)
    yield
    assert done.wait(30)
    task_finished.disconnect(note)


def test_the_bell_rings_in_the_open_page(page: Page, fact: Facts, finance: Desk) -> None:
    expect(page.locator("#bell [data-count]")).to_be_hidden()

    happen(fact, finance)
    expect(page.locator("#bell [data-count]")).to_have_text("1", timeout=2000)
    happen(fact, finance)
    expect(page.locator("#bell [data-count]")).to_have_text("2", timeout=2000)

    expect(page).to_have_title("(2) Thông báo · Thông Suốt")
    expect(page.locator("#bell p[role=status]")).to_have_text("2 thông báo chưa đọc")
    page.locator("#bell summary").click()
    expect(page.locator("#bell .told > li")).to_have_count(2)
    expect(page.locator("#bell .told-reason").first).to_have_text("Lý do: <b>Gấp</b>")


def test_a_click_in_the_bell_opens_the_file(page: Page, fact: Facts, finance: Desk) -> None:
    happen(fact, finance)
    expect(page.locator("#bell [data-count]")).to_have_text("1", timeout=2000)
    page.locator("#bell summary").click()

    told = Notification.objects.get()
    page.locator("#bell .told-one").click()

    page.wait_for_url(f"**{reverse('plan', args=[told.root])}")
    told.refresh_from_db()
    assert told.read_at is not None


def test_without_the_socket_the_page_looks_by_itself(page: Page, fact: Facts, finance: Desk) -> None:
    page.route_web_socket("**/ws/bell/", lambda socket: socket.close())
    page.clock.install()
    page.reload()
    expect(page.locator("#bell [data-items] [data-unread]")).to_be_attached()
    with job_done():
        happen(fact, finance)

    page.clock.fast_forward(30_000)

    expect(page.locator("#bell [data-count]")).to_have_text("1")


def test_the_page_asks_no_more_after_signing_out_elsewhere(page: Page, client: Client) -> None:
    page.clock.install()
    with page.expect_websocket(), page.expect_response("**/notifications/bell/"):
        page.reload()
    with page.expect_response(lambda response: response.status == 401, timeout=8000):
        client.logout()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.clock.fast_forward(120_000)

    assert not asked
