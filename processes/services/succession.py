"""What of plans and their papers goes to another agency when agencies are reorganized. Lists rows, writes nothing.

A text that was issued keeps its names: only who answers changes. What the successor has to do already is not done
twice: the predecessor's part is folded into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from processes.models import (
    AssignmentAgency,
    Consolidation,
    Opinion,
    Plan,
    Recipient,
    Report,
    ReportDuty,
)
from workflow.models import ProcessInstance
from workflow.succession import GONE, Change, Handover, Moving
from workflow.successors import Follower

from .succession_names import list_names

BATCH = 500
Key = tuple[Any, ...]


def list_rows(handover: Handover) -> None:
    """Everything of this room, in a number of statements that does not grow with it (beyond batches)."""
    _plans(handover)
    _opinions(handover)
    _recipients(handover)
    _running_assignments(handover)
    _idle_assignments(handover)
    for model, key in ((Report, "report"), (Consolidation, "consolidation")):
        _running_papers(handover, model, key)
        _future_papers(handover, model)
    _receivers(handover)
    list_names(handover)


def open_plans(plan_ids: Iterable[int]) -> dict[int, ProcessInstance]:
    """The running files of these plans."""
    keys = sorted(set(plan_ids))
    found: dict[int, ProcessInstance] = {}
    for start in range(0, len(keys), BATCH):
        rows = ProcessInstance.objects.filter(definition_key="plan", closed_at__isnull=True)
        found.update({row.subject_id: row for row in rows.filter(subject_id__in=keys[start : start + BATCH])})
    return found


# --- rows that a running process is about


def _plans(handover: Handover) -> None:
    for row, moving in _running(handover, Plan, "plan", "drafting", "drafting_agency"):
        handover.move(_change(row, {"drafting_agency_id": moving.successor.pk}, moving))


def _opinions(handover: Handover) -> None:
    taken = _taken(Opinion, handover, "version_id")
    for row, moving in _running(handover, Opinion, "opinion", "addressee"):
        if _is_first(taken, moving, row.version_id):
            handover.move(_change(row, {"agency_id": moving.successor.pk}, moving))
        else:
            handover.fold(moving, moving.instance.title)


def _recipients(handover: Handover) -> None:
    """A plan reaches the successor once, for whatever purposes the two were named."""
    taken = {
        (plan, purpose == Recipient.Purpose.ARCHIVE, agency)
        for plan, purpose, agency in _taken(Recipient, handover, "plan_id", "purpose")
    }
    for row, moving in _running(handover, Recipient, "delivery", "addressee"):
        if _is_first(taken, moving, row.plan_id, row.purpose == Recipient.Purpose.ARCHIVE):
            handover.move(_change(row, {"agency_id": moving.successor.pk}, moving))
        else:
            handover.fold(moving, moving.instance.title)


def _running_papers(handover: Handover, model: type[Report] | type[Consolidation], key: str) -> None:
    """A paper that was sent keeps its sender's name; one that is still written goes out under the successor's."""
    taken = _taken(model, handover, "duty_id", "period")
    for row, moving in _running(handover, model, key, "addressee"):
        is_first = _is_first(taken, moving, row.duty_id, row.period)
        after = {"agency_id": moving.successor.pk, "sent_at": row.sent_at}
        if is_first:
            name = {} if row.sent_at else {"agency_name": moving.successor.name}
            handover.move(_change(row, after | name, moving))
        elif not row.sent_at:
            handover.fold(moving, moving.instance.title)


def _running(
    handover: Handover, model: type[Model], key: str, participant: str, column: str = "agency"
) -> Iterator[tuple[Any, Moving]]:
    """The subjects of the moving processes of the definition `key`; one query."""
    going = handover.going(key, participant)
    if not going:
        return
    predecessors = {predecessor for _subject, predecessor in going}
    rows: Any = model._default_manager.filter(**{f"{column}__in": predecessors}).order_by("pk")
    for row in rows:
        moving = going.get((row.pk, getattr(row, f"{column}_id")))
        if moving is not None:
            yield row, moving


# --- duties


def _running_assignments(handover: Handover) -> None:
    """The row goes on with its process; what the predecessor did until then stays in a row of its own days."""
    working = ProcessInstance.objects.filter(definition_key="assignment", closed_at__isnull=True)
    rows = AssignmentAgency.objects.filter(agency__in=_successors(handover), pk__in=working.values("subject_id"))
    taken: set[Key] = set(rows.values_list("assignment_id", "role", "agency_id"))
    for row, moving in _running(handover, AssignmentAgency, "assignment", "addressee"):
        if _is_first(taken, moving, row.assignment_id, row.role):
            _pass_part(handover, row, moving.follower)
        else:
            handover.fold(moving, moving.instance.title)
            handover.move(_change(row, _ended(handover, row), moving))


def _idle_assignments(handover: Handover) -> None:
    """Parts without a process: who coordinates, who is asked for help, who leads from outside the system."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=handover.day)
    begun = ProcessInstance.objects.filter(definition_key="assignment").values("subject_id")
    idle = AssignmentAgency.objects.filter(still, finished_at__isnull=True).exclude(pk__in=begun)
    rows = list(idle.filter(agency__in=list(handover.predecessors)).select_related("assignment").order_by("pk"))
    files = open_plans(row.assignment.plan_id for row in rows)
    followers = [handover.follower(row.agency_id, files.get(row.assignment.plan_id)) for row in rows]
    takers = {follower.agency for follower in followers if follower.agency}
    present = AssignmentAgency.objects.filter(still, agency__in=takers)
    taken: set[Key] = set(present.values_list("assignment_id", "role", "agency_id"))
    for row, follower in zip(rows, followers, strict=True):
        if row.assignment.plan_id not in files:
            continue
        predecessor = handover.predecessors[row.agency_id]
        what = f"{row.get_role_display()}: {row.assignment}"
        key = (row.assignment_id, row.role, follower.agency.pk if follower.agency else 0)
        if key in taken and follower.agency:
            handover.merged(what, predecessor, follower.agency)
            handover.move(Change(row, _ended(handover, row), predecessor, follower))
        else:
            taken.add(key)
            _pass_part(handover, row, follower, title=_("Nhiệm vụ phối hợp"), what=what)


