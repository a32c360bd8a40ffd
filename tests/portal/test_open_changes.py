"""A Word file with open changes or comments: a clear question, the file is kept, the answer is written down."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from processes.models import Plan, PlanVersion
from tests.unit.reading.test_tracked_changes import added, commented, file_of, run, taken
from workflow.models import ProcessInstance

from .plan_walks import TEXT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def drafter(province: Province) -> Client:
    return signed_in(province.account(DRAFTING))


def changed_plan() -> SimpleUploadedFile:
    paragraphs = [
        run("- Thời gian thực hiện: ") + taken("Quý I/2027") + added("Quý II/2027") + run(".")
        if line == "- Thời gian thực hiện: Quý I/2027."
        else run(line)
        for line in TEXT.splitlines()
    ]
    return SimpleUploadedFile("đang sửa.docx", file_of(*paragraphs))


def upload(client: Client, file: SimpleUploadedFile, **more: Any) -> Any:
    return client.post("/plans/new/", {"file": file} | more)


@pytest.mark.parametrize(("answer", "time"), [("accepted", "Quý II/2027"), ("original", "Quý I/2027")])
def test_the_drafter_says_which_text_is_read(drafter: Client, answer: str, time: str) -> None:
    page = upload(drafter, changed_plan())
    text = page.content.decode()
    assert page.status_code == 422
    assert "Tệp còn 2 chỗ sửa" in text and "đang sửa.docx" in text
    assert "<del>Quý I/2027</del>" in text and "<ins>Quý II/2027</ins>" in text
    assert not Plan.objects.exists()

    token = page.context["waiting"].token
    assert drafter.post("/plans/new/", {"waiting": token, "changes": answer}).status_code == 302
    version = PlanVersion.objects.get()
    assert version.facts.tasks[0].time.value == time
    assert version.source_notes["changes"] == answer
    assert version.source_name == "đang sửa.docx" and version.source.size > 0
    review = drafter.get(f"/plans/{_root(version)}/review/").content.decode()
    assert "theo lựa chọn khi tải lên" in review


def _root(version: PlanVersion) -> str:
    return str(ProcessInstance.objects.get(definition_key="plan", subject_id=version.plan_id).uuid)


def test_without_an_answer_it_is_asked_again_and_nothing_is_lost(drafter: Client) -> None:
    page = upload(drafter, changed_plan(), text="Đoạn đã dán")
    token = page.context["waiting"].token
    for wrong in ({}, {"changes": "x"}):
        page = drafter.post("/plans/new/", {"waiting": token, "text": "Đoạn đã dán"} | wrong)
        assert page.status_code == 422
        assert "Tệp còn 2 chỗ sửa" in page.content.decode() and "Đoạn đã dán" in page.content.decode()
        assert page.context["waiting"].token == token
    assert not Plan.objects.exists()


def test_who_settles_it_in_word_starts_anew(drafter: Client) -> None:
    token = upload(drafter, changed_plan()).context["waiting"].token
    page = drafter.post("/plans/new/", {"waiting": token, "changes": "in_word"}, follow=True)
    assert "hãy tải tệp lên lại" in page.content.decode()
    assert not Plan.objects.exists()
    assert "Hãy chọn một tệp" in drafter.post("/plans/new/", {"waiting": token, "changes": "accepted"}).content.decode()


def test_nobody_else_reaches_the_file_that_waits(province: Province, drafter: Client) -> None:
    token = upload(drafter, changed_plan()).context["waiting"].token
    other = signed_in(province.account("Sở Xây dựng"))
    answer = other.post("/plans/new/", {"waiting": token, "changes": "accepted"})
    assert answer.status_code == 422 and not Plan.objects.exists()


def test_an_answer_is_for_the_file_it_was_given_about(drafter: Client) -> None:
    token = upload(drafter, changed_plan()).context["waiting"].token
    page = upload(drafter, changed_plan(), waiting=token, changes="accepted")
    assert page.status_code == 422 and page.context["waiting"].token != token
    assert not Plan.objects.exists()


def test_the_file_goes_when_the_plan_has_it(drafter: Client) -> None:
    token = upload(drafter, changed_plan()).context["waiting"].token
    path = drafter.session["waiting_upload"]["path"]
    assert default_storage.exists(path)
    drafter.post("/plans/new/", {"waiting": token, "changes": "accepted"})
    assert not default_storage.exists(path)
    assert "waiting_upload" not in drafter.session


def test_comments_stand_beside_the_source_or_are_left_out(drafter: Client) -> None:
    for answer, beside in (("beside", 1), ("skipped", 0)):
        page = upload(drafter, SimpleUploadedFile("góp ý.docx", commented()))
        assert "Tệp còn 1 nhận xét" in page.content.decode()
        sent = {"waiting": page.context["waiting"].token, "comments": answer}
        review = drafter.post("/plans/new/", sent, follow=True)
        assert len(PlanVersion.objects.latest("pk").source_notes["comments"]) == beside
        assert ("Có đúng Sở Y tế không?" in review.content.decode()) is bool(beside)
