"""Taking a reorganization back, from its journal, as long as nothing new rests on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from .. import acts, engine, registry, staffing
from ..context import Actor
from ..models import HandedOver, Participation, ProcessInstance, Succession
from ..rights import establish_all
from . import files
from .applying import DESK, FILE
from .changes import batches, put_back, touched
from .handover import what
from .preparing import told
from .refusals import NotApplied, RestsOnIt


@transaction.atomic
def undo(succession: Succession, actor: Actor, at: datetime) -> None:
    """Put every row back; one that was only prepared is withdrawn. Raises NotApplied, RestsOnIt."""
    succession = Succession.objects.select_for_update().get(pk=succession.pk)
    if succession.undone_at:
        raise NotApplied()
    if succession.applied_at:
        _put_back(succession, actor, at)
    succession.undone_at = at
    succession.save(update_fields=["undone_at"])
    act = "succession_undone" if succession.applied_at else "succession_withdrawn"
    acts.record(act, actor=actor, at=at, facts=told(succession))
    if succession.applied_at:
        staffing.recheck(at)


def _put_back(succession: Succession, actor: Actor, at: datetime) -> None:
    journal = list(HandedOver.objects.filter(succession=succession).select_related("successor").order_by("pk"))
    marks = [entry for entry in journal if entry.sort == FILE]
    rows = [entry for entry in journal if entry.sort not in (FILE, DESK)]
    instances = files.locked([mark.row for mark in marks])
    items = list(dict.fromkeys(_resting(succession, marks, rows, instances)))
    if items:
        raise RestsOnIt(items)
    files.close_archive(succession.pk)
    try:
        put_back(rows)
    except ProtectedError as error:  # a row that was made is what a newer one points to: a right passed on since
        newer = sorted(error.protected_objects, key=lambda row: row.pk)
        raise RestsOnIt([f"{row._meta.verbose_name}: {row}" for row in newer]) from None
    files.remove_desks([entry.row for entry in journal if entry.sort == DESK])
    _write_trails(succession, marks, rows, instances, actor, at)
    successors = {entry.successor for entry in journal if entry.successor is not None}
    if successors:
        establish_all({agency: [] for agency in successors})  # rights follow mandates


def _write_trails(
    succession: Succession,
    marks: Sequence[HandedOver],
    rows: Sequence[HandedOver],
    instances: dict[int, ProcessInstance],
    actor: Actor,
    at: datetime,
) -> None:
    facts = {"succession": str(succession.uuid), "paper": succession.paper, "undone": True}
    folded = [mark for mark in marks if instances[mark.row].state != mark.before["state"]]
    reopened = [_reopened(mark, instances[mark.row], facts) for mark in folded]
    engine.amend_many(reopened, name=engine.REVIVE, actor=actor, at=at)
    entries = {entry.row: entry for entry in rows if entry.sort == Participation._meta.label_lower}
    returned = []
    for batch in batches(sorted(entries)):
        for part in Participation.objects.filter(pk__in=batch).select_related("agency").order_by("pk"):
            giver = entries[part.pk].successor
            assert giver is not None  # a part goes to somebody
            who = files.handed(part.participant, giver, part.agency)
            returned.append(engine.Amendment(instances[part.instance_id], facts | who))
    engine.amend_many(returned, name=engine.SUCCEED, actor=actor, at=at)


def _reopened(mark: HandedOver, instance: ProcessInstance, facts: dict[str, Any]) -> engine.Amendment:
    """A process that was folded, where it stood."""
    entered_at = datetime.fromisoformat(mark.before["entered_at"])
    return engine.Amendment(
        instance, facts, state=mark.before["state"], entered_at=entered_at, round=mark.before["round"]
    )


# --- what rests on it


def _resting(
    succession: Succession,
    marks: Sequence[HandedOver],
    rows: Sequence[HandedOver],
    instances: dict[int, ProcessInstance],
) -> Iterator[str]:
    for mark in marks:
        if instances[mark.row].revision != mark.after["revision"]:
            yield what(instances[mark.row])
    for _entry, row in touched(rows):
        yield f"{row._meta.verbose_name}: {row}" if row is not None else str(_("một dòng đã bị xóa"))
    successors = {entry.successor_id for entry in (*marks, *rows) if entry.successor_id}
    yield from _later(succession, successors)
    for instance in _opened_since(succession, rows, successors):
        yield what(instance)


def _later(succession: Succession, successors: Collection[int]) -> Iterator[str]:
    """Reorganizations that went on from this one."""
    named = Q(parts__predecessor__in=successors) | Q(parts__predecessor__in=succession.parts.values("predecessor"))
    later = Succession.objects.filter(named, applied_at__gte=succession.applied_at, undone_at__isnull=True)
    yield from (str(one) for one in later.exclude(pk=succession.pk).distinct())


def _opened_since(
    succession: Succession, rows: Sequence[HandedOver], successors: Collection[int]
) -> Iterator[ProcessInstance]:
    """Processes in which a successor takes part only because of the handover."""
    moved = HandedOver.objects.filter(succession=succession, sort=FILE).values("row")
    mandates = {entry.after["key"] for entry in rows if entry.sort == "workflow.mandate" and not entry.before}
    given = [role.at.key for role in registry.roles() if role.at.mandate in mandates]
    since = Participation.objects.filter(
        Q(instance__root__in=moved) | Q(participant__in=given),
        instance__opened_at__gte=succession.applied_at,
        agency__in=successors,
    )
    for part in since.exclude(instance__in=moved).select_related("instance").order_by("pk"):
        yield part.instance
