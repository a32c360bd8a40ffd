"""What anybody learns by a document's code, and people by its file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from portal.verify import limits
from processes.models import Approval, Document
from tests.unit.sealing import papers
from workflow.models import OrganizationEntry

from .plan_walks import TEXT, Province, settled, signed_in

pytestmark = pytest.mark.django_db

ISSUER, OFFICE = "Ủy ban nhân dân tỉnh Sơn Hải", "Văn phòng UBND tỉnh"
PARTICULAR = re.compile(rb'value="[^"]*"|nonce="[^"]*"')  # form tokens; where the choice of a language leads back to
TITLE = "Trồng cây xanh ven biển năm 2027"


@pytest.fixture(autouse=True)
def fresh_minute() -> None:
    cache.clear()


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def document(province: Province) -> Document:
    """An issued plan; its file is one with two signatures."""
    walk = signed(province)
    walk.number_and_issue()
    found = Document.objects.get(plan=walk.plan, kind="plan")
    found.file.save("sealed.pdf", ContentFile(papers.sealed()), save=False)
    found.sha256 = hashlib.sha256(papers.sealed()).hexdigest()
    found.save(update_fields=["file", "sha256"])
    return found


def signed(province: Province) -> Any:
    walk = province.begin(TEXT)
    walk.correct()
    walk.cast.take(walk.instance, "skip_consultation", reason="Đã họp thống nhất.")
    walk.submit()
    walk.endorse()
    walk.check()
    walk.initial_and_sign()
    return walk


@pytest.fixture
def trusted(settings: Any, tmp_path: Path) -> None:
    settings.TRUSTED_ROOTS = tmp_path
    (tmp_path / "test.pem").write_bytes(papers.authority().pem)


# --- by its code


def test_anybody_learns_number_day_issuer_hash_and_standing_and_nothing_else(
    client: Client, document: Document
) -> None:
    answer = client.get(f"/kiem-tra/{document.code}")
    text = answer.content.decode()
    for said in (document.number, "09/11/2026", ISSUER, document.sha256, "Còn hiệu lực"):
        assert said in text
    for unsaid in (TITLE, str(document.uuid), str(document.plan.uuid), document.signer, "/media/"):
        assert unsaid not in text
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize(("standing", "words"), [("replaced", "Đã được thay thế"), ("revoked", "Đã bị thu hồi")])
def test_a_document_that_is_no_longer_valid_says_so(
    client: Client, document: Document, standing: str, words: str
) -> None:
    before = OrganizationEntry.objects.count()
    call_command("document_standing", document.code, standing, reason="Kế hoạch số 20/KH-UBND")
    text = client.get(f"/kiem-tra/{document.code}").content.decode()
    assert words in text and "Còn hiệu lực" not in text
    entry = OrganizationEntry.objects.order_by("sequence").last()
    assert entry is not None and OrganizationEntry.objects.count() == before + 1
    assert (entry.act, entry.facts["standing"], entry.facts["before"]) == ("set_standing", standing, "valid")
    call_command("document_standing", document.code, standing, reason="lần nữa")
    assert OrganizationEntry.objects.count() == before + 1


def test_nobody_revokes_by_no_code(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(code="")
    with pytest.raises(CommandError):
        call_command("document_standing", "", "revoked", reason="không")


def test_unknown_codes_all_get_the_same_answer(client: Client, document: Document) -> None:
    answers = [client.get(f"/kiem-tra/{code}") for code in ("abcdefghjkmnpqrs", "x", str(document.uuid), "%20")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({PARTICULAR.sub(b"", answer.content) for answer in answers}) == 1


def test_a_plan_that_is_only_numbered_has_no_page(client: Client, province: Province) -> None:
    walk = signed(province)
    walk.cast.take(walk.approval, "number")
    document = Document.objects.get(instance=walk.approval, kind="plan")
    assert document.code
    assert client.get(f"/kiem-tra/{document.code}").status_code == 404


def test_who_asks_without_end_is_told_to_wait(
    client: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    answers = [client.get(f"/kiem-tra/{document.code}").status_code for _time in range(4)]
    assert answers == [200, 200, 200, 429]
    assert client.get("/kiem-tra/unknown").status_code == 429
    assert client.get(f"/kiem-tra/{document.code}", REMOTE_ADDR="203.0.113.9").status_code == 200


# --- by its file


def upload(client: Client, content: bytes, name: str = "van-ban.pdf") -> str:
    answer = client.post("/verify/", {"file": SimpleUploadedFile(name, content)})
    return str(answer.content.decode())


@pytest.fixture
def reader(province: Province) -> Client:
    return signed_in(province.account(OFFICE, "office_specialist"))


def test_an_issued_file_is_known_byte_for_byte(reader: Client, document: Document, trusted: None) -> None:
    text = upload(reader, papers.sealed())
    assert "Mọi chữ ký số đều hợp lệ" in text
    assert f"Trùng từng byte với văn bản số {document.number}" in text
    assert papers.LEADER in text and papers.COMMITTEE in text


def test_a_changed_byte_is_said(reader: Client, document: Document, trusted: None) -> None:
    changed = bytearray(papers.sealed())
    changed[5000] ^= 1
    text = upload(reader, bytes(changed))
    assert "Tệp đã bị thay đổi sau khi ký" in text
    assert "Không trùng với tệp nào" in text


def test_a_signer_of_an_unknown_authority_is_said(reader: Client, settings: Any, tmp_path: Path) -> None:
    settings.TRUSTED_ROOTS = tmp_path
    assert "chưa được hệ thống tin cậy" in upload(reader, papers.sealed())


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "Không đọc được tệp này"), (b"PK\x03\x04 no pdf", "Không đọc được tệp này")],
)
def test_what_is_no_pdf_is_said(reader: Client, content: bytes, words: str) -> None:
    assert words in upload(reader, content)


def test_a_pdf_without_signatures_is_said(reader: Client) -> None:
    assert "Tệp không có chữ ký số nào" in upload(reader, papers.prepared())


def test_the_page_of_files_is_for_people_who_are_signed_in(client: Client) -> None:
    assert client.get("/verify/")["Location"].startswith("/sign-in/")


def test_a_file_that_is_too_large_is_not_even_read(reader: Client, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    answer = reader.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"x" * 2_000_000)})
    assert answer.status_code == 413


def test_no_file_is_said_at_the_field(reader: Client) -> None:
    assert reader.post("/verify/", {}).status_code == 422


def test_a_draft_that_bears_signatures_says_whose(province: Province, trusted: None) -> None:
    drafter = signed_in(province.account("Sở Xây dựng", "specialist"))
    answer = drafter.post("/plans/new/", {"file": SimpleUploadedFile("nguon.pdf", papers.sealed())}, follow=True)
    text = answer.content.decode()
    assert f"Chữ ký số trên tệp: {papers.LEADER}; {papers.COMMITTEE}." in text
    assert "Mọi chữ ký số đều hợp lệ" in text


# --- keys


def test_clerk_and_administrator_see_what_waits_for_which_key(province: Province, settings: Any) -> None:
    settings.ISSUE_WITHOUT_SIGNATURES = False
    walk = signed(province)
    Approval.objects.filter(pk=walk.approval.subject_id).update(key_fault="missing", key_owner="Trần Thử")
    sentence = "Chưa có khóa ký số của Trần Thử."
    assert sentence in signed_in(province.account(OFFICE, "office_clerk")).get("/clerk/").content.decode()
    administrator = signed_in(province.account(OFFICE, "administrator"))
    page = administrator.get("/administration/signing/").content.decode()
    assert sentence in page and TITLE not in page
    assert "1 kế hoạch đang chờ khóa ký" in administrator.get("/administration/").content.decode()
    assert administrator.post("/administration/signing/again/").status_code == 302
    clerk = signed_in(province.account("Sở Xây dựng", "clerk"))
    assert sentence not in clerk.get("/clerk/").content.decode()


def test_the_plans_page_leads_to_the_public_one(province: Province, document: Document) -> None:
    root = document.instance.root
    assert root is not None
    page = signed_in(province.account(OFFICE, "office_clerk")).get(f"/plans/{root.uuid}/?tab=documents")
    assert f'href="/kiem-tra/{document.code}"' in page.content.decode()
