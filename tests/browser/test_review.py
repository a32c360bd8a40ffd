"""The review by keys alone: a plan of twenty tasks, from the file to the saved version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from portal.demonstration.people import PROVINCES, read_province, settle
from processes.models import LearnedName, NameChoice, Plan, PlanVersion
from tests.portal.review_plans import MISSPELLED, twenty_tasks
from workflow import clock
from workflow.models import Account

from .axe import violations

pytestmark = pytest.mark.django_db(transaction=True)

DRAFTING = "Sở Nông nghiệp và Môi trường"
MOST_KEYS = 60  # of acts; the letters of what is typed come on top

BringIn = Callable[[Page], None]


@pytest.fixture
def bring_in(live_server: LiveServer, tmp_path: Path) -> BringIn:
    """A drafter of the demonstration's province uploads the plan."""
    settle(read_province(PROVINCES / "demonstration.toml"), clock.now())

    def bring(page: Page) -> None:
        seat = {"desk__agency__name": DRAFTING, "desk__position__code": "specialist"}
        client = Client()
        client.force_login(Account.objects.get(**{f"person__appointments__{key}": one for key, one in seat.items()}))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(live_server.url + "/plans/new/")
        file = tmp_path / "ke-hoach.txt"
        file.write_text(twenty_tasks(), encoding="utf-8")
        page.get_by_label("Tệp dự thảo").set_input_files(file)
        page.get_by_role("button", name="Đọc dự thảo").click()
        expect(page.get_by_role("heading", name="Rà soát nội dung đã đọc")).to_be_visible()

    return bring


