"""Versions compared, and remarks: tied to a thing of the draft, followed, answered, settled, told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from notifications.models import Notification
from notifications.outlet import snapshot
from notifications.tasks import expand
from portal.demonstration.walk import Walk
from processes.documents.facts import Fact
from processes.models import Remark, RemarkAnswer
from workflow import registry
from workflow.context import Announcement
from workflow.models import OrganizationEntry

from .plan_walks import Province, facts_of, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
MOST_STATEMENTS = 17  # of the whole page


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def walk(province: Province) -> Walk:
    return province.begin()


@pytest.fixture
def drafter(province: Province) -> Client:
    return signed_in(province.account(DRAFTING))


@pytest.fixture
def head(province: Province) -> Client:
    return signed_in(province.account(DRAFTING, "head"))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    """What was announced while the test ran."""
    facts: list[Announcement] = []
    monkeypatch.setattr(registry, "announce", facts.extend)
    return facts


def page(walk: Walk, **query: str) -> str:
    return f"/plans/{walk.instance.uuid}/" + ("?tab=remarks" if not query else "")


def remark(client: Client, walk: Walk, text: str = "Ghi rõ nguồn giống.", part: str = "tasks", at: int = 0) -> Any:
    sent = {"version": "1", "part": part, "position": str(at), "text": text}
    return client.post(f"/plans/{walk.instance.uuid}/remarks/", sent)


def revise(walk: Walk, **changes: Any) -> None:
    """The drafter saves the next version."""
    walk.instance.refresh_from_db()
    walk.revise(walk.instance, replace(facts_of(walk), **changes), "Sửa theo góp ý")


def test_a_remark_stands_at_its_task(walk: Walk, head: Client) -> None:
    answer = remark(head, walk)

    assert answer.status_code == 302
    assert answer["Location"].endswith("?tab=remarks#spot-tasks-0")
    shown = head.get(page(walk)).content.decode()
    assert "Ghi rõ nguồn giống." in shown
    assert "Còn 1 góp ý chưa xử lý xong" in shown
    told = OrganizationEntry.objects.get(act="write_remark")
    assert (told.facts["text"], told.facts["part"], told.facts["position"]) == ("Ghi rõ nguồn giống.", "tasks", 0)


def test_a_remark_follows_its_task_into_the_next_version(walk: Walk, head: Client) -> None:
    remark(head, walk, "Thêm Công an tỉnh.", at=1)
    facts = facts_of(walk)
    swapped = (replace(facts.tasks[1], text=facts.tasks[1].text + " và bãi bồi"), facts.tasks[0])
    revise(walk, tasks=swapped)

    spots = {spot.anchor: spot for spot in head.get(page(walk)).context["spots"]}

    assert [thread.remark.text for thread in spots["spot-tasks-0"].threads] == ["Thêm Công an tỉnh."]
    assert spots["spot-tasks-1"].threads == []


def test_a_remark_on_what_was_removed_is_kept_apart(walk: Walk, head: Client) -> None:
    remark(head, walk, at=1)
    facts = facts_of(walk)
    revise(walk, tasks=facts.tasks[:1], body=tuple(b for b in facts.body if b.task_ref != facts.tasks[1].ref))

    lost = head.get(page(walk)).context["lost"]

    assert [thread.remark.quote[:5] for thread in lost] == ["Trồng"]


def test_the_drafter_answers_and_settles(walk: Walk, head: Client, drafter: Client) -> None:
    remark(head, walk)
    found = Remark.objects.get()
    address = f"/plans/{walk.instance.uuid}/remarks/{found.uuid}/"

    drafter.post(address, {"text": "Đã bổ sung ở bản 2."})
    drafter.post(address, {"do": "settle"})
    drafter.post(address, {"do": "settle"})

    found.refresh_from_db()
    assert found.is_settled
    assert RemarkAnswer.objects.get().text == "Đã bổ sung ở bản 2."
    assert list(OrganizationEntry.objects.filter(act__contains="remark").values_list("act", flat=True)) == [
        "write_remark",
        "answer_remark",
        "settle_remark",
    ]
    assert "Đã xử lý xong" in drafter.get(page(walk)).content.decode()
    head.post(address, {"do": "reopen"})
    found.refresh_from_db()
    assert not found.is_settled


def test_a_reader_cannot_settle_what_another_remarked(walk: Walk, province: Province, head: Client) -> None:
    walk.correct()
    walk.consult([province.agency("Sở Tài chính")], days=8)
    remark(signed_in(province.account(DRAFTING)), walk)

    address = f"/plans/{walk.instance.uuid}/remarks/{Remark.objects.get().uuid}/"

    assert head.post(address, {"do": "settle"}).status_code == 404
    assert not Remark.objects.get().is_settled


@pytest.mark.parametrize("agency", ["Sở Tài chính", "Sở Y tế"])
def test_who_does_not_see_the_making_remarks_nothing(walk: Walk, province: Province, agency: str) -> None:
    walk.correct()
    walk.consult([province.agency("Sở Tài chính")], days=8)
    other = signed_in(province.account(agency))

    assert remark(other, walk).status_code == 404
    assert other.get(f"/plans/{walk.instance.uuid}/versions/").status_code == 404
    assert not Remark.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "chữ " * 1001])
def test_what_cannot_be_sent_stays_in_its_box(walk: Walk, head: Client, text: str) -> None:
    answer = remark(head, walk, text)

    assert answer.status_code == 422
    assert answer.context["kept_at"] == "spot-tasks-0"
    assert answer.context["kept_text"] == text
    assert not Remark.objects.exists()


def test_a_remark_on_nothing_is_refused(walk: Walk, head: Client) -> None:
    assert remark(head, walk, at=99).status_code == 404


def test_the_drafters_hear_of_a_remark_and_its_author_of_the_answer(
    walk: Walk, province: Province, head: Client, drafter: Client, heard: list[Announcement]
) -> None:
    remark(head, walk)
    drafter.post(f"/plans/{walk.instance.uuid}/remarks/{Remark.objects.get().uuid}/", {"text": "Sẽ bổ sung."})
    expand.func(announcements=[snapshot(fact) for fact in heard])

    told = {note.account.username: str(note.words.headline) for note in Notification.objects.select_related("account")}

    assert told == {
        province.account(DRAFTING).username: "Dự thảo có góp ý mới",
        province.account(DRAFTING, "head").username: "Góp ý của bạn vào dự thảo được trả lời",
    }


def test_many_remarks_cost_no_more_statements(
    walk: Walk, head: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        remark(head, walk, f"Góp ý {number}", part="body", at=number % 2)

    with django_assert_max_num_queries(MOST_STATEMENTS):
        head.get(page(walk))


def test_versions_are_listed_and_compared(walk: Walk, drafter: Client) -> None:
    facts = facts_of(walk)
    revise(walk, title=Fact.of("Trồng rừng ven biển năm 2027"), recipients=facts.recipients[1:])

    listed = drafter.get(f"/plans/{walk.instance.uuid}/versions/")
    compared = drafter.get(f"/plans/{walk.instance.uuid}/versions/1/2/").content.decode()

    assert [(row.version.number, row.note) for row in listed.context["rows"]] == [(2, "Sửa theo góp ý"), (1, "")]
    assert listed.content.decode().count("Hiện hành") == 1
    assert "<del>cây xanh</del><ins>rừng</ins>" in compared
    assert compared.count("difference-removed") == 1
    assert "Hai bản không khác nhau" in drafter.get(f"/plans/{walk.instance.uuid}/versions/2/2/").content.decode()
    assert drafter.get(f"/plans/{walk.instance.uuid}/versions/1/9/").status_code == 404


def test_every_field_of_a_thing_has_a_name() -> None:
    from portal.plans.wording import FIELDS
    from processes.documents import facts as shapes
    from processes.documents.items import NOT_SAID

    shown = (
        shapes.Basis, shapes.Task, shapes.Duty, shapes.ReportRule, shapes.Feedback, shapes.Funding, shapes.CostLine,
        shapes.Recipient, shapes.Signer,
    )  # fmt: skip
    named = {field for shape in shown for field in shape.__dataclass_fields__} - NOT_SAID - {"label"}

    assert named <= set(FIELDS)
