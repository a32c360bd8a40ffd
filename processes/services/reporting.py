"""Periodic reports: asked for in time, sent, received, and made into one."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from processes.models import AssignmentAgency, Consolidation, Document, Report
from processes.roles import AGENCY_OFFICER, CONSOLIDATOR
from workflow import engine, numbering
from workflow.context import SYSTEM_ACTOR, Child, Context
from workflow.definition import Role, service
from workflow.models import Agency, Desk, ProcessInstance

from .calendar_of_reports import add_following
from .papers import request_paper
from .signing import sign

logger = logging.getLogger(__name__)

# --- asking in time


def open_due(at: datetime) -> int:
    """Open each report and consolidation whose time has come, once, however many tickers run. Returns how many."""
    today = timezone.localdate(at)
    return _open(_waiting(Consolidation.objects.all(), CONSOLIDATOR, today), "consolidation", at) + _open(
        _waiting(Report.objects.all(), AGENCY_OFFICER, today), "report", at
    )


def _waiting(papers: QuerySet[Any], role: Role, today: date) -> QuerySet[Any]:
    """Those of plans in force, by agencies that can write them here: for others they wait until they can."""
    in_force = ProcessInstance.objects.filter(
        definition_key="plan", subject_id=OuterRef("duty__plan_id"), closed_at__isnull=True
    )
    able = Desk.objects.filter(position__code=role.position).values("agency")
    return papers.filter(Exists(in_force), started=False, opens_on__lte=today, agency__in=able)


def _open(waiting: QuerySet[Any], key: str, at: datetime) -> int:
    opened = 0
    for plan_id in sorted(set(waiting.values_list("duty__plan_id", flat=True))):
        try:
            with transaction.atomic():
                opened += _open_of_plan(waiting, plan_id, key, at)
        except Exception:  # one plan that fails is tried again at the next tick, and holds up no other
            logger.exception("The papers (%s) of plan %s could not be asked for.", key, plan_id)
    return opened


def _open_of_plan(waiting: QuerySet[Any], plan_id: int, key: str, at: datetime) -> int:
    parent = (
        ProcessInstance.objects.filter(definition_key="plan", subject_id=plan_id, closed_at__isnull=True)
        .select_related("root")
        .select_for_update(of=("self",))
        .first()
    )
    if parent is None:
        return 0
    due = waiting.filter(duty__plan_id=plan_id)
    papers = list(due.select_related("agency", "duty__receiver", "duty__plan__drafting_agency"))
    engine.start_children(parent, [_child(paper, key) for paper in papers], SYSTEM_ACTOR, at)
    due.filter(pk__in=[paper.pk for paper in papers]).update(started=True)
    add_following(papers)
    return len(papers)


def _child(paper: Report | Consolidation, key: str) -> Child:
    plan = paper.duty.plan
    agencies: dict[str, Agency] = {"addressee": paper.agency, "drafting": plan.drafting_agency}
    if key == "report":
        agencies["receiver"] = paper.duty.receiver or plan.drafting_agency
    title = f"{paper.period[:1].upper()}{paper.period[1:]}, Kế hoạch số {plan.number}: {plan.title}"
    return Child(key, paper.pk, title, agencies, due_on=paper.due_on)


# --- writing and sending


def prefilled(report: Report) -> str:
    """What the agency's own assignments say: the first draft of its report."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=report.opens_on)  # a part may have come to it since
    parts = AssignmentAgency.objects.filter(
        lasting,
        agency=report.agency,
        assignment__plan=report.duty.plan_id,
        role=AssignmentAgency.Role.LEAD,
    ).select_related("assignment")
    lines = [
        f"{part.assignment.ref}. {part.assignment.text[:120]}: "
        + (f"{part.percent} %. {part.result}" if part.result else "đang triển khai.")
        for part in parts.order_by("assignment__order")
    ]
    return "\n".join(lines)


@service(_("ghi nội dung báo cáo"))
def record_report(context: Context) -> None:
    report = context.subject
    report.text, report.author = context.inputs["text"], context.actor.person
    report.save(update_fields=["text", "author"])


