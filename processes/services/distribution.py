"""An issued plan goes out: recipients frozen as they are that day, duties handed out, reports put on the calendar."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from processes.documents import facts as said
from processes.documents.reading.times import parse_time
from processes.models import Assignment, AssignmentAgency, Plan, Recipient
from processes.roles import AGENCY_CLERK, AGENCY_OFFICER
from workflow import numbering, organization
from workflow.context import Child, Context
from workflow.definition import service
from workflow.models import Agency, Desk

from .calendar_of_reports import plan_reports, plan_years
from .naming import ARCHIVE, Names, names_to_know

logger = logging.getLogger(__name__)

ARCHIVE_LINE = "VT"  # what the paper says where its draft names no place of its own
PURPOSES = {
    "b/c": Recipient.Purpose.REPORT,
    "để thực hiện": Recipient.Purpose.EXECUTE,
}
ROLES = {
    said.Role.LEAD: AssignmentAgency.Role.LEAD,
    said.Role.COORDINATING: AssignmentAgency.Role.COORDINATING,
    said.Role.REQUESTED: AssignmentAgency.Role.REQUESTED,
    said.Role.FOCAL_POINT: AssignmentAgency.Role.LEAD,
    said.Role.ADVISING: AssignmentAgency.Role.LEAD,
    said.Role.CARRYING_OUT: AssignmentAgency.Role.LEAD,
    said.Role.INFORMING: AssignmentAgency.Role.COORDINATING,
    said.Role.MONITORING: AssignmentAgency.Role.COORDINATING,
}


@dataclass(frozen=True)
class Reach:
    """Ids of the agencies that take part within the system: with a clerk for papers, with an officer for work."""

    receiving: frozenset[int]
    working: frozenset[int]

    @classmethod
    def on(cls, day: date) -> Reach:
        """Two queries."""
        inside = organization.connected_ids(day)
        codes = (AGENCY_CLERK.position, AGENCY_OFFICER.position)
        desks = set(Desk.objects.filter(position__code__in=codes).values_list("agency_id", "position__code"))
        return cls(*(frozenset(agency for agency in inside if (agency, code) in desks) for code in codes))


@service(_("gửi đến từng nơi nhận, giao nhiệm vụ, lập lịch báo cáo"))
def distribute(context: Context) -> None:
    """Everything that an issued plan sets going, in a number of statements that does not grow with the agencies."""
    plan: Plan = context.subject
    assert plan.issued_on is not None
    context.instance.title = plan.title  # the way up may have changed it
    names, reach = Names(plan, plan.issued_on), Reach.on(plan.issued_on)
    facts, drafting = plan.facts, context.agencies["drafting"]
    parts = _assign(plan, facts, names)
    recipients = _recipients(plan, facts, names, parts, reach)
    context.start_children(_deliveries(plan, recipients, drafting))
    context.start_children(_assignments(plan, parts, drafting, reach))
    duties = plan_reports(plan, facts, names, drafting)
    context.record("recipients", len(recipients))
    context.record("assignments", len(facts.tasks))
    context.record("report_duties", len(duties))
    _tell_what_was_not_reached(context, facts, names, parts, reach)


def _tell_what_was_not_reached(
    context: Context, facts: said.PlanFacts, names: Names, parts: Iterable[AssignmentAgency], reach: Reach
) -> None:
    """A name that leads to nobody on this day, and leading agencies outside the system: said, never swallowed."""
    lost = [name for name in names_to_know(facts) if names.resolve(name).question]
    outside = {part.agency_name for part in _leading(parts) if part.agency_id not in reach.working}
    if lost:
        context.record("names_without_agency", lost)
        logger.warning("Plan %s was issued with names that lead to no agency: %s", context.subject.uuid, lost)
    if outside:
        context.record("leading_outside", sorted(outside))


# --- duties


def _assign(plan: Plan, facts: said.PlanFacts, names: Names) -> list[AssignmentAgency]:
    """A row for each task, and one for each agency of each task; the leading ones first."""
    assert plan.issued_on is not None
    tasks = Assignment.objects.bulk_create(
        [_assignment(plan, order, task, plan.issued_on) for order, task in enumerate(facts.tasks, start=1)]
    )
    rows: dict[tuple[int, int], AssignmentAgency] = {}
    for assignment, task in zip(tasks, facts.tasks, strict=True):
        for mention, agency in _mentioned(task, names):
            rows.setdefault((assignment.pk, agency.pk), _part(assignment, mention, agency, plan.issued_on))
    return AssignmentAgency.objects.bulk_create(rows.values(), batch_size=500)


def _mentioned(task: said.Task, names: Names) -> Iterator[tuple[said.Mention, Agency]]:
    """Leading agencies first, then those that are named, then the members of groups: the first mention counts."""
    found = [(mention, names.resolve(mention.name)) for mention in (*task.lead, *task.coordinating)]
    for mention, named in sorted(
        found, key=lambda one: (ROLES[one[0].role] != AssignmentAgency.Role.LEAD, len(one[1].agencies) > 1)
    ):
        for agency in named.agencies:
            yield mention, agency


def _assignment(plan: Plan, order: int, task: said.Task, issued_on: date) -> Assignment:
    span = parse_time(task.time.value or "", issued_on)
    return Assignment(
        plan=plan,
        ref=task.ref,
        order=order,
        text=task.text,
        time=(task.time.value or "")[:300],
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


def _assignments(plan: Plan, parts: Iterable[AssignmentAgency], drafting: Agency, reach: Reach) -> list[Child]:
    """Leading agencies answer for their part; coordinating ones see it and are called upon by the leading ones.

    Whoever leads from outside the system has the row without a process: the drafting agency asks them itself.
    """
    assert plan.issued_on is not None
    end_of_year = date(plan_years(plan.title, plan.issued_on)[0], 12, 31)
    return [
        Child(
            "assignment",
            part.pk,
            f"{part.assignment.ref}. {part.assignment.text}",
            {"addressee": part.agency, "drafting": drafting},
            due_on=part.assignment.ends_on or end_of_year,
        )
        for part in _leading(parts)
        if part.agency_id in reach.working
    ]


def _leading(parts: Iterable[AssignmentAgency]) -> Iterator[AssignmentAgency]:
    return (part for part in parts if part.role == AssignmentAgency.Role.LEAD)


# --- recipients


def _recipients(
    plan: Plan, facts: said.PlanFacts, names: Names, parts: Sequence[AssignmentAgency], reach: Reach
) -> list[Recipient]:
    """Nơi nhận expanded to agencies, each once however often it is named; whoever has a part but was not named; the
    archive, which is the Office's."""
    assert plan.issued_on is not None
    duty = {part.agency_id for part in parts if part.role != AssignmentAgency.Role.REQUESTED}
    rows: dict[int, Recipient] = {}
    for line in facts.recipients:
        for agency in () if line.purpose == ARCHIVE else names.resolve(line.name).agencies:
            purpose = PURPOSES.get(line.purpose) or _purpose(agency, duty)
            rows.setdefault(agency.pk, _recipient(plan, agency, line.name, purpose, reach))
    for part in parts:
        purpose = _purpose(part.agency, duty)
        rows.setdefault(part.agency_id, _recipient(plan, part.agency, part.written, purpose, reach))
    return Recipient.objects.bulk_create([*rows.values(), _archived(plan, facts, reach)], batch_size=500)


