"""From the lines of a source to the facts of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard, TypeVar

from processes.documents.facts import Duty, Place, PlanFacts, Recipient, Task
from processes.documents.particulars import Clause
from processes.documents.reading.abbreviations import abbreviations_of
from processes.documents.reading.annexes import annexes_of, announced_of
from processes.documents.reading.audiences import audiences_of
from processes.documents.reading.bases import bases_of
from processes.documents.reading.closing import end_mark_of, orders_of, renewals_of
from processes.documents.reading.costs import costs_of
from processes.documents.reading.details import details_of
from processes.documents.reading.duties import duties_of, owned_paragraphs
from processes.documents.reading.feedback import feedback_of
from processes.documents.reading.funding import funding_of
from processes.documents.reading.identity import identity_of
from processes.documents.reading.links import links_of
from processes.documents.reading.loose import loose_work_of
from processes.documents.reading.moments import moments_of
from processes.documents.reading.money import money_rules_of
from processes.documents.reading.outline import outline_of
from processes.documents.reading.recipient_bodies import are_persons, bodies_of
from processes.documents.reading.recipients import recipients_of
from processes.documents.reading.reports import reports_of
from processes.documents.reading.roles import role_lines
from processes.documents.reading.scope import authority_of, period_of, territory_of
from processes.documents.reading.secrecy import security_of, security_rules_of
from processes.documents.reading.signer import signer_of
from processes.documents.reading.source import Line, Paragraph, Unit
from processes.documents.reading.tasks import read_body

Assigned = TypeVar("Assigned", Task, Duty)


def facts_of(units: list[Unit]) -> PlanFacts:
    outline = outline_of(units)
    identity = identity_of(outline)
    body = read_body(outline.parts)
    items = outline.body
    taken = set(body.claimed.values())  # a dated item under an agency is a task and stays a duty
    owned = owned_paragraphs(items, body.claimed)
    free = [item for item in items if isinstance(item, Paragraph) and item.place not in body.claimed]
    told = [Clause(item.text, item.place) for item in items if isinstance(item, Paragraph)]
    introduced = [Clause(item.text, item.place) for item in outline.parts[0].preamble]
    tasks = tuple(_with_details(task, is_duty=False) for task in body.tasks)
    duties = tuple(_with_details(duty, is_duty=True) for duty in duties_of(owned))
    assigned = {*body.claimed, *(entry.paragraph.place for entry in owned)}
    frame = tuple(Clause(unit.frame, Place(unit.number, unit.number)) for unit in units if _is_frame(unit))
    annexes = annexes_of(outline.parts)
    return PlanFacts(
        number=identity.number,
        symbol=identity.symbol,
        place=identity.place,
        date=identity.date,
        kind=identity.kind,
        title=identity.title,
        issuer=identity.issuer,
        bases=bases_of(outline.parts[0]),
        body=tuple(body.blocks),
        tasks=tasks,
        duties=duties,
        reports=reports_of(owned, [task for task in body.tasks if task.ref in taken], free),
        feedback=feedback_of(free),
        funding=funding_of(items, owned),
        costs=costs_of(items, body.tasks),
        recipients=tuple(_with_bodies(one) for one in recipients_of(outline.tail)),
        signer=signer_of(outline.tail),
        urgency=identity.urgency,
        security=security_of(outline.head),
        security_rules=security_rules_of(told),
        authority=authority_of(identity.issuer),
        territory=territory_of(identity.title, identity.issuer),
        period=period_of(identity.title),
        links=links_of(identity.title, told, body.tasks),
        abbreviations=abbreviations_of([*introduced, *told]),
        audiences=audiences_of(items),
        moments=moments_of([clause for clause in told if not role_lines(clause.text)[1]]),
        money_rules=money_rules_of(told),
        loose_work=loose_work_of(outline.parts[0].body, assigned),
        orders=orders_of(told),
        renewals=renewals_of(told),
        annexes=annexes,
        announced=announced_of(items, frame, annexes),
        end_mark=end_mark_of([Clause(i.text, i.place) for i in outline.parts[0].body if isinstance(i, Paragraph)]),
        frame=frame,
    )


def _is_frame(unit: Unit) -> TypeGuard[Line]:
    return isinstance(unit, Line) and bool(unit.frame)


def _with_bodies(one: Recipient) -> Recipient:
    if one.purpose == "lưu":
        return one
    return replace(one, bodies=bodies_of(one.name), persons=are_persons(one.name))


def _with_details(one: Assigned, is_duty: bool) -> Assigned:
    return replace(one, details=details_of(one.text, one.place, is_duty))
