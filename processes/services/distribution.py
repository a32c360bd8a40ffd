"""An issued plan goes out: recipients frozen as they are that day, duties handed out, reports put on the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from processes.documents import facts as said
from processes.documents.reading.times import parse_time
from processes.models import Assignment, AssignmentAgency, Plan, Recipient
from processes.roles import AGENCY_CLERK
from workflow import numbering, organization
from workflow.context import Child, Context
from workflow.definition import service
from workflow.models import Agency, Desk

from .calendar_of_reports import plan_reports
from .naming import ARCHIVE, Names

PURPOSES = {
    "b/c": Recipient.Purpose.REPORT,
    "để thực hiện": Recipient.Purpose.EXECUTE,
    ARCHIVE: Recipient.Purpose.ARCHIVE,
}
ROLES = {
    said.Role.LEAD: AssignmentAgency.Role.LEAD,
    said.Role.COORDINATING: AssignmentAgency.Role.COORDINATING,
    said.Role.REQUESTED: AssignmentAgency.Role.REQUESTED,
}


@service(_("gửi đến từng nơi nhận, giao nhiệm vụ, lập lịch báo cáo"))
def distribute(context: Context) -> None:
    """Everything that an issued plan sets going, in a number of statements that does not grow with the agencies."""
    plan: Plan = context.subject
    assert plan.issued_on is not None
    names = Names(plan, plan.issued_on)
    facts = plan.facts
    parts = _assign(plan, facts, names)
    recipients = _recipients(plan, facts, names, parts)
    context.start_children(_deliveries(plan, recipients, context.agencies["drafting"]))
    context.start_children(_assignments(plan, parts, context.agencies["drafting"]))
    duties = plan_reports(plan, facts, names, context.agencies["drafting"])
    context.record("recipients", len(recipients))
    context.record("assignments", len(facts.tasks))
    context.record("report_duties", len(duties))


# --- duties


def _assign(plan: Plan, facts: said.PlanFacts, names: Names) -> list[AssignmentAgency]:
    """A row for each task, and one for each agency of each task; the leading ones first."""
    assert plan.issued_on is not None
    tasks = Assignment.objects.bulk_create(
        [_assignment(plan, order, task, plan.issued_on) for order, task in enumerate(facts.tasks, start=1)]
    )
    rows: dict[tuple[int, int], AssignmentAgency] = {}
    for assignment, task in zip(tasks, facts.tasks, strict=True):
        for mention in (*task.lead, *task.coordinating):
            for agency in names.resolve(mention.name).agencies:
                rows.setdefault((assignment.pk, agency.pk), _part(assignment, mention, agency, plan.issued_on))
    return AssignmentAgency.objects.bulk_create(rows.values(), batch_size=500)


def _assignment(plan: Plan, order: int, task: said.Task, issued_on: date) -> Assignment:
    span = parse_time(task.time.value or "", issued_on)
    return Assignment(
        plan=plan,
        ref=task.ref,
        order=order,
        text=task.text,
        time=task.time.value or "",
        starts_on=span.start,
        ends_on=span.end,
    )


def _part(assignment: Assignment, mention: said.Mention, agency: Agency, day: date) -> AssignmentAgency:
    return AssignmentAgency(
        assignment=assignment,
        agency=agency,
        agency_name=agency.name,
        written=mention.name[:500],
        role=ROLES[mention.role],
        note=mention.note[:500],
        valid_from=day,
    )


def _assignments(plan: Plan, parts: Iterable[AssignmentAgency], drafting: Agency) -> list[Child]:
    """Leading agencies answer for their part; coordinating ones see it and are called upon by the leading ones."""
    end_of_year = date(plan.issued_on.year, 12, 31) if plan.issued_on else None
    return [
        Child(
            "assignment",
            part.pk,
            f"{part.assignment.ref}. {part.assignment.text}",
            {"addressee": part.agency, "drafting": drafting},
            due_on=part.assignment.ends_on or end_of_year,
        )
        for part in parts
        if part.role == AssignmentAgency.Role.LEAD
    ]


# --- recipients


def _recipients(plan: Plan, facts: said.PlanFacts, names: Names, parts: Sequence[AssignmentAgency]) -> list[Recipient]:
    """Nơi nhận expanded to agencies, and whoever has a duty but was not named."""
    assert plan.issued_on is not None
    inside = organization.connected_ids(plan.issued_on)
    duty = {part.agency_id for part in parts if part.role != AssignmentAgency.Role.REQUESTED}
    office = organization.mandated("office", plan.issued_on)
    rows: dict[tuple[int, str], Recipient] = {}
    for line in facts.recipients:
        archive = line.purpose == ARCHIVE
        for agency in [office] if archive else names.resolve(line.name).agencies:
            purpose = PURPOSES.get(line.purpose) or _purpose(agency, duty)
            rows.setdefault((agency.pk, purpose), _recipient(plan, agency, line.name, purpose, inside))
    named = {agency for agency, _purpose_key in rows}
    for part in parts:
        if part.agency_id not in named:
            key = (part.agency_id, Recipient.Purpose.EXECUTE)
            rows.setdefault(key, _recipient(plan, part.agency, part.written, key[1], inside))
    return Recipient.objects.bulk_create(rows.values(), batch_size=500)


def _purpose(agency: Agency, duty: set[int]) -> Recipient.Purpose:
    return Recipient.Purpose.EXECUTE if agency.pk in duty else Recipient.Purpose.KNOW


def _recipient(plan: Plan, agency: Agency, written: str, purpose: str, inside: set[int]) -> Recipient:
    return Recipient(
        plan=plan,
        agency=agency,
        agency_name=agency.name,
        written=written[:500],
        purpose=purpose,
        inside=agency.pk in inside and purpose != Recipient.Purpose.ARCHIVE,
    )


def _deliveries(plan: Plan, recipients: Sequence[Recipient], drafting: Agency) -> list[Child]:
    """Only an agency with a clerk takes a paper into its own register; the others are served on the Office's record."""
    with_clerk = set(
        Desk.objects.filter(
            position__code=AGENCY_CLERK.position, agency__in=[r.agency_id for r in recipients]
        ).values_list("agency_id", flat=True)
    )
    return [
        Child(
            "delivery",
            recipient.pk,
            f"{plan.number} {plan.title}",
            {"addressee": recipient.agency, "drafting": drafting},
            state="sent" if recipient.inside and recipient.agency_id in with_clerk else "to_serve",
        )
        for recipient in recipients
    ]


@service(_("vào sổ văn bản đến của cơ quan nhận"))
def record_receipt(context: Context) -> None:
    recipient = context.subject
    number = numbering.give_number(
        agency=recipient.agency,
        direction="incoming",
        type_symbol="",
        symbol="",
        title=context.instance.title,
        instance=context.instance,
        at=context.at,
    )
    recipient.received_at, recipient.incoming_number = context.at, number.number
    recipient.save(update_fields=["received_at", "incoming_number"])
    context.record("incoming_number", number.number)


@service(_("ghi cách gửi và ngày gửi"))
def record_service(context: Context) -> None:
    recipient = context.subject
    recipient.method, recipient.note = context.inputs["method"], (context.inputs["note"] or "")[:500]
    recipient.served_on = date.fromisoformat(context.inputs["served_on"])
    recipient.received_at = context.at
    recipient.save(update_fields=["method", "note", "served_on", "received_at"])
