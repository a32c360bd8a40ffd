"""From a paper's row to its file: what is printed on it, rendered, hashed, kept; and the plan's issue at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from processes.documents import writing
from processes.documents.facts import PlanFacts
from processes.jobs import ISSUING
from processes.models import Approval, Consolidation, Document, FundingReview, Opinion, Plan, PlanVersion, Report
from workflow import clock, engine
from workflow.context import SYSTEM_ACTOR
from workflow.models import Agency, IssuedNumber, ProcessInstance
from workflow.refusals import NotPossible

from . import sealing
from .urgency import MARKS


class NotAsSigned(Exception):
    """The plan's content is not the one that was signed: it is never issued so."""


def render_and_keep(document: Document) -> None:
    """Render outside any transaction, then keep file and hash in one; a second renderer's file is thrown away."""
    content = PRINTERS[Document.Kind(document.kind)](document)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=document.pk)
        if not row.is_ready:
            row.sha256 = digest
            row.file.save(f"{row.uuid}.pdf", ContentFile(content), save=False)
            row.save(update_fields=["file", "sha256"])
            _stamp(row)
    document.refresh_from_db()


def _stamp(document: Document) -> None:
    """The number that the paper carries gets the file's hash; other numbers of the same process have other papers."""
    numbers = IssuedNumber.objects.filter(
        instance=document.instance_id, register__agency=document.issuer_id, register__direction="outgoing"
    )
    for number in numbers:
        if number.text == document.number:
            number.document_hash = document.sha256
            number.save(update_fields=["document_hash"])


def issue(document: Document, at: datetime) -> None:
    """Fire `issue` for the plan's file, unless that is done already or is being done beside us."""
    document.instance.refresh_from_db()
    if document.instance.state != ISSUING:
        return
    try:
        engine.fire(instance_id=document.instance.uuid, transition="issue", actor=SYSTEM_ACTOR, at=at)
    except NotPossible:
        document.instance.refresh_from_db()
        if document.instance.state == ISSUING:
            raise


# --- what each paper says


def _plan(document: Document) -> bytes:
    """The issued file: sealed over the leader's signature, or plain where documents bear none by decision."""
    approval = Approval.subjects.get(pk=document.instance.subject_id)
    if not sealing.is_wanted():
        return _issued_plan(document, _signed_facts(approval))
    at = clock.now()
    return sealing.seal(approval, document, signed_plan(approval, document.instance, at), at)


def signed_plan(approval: Approval, instance: ProcessInstance, at: datetime) -> bytes:
    """The version that the leader saw, with his signature and with blanks for number and day; made once, then kept."""
    if approval.signed_file:
        return sealing.signed_content(approval)
    facts, issuer = _signed_facts(approval), sealing.issuer_of(instance)
    page = writing.plan_pdf(
        facts,
        **_plan_frame(facts, issuer),
        number=None,
        issued_on=None,
        signature=writing.Signature(tuple(approval.signature["signature"]), approval.signature["signer"]),
        draft=False,
        urgency=writing.Urgency(MARKS.get(instance.urgency, "")),
        has_blanks=True,
        check=sealing.check_of(approval.code),
    )
    return sealing.sign_for_leader(approval, page, at)


def _signed_facts(approval: Approval) -> PlanFacts:
    version = PlanVersion.objects.filter(plan=approval.plan, hash=approval.signed_hash).last()
    if version is None or version.facts.hash != approval.signed_hash:
        raise NotAsSigned(str(approval.plan.uuid))
    return version.facts


def _issued_plan(document: Document, facts: PlanFacts) -> bytes:
    """With number, day and signature as `document` has them."""
    return writing.plan_pdf(
        facts,
        **_plan_frame(facts, document.issuer),
        number=document.number.partition("/")[0] or None,
        issued_on=document.issued_on,
        signature=_signature(document),
        draft=False,
        urgency=_urgency(document),
        check=sealing.check_of(document.code),
    )


def _plan_frame(facts: PlanFacts, issuer: Agency) -> dict[str, Any]:
    recipients, archive_line = writing.recipients_of(facts)
    return {
        "parent": "",
        "issuer": issuer.name,
        "recipients": recipients,
        "archive_line": archive_line or "Lưu: VT",
    }


def _urgency(document: Document) -> writing.Urgency:
    return writing.Urgency(MARKS.get(document.instance.urgency, ""))


def _signature(document: Document) -> writing.Signature:
    """As it was when it was given."""
    return writing.Signature(tuple(document.signature), document.signer)


def _submission(document: Document) -> bytes:
    approval = Approval.subjects.get(pk=document.instance.subject_id)
    plan = approval.plan
    text = (
        f"{document.issuer.name} kính trình Ủy ban nhân dân tỉnh xem xét, ban hành Kế hoạch {plan.title}.\n"
        f"Dự thảo gồm {len(plan.facts.tasks)} nhiệm vụ. {_consultation(plan)}"
    )
    return writing.submission_pdf(
        _frame(document),
        addressees=[_issuer_name(document)],
        subject=f"Về việc ban hành Kế hoạch {plan.title}",
        text=text,
        attachments=["dự thảo Kế hoạch", "các văn bản góp ý, thẩm định (nếu có)"],
    )


