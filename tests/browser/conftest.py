"""One Chromium for the whole run, a fresh visitor for each test. A breach of the content policy fails the test."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from .chromium import launch, open_context

# Playwright's sync interface keeps an event loop in this thread; the test's own database calls there are safe.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="module")  # not longer: its event loop would stand in the way of the asynchronous tests
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def wide(chromium: Browser) -> Iterator[Page]:
    """A page of a desk computer, 1280 wide."""
    yield from _visitor(chromium, "wide")


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page of a phone, 390 wide."""
    yield from _visitor(chromium, "phone")


def _visitor(chromium: Browser, width: str) -> Iterator[Page]:
    context = open_context(chromium, width)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: _note_policy_breach(message, faults))
    yield page
    context.close()
    assert not faults, f"The page reported: {faults}"


def _note_policy_breach(message: ConsoleMessage, faults: list[str]) -> None:
    if "Content Security Policy" in message.text:
        faults.append(message.text)
