"""From the leader's step to the issued file with both signatures, once, whatever is missing or cut in between."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from processes.documents import sealing
from processes.documents.sealing.authority import Authority
from processes.documents.sealing.drawn import drawn_seal
from processes.jobs import ask_again, render_paper, sign_paper
from processes.key_store import Owner, trusted_roots
from processes.key_store.folder import FolderStore
from processes.models import Approval, Document, PlanVersion
from processes.services import rendering
from processes.services import sealing as signatures
from tests.factories import morning
from tests.processes_services.province import TODAY, Province, facts
from tests.unit.sealing.papers import told_by
from workflow import clock
from workflow.models import AuditEntry, IssuedNumber, ProcessInstance

LATER = morning(TODAY) + timedelta(minutes=3)
COMMITTEE = "Ủy ban nhân dân tỉnh Thử"


@pytest.fixture
def authority(settings: Any, tmp_path: Path) -> Authority:
    """Signatures are wanted; the store is empty, and one authority is trusted."""
    settings.ISSUE_WITHOUT_SIGNATURES = False
    settings.SIGNING_KEY_FOLDER, settings.TRUSTED_ROOTS = tmp_path / "keys", tmp_path / "trusted"
    settings.TRUSTED_ROOTS.mkdir()
    made = Authority("Tổ chức chứng thực thử nghiệm", morning(TODAY))
    (settings.TRUSTED_ROOTS / "test.pem").write_bytes(made.pem)
    return made


@pytest.fixture
def leader(province: Province) -> Owner:
    person = province.person(COMMITTEE, "vice_chairman").person
    assert person is not None
    return Owner.of(person)


@pytest.fixture
def committee(province: Province) -> Owner:
    return Owner.of(province[COMMITTEE])


def give_key(authority: Authority, owner: Owner, **validity: datetime) -> None:
    content = authority.certify(owner.name, "Tỉnh Thử", **validity).pkcs12("sent by the authority")
    FolderStore().put(owner, content, "sent by the authority")


@pytest.fixture
def keys(authority: Authority, leader: Owner, committee: Owner) -> Authority:
    """Both have theirs."""
    give_key(authority, leader)
    give_key(authority, committee)
    FolderStore().put_picture(committee, drawn_seal("BẢN MINH HỌA"))
    return authority


def signed(province: Province) -> tuple[ProcessInstance, Approval]:
    instance = province.approved()
    return instance, Approval.objects.get(pk=instance.subject_id)


def numbered(province: Province) -> tuple[ProcessInstance, Document]:
    instance = province.take(province.approved(), "number")
    return instance, Document.objects.get(instance=instance, kind="plan")


def run(job: Any, row: Any, at: datetime = LATER) -> None:
    with clock.simulated(at):
        job.call(str(row.uuid))


def verified(content: bytes) -> sealing.Verification:
    return sealing.verify(content, trusted_roots(), LATER)


# --- the way


def test_the_leader_signs_the_version_that_was_seen_and_the_seal_comes_with_the_number(
    province: Province, keys: Authority, leader: Owner
) -> None:
    instance, approval = signed(province)
    run(sign_paper, instance)
    approval.refresh_from_db()
    kept = approval.signed_file.read()
    assert hashlib.sha256(kept).hexdigest() == approval.signed_sha256
    assert [one.signer for one in verified(kept).signatures] == [leader.name]

    province.take(instance, "number")
    document = Document.objects.get(instance=instance, kind="plan")
    run(render_paper, document, LATER + timedelta(minutes=1))
    document.refresh_from_db()
    content = document.file.read()
    assert content.startswith(kept)
    assert hashlib.sha256(content).hexdigest() == document.sha256
    found = verified(content)
    assert found.verdict is sealing.Verdict.WHOLE
    assert [one.signer for one in found.signatures] == [leader.name, COMMITTEE]
    assert [one.stated_at for one in found.signatures] == [LATER, LATER + timedelta(minutes=1)]
    assert "Số: 01/KH-UBND" in " ".join(told_by("pdftotext", content, "-layout").split())
    assert told_by("pdfsig", content, "-nocert").count("Signature is Valid.") == 2
    number = IssuedNumber.objects.get(instance=instance, register__agency=document.issuer)
    assert number.document_hash == document.sha256
    instance.refresh_from_db()
    assert instance.state == "issued"


def test_signing_asks_for_the_file_and_again_changes_nothing(province: Province, keys: Authority) -> None:
    from django_tasks_db.models import DBTaskResult

    instance, approval = signed(province)
    jobs = DBTaskResult.objects.filter(task_path="processes.jobs.sign_paper")
    assert [str(instance.uuid) in str(job.args_kwargs) for job in jobs] == [True]
    run(sign_paper, instance)
    approval.refresh_from_db()
    first = (approval.signed_file.name, approval.signed_sha256)
    run(sign_paper, instance, LATER + timedelta(hours=1))
    approval.refresh_from_db()
    assert (approval.signed_file.name, approval.signed_sha256) == first


def test_two_who_sign_at_once_keep_one_file(province: Province, keys: Authority) -> None:
    instance, approval = signed(province)
    twin = Approval.subjects.get(pk=approval.pk)
    one = rendering.signed_plan(Approval.subjects.get(pk=approval.pk), instance, LATER)
    assert rendering.signed_plan(twin, instance, LATER) == one


def test_a_number_that_comes_first_waits_for_no_other_job(province: Province, keys: Authority) -> None:
    instance, document = numbered(province)
    run(render_paper, document)
    document.refresh_from_db()
    instance.refresh_from_db()
    assert len(verified(document.file.read()).signatures) == 2
    assert instance.state == "issued"
    assert Approval.objects.get(pk=instance.subject_id).signed_file


def test_the_code_is_printed_and_guessed_by_nobody(province: Province, keys: Authority, settings: Any) -> None:
    settings.PUBLIC_URL = "https://thu.example/"
    instance, document = numbered(province)
    run(render_paper, document)
    document.refresh_from_db()
    assert len(document.code) == 16
    assert document.code == Approval.objects.get(pk=instance.subject_id).code
    assert f"thu.example/kiem-tra/{document.code}" in told_by("pdftotext", document.file.read())


def test_a_province_may_print_no_code(province: Province, keys: Authority, settings: Any) -> None:
    settings.PRINT_CHECK_CODE = False
    _instance, document = numbered(province)
    run(render_paper, document)
    document.refresh_from_db()
    assert "kiem-tra" not in told_by("pdftotext", document.file.read())


# --- a key is missing or cannot sign


def fault(instance: ProcessInstance) -> tuple[str, str]:
    approval = Approval.objects.get(pk=instance.subject_id)
    return approval.key_fault, approval.key_owner


def test_without_the_leaders_key_nothing_is_issued_and_the_approval_says_whose_is_missing(
    province: Province, authority: Authority, leader: Owner, committee: Owner
) -> None:
    instance, document = numbered(province)
    run(render_paper, document)
    document.refresh_from_db()
    instance.refresh_from_db()
    assert (instance.state, document.is_ready) == ("numbered", False)
    assert fault(instance) == ("missing", leader.name)
    assert [one.pk for one in signatures.waiting_for_keys()] == [instance.subject_id]

    give_key(authority, leader)
    run(render_paper, document)
    assert fault(instance) == ("missing", committee.name)

    give_key(authority, committee)
    assert ask_again(LATER) >= 1
    run(render_paper, document)
    instance.refresh_from_db()
    assert instance.state == "issued"
    assert fault(instance) == ("", "")
    assert not signatures.waiting_for_keys()


def test_an_expired_certificate_seals_nothing(
    province: Province, authority: Authority, leader: Owner, committee: Owner
) -> None:
    give_key(authority, leader)
    give_key(authority, committee, valid_to=LATER - timedelta(seconds=1))
    instance, document = numbered(province)
    run(render_paper, document)
    instance.refresh_from_db()
    assert instance.state == "numbered"
    assert fault(instance) == ("expired", committee.name)


def test_a_key_under_another_secret_signs_nothing(
    province: Province, keys: Authority, leader: Owner, settings: Any
) -> None:
    settings.SIGNING_SECRET = "another one, after the file was written"
    instance, _approval = signed(province)
    run(sign_paper, instance)
    assert fault(instance) == ("unreadable", leader.name)


def test_only_the_setting_issues_without_signatures(province: Province, authority: Authority, settings: Any) -> None:
    settings.ISSUE_WITHOUT_SIGNATURES = True
    instance, document = numbered(province)
    run(render_paper, document)
    document.refresh_from_db()
    instance.refresh_from_db()
    assert instance.state == "issued"
    assert verified(document.file.read()).verdict is sealing.Verdict.UNSIGNED


# --- cut in between


def test_the_sweep_asks_for_a_signature_that_is_missing(province: Province, keys: Authority) -> None:
    from django_tasks_db.models import DBTaskResult

    instance, _approval = signed(province)
    Document.objects.all().update(created_at=LATER)
    before = DBTaskResult.objects.filter(task_path="processes.jobs.sign_paper").count()
    assert ask_again(LATER) == 1
    assert DBTaskResult.objects.filter(task_path="processes.jobs.sign_paper").count() == before + 1
    run(sign_paper, instance)
    assert ask_again(LATER) == 0


def test_killed_between_seal_and_keeping_it_is_sealed_again_over_the_same_signature(
    province: Province, keys: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance, document = numbered(province)

    def cut(*args: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "_stamp", cut)
        with pytest.raises(OSError, match="disk full"):
            run(render_paper, document)
    document.refresh_from_db()
    instance.refresh_from_db()
    assert (instance.state, document.is_ready) == ("numbered", False)
    kept = Approval.objects.get(pk=instance.subject_id).signed_file.read()
    run(render_paper, document)
    document.refresh_from_db()
    assert document.file.read().startswith(kept)
    assert AuditEntry.objects.filter(instance=instance, transition="issue").count() == 1


def test_a_signed_file_that_was_changed_on_the_disk_is_never_sealed(province: Province, keys: Authority) -> None:
    instance, approval = signed(province)
    run(sign_paper, instance)
    approval.refresh_from_db()
    with default_storage.open(approval.signed_file.name, "r+b") as file:
        file.seek(2000)
        file.write(b"!")
    province.take(instance, "number")
    with pytest.raises(signatures.NotWhole):
        run(render_paper, Document.objects.get(instance=instance, kind="plan"))
    instance.refresh_from_db()
    assert instance.state == "numbered"


def test_another_text_than_the_one_seen_is_never_signed(province: Province, keys: Authority) -> None:
    instance, approval = signed(province)
    other = facts(title=facts().title.of("Khác")).to_dict()
    PlanVersion.objects.filter(plan=approval.plan).update(content=other)
    with pytest.raises(rendering.NotAsSigned):
        run(sign_paper, instance)
    approval.refresh_from_db()
    assert not approval.signed_file


def test_a_cancelled_approval_is_not_signed(province: Province, keys: Authority) -> None:
    instance, approval = signed(province)
    ProcessInstance.objects.filter(pk=instance.pk).update(state="cancelled")
    run(sign_paper, instance)
    approval.refresh_from_db()
    assert not approval.signed_file