def _pass_part(handover: Handover, row: AssignmentAgency, follower: Follower, **said: Any) -> None:
    predecessor, day = handover.predecessors[row.agency_id], handover.day
    after: dict[str, Any] = {"valid_from": max(day, row.valid_from)}
    if follower.agency is not None:
        after["agency_id"] = follower.agency.pk
    if row.valid_from < day and follower.agency is not None:
        handover.move(Change(_until(row, handover), {}, predecessor, follower))
    handover.move(Change(row, after, predecessor, follower, **said))


def _until(row: AssignmentAgency, handover: Handover) -> AssignmentAgency:
    return AssignmentAgency(
        assignment_id=row.assignment_id,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        written=row.written,
        role=row.role,
        note=row.note,
        percent=row.percent,
        result=row.result,
        valid_from=row.valid_from,
        valid_to=handover.day - timedelta(days=1),
    )


def _ended(handover: Handover, row: AssignmentAgency) -> dict[str, Any]:
    return {"valid_to": max(row.valid_from, handover.day - timedelta(days=1))}


# --- papers that nobody has been asked for yet


def _future_papers(handover: Handover, model: type[Report] | type[Consolidation]) -> None:
    waiting = model._default_manager.filter(agency__in=list(handover.predecessors), started=False)
    rows: list[Any] = list(waiting.select_related("duty__plan").order_by("pk"))
    files = open_plans(row.duty.plan_id for row in rows)
    followers = {row.pk: handover.follower(row.agency_id, files.get(row.duty.plan_id)) for row in rows}
    takers = {follower.agency for follower in followers.values() if follower.agency}
    present = model._default_manager.filter(agency__in=takers)
    taken: set[Key] = set(present.values_list("duty_id", "period", "agency_id"))
    for row in rows:
        if row.duty.plan_id not in files:
            continue
        predecessor, follower = handover.predecessors[row.agency_id], followers[row.pk]
        what = f"{row.period}: {row.duty.plan.title}"
        key = (row.duty_id, row.period, follower.agency.pk if follower.agency else 0)
        if key in taken and follower.agency:
            handover.merged(what, predecessor, follower.agency)
            handover.move(Change(row, GONE, predecessor, follower))
            continue
        taken.add(key)
        taker = {"agency_id": follower.agency.pk, "agency_name": follower.agency.name} if follower.agency else {}
        title = _("Báo cáo chưa đến kỳ")
        handover.move(Change(row, {**taker, "started": False}, predecessor, follower, title=title, what=what))


def _receivers(handover: Handover) -> None:
    duties = ReportDuty.objects.filter(receiver__in=list(handover.predecessors)).select_related("plan")
    rows = list(duties.order_by("pk"))
    files = open_plans(row.plan_id for row in rows)
    for row in rows:
        if row.plan_id in files and row.receiver_id is not None:
            follower = handover.follower(row.receiver_id, files[row.plan_id])
            after = {"receiver_id": follower.agency.pk} if follower.agency else {}
            title, what = _("Nơi nhận báo cáo"), f"{row}: {row.plan.title}"
            predecessor = handover.predecessors[row.receiver_id]
            handover.move(Change(row, after, predecessor, follower, title=title, what=what))


# --- the same twice


def _successors(handover: Handover) -> list[int]:
    return sorted({moving.successor.pk for moving in handover.files})


def _taken(model: type[Model], handover: Handover, *columns: str) -> set[Key]:
    """What the successors have already: the columns, then the agency; one query."""
    rows = model._default_manager.filter(agency__in=_successors(handover))
    return set(rows.values_list(*columns, "agency_id"))


def _is_first(taken: set[Key], moving: Moving, *key: Any) -> bool:
    """Has the successor nothing of this kind yet? From now on it has."""
    full = (*key, moving.successor.pk)
    if full in taken:
        return False
    taken.add(full)
    return True


def _change(row: Model, after: dict[str, Any], moving: Moving) -> Change:
    return Change(row, after, moving.predecessor, moving.follower)
