"""From a paper's row to its file, once, whatever is cut in between; and the plan's issue at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from processes.jobs import ask_again, render_paper
from processes.models import Approval, Document, Plan, PlanVersion
from processes.services import rendering
from tests.factories import morning
from tests.processes_services.province import TODAY, Province, facts, just_before_midnight
from workflow import clock, numbering
from workflow.context import SYSTEM_ACTOR
from workflow.models import AuditEntry, IssuedNumber, ProcessInstance

LATER = morning(TODAY) + timedelta(minutes=3)
TITLE = facts().title


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[[Document], bytes]:
    """Papers whose printing takes no time; the plan's still checks what was signed."""

    def printed(document: Document) -> bytes:
        return f"%PDF {document.kind} {document.number}".encode()

    for kind in Document.Kind:
        monkeypatch.setitem(rendering.PRINTERS, kind, printed)
    return printed


def numbered(province: Province, **options: Any) -> tuple[ProcessInstance, Document]:
    approval = province.take(province.approved(**options), "number")
    return approval, Document.objects.get(instance=approval, kind="plan")


def run(document: Document, at: datetime = LATER) -> None:
    with clock.simulated(at):
        render_paper.call(str(document.uuid))
    document.refresh_from_db()


def jobs_for(document: Document) -> int:
    from django_tasks_db.models import DBTaskResult

    return sum(str(document.uuid) in str(job.args_kwargs) for job in DBTaskResult.objects.all())


# --- once


def test_the_plan_is_rendered_hashed_and_issued(province: Province) -> None:
    approval, document = numbered(province)
    run(document)
    content = default_storage.open(document.file.name).read()
    assert content.startswith(b"%PDF-")
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (
        IssuedNumber.objects.get(instance=approval, register__agency=document.issuer).document_hash == document.sha256
    )
    approval.refresh_from_db()
    assert approval.state == "issued"
    assert ProcessInstance.objects.get(pk=approval.parent_id).state == "in_force"


def test_the_second_run_changes_nothing(province: Province, quick: object) -> None:
    approval, document = numbered(province)
    run(document)
    before = (document.file.name, document.sha256, AuditEntry.objects.count())
    run(document, LATER + timedelta(hours=1))
    assert (document.file.name, document.sha256, AuditEntry.objects.count()) == before
    assert AuditEntry.objects.filter(instance=approval, transition="issue").count() == 1


def test_two_renderers_keep_one_file(province: Province, quick: object) -> None:
    _approval, document = numbered(province)
    twin = Document.objects.select_related("plan", "instance", "issuer").get(pk=document.pk)
    rendering.render_and_keep(document)
    kept = document.file.name
    rendering.render_and_keep(twin)
    assert twin.file.name == kept


def test_each_number_bears_the_hash_of_its_own_paper(province: Province, quick: object) -> None:
    """The slip and a late submission letter stand in the same process as the plan."""
    approval, plan_paper = numbered(province)
    letter = Document.objects.get(instance=approval, kind="submission")
    slip = Document.objects.get(instance=approval, kind="slip")
    for document in (slip, letter, plan_paper):
        run(document)
    hashes = dict(IssuedNumber.objects.filter(instance=approval).values_list("symbol", "document_hash"))
    assert hashes == {"TTr-SYT": letter.sha256, "KH-UBND": plan_paper.sha256, "": ""}


# --- not as signed


def test_another_text_than_the_signed_one_is_never_issued(province: Province, caplog: pytest.LogCaptureFixture) -> None:
    approval, document = numbered(province)
    PlanVersion.objects.filter(plan=document.plan).update(content=facts(title=TITLE.of("Khác")).to_dict())
    with pytest.raises(rendering.NotAsSigned):
        run(document)
    approval.refresh_from_db()
    document.refresh_from_db()
    assert (approval.state, document.is_ready) == ("numbered", False)
    assert f"{document.uuid} (plan, plan {document.plan_id}) was not finished" in caplog.text


def test_a_signed_hash_of_no_version_is_never_issued(province: Province) -> None:
    approval, document = numbered(province)
    Approval.objects.filter(pk=approval.subject_id).update(signed_hash="0" * 64)
    with pytest.raises(rendering.NotAsSigned):
        run(document)


def test_a_text_that_was_taken_up_again_is_issued(province: Province, quick: object) -> None:
    """Two versions of the same words: the signed hash fits both."""
    approval = province.approved(until="number_submission")
    approval = province.take(approval, "return_", target="returned", reason="Sửa trích yếu")
    for title in ("Khác", facts().title.value):
        province.take(approval, "revise", facts=facts(title=TITLE.of(title)).to_dict())
    Approval.objects.filter(pk=approval.subject_id).update(signed_hash=facts().hash)
    document = Document.objects.filter(instance=approval).first()
    assert document is not None
    assert rendering._plan(document).startswith(b"%PDF-")


# --- cut in between


def test_killed_between_rendering_and_keeping_all_is_as_before(province: Province, quick: object) -> None:
    approval, document = numbered(province)
    rendering.PRINTERS[Document.Kind.PLAN](document)
    document.refresh_from_db()
    approval.refresh_from_db()
    assert (document.is_ready, document.sha256, approval.state) == (False, "", "numbered")
    assert ask_again(LATER) == 3
    run(document)
    approval.refresh_from_db()
    assert approval.state == "issued"


