"""What an administrator has to put right, as rows that open and close by themselves when the cause comes and goes.

Whoever knows of a kind of trouble says what of it there is at the moment; the sentence is made when it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from .models import Incident

BATCH = 500
Params = Mapping[str, Any]
Say = Callable[[Params], str]
_sentences: dict[str, Say] = {}


@dataclass(frozen=True)
class Reconciled:
    """The incidents that have come, and how many have gone."""

    opened: list[Incident]
    closed: int


def speak(kind: str, say: Say) -> None:
    """Incidents of `kind` are told by `say`, in the language of whoever reads."""
    _sentences[kind] = say


def sentence(incident: Incident) -> str:
    say = _sentences.get(incident.kind)
    return say(incident.params) if say else str(incident)


@transaction.atomic
def open_incidents(
    kind: str, found: Mapping[str, Params], at: datetime, *, among: Collection[str] | None = None
) -> Reconciled:
    """Make the open incidents of `kind` those of `found` (subject → what its sentence needs).

    `among`: beginnings of the subjects that were looked at; others stay as they are. None: all were. Repeating it
    changes nothing, and of two who open the same one at once the unique row lets one through.
    """
    rows = Incident.objects.select_for_update().filter(_beginning(among), kind=kind, closed_at__isnull=True)
    known = {row.subject: row for row in rows.order_by("pk")}
    gone = [row.pk for subject, row in known.items() if subject not in found]
    closed = Incident.objects.filter(pk__in=gone).update(closed_at=at) if gone else 0
    _keep_up([row for subject, row in known.items() if subject in found], found)
    new = [
        Incident(kind=kind, subject=subject, params=dict(params), opened_at=at)
        for subject, params in found.items()
        if subject not in known
    ]
    Incident.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    uuids = [row.uuid for row in new]
    return Reconciled(list(Incident.objects.filter(uuid__in=uuids)) if new else [], closed)


def _beginning(among: Collection[str] | None) -> Q:
    if among is None:
        return Q()
    looked_at = Q(pk__in=[])
    for beginning in among:
        looked_at |= Q(subject__startswith=beginning)
    return looked_at


def _keep_up(rows: list[Incident], found: Mapping[str, Params]) -> None:
    """An incident that lasts is told as it is now."""
    changed = [row for row in rows if row.params != dict(found[row.subject])]
    for row in changed:
        row.params = dict(found[row.subject])
    Incident.objects.bulk_update(changed, ["params"], batch_size=BATCH)


# --- reading


def open_now() -> QuerySet[Incident]:
    return Incident.objects.filter(closed_at__isnull=True)


def lately_closed(limit: int = 20) -> QuerySet[Incident]:
    return Incident.objects.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:limit]
