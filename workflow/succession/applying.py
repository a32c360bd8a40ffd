"""The dry run, and carrying it out: both draw up the same list, the second under locks."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from .. import acts, registry, staffing
from ..context import SYSTEM_ACTOR, Actor
from ..models import Agency, HandedOver, Incident, ProcessInstance, Succession, SuccessionPart
from . import files, lent, standing
from .changes import BATCH, write
from .handover import Handover, begin, running
from .preparing import told
from .refusals import NobodyAnswers, NotWaiting, TooEarly

logger = logging.getLogger(__name__)
BLOCKED = "succession_blocked"
DESK = "desk"  # the journal's sort for a desk that was made
FILE = "file"  # the journal's sort for a running process: its revision, and its state where it was folded


def rehearse(succession: Succession, at: datetime) -> Handover:
    """Everything that would move, every conflict and gap, as things stand now. Writes nothing."""
    handover = begin(succession, at)
    if succession.kind == Succession.Kind.RENAME:
        standing.list_renaming(handover)
        return handover
    _list_rows(handover)
    standing.list_facts(handover)
    lent.list_lent(handover)
    files.list_unstaffed(handover)
    files.list_both_sides(handover)
    handover.archived = files.closed_parts(handover).count()
    return handover


def _list_rows(handover: Handover) -> None:
    for mover in registry.movers():
        mover(handover)


@transaction.atomic
def apply(succession: Succession, actor: Actor, at: datetime) -> Handover:
    """Hand over, in one transaction. Raises NotWaiting, TooEarly, NobodyAnswers."""
    succession = Succession.objects.select_for_update().get(pk=succession.pk)
    if succession.applied_at or succession.undone_at:
        raise NotWaiting()
    if timezone.localdate(at) < succession.effective_on:
        raise TooEarly(day=f"{succession.effective_on:%d/%m/%Y}")
    predecessors = list(succession.parts.values_list("predecessor_id", flat=True))
    files.lock(predecessors)
    list(Agency.objects.select_for_update(no_key=True).filter(pk__in=predecessors).order_by("pk"))
    handover = rehearse(succession, at)
    if handover.blocking:
        raise NobodyAnswers([gap.text for gap in handover.blocking])
    _carry_out(handover, actor, at)
    succession.applied_at = at
    succession.save(update_fields=["applied_at"])
    Incident.objects.filter(kind=BLOCKED, subject=str(succession.uuid), closed_at__isnull=True).update(closed_at=at)
    facts = told(succession) | {"files": len(handover.files), "rows": len(handover.changes)}
    acts.record("succession_applied", actor=actor, at=at, facts=facts)
    staffing.recheck(at)  # posts have ended and work lies at others: whom it waits for in vain is told today
    return handover


def _carry_out(handover: Handover, actor: Actor, at: datetime) -> None:
    write(handover.changes, handover.succession)
    write(files.hand_over(handover, actor, at), handover.succession)
    _journal_files(handover)
    above = _above_folded(handover)
    files.fold(handover, at)
    _journal_moved_on(handover, above)
    files.open_archive(handover)


def _above_folded(handover: Handover) -> dict[int, int]:
    """The revisions of the processes that may have waited for those that are folded."""
    parents = {moving.instance.parent_id for moving in handover.folded.values() if moving.instance.parent_id}
    return dict(ProcessInstance.objects.filter(pk__in=parents).values_list("pk", "revision")) if parents else {}


def _journal_moved_on(handover: Handover, above: dict[int, int]) -> None:
    """A process that went on because a folded one was the last it waited for rests on the handover from the start."""
    now = ProcessInstance.objects.filter(pk__in=above).values_list("pk", "revision", "state") if above else ()
    HandedOver.objects.bulk_create(
        [
            HandedOver(
                succession=handover.succession,
                sort=FILE,
                row=pk,
                before={"state": state},
                after={"revision": above[pk]},
            )
            for pk, revision, state in now
            if revision != above[pk]
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["succession", "sort", "row"],
        update_fields=["after"],
    )


def _journal_files(handover: Handover) -> None:
    """The desks made; how far each trail reaches (a later step rests on it); where a file stood that is folded next."""
    instances = {moving.instance.pk: moving for moving in handover.files}
    made = [HandedOver(succession=handover.succession, sort=DESK, row=pk) for pk in handover.made_desks]
    HandedOver.objects.bulk_create(made, batch_size=BATCH)
    HandedOver.objects.bulk_create(
        [
            HandedOver(
                succession=handover.succession,
                sort=FILE,
                row=pk,
                successor=moving.successor,
                before={
                    "state": moving.instance.state,
                    "round": moving.instance.round,
                    "entered_at": moving.instance.entered_at.isoformat(),
                },
                after={"revision": moving.instance.revision + (pk in handover.folded)},
            )
            for pk, moving in instances.items()
        ],
        batch_size=BATCH,
        ignore_conflicts=True,  # handed over once before: its mark is passed by now, and stands
    )


def apply_due(at: datetime) -> int:
    """Carry out what was prepared for a day that has come. Returns how many; what cannot be is an incident."""
    waiting = Succession.objects.filter(
        effective_on__lte=timezone.localdate(at), applied_at__isnull=True, undone_at__isnull=True
    )
    applied = 0
    for succession in waiting.order_by("effective_on", "pk"):
        try:
            apply(succession, SYSTEM_ACTOR, at)
            applied += 1
        except NobodyAnswers as refusal:
            _report(succession, refusal, at)
        except NotWaiting:  # another ticker was faster
            continue
        except Exception:  # one that fails is tried again at the next tick, and holds up no other
            logger.exception("The reorganization %s could not be carried out.", succession.uuid)
    return applied + _catch_up(at)


def _catch_up(at: datetime) -> int:
    """Hand over what was opened for a predecessor while its handover was committed; as a rule there is none."""
    late = running(Agency.objects.filter(valid_to__lt=timezone.localdate(at)).values_list("pk", flat=True))
    followed = SuccessionPart.objects.filter(
        predecessor__in=late.values("agency"),
        succession__applied_at__isnull=False,
        succession__undone_at__isnull=True,
    )
    succeeded = 0
    for succession in Succession.objects.filter(pk__in=followed.values("succession")).order_by("pk"):
        try:
            succeeded += _hand_over_late(succession, at)
        except Exception:
            logger.exception("What came late for the reorganization %s could not be handed over.", succession.uuid)
    return succeeded


@transaction.atomic
def _hand_over_late(succession: Succession, at: datetime) -> int:
    succession = Succession.objects.select_for_update().get(pk=succession.pk)
    files.lock(succession.parts.values_list("predecessor_id", flat=True))
    handover = begin(succession, at)
    _list_rows(handover)
    if handover.blocking:
        _report(succession, NobodyAnswers([gap.text for gap in handover.blocking]), at)
    _carry_out(handover, SYSTEM_ACTOR, at)
    return bool(handover.files)


def _report(succession: Succession, refusal: NobodyAnswers, at: datetime) -> None:
    Incident.objects.get_or_create(
        kind=BLOCKED,
        subject=str(succession.uuid),
        closed_at=None,
        defaults={"params": {"count": len(refusal.gaps), "gaps": list(refusal.gaps[:20])}, "opened_at": at},
    )
