"""The main job by real clicks: a drafter's file goes from post to post until it is an issued plan with its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.demonstration.people import PROVINCES, read_province, settle
from tests.portal.plan_walks import TEXT
from workflow import clock
from workflow.models import Account

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Trồng cây xanh ven biển năm 2027"
DEPARTMENT = "Sở Nông nghiệp và Môi trường"
ASKED = "Sở Xây dựng"
OFFICE = "Văn phòng UBND tỉnh"
OPEN_NAME = "các cơ quan, đơn vị liên quan"
DRAFT = TEXT.replace("Sở Tài chính; Sở Xây dựng.", f"Sở Tài chính; {OPEN_NAME}.")

Enter = Callable[[Page, str, str], None]


@pytest.fixture
def enter(live_server: LiveServer) -> Enter:
    """Sits down at a desk: (page, agency, position) opens the first page of whoever works there."""
    settle(read_province(PROVINCES / "demonstration.toml"), clock.now())

    def sit_down(page: Page, agency: str, position: str) -> None:
        seat = {"desk__agency__name": agency, "desk__position__code": position}
        account = Account.objects.get(**{f"person__appointments__{key}": value for key, value in seat.items()})
        client = Client()
        client.force_login(account)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(live_server.url)

    return sit_down


def test_a_file_becomes_an_issued_plan(wide: Page, phone: Page, enter: Enter, tmp_path: Path) -> None:
    enter(wide, DEPARTMENT, "specialist")
    _bring_in(wide, tmp_path)
    _settle_names(wide)
    _ask_for_opinions(wide)
    _answer(wide, enter)
    enter(wide, DEPARTMENT, "specialist")
    wide.get_by_role("link", name=TITLE, exact=True).click()
    wide.get_by_role("link", name="Trình lãnh đạo", exact=True).click()
    _confirm(wide, "Trình lãnh đạo")
    _bring_to_the_leader(wide, enter)

    enter(phone, "Ủy ban nhân dân tỉnh Sơn Hải", "vice_chairman")
    _sign(phone)

    enter(wide, OFFICE, "office_clerk")
    _take(wide, "Cấp số, ban hành", says="Số: 01/KH-UBND")
    _do_jobs()
    _open_the_issued_plan(wide)


def _bring_in(page: Page, folder: Path) -> None:
    """Uploads the file, corrects a field beside the source, saves."""
    file = folder / "du-thao.txt"
    file.write_text(DRAFT, encoding="utf-8")
    page.goto(page.url + "plans/new/")
    page.get_by_label("Tệp dự thảo").set_input_files(file)
    page.get_by_role("button", name="Đọc dự thảo").click()
    expect(page.get_by_role("heading", name="Rà soát nội dung đã đọc")).to_be_visible()
    page.get_by_role("link", name="Soạn thảo", exact=True).click()
    expect(page.get_by_role("heading", name="Kiểm tra và sửa nội dung")).to_be_visible()
    page.locator("#id-signer_name").fill("Phó Chủ tịch tỉnh")
    page.get_by_label("Đã sửa những gì").fill("Đã đối chiếu với văn bản nguồn")
    page.get_by_role("button", name="Lưu thành bản mới").click()
    expect(page.get_by_text("Đã lưu bản 2 của dự thảo.")).to_be_visible()


def _settle_names(page: Page) -> None:
    page.get_by_role("link", name="Về hồ sơ").click()
    page.get_by_role("link", name="Xác định tên cơ quan").first.click()
    group = page.get_by_role("group", name=OPEN_NAME)
    group.get_by_label(re.compile("^Tất cả")).check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".lead")).not_to_contain_text("chưa rõ")


def _ask_for_opinions(page: Page) -> None:
    page.goto(re.sub(r"names/$", "", page.url))
    page.get_by_role("link", name="Gửi lấy ý kiến", exact=True).click()
    page.get_by_label(ASKED, exact=True).check()
    page.get_by_label("Trả lời trước hết ngày").fill(f"{timezone.localdate() + timedelta(days=10):%d/%m/%Y}")
    _confirm(page, "Gửi lấy ý kiến")


def _answer(page: Page, enter: Enter) -> None:
    """Two windows of one desk: the second to send is told what happened meanwhile, and its words stay."""
    enter(page, ASKED, "specialist")
    late = page.context.new_page()
    late.goto(page.url)
    _open(late, "Trình ký ý kiến")
    late.get_by_label("Nội dung góp ý").fill("Đề nghị bổ sung tuyến đê phía Nam.")
    late.get_by_label("Thống nhất", exact=True).check()

    _open(page, "Trình ký ý kiến")
    page.get_by_label("Thống nhất", exact=True).check()
    _confirm(page, "Trình ký ý kiến")

    late.get_by_role("button", name="Trình ký ý kiến").click()
    expect(late.locator("#errors")).to_be_focused()
    expect(late.get_by_label("Nội dung góp ý")).to_have_value("Đề nghị bổ sung tuyến đê phía Nam.")
    late.close()

    enter(page, ASKED, "head")
    _take(page, "Ký gửi ý kiến")


def _bring_to_the_leader(page: Page, enter: Enter) -> None:
    enter(page, DEPARTMENT, "head")
    _take(page, "Ký tờ trình")
    enter(page, DEPARTMENT, "clerk")
    _take(page, "Cho số tờ trình và gửi", says="Số: ")
    enter(page, OFFICE, "office_clerk")
    _take(page, "Đăng ký văn bản đến", says="Số đến: ")
    enter(page, OFFICE, "office_specialist")
    _open(page, "Lập phiếu trình")
    page.get_by_label("Ý kiến thẩm tra").fill("Đúng thẩm quyền, đủ thành phần hồ sơ; thể thức đạt yêu cầu.")
    _confirm(page, "Lập phiếu trình")
    enter(page, OFFICE, "deputy_chief")
    _take(page, "Ký tắt")


def _sign(page: Page) -> None:
    """The Vice Chairman, on a phone: reads the dossier, signs as the post says; nothing scrolls sideways."""
    page.locator("nav.bottom").get_by_role("link", name="Chờ tôi ký").click()
    page.get_by_role("link", name=TITLE, exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".decide").get_by_role("link", name="Ký ban hành").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    _confirm(page, "Ký ban hành")


def _open_the_issued_plan(page: Page) -> None:
    page.goto(re.sub(r"^(\w+://[^/]+/).*", r"\1plans/", page.url))
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator(".page-head")).to_contain_text("Số 01/KH-UBND")
    page.get_by_role("link", name="Văn bản kèm theo", exact=True).click()
    address = page.locator('a[href*="/plans/documents/"]').first.get_attribute("href")
    assert address is not None
    answer = page.request.get(re.sub(r"^(\w+://[^/]+).*", rf"\1{address}", page.url))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


# --- a step


def _take(page: Page, step: str, says: str = "") -> None:
    """A step that asks for nothing, from the person's first page."""
    _open(page, step)
    _confirm(page, step, says)


def _open(page: Page, step: str) -> None:
    page.get_by_role("link", name=re.compile(f"^{re.escape(step)}: ")).first.click()
    expect(page.get_by_role("heading", name=step, level=1)).to_be_visible()


def _confirm(page: Page, step: str, says: str = "") -> None:
    page.get_by_role("button", name=step).click()
    expect(page.get_by_text(f"Đã thực hiện “{step}”.")).to_contain_text(says)


def _do_jobs() -> None:
    """What the background would do by now: papers, signatures, issuing, messages."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="browser",
        excluded_queue_names=[],
    ).run()
    assert not DBTaskResult.objects.failed().exists(), [job.traceback for job in DBTaskResult.objects.failed()]
