"""The shell as a person meets it: signing in, menus by keyboard, and no sideways scrolling on a phone."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.portal.people import PASSWORD, make_account

from .axe import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.portal.pages")]


def _sign_in(page: Page, server: LiveServer) -> None:
    make_account("clerk", "Trần Văn Thư", ("clerk",))
    page.goto(f"{server.url}/people/")
    page.get_by_label("Tên đăng nhập").fill("clerk")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/people/")


def test_a_person_signs_in_and_out_at_a_desk(wide: Page, live_server: LiveServer) -> None:
    _sign_in(wide, live_server)
    expect(wide.get_by_role("navigation").get_by_role("link", name="Văn thư")).to_be_visible()
    wide.locator("summary", has_text="Trần Văn Thư").click()
    wide.get_by_role("button", name="Đăng xuất").click()
    expect(wide.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_the_phone_has_its_bar_at_the_bottom_and_does_not_scroll_sideways(phone: Page, live_server: LiveServer) -> None:
    _sign_in(phone, live_server)
    bar = phone.locator("nav.bottom")
    expect(bar.get_by_role("link", name="Văn thư")).to_be_visible()
    expect(phone.locator("nav.side")).to_be_hidden()
    for address in ("/people/", "/nowhere/", "/sign-in/"):
        phone.goto(live_server.url + address)
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_keyboard_reaches_everything(wide: Page, live_server: LiveServer) -> None:
    _sign_in(wide, live_server)
    wide.keyboard.press("Tab")
    expect(wide.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    wide.keyboard.press("Enter")
    assert wide.evaluate("document.activeElement.id") == "main"
    wide.locator(".topbar .menu > summary").last.focus()
    wide.keyboard.press("Enter")
    sign_out = wide.get_by_role("button", name="Đăng xuất")
    expect(sign_out).to_be_visible()
    wide.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    assert wide.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_form_with_errors_starts_at_their_summary(wide: Page, live_server: LiveServer) -> None:
    wide.goto(f"{live_server.url}/sign-in/")
    wide.get_by_role("button", name="Đăng nhập").click()
    expect(wide.locator("#errors")).to_be_focused()
    wide.locator("#errors a").first.click()
    expect(wide.get_by_label("Tên đăng nhập")).to_be_focused()


def test_the_page_speaks_the_letters_of_the_language(wide: Page, live_server: LiveServer) -> None:
    wide.goto(f"{live_server.url}/sign-in/")
    loaded = wide.evaluate("document.fonts.ready.then(fonts => [...fonts].filter(f => f.status === 'loaded').length)")
    assert loaded >= 2
    assert wide.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Be Vietnam Pro"')


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_axe_finds_nothing_wrong(width: str, request: pytest.FixtureRequest, live_server: LiveServer) -> None:
    page: Page = request.getfixturevalue(width)
    page.goto(f"{live_server.url}/sign-in/")
    assert violations(page) == []
    _sign_in(page, live_server)
    for address in ("/", "/notifications/", "/nowhere/", "/undeclared/"):
        page.goto(live_server.url + address)
        page.locator(".topbar .menu > summary").last.click()
        assert violations(page) == []
