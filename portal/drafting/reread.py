"""What was read out of words that a person has changed since is read again; all else stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from processes.documents.facts import Block, Duty, Place, PlanFacts, Recipient, Role, Task
from processes.documents.particulars import Clause
from processes.documents.reading.closing import orders_of, renewals_of
from processes.documents.reading.details import details_of
from processes.documents.reading.duty_roles import coordinating_of, deadline_of, roles_of
from processes.documents.reading.moments import moments_of
from processes.documents.reading.money import money_rules_of
from processes.documents.reading.recipient_bodies import are_persons, bodies_of
from processes.documents.reading.scope import authority_of, period_of, territory_of
from processes.documents.reading.secrecy import security_rules_of

# Facts of single paragraphs: a changed paragraph gives up what was read in it.
READERS: dict[str, Callable[[Iterable[Clause]], tuple[Any, ...]]] = {
    "moments": moments_of,
    "money_rules": money_rules_of,
    "orders": orders_of,
    "renewals": renewals_of,
    "security_rules": security_rules_of,
}


def reread(facts: PlanFacts, base: PlanFacts) -> PlanFacts:
    """`facts` as the person left the form, `base` as it was opened."""
    if facts.title.value != base.title.value:
        facts = replace(facts, period=period_of(facts.title), territory=territory_of(facts.title, facts.issuer))
    if facts.issuer.value != base.issuer.value:
        facts = replace(facts, authority=authority_of(facts.issuer))
    texts = {one.text for one in (*base.tasks, *base.duties)}
    names = {one.name for one in base.recipients}
    return replace(
        facts,
        **_of_paragraphs(facts, base),
        tasks=tuple(task if task.text in texts else _task(task) for task in facts.tasks),
        duties=tuple(duty if duty.text in texts else _duty(duty) for duty in facts.duties),
        recipients=tuple(one if one.name in names else _recipient(one) for one in facts.recipients),
    )


def _task(task: Task) -> Task:
    return replace(task, details=details_of(task.text, task.place, is_duty=False))


def _duty(duty: Duty) -> Duty:
    return replace(
        duty,
        roles=roles_of(duty.text, requested=Role.REQUESTED in duty.roles),
        coordinating=coordinating_of(duty.text),
        time=deadline_of(duty.text, duty.place) if duty.place else duty.time,
        details=details_of(duty.text, duty.place, is_duty=True),
    )


def _recipient(one: Recipient) -> Recipient:
    return replace(one, bodies=bodies_of(one.name), persons=are_persons(one.name))


def _of_paragraphs(facts: PlanFacts, base: PlanFacts) -> dict[str, Any]:
    before, after = _told(base.body), _told(facts.body)
    if before == after:
        return {}
    gone = {place for place, _text in before - after}
    new = [Clause(text, place) for place, text in sorted(after - before, key=lambda told: str(told))]
    return {
        name: (*(one for one in getattr(facts, name) if one.place not in gone), *read(new))
        for name, read in READERS.items()
    }


def _told(body: Iterable[Block]) -> set[tuple[Place | None, str]]:
    return {(block.place, block.text) for block in body if block.text}