@service(_("ghi hạn mới của báo cáo"))
def record_new_day(context: Context) -> None:
    """Whether a report came late is judged by the day that holds now."""
    report = context.subject
    report.due_on = date.fromisoformat(context.inputs["new_day"])
    report.save(update_fields=["due_on"])


@service(_("cấp số, gửi báo cáo"))
def send_report(context: Context) -> None:
    report, agency = context.subject, context.agencies["addressee"]
    report.sent_at = context.at
    report.save(update_fields=["sent_at"])
    _number_and_print(context, Document.Kind.REPORT, agency, f"Báo cáo {report.period}")


@service(_("tiếp nhận báo cáo"))
def accept_report(context: Context) -> None:
    report = context.subject
    report.accepted = True
    report.save(update_fields=["accepted"])


# --- making one of many


def awaited(consolidation: Consolidation) -> QuerySet[Report]:
    """The reports of the same plan and period that the consolidating agency receives.

    A rule that stands inside one task is about that task: it counts only where it names the way through this agency.
    Nothing is awaited of who was released, because another agency reports for it.
    """
    released = ProcessInstance.objects.filter(definition_key="report", subject_id=OuterRef("pk"), state="cancelled")
    return Report.objects.filter(
        ~Exists(released),
        ~Q(duty__via="") | Q(duty__task_ref=""),
        duty__plan=consolidation.duty.plan_id,
        duty__tier=1,
        duty__receiver=consolidation.agency_id,
        duty__cycle=consolidation.duty.cycle,
        period=consolidation.period,
    )


@service(_("ghép báo cáo của các cơ quan, mỗi đoạn giữ tên người gửi"))
def compile_reports(context: Context) -> None:
    consolidation = context.subject
    reports = list(awaited(consolidation).order_by("agency_name"))
    consolidation.parts = [
        {
            "agency": report.agency_name,
            "report": str(report.uuid),
            "due_on": report.due_on.isoformat() if report.due_on else None,
            "sent_at": report.sent_at.isoformat() if report.sent_at else None,
            "late": bool(report.sent_at and report.due_on and timezone.localdate(report.sent_at) > report.due_on),
            "text": report.text if report.accepted else "",
        }
        for report in reports
    ]
    consolidation.missing_reason = context.inputs.get("missing_reason") or ""
    consolidation.text = _first_text(consolidation, reports)
    consolidation.author = context.actor.person
    consolidation.save(update_fields=["parts", "missing_reason", "text", "author"])
    context.record("reports", sum(report.accepted for report in reports))


def _first_text(consolidation: Consolidation, reports: list[Report]) -> str:
    sent = sum(report.sent_at is not None for report in reports)
    return (
        f"Đến thời điểm tổng hợp, {sent}/{len(reports)} cơ quan, đơn vị, địa phương đã gửi báo cáo "
        f"{consolidation.period} về {consolidation.agency_name}."
    )


@service(_("ghi nội dung tổng hợp"))
def record_consolidated_text(context: Context) -> None:
    consolidation = context.subject
    consolidation.text = context.inputs["text"]
    consolidation.save(update_fields=["text"])


@service(_("cấp số, gửi báo cáo tổng hợp"))
def send_consolidation(context: Context) -> None:
    consolidation, agency = context.subject, context.agencies["addressee"]
    consolidation.sent_at = context.at
    consolidation.save(update_fields=["sent_at"])
    context.record("to", consolidation.duty.to)
    _number_and_print(context, Document.Kind.CONSOLIDATED_REPORT, agency, f"Báo cáo tổng hợp {consolidation.period}")


def _number_and_print(context: Context, kind: Document.Kind, agency: Agency, title: str) -> None:
    number = numbering.give_number(
        agency=agency,
        direction="outgoing",
        type_symbol="BC",
        symbol=f"BC-{agency.symbol or agency.code.upper()}",
        title=f"{title}: {context.instance.title}"[:500],
        instance=context.instance,
        at=context.at,
    )
    context.record("number", number.text)
    request_paper(
        context,
        kind,
        plan=context.subject.duty.plan,
        issuer=agency,
        number=number.text,
        issued_on=timezone.localdate(context.at),
        title=title,
        signed=sign(context),
    )