def test_a_file_whose_transaction_failed_leaves_the_row_as_before_and_is_made_again(
    province: Province, quick: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    _approval, document = numbered(province)

    def fail(document: Document) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as cut:
        cut.setattr(rendering, "_stamp", fail)
        with pytest.raises(OSError, match="disk full"):
            run(document)
    document.refresh_from_db()
    assert not document.is_ready
    run(document)
    assert default_storage.exists(document.file.name)


def test_killed_between_keeping_and_issuing_it_is_issued_by_the_sweep(province: Province, quick: object) -> None:
    approval, document = numbered(province)
    for other in Document.objects.exclude(pk=document.pk):
        run(other)
    rendering.render_and_keep(document)
    before = jobs_for(document)
    assert ask_again(LATER) == 1
    assert jobs_for(document) == before + 1
    run(document)
    approval.refresh_from_db()
    assert approval.state == "issued"
    assert ask_again(LATER + timedelta(minutes=1)) == 0


def test_the_sweep_leaves_new_papers_to_their_own_job(province: Province) -> None:
    numbered(province)
    assert ask_again(morning(TODAY) + timedelta(minutes=1)) == 0


@pytest.mark.parametrize(
    ("minutes", "asked"), [(3, True), (10, True), (11, False), (20, True), (59, False), (600, True)]
)
def test_what_fails_for_good_is_asked_for_less_often(province: Province, minutes: int, asked: bool) -> None:
    numbered(province)
    assert bool(ask_again(morning(TODAY) + timedelta(minutes=minutes))) is asked


def test_issue_is_left_to_whoever_was_faster(province: Province, quick: object) -> None:
    approval, document = numbered(province)
    stale = Document.objects.select_related("instance").get(pk=document.pk)
    stale.instance.refresh_from_db = lambda *args, **kwargs: None  # type: ignore[method-assign]
    run(document)
    stale.instance.state = "numbered"
    with pytest.raises(rendering.NotPossible):
        rendering.issue(stale, LATER)
    del stale.instance.refresh_from_db
    rendering.issue(stale, LATER)
    assert AuditEntry.objects.filter(instance=approval, transition="issue").count() == 1


# --- papers that are asked for twice


def test_a_slip_made_again_after_a_return_replaces_the_first_and_its_job_finds_nothing(
    province: Province, quick: object
) -> None:
    approval = province.approved(until="propose")
    first = Document.objects.get(instance=approval, kind="slip")
    approval = province.take(approval, "return_", target="registered", reason="Bổ sung căn cứ")
    province.take(approval, "propose", slip="Đã bổ sung.")
    second = Document.objects.get(instance=approval, kind="slip")
    assert second.uuid != first.uuid
    render_paper.call(str(first.uuid))
    run(second)
    assert second.is_ready


def test_a_submission_letter_sent_again_keeps_its_number_and_paper(province: Province) -> None:
    approval = province.approved(until="number_submission")
    approval = province.take(approval, "return_", target="returned", reason="Sửa")
    for step in ("resubmit", "sign_submission", "number_submission"):
        approval = province.take(approval, step)
    assert Document.objects.filter(instance=approval, kind="submission").count() == 1
    assert Approval.objects.get(pk=approval.subject_id).submission_number == "01/TTr-SYT"
    assert IssuedNumber.objects.filter(instance=approval).count() == 1


def test_a_file_registered_again_by_the_office_keeps_its_incoming_number(province: Province) -> None:
    approval = province.approved(until="register")
    approval = province.take(approval, "return_", target="sent", reason="Nhầm sổ")
    province.take(approval, "register")
    assert IssuedNumber.objects.filter(instance=approval, register__direction="incoming").count() == 1


# --- numbers and years


def test_the_plans_number_is_the_registers(province: Province) -> None:
    numbering.open_register(
        agency=province["Ủy ban nhân dân tỉnh Thử"], direction="outgoing", type_symbol="KH", year=2026, first=215,
        reason="Chuyển từ sổ giấy", actor=SYSTEM_ACTOR, at=morning(TODAY),
    )  # fmt: skip
    approval, document = numbered(province)
    number = IssuedNumber.objects.get(instance=approval, register__agency=document.issuer)
    plan = Plan.objects.get()
    assert plan.number == document.number == number.text == "215/KH-UBND"
    assert plan.issued_on == document.issued_on == number.issued_on == TODAY


def test_the_year_changes_at_midnight_in_vietnam(province: Province) -> None:
    last = date(2026, 12, 31)
    for at, day in (
        (just_before_midnight(last), last),
        (just_before_midnight(last) + timedelta(seconds=1), date(2027, 1, 1)),
    ):
        approval = province.take(province.approved(), "number", at=at)
        plan = Plan.objects.get(pk=ProcessInstance.objects.get(pk=approval.parent_id).subject_id)
        assert (plan.number, plan.issued_on) == ("01/KH-UBND", day)
        assert IssuedNumber.objects.get(instance=approval, symbol="KH-UBND").register.year == day.year
