"""What a step's page says of its subject and of what is missing, and what its form is filled with at first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.templatetags.formats import money, vn_date
from processes.guards import every_cost_line_judged, every_name_known, nothing_blank
from processes.models import Approval, AssignmentAgency, Consolidation, FundingReview, Opinion, Plan, Recipient, Report
from processes.services import reporting
from workflow.models import ProcessInstance
from workflow.refusals import Refusal, Unmet

ANSWER_DAYS = 10
Pair = tuple[str, str]


def first_values(process: str, step: str, subject: Any, day: date) -> dict[str, Any]:
    """What is known already, for the person to change: an earlier text, today's date, the form of signing."""
    fill = FIRST.get((process, step))
    return fill(subject, day) if fill else {}


def _opinion(opinion: Opinion, day: date) -> dict[str, Any]:
    return {"kind": opinion.kind, "text": opinion.text}


def _report(report: Report, day: date) -> dict[str, Any]:
    return {"text": report.text or reporting.prefilled(report)}


def _progress(part: AssignmentAgency, day: date) -> dict[str, Any]:
    return {"percent": str(part.percent), "result": part.result}


FIRST: dict[tuple[str, str], Callable[[Any, date], dict[str, Any]]] = {
    ("plan", "consult"): lambda plan, day: {"answer_by": day + timedelta(days=ANSWER_DAYS)},
    ("plan", "consult_again"): lambda plan, day: {"answer_by": day + timedelta(days=ANSWER_DAYS)},
    ("opinion", "write"): _opinion,
    ("opinion", "write_late"): _opinion,
    ("approval", "propose"): lambda approval, day: {"slip": approval.slip},
    ("funding_review", "propose"): lambda review, day: {"conclusion": review.conclusion},
    ("delivery", "serve"): lambda recipient, day: {"served_on": day},
    ("assignment", "update"): _progress,
    ("assignment", "finish"): lambda part, day: {"result": part.result},
    ("report", "write"): _report,
    ("consolidation", "edit"): lambda paper, day: {"text": paper.text},
}


# --- what the step is about


def about(process: str, subject: Any) -> list[Pair]:
    """Label and value: what one has to know of the subject to decide."""
    return [(label, value) for label, value in ABOUT[process](subject) if value] if process in ABOUT else []


def _of_plan(plan: Plan) -> list[Pair]:
    facts = plan.facts
    total = sum(line.amount for line in facts.costs)
    return [
        (_("Cơ quan soạn thảo"), str(plan.drafting_agency)),
        (_("Nhiệm vụ"), _("%(n)d nhiệm vụ") % {"n": len(facts.tasks)}),
        (_("Kinh phí"), money(total) if total else ""),
        (_("Người ký theo dự thảo"), ", ".join(part for part in _signer(plan) if part)),
    ]


def _signer(plan: Plan) -> tuple[str, ...]:
    signer = plan.facts.signer
    return (signer.authority, signer.title, signer.name) if signer else ()


def _of_opinion(opinion: Opinion) -> list[Pair]:
    return [
        (_("Cơ quan soạn thảo"), str(opinion.plan.drafting_agency)),
        (_("Trả lời trước hết ngày"), vn_date(opinion.due_on)),
        (_("Trả lời muộn"), _("%(n)d ngày") % {"n": opinion.days_late} if opinion.days_late else ""),
        (_("Ý kiến"), str(opinion.get_kind_display()) if opinion.kind else ""),
        (_("Nội dung góp ý"), opinion.text),
    ]


def _of_review(review: FundingReview) -> list[Pair]:
    lines = list(review.lines.all())
    judged = [line.agreed for line in lines if line.agreed is not None]
    return [
        (_("Đề nghị"), money(sum(line.amount for line in lines))),
        (_("Thẩm định"), money(sum(judged)) if judged else ""),
        (_("Kết luận thẩm định"), review.conclusion),
    ]


def _of_approval(approval: Approval) -> list[Pair]:
    return [
        *_of_plan(approval.plan),
        (_("Tờ trình"), _numbered(approval)),
        (_("Ý kiến thẩm tra"), approval.slip),
    ]


def _numbered(approval: Approval) -> str:
    if not approval.submission_number:
        return ""
    return _("số %(number)s ngày %(day)s") % {
        "number": approval.submission_number,
        "day": vn_date(approval.submitted_on),
    }


def _of_delivery(recipient: Recipient) -> list[Pair]:
    return [
        (_("Nơi nhận"), recipient.agency_name),
        (_("Mục đích"), str(recipient.get_purpose_display())),
    ]


def _of_assignment(part: AssignmentAgency) -> list[Pair]:
    assignment = part.assignment
    return [
        (_("Nhiệm vụ"), f"{assignment.ref}. {assignment.text}"),
        (_("Cơ quan"), f"{part.agency_name} ({str(part.get_role_display()).lower()})"),
        (_("Thời gian"), assignment.time),
        (_("Tiến độ"), f"{part.percent} %" if part.percent else ""),
        (_("Kết quả đến nay"), part.result),
    ]


def _of_report(report: Report | Consolidation) -> list[Pair]:
    return [
        (_("Cơ quan báo cáo"), report.agency_name),
        (_("Kỳ"), report.period),
        (_("Hạn cuối"), vn_date(report.due_on)),
        (_("Gửi"), "; ".join(report.duty.to)),
        (_("Như kế hoạch ghi"), report.duty.quote),
        (_("Nội dung báo cáo"), report.text),
    ]


ABOUT: dict[str, Callable[[Any], list[Pair]]] = {
    "plan": _of_plan,
    "opinion": _of_opinion,
    "funding_review": _of_review,
    "approval": _of_approval,
    "delivery": _of_delivery,
    "assignment": _of_assignment,
    "report": _of_report,
    "consolidation": _of_report,
}


# --- what is missing


@dataclass(frozen=True)
class Remedy:
    """Where what is missing can be put right."""

    label: str
    address: str


def remedy(refusal: Refusal | None, root: ProcessInstance, instance: ProcessInstance) -> Remedy | None:
    guard = refusal.guard if isinstance(refusal, Unmet) else ""
    if guard == nothing_blank.name:
        return Remedy(_("Bổ sung ngay"), reverse("plan_edit", args=[root.uuid]))
    if guard == every_name_known.name:
        return Remedy(_("Xác định tên cơ quan"), reverse("plan_names", args=[root.uuid]))
    if guard == every_cost_line_judged.name:
        return Remedy(_("Ghi ý kiến từng dòng"), reverse("act", args=[instance.uuid, "judge"]))
    return None
