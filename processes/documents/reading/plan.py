"""From the lines of a source to the facts of a plan."""

from __future__ import annotations

from processes.documents.facts import PlanFacts
from processes.documents.reading.bases import bases_of
from processes.documents.reading.costs import costs_of
from processes.documents.reading.duties import duties_of, owned_paragraphs
from processes.documents.reading.feedback import feedback_of
from processes.documents.reading.funding import funding_of
from processes.documents.reading.identity import identity_of
from processes.documents.reading.outline import outline_of
from processes.documents.reading.recipients import recipients_of
from processes.documents.reading.reports import reports_of
from processes.documents.reading.signer import signer_of
from processes.documents.reading.source import Paragraph, Unit
from processes.documents.reading.tasks import read_body


def facts_of(units: list[Unit]) -> PlanFacts:
    outline = outline_of(units)
    identity = identity_of(outline)
    body = read_body(outline.parts)
    items = outline.body
    taken = set(body.claimed.values())  # a dated item under an agency is a task and stays a duty
    owned = owned_paragraphs(items, body.claimed)
    free = [item for item in items if isinstance(item, Paragraph) and item.place not in body.claimed]
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
        tasks=tuple(body.tasks),
        duties=duties_of(owned),
        reports=reports_of(owned, [task for task in body.tasks if task.ref in taken], free),
        feedback=feedback_of(free),
        funding=funding_of(items, owned),
        costs=costs_of(items, body.tasks),
        recipients=recipients_of(outline.tail),
        signer=signer_of(outline.tail),
        urgency=identity.urgency,
    )