def _archived(plan: Plan, facts: said.PlanFacts, reach: Reach) -> Recipient:
    assert plan.issued_on is not None
    line = next((line.name for line in facts.recipients if line.purpose == ARCHIVE and line.name), ARCHIVE_LINE)
    office = organization.mandated("office", plan.issued_on)
    return _recipient(plan, office, line, Recipient.Purpose.ARCHIVE, reach)


def _purpose(agency: Agency, duty: set[int]) -> Recipient.Purpose:
    return Recipient.Purpose.EXECUTE if agency.pk in duty else Recipient.Purpose.KNOW


def _recipient(plan: Plan, agency: Agency, written: str, purpose: str, reach: Reach) -> Recipient:
    return Recipient(
        plan=plan,
        agency=agency,
        agency_name=agency.name,
        written=written[:500],
        purpose=purpose,
        inside=agency.pk in reach.receiving and purpose != Recipient.Purpose.ARCHIVE,
    )


def _deliveries(plan: Plan, recipients: Sequence[Recipient], drafting: Agency) -> list[Child]:
    """Only an agency with a clerk takes a paper into its own register; the others are served on the Office's record."""
    return [
        Child(
            "delivery",
            recipient.pk,
            f"{plan.number} {plan.title}",
            {"addressee": recipient.agency, "drafting": drafting},
            state="sent" if recipient.inside else "to_serve",
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