def _consultation(plan: Plan) -> str:
    if plan.consultation_skipped:
        return f"Không tổ chức lấy ý kiến: {plan.consultation_skipped}"
    opinions = list(plan.opinions.all())
    given = [opinion for opinion in opinions if opinion.given_at]
    late = sum(opinion.days_late > 0 for opinion in given)
    told = f", trong đó {late} cơ quan trả lời sau thời hạn" if late else ""
    return f"Dự thảo đã được lấy ý kiến {len(opinions)} cơ quan, {len(given)} cơ quan đã trả lời{told}."


def _slip(document: Document) -> bytes:
    approval = Approval.subjects.get(pk=document.instance.subject_id)
    return writing.slip_pdf(
        _frame(document),
        addressees=["Lãnh đạo Ủy ban nhân dân tỉnh", "Lãnh đạo Văn phòng"],
        subject=f"Về việc ban hành Kế hoạch {approval.plan.title}",
        entries=[
            writing.SlipEntry("Cơ quan trình", approval.plan.drafting_agency.name),
            writing.SlipEntry("Tờ trình", f"số {approval.submission_number}"),
            writing.SlipEntry("Ý kiến thẩm tra", approval.slip),
        ],
        signatures=[
            writing.SlipSignature("Chuyên viên"),
            writing.SlipSignature("Phó Chánh Văn phòng"),
            writing.SlipSignature("Phó Chủ tịch"),
        ],
    )


def _opinion(document: Document) -> bytes:
    opinion = Opinion.objects.select_related("plan__drafting_agency").get(pk=document.instance.subject_id)
    return writing.opinion_pdf(
        _frame(document),
        addressees=[opinion.plan.drafting_agency.name],
        plan_title=f"Kế hoạch {opinion.plan.title}",
        stance=opinion.kind,
        text=opinion.text,
    )


def _funding_opinion(document: Document) -> bytes:
    review = FundingReview.objects.select_related("plan__drafting_agency").get(pk=document.instance.subject_id)
    return writing.funding_opinion_pdf(
        _frame(document),
        addressees=[review.plan.drafting_agency.name],
        plan_title=f"Kế hoạch {review.plan.title}",
        lines=[
            writing.CostJudgement(
                line.content, line.amount, line.agreed, line.agency, line.year, line.source, line.remark
            )
            for line in review.lines.all()
        ],
        agreed=bool(review.agreed),
        conclusion=review.conclusion,
    )


def _report(document: Document) -> bytes:
    report = Report.objects.select_related("duty__plan").get(pk=document.instance.subject_id)
    return writing.report_pdf(
        _frame(document),
        addressees=[*report.duty.to],
        subject=f"Kết quả {report.period} thực hiện Kế hoạch số {report.duty.plan.number}",
        sections=[writing.ReportSection("", report.text)],
    )


def _consolidated_report(document: Document) -> bytes:
    paper = Consolidation.objects.select_related("duty__plan").get(pk=document.instance.subject_id)
    sections = [
        writing.ConsolidatedSection("Kết quả chung", (writing.SentSentence(paper.text, paper.agency_name),)),
        writing.ConsolidatedSection(
            "Kết quả của các cơ quan",
            tuple(
                writing.SentSentence(line, part["agency"])
                for part in paper.parts
                for line in part["text"].splitlines()
                if line.strip()
            ),
        ),
    ]
    return writing.consolidated_report_pdf(
        _frame(document),
        addressees=[*paper.duty.to],
        subject=f"Tổng hợp kết quả {paper.period} thực hiện Kế hoạch số {paper.duty.plan.number}",
        senders=[_sender(part) for part in paper.parts],
        sections=sections,
        missing_reason=paper.missing_reason,
    )


def _sender(part: dict[str, Any]) -> writing.Sender:
    """As it was when the reports were made into one, whatever has come in since."""
    due_on, sent_at = part["due_on"], part["sent_at"]
    return writing.Sender(
        part["agency"],
        date.fromisoformat(due_on) if due_on else None,
        timezone.localdate(datetime.fromisoformat(sent_at)) if sent_at else None,
    )


# --- what papers share


def _frame(document: Document) -> writing.Frame:
    number, _slash, symbol = document.number.partition("/")
    parent = document.issuer.parent
    place = document.plan.facts.place.value or ""
    return writing.Frame(
        letterhead=writing.Letterhead(parent.name if parent else "", document.issuer.name),
        identity=writing.Identity(number or None, symbol or document.issuer.symbol, place, document.issued_on),
        signature=_signature(document),
        recipients=("Như trên",),
        archive_line="Lưu: VT",
        urgency=_urgency(document),
    )


def _issuer_name(document: Document) -> str:
    return document.issuer.parent.name if document.issuer.parent else "Ủy ban nhân dân tỉnh"


PRINTERS: dict[Document.Kind, Callable[[Document], bytes]] = {
    Document.Kind.PLAN: _plan,
    Document.Kind.SUBMISSION: _submission,
    Document.Kind.SLIP: _slip,
    Document.Kind.OPINION: _opinion,
    Document.Kind.FUNDING_OPINION: _funding_opinion,
    Document.Kind.REPORT: _report,
    Document.Kind.CONSOLIDATED_REPORT: _consolidated_report,
}