class Keyboard:
    """Presses keys, each only after the page shows the card it is meant for, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def on(self, title: str, *keys: str) -> None:
        expect(self.page.locator("[data-current] h2")).to_have_text(title)
        expect(self.page.locator("[data-current]:focus, [data-current] :focus")).to_have_count(1)
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def types(self, label: str, words: str) -> None:
        box = self.page.get_by_label(label)
        expect(box).to_be_visible()
        while not box.evaluate("box => box === document.activeElement"):
            self.page.keyboard.press("Tab")
            self.pressed += 1
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(words)
        self.pressed += 1

    def left(self, sentence: str) -> None:
        expect(self.page.locator(".review-count")).to_have_text(sentence)


def test_twenty_tasks_are_reviewed_by_keys(wide: Page, bring_in: BringIn) -> None:
    bring_in(wide)
    keys = Keyboard(wide)
    keys.left("Còn 5 điểm cần xem")
    assert violations(wide) == []

    keys.on("Nhiệm vụ 3", "e")
    keys.types("Cơ quan chủ trì", "Sở Y tế")
    keys.on("Nhiệm vụ 3", "Control+Enter")
    keys.on("Người ký", "Enter")
    keys.on("Nhiệm vụ 5", "e")
    keys.types("Thời gian thực hiện", "Quý I/2027")
    keys.on("Nhiệm vụ 5", "Control+Enter")
    keys.on("Tiếp nhận vướng mắc", "ArrowLeft")  # nothing is doubtful in the ninth: it is looked up
    _go_to(keys, "Nhiệm vụ 9", "ArrowLeft")
    keys.on("Nhiệm vụ 9", "s")
    keys.on("Tách Nhiệm vụ 9", "1")
    keys.on("Nhiệm vụ 9", "j")
    keys.on("Tiếp nhận vướng mắc", "n")
    keys.on(MISSPELLED, "1")
    keys.left("Không còn điểm nào cần xem")
    keys.on("Đã xem hết", "Control+s")
    expect(wide.get_by_text("Đã lưu kết quả rà soát thành bản 2 của dự thảo.")).to_be_visible()

    print(f"keys pressed: {keys.pressed}")
    assert keys.pressed <= MOST_KEYS
    _is_as_reviewed()


def _go_to(keys: Keyboard, title: str, key: str) -> None:
    heading = keys.page.locator("[data-current] h2")
    expect(heading).not_to_have_text("Tiếp nhận vướng mắc")
    while (before := heading.inner_text()) != title:
        keys.on(before, key)
        expect(heading).not_to_have_text(before)


def _is_as_reviewed() -> None:
    facts = Plan.objects.get().facts
    tasks = {task.ref: task for task in facts.tasks}
    assert len(tasks) == 21
    assert [mention.name for mention in tasks["3"].lead] == ["Sở Y tế"]
    assert tasks["5"].time.value == "Quý I/2027"
    assert tasks["9-2"].text == "xây bể chứa ở trụ sở thôn."
    assert facts.absent == ("feedback",)
    [choice] = NameChoice.objects.all()
    assert (choice.name, [str(agency) for agency in choice.agencies.all()]) == (MISSPELLED, [DRAFTING])
    [learned] = LearnedName.objects.all()
    assert (learned.name, str(learned.agency), str(learned.drafting_agency)) == (MISSPELLED, DRAFTING, DRAFTING)
    assert PlanVersion.objects.count() == 2


def test_a_mark_leads_to_its_fact_and_what_was_missed_stands_out(wide: Page, bring_in: BringIn) -> None:
    bring_in(wide)
    wide.locator("#line-41 .mark").click()
    expect(wide.locator("[data-current] h2")).to_have_text("Nhiệm vụ 5")
    expect(wide.locator(".review-source .is-current").first).to_be_in_viewport()
    wide.locator("#line-45 .mark").click()
    expect(wide.locator("[data-current] h2")).to_have_text("Nhiệm vụ 6")
    expect(wide.locator("#line-45")).to_contain_class("is-current")
    wide.keyboard.press("?")
    expect(wide.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    assert violations(wide) == []
    wide.keyboard.press("Escape")
    expect(wide.get_by_role("dialog")).to_be_hidden()


def test_what_was_done_is_there_again_after_leaving(wide: Page, bring_in: BringIn) -> None:
    bring_in(wide)
    keys = Keyboard(wide)
    keys.on("Nhiệm vụ 3", "Enter")
    keys.on("Người ký", "Enter")
    keys.left("Còn 3 điểm cần xem")
    address = wide.url
    wide.goto(address.replace("review", "edit"))
    wide.goto(address)
    expect(wide.get_by_text("Đã mở lại 2 thao tác rà soát chưa lưu của bạn.")).to_be_visible()
    keys.left("Còn 3 điểm cần xem")
    keys.on("Nhiệm vụ 5", "z")
    keys.on("Người ký", "z")
    keys.left("Còn 5 điểm cần xem")
    assert PlanVersion.objects.count() == 1


def test_without_an_answer_everything_stays(wide: Page, bring_in: BringIn) -> None:
    bring_in(wide)
    keys = Keyboard(wide)
    keys.on("Nhiệm vụ 3", "Enter")
    keys.on("Người ký", "e")
    wide.get_by_label("Họ và tên").fill("Phó Chủ tịch tỉnh")
    failed = wide.get_by_text("Chưa gửi được thao tác vừa rồi.")
    for answer in (_bad_gateway, _no_connection):
        wide.locator("[data-failed]").evaluate("notice => { notice.hidden = true }")
        wide.route("**/review/", answer)
        wide.keyboard.press("Control+Enter")
        expect(failed).to_be_visible()
        expect(wide.get_by_label("Họ và tên")).to_have_value("Phó Chủ tịch tỉnh")
        wide.unroute("**/review/")
    wide.keyboard.press("Control+Enter")
    keys.on("Nhiệm vụ 5", "z")
    keys.left("Còn 4 điểm cần xem")


def _bad_gateway(route: Route) -> None:
    route.fulfill(status=502, body="no")


def _no_connection(route: Route) -> None:
    route.abort()


def test_the_review_on_a_phone(phone: Page, bring_in: BringIn) -> None:
    bring_in(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(phone) == []
    expect(phone.locator("#source")).to_be_hidden()
    phone.get_by_role("button", name="dòng 32–34").click()
    expect(phone.locator("#line-32")).to_be_in_viewport()
    phone.locator("#line-41 .mark").click()
    expect(phone.locator("[data-current] h2")).to_have_text("Nhiệm vụ 5")
    expect(phone.locator("#source")).to_be_hidden()
    phone.get_by_role("button", name="Để sau").or_(phone.get_by_role("button", name="Đúng")).click()
    expect(phone.locator(".review-count")).to_have_text("Còn 4 điểm cần xem")
    phone.locator(".fact-list .fact-name button").click()
    expect(phone.get_by_role("heading", name=MISSPELLED)).to_be_in_viewport()
