"""The draft as a file: asked for, made in the background, given to who reads the draft, thrown away again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import docx
import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.walk import Walk
from processes.documents.facts import Fact
from processes.documents.reading import read_file
from processes.jobs import make_draft_copy
from processes.models import DraftCopy
from processes.services import draft_copies
from workflow import clock

from .plan_walks import Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
STRANGER = "Sở Y tế"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> Province:
    return settled()


def page(walk: Walk, kind: str = "pdf") -> str:
    return f"/plans/{walk.instance.uuid}/draft/{kind}/"


def file(walk: Walk, kind: str = "pdf") -> str:
    return f"/plans/{walk.instance.uuid}/draft.{kind}"


def made(client: Client, walk: Walk, kind: str = "pdf") -> bytes:
    """Asked for, made as the job does it, and taken."""
    client.post(page(walk, kind))
    for copy in DraftCopy.objects.filter(file=""):
        make_draft_copy.func(str(copy.uuid))
    return b"".join(client.get(file(walk, kind)))


def waiting_jobs() -> int:
    return DBTaskResult.objects.filter(queue_name="drafts").count()


def test_a_draft_is_a_pdf(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    assert made(client, walk).startswith(b"%PDF")
    answer = client.get(file(walk))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert DraftCopy.objects.get().step > 0


def test_a_draft_is_a_word_file_that_is_marked_and_reads_back(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    content = made(client, walk, "docx")
    assert docx.Document(io.BytesIO(content)).sections[0].first_page_header.paragraphs[-1].text == "DỰ THẢO"
    assert read_file(content, "plan.docx").title.value == walk.plan.facts.title.value
    assert client.get(file(walk, "docx")).headers["Content-Disposition"].startswith("attachment")


def test_the_page_tells_how_far_it_is_and_asks_again_until_it_is_there(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    assert 'hx-trigger="load once"' in client.get(page(walk)).content.decode()
    asked = client.post(page(walk), headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in asked
    assert "<html" not in asked
    DraftCopy.objects.update(step=5, pages=12)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        part = client.get(page(walk), headers={"HX-Request": "true"}).content.decode()
    assert "Đang dàn trang 12" in part
    assert 'value="71"' in part
    make_draft_copy.func(str(DraftCopy.objects.get().uuid))
    ready = client.get(page(walk), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in ready
    assert file(walk) in ready


def test_asked_twice_it_is_made_once_and_the_next_asker_gets_the_same_file(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    client.post(page(walk))
    client.post(page(walk))
    assert (DraftCopy.objects.count(), waiting_jobs()) == (1, 1)
    first = made(client, walk)
    answer = client.post(page(walk))
    assert answer.headers["Location"] == file(walk)
    assert b"".join(signed_in(province.account(DRAFTING, "head")).get(file(walk))) == first
    assert waiting_jobs() == 1


def test_another_text_is_another_file(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    made(client, walk)
    walk.revise(walk.instance, replace(walk.plan.facts, title=Fact.of("Một tên khác")), "Đổi tên")
    assert client.get(file(walk)).headers["Location"] == page(walk)


def test_nobody_fills_the_queue(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    client.post(page(walk))
    client.post(page(walk, "docx"))
    walk.revise(walk.instance, replace(walk.plan.facts, title=Fact.of("Một tên khác")), "Đổi tên")
    refused = client.post(page(walk), headers={"HX-Request": "true"}).content.decode()
    assert "Bạn đang chờ hai tệp khác" in refused
    assert "hx-trigger" not in refused
    assert waiting_jobs() == 2
    make_draft_copy.func(str(DraftCopy.objects.get(kind="docx").uuid))
    client.post(page(walk))
    assert waiting_jobs() == 3


def test_a_draft_that_takes_too_long_is_given_up_and_may_be_asked_for_again(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    with monkeypatch.context() as patched:
        patched.setattr(draft_copies, "SECONDS", 0.01)
        client.post(page(walk))
        make_draft_copy.func(str(DraftCopy.objects.get().uuid))
    assert "Chưa lập được bản in thử" in client.get(page(walk)).content.decode()
    assert made(client, walk).startswith(b"%PDF")


def test_a_lost_job_is_asked_for_anew(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    client.post(page(walk))
    DraftCopy.objects.update(asked_at=clock.now() - draft_copies.LOST_AFTER)
    assert "hx-trigger" not in client.get(page(walk), headers={"HX-Request": "true"}).content.decode()
    client.post(page(walk))
    assert waiting_jobs() == 2


def test_what_nobody_asked_for_in_a_day_is_thrown_away(province: Province) -> None:
    walk = province.begin()
    made(signed_in(province.account(DRAFTING)), walk)
    copy = DraftCopy.objects.get()
    storage, name = copy.file.storage, copy.file.name
    assert draft_copies.purge(clock.now()) == 0
    assert draft_copies.purge(clock.now() + draft_copies.KEPT + timedelta(minutes=1)) == 1
    assert not DraftCopy.objects.exists()
    assert not storage.exists(name)


def test_only_who_reads_the_draft_gets_it(province: Province) -> None:
    walk = province.begin()
    made(signed_in(province.account(DRAFTING)), walk)
    stranger = signed_in(province.account(STRANGER))
    for address in (page(walk), file(walk), page(walk, "docx")):
        assert stranger.get(address).status_code == 404
    assert stranger.post(page(walk)).status_code == 404
    assert signed_in(province.account(DRAFTING)).get(file(walk, "exe")).status_code == 404


# --- the table of opinions


def test_the_drafter_gets_every_answer_as_a_table_to_fill_in(province: Province) -> None:
    walk = province.begin()
    walk.correct()
    walk.consult([province.agency("Sở Tài chính"), province.agency("Sở Xây dựng")], days=8)
    client = signed_in(province.account(DRAFTING))
    address = f"/plans/{walk.instance.uuid}/opinions.docx"
    assert address in client.get(f"/plans/{walk.instance.uuid}/?tab=opinions").content.decode()
    assert _rows(client.get(address).content)[1:] == [
        ["1", "Sở Tài chính", "Chưa có ý kiến trả lời.", ""],
        ["2", "Sở Xây dựng", "Chưa có ý kiến trả lời.", ""],
    ]
    walk.give_opinions()
    assert "Chưa có ý kiến" not in str(_rows(client.get(address).content))
    assert signed_in(province.account(STRANGER)).get(address).status_code == 404
    asked = signed_in(province.account("Sở Tài chính"))
    assert asked.get(address).status_code == 404
    assert address not in asked.get(f"/plans/{walk.instance.uuid}/?tab=opinions").content.decode()


def test_without_opinions_there_is_no_table(province: Province) -> None:
    walk = province.begin()
    client = signed_in(province.account(DRAFTING))
    assert client.get(f"/plans/{walk.instance.uuid}/opinions.docx").status_code == 404


def _rows(content: bytes) -> list[list[str]]:
    [table] = docx.Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]
