"""The drafter's editor by real keys: a sign-in that ends loses nothing, a table comes from a spreadsheet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.demonstration.cast import Cast
from portal.demonstration.people import PROVINCES, read_province, settle
from portal.demonstration.walk import Walk
from processes.documents.facts import BlockKind, PlanFacts
from processes.documents.reading import read_text
from processes.models import Plan, WorkingCopy
from tests.portal.plan_walks import TEXT, untold
from workflow import clock
from workflow.models import Account, Agency

from .axe import violations

pytestmark = pytest.mark.django_db(transaction=True)

DEPARTMENT = "Sở Nông nghiệp và Môi trường"
OF_A_SPREADSHEET = 'TT\tLoài cây\tSố cây\n1\tĐước\t1.200\n2\t"Bần\nchua"\t800\n'


@pytest.fixture
def walk() -> Walk:
    now = clock.now()
    settle(read_province(PROVINCES / "demonstration.toml"), now - timedelta(days=1))
    agency = Agency.objects.get(name=DEPARTMENT)
    return Walk.begin(Cast(now, untold), read_text(TEXT), agency, source_name="a.txt", source=b"", source_text=TEXT)


def sit_down(page: Page, server: LiveServer, position: str = "specialist") -> None:
    """A fresh sign-in in the same browser: its storage stays."""
    seat = {"desk__agency__name": DEPARTMENT, "desk__position__code": position}
    account = Account.objects.get(**{f"person__appointments__{key}": value for key, value in seat.items()})
    client = Client()
    client.force_login(account)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])


def open_editor(page: Page, server: LiveServer, walk: Walk) -> None:
    page.goto(f"{server.url}/plans/{walk.instance.uuid}/edit/")
    expect(page.locator("#keeping")).to_have_text("Chưa có gì thay đổi")


def content() -> PlanFacts:
    return Plan.objects.get().facts


def test_a_sign_in_that_ends_loses_nothing(wide: Page, live_server: LiveServer, walk: Walk) -> None:
    sit_down(wide, live_server)
    open_editor(wide, live_server, walk)
    wide.locator("#id-title").fill("Gõ khi còn đăng nhập")
    expect(wide.locator("#keeping")).to_contain_text("Đã lưu nháp lúc")
    assert WorkingCopy.objects.get().form["title"] == ["Gõ khi còn đăng nhập"]

    Session.objects.all().delete()
    wide.locator("#id-title").fill("Gõ sau khi phiên đã hết")
    expect(wide.locator("#signed-out")).to_be_visible()
    wide.get_by_role("button", name="Lưu thành bản mới").click()
    expect(wide.locator("#id-title")).to_have_value("Gõ sau khi phiên đã hết")
    wide.get_by_role("link", name="Đăng nhập lại").click()
    expect(wide.get_by_label("Tên đăng nhập")).to_be_visible()
    assert f"next=/plans/{walk.instance.uuid}/edit/" in wide.url

    sit_down(wide, live_server)
    wide.goto(f"{live_server.url}/plans/{walk.instance.uuid}/edit/")
    expect(wide.locator("#kept-here")).to_be_visible()
    wide.locator("#kept-here").get_by_role("button", name="Khôi phục").click()
    expect(wide.locator("#id-title")).to_have_value("Gõ sau khi phiên đã hết")
    wide.get_by_role("button", name="Lưu thành bản mới").click()
    expect(wide.get_by_text("Đã lưu bản 2 của dự thảo.")).to_be_visible()
    assert content().title.value == "Gõ sau khi phiên đã hết"
    assert not WorkingCopy.objects.exists()
    expect(wide.locator("#kept-here")).to_be_hidden()


def test_signing_in_elsewhere_lets_the_open_page_go_on(wide: Page, live_server: LiveServer, walk: Walk) -> None:
    sit_down(wide, live_server)
    open_editor(wide, live_server, walk)
    Session.objects.all().delete()
    wide.locator("#id-title").fill("Vẫn ở trang này")
    expect(wide.locator("#signed-out")).to_be_visible()
    sit_down(wide, live_server)
    wide.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(wide.locator("#signed-out")).to_be_hidden()
    expect(wide.locator("#keeping")).to_contain_text("Đã lưu nháp lúc")
    assert WorkingCopy.objects.get().form["title"] == ["Vẫn ở trang này"]


def test_without_a_network_the_text_stays_on_this_machine(wide: Page, live_server: LiveServer, walk: Walk) -> None:
    sit_down(wide, live_server)
    open_editor(wide, live_server, walk)
    wide.context.set_offline(True)
    wide.locator("#id-title").fill("Gõ khi mất mạng")
    expect(wide.locator("#keeping")).to_have_text("Chưa gửi được, đang giữ trong máy này")
    wide.get_by_role("button", name="Lưu thành bản mới").click()
    expect(wide.locator("#id-title")).to_have_value("Gõ khi mất mạng")
    wide.context.set_offline(False)
    expect(wide.locator("#keeping")).to_contain_text("Đã lưu nháp lúc")
    assert WorkingCopy.objects.get().form["title"] == ["Gõ khi mất mạng"]


def test_a_removed_row_comes_back(wide: Page, live_server: LiveServer, walk: Walk) -> None:
    sit_down(wide, live_server)
    open_editor(wide, live_server, walk)
    task = wide.locator('[data-row="tasks"]')
    task.first.locator("summary").first.click()
    task.first.get_by_role("button", name="Bỏ: ").click()
    expect(task).to_have_count(1)
    wide.get_by_role("button", name="Lấy lại dòng vừa bỏ").click()
    expect(task).to_have_count(2)
    wide.get_by_role("button", name="Lưu thành bản mới").click()
    expect(wide.get_by_text("Nội dung không thay đổi")).to_be_visible()


def test_a_table_is_pasted_and_pieces_are_moved_by_keyboard(wide: Page, live_server: LiveServer, walk: Walk) -> None:
    sit_down(wide, live_server)
    open_editor(wide, live_server, walk)
    wide.locator('.piece-text:text("Chắn gió")').or_(wide.locator(".piece-bullet .piece-text")).first.click()
    wide.locator(".insert").get_by_role("button", name="Bảng").click()
    cell = wide.locator(".cell").first
    expect(wide.get_by_label("Tên bảng")).to_be_focused()
    wide.get_by_label("Tên bảng").fill("Cây trồng")
    cell.click()
    paste(wide, OF_A_SPREADSHEET)
    expect(wide.locator(".cells tr")).to_have_count(3)
    wide.locator(".cells tr").nth(2).locator(".cell").nth(2).click()
    wide.keyboard.press("Enter")
    wide.keyboard.type("3")
    wide.get_by_role("button", name="Bỏ cột").focus()
    wide.locator(".insert").get_by_role("button", name="Đoạn văn").click()
    wide.keyboard.type("Đoạn thêm sau bảng.")
    wide.keyboard.press("Alt+ArrowUp")
    expect(wide.locator("#keeping")).to_contain_text("Đã lưu nháp lúc")
    assert violations(wide) == []
    wide.get_by_role("button", name="Lưu thành bản mới").click()
    expect(wide.get_by_text("Đã lưu bản 2 của dự thảo.")).to_be_visible()
    table = next(block for block in content().body if block.kind is BlockKind.TABLE)
    at = content().body.index(table)
    assert table.text == "Cây trồng"
    assert table.rows[:3] == (("TT", "Loài cây", "Số cây"), ("1", "Đước", "1.200"), ("2", "Bần\nchua", "800"))
    assert table.rows[3] == ("", "", "3")
    assert [block.text for block in content().body[at - 2 : at + 1]] == [
        "Chắn gió, giữ cát ở các xã ven biển.",
        "Đoạn thêm sau bảng.",
        "Cây trồng",
    ]


def test_the_ways_to_begin_are_for_everybody(wide: Page, phone: Page, live_server: LiveServer, walk: Walk) -> None:
    Plan.objects.update(number="12/KH-UBND", issued_on="2026-01-30")
    for page in (wide, phone):
        sit_down(page, live_server)
        for address in ("", "template/", "previous/", f"previous/{walk.instance.uuid}/"):
            page.goto(f"{live_server.url}/plans/new/{address}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
            assert violations(page) == [], address
    wide.get_by_role("group", name="Trồng và chăm sóc cây").get_by_label("Bỏ").check()
    wide.get_by_role("button", name="Mở dự thảo tiếp nối").click()
    expect(wide.locator("#id-title")).to_have_value("Trồng cây xanh ven biển năm 2028")
    expect(wide.locator('[data-row="tasks"]')).to_have_count(1)


def paste(page: Page, text: str) -> None:
    """As the browser does it with what a spreadsheet has put on the clipboard."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_the_editor_on_a_phone(phone: Page, live_server: LiveServer, walk: Walk) -> None:
    sit_down(phone, live_server)
    open_editor(phone, live_server, walk)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.locator(".piece-text").first.click()
    phone.locator(".insert").get_by_role("button", name="Bảng").click()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(phone) == []
