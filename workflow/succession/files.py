"""Running processes go to their successors: parts, tasks, an entry in each trail; closed ones can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .. import engine, registry
from ..context import Actor
from ..models import Agency, Appointment, Delegation, Desk, Mandate, Participation, Position, ProcessInstance, Task
from ..models.base import valid_on
from ..rights import establish_all
from .changes import BATCH, Change, batches
from .handover import Handover, Moving, Remark, running

ANCESTORS = ("parent_id", "parent__parent_id", "parent__parent__parent_id", "parent__parent__parent__parent_id")
Place = tuple[int, str]  # agency, position

# --- before: what moves, and who will sit there


def lock(predecessors: Iterable[int]) -> None:
    """Every running process of these agencies and those above it, the oldest first; again for what came meanwhile."""
    held: set[int] = set()
    while missing := _with_ancestors(predecessors) - held:
        held |= locked(sorted(missing)).keys()


def _with_ancestors(predecessors: Iterable[int]) -> set[int]:
    rows = running(predecessors).values_list("instance_id", *(f"instance__{name}" for name in ANCESTORS))
    return {key for row in rows for key in row if key is not None}


def locked(keys: Sequence[int]) -> dict[int, ProcessInstance]:
    """The processes under lock, the oldest first."""
    found: dict[int, ProcessInstance] = {}
    for batch in batches(sorted(keys)):
        rows = ProcessInstance.objects.filter(pk__in=batch).order_by("pk")
        found.update({row.pk: row for row in rows.select_for_update()})
    return found


def open_tasks(handover: Handover) -> list[tuple[Task, Moving]]:
    """The work that lies at the predecessors' desks, with the part by which it moves; one query."""
    by_file = {(moving.instance.pk, moving.predecessor.pk): moving for moving in handover.files}
    tasks = Task.objects.filter(status=Task.Status.OPEN, desk__agency__in=list(handover.predecessors))
    found = []
    for task in tasks.select_related("desk__position").order_by("pk"):
        assert task.desk is not None
        moving = by_file.get((task.instance_id, task.desk.agency_id))
        if moving is not None:
            found.append((task, moving))
    return found


def needed_places(handover: Handover) -> dict[Place, Agency]:
    """Desks that the successors need to go on: of the posts that the predecessors have, those the moved parts use."""
    had = set(Desk.objects.filter(agency__in=list(handover.predecessors)).values_list("agency_id", "position__code"))
    found: dict[Place, Agency] = {}
    for moving in handover.files:
        definition = registry.get(moving.instance.definition_key, moving.instance.definition_version)
        for role in definition.roles():
            if role.at.key == moving.participation.participant and (moving.predecessor.pk, role.position) in had:
                found[moving.successor.pk, role.position] = moving.successor
    for change in handover.changes:
        row = change.row
        if isinstance(row, Mandate) and change.is_new:
            for role in registry.roles():
                if role.at.mandate == row.key and (change.predecessor.pk, role.position) in had:
                    found[row.agency_id, role.position] = row.agency
    return found


def list_unstaffed(handover: Handover) -> None:
    """Desks at which work would wait for nobody; three queries."""
    seated = set(
        Appointment.objects.filter(valid_on(handover.day)).values_list("desk__agency_id", "desk__position__code")
    )
    titles = dict(Position.objects.values_list("code", "title"))
    waiting = Counter(
        (moving.successor.pk, task.desk.position.code)
        for task, moving in open_tasks(handover)
        if task.desk and moving.instance.pk not in handover.folded
    )
    sentence = _("%(position)s, %(agency)s: chưa có người đảm nhiệm vào ngày %(day)s; %(count)s việc sẽ chờ ở đó.")
    for place, agency in needed_places(handover).items():
        if place not in seated:
            said = {"position": titles.get(place[1], place[1]), "agency": agency, "count": waiting[place]}
            handover.lapses("unstaffed", str(sentence) % {**said, "day": f"{handover.day:%d/%m/%Y}"})


def list_both_sides(handover: Handover) -> None:
    """Files in which one agency would take two parts that were two agencies'; one query."""
    instances = running(handover.predecessors).values("instance")
    others = Participation.objects.filter(instance__in=instances).exclude(agency__in=list(handover.predecessors))
    present = set(others.values_list("instance_id", "agency_id"))
    sentence = _("%(title)s: %(agency)s vừa là %(part)s, vừa giữ vai khác trong cùng hồ sơ.")
    for moving in handover.files:
        if (moving.instance.pk, moving.successor.pk) in present and moving.instance.pk not in handover.folded:
            said = {"title": moving.instance.title, "agency": moving.successor, "part": moving.part}
            handover.conflicts.append(Remark("both_sides", str(sentence) % said))


# --- during


def hand_over(handover: Handover, actor: Actor, at: datetime) -> list[Change]:
    """Write the trails; returns the rows of parts and tasks to be changed with the others.

    The successors' desks are made where missing, and their rights derived again.
    """
    desks = _desks(handover)
    gone_on = [moving for moving in handover.files if moving.instance.pk not in handover.folded]
    changes = [_part(moving) for moving in gone_on]
    for task, moving in open_tasks(handover):
        if moving.instance.pk in handover.folded:
            changes.append(_change(task, {"status": Task.Status.CANCELLED, "closed_at": at}, moving))
        elif task.desk and (desk := desks.get((moving.successor.pk, task.desk.position.code))):
            changes.append(_change(task, {"desk_id": desk, "assignee_id": None, "status": task.status}, moving))
    succession = handover.succession
    engine.amend_many(
        [engine.Amendment(moving.instance, _facts(moving, succession)) for moving in gone_on],
        name=engine.SUCCEED,
        actor=actor,
        at=at,
    )
    return changes


def _desks(handover: Handover) -> dict[Place, int]:
    posts: dict[Agency, list[str]] = {}
    for (_agency, position), agency in needed_places(handover).items():
        posts.setdefault(agency, []).append(position)
    desks = Desk.objects.filter(agency__in=list(posts))
    present = set(desks.values_list("pk", flat=True))
    if posts:
        establish_all(posts)
    rows = list(desks.order_by("pk").values_list("agency_id", "position__code", "pk"))
    handover.made_desks = [pk for _agency, _position, pk in rows if pk not in present]
    return {(agency, position): pk for agency, position, pk in rows}


def remove_desks(keys: Sequence[int]) -> None:
    """Take away those that were made for a handover and at which nothing has happened since."""
    lent = Delegation.objects.filter(Q(desk=OuterRef("pk")) | Q(delegate_desk=OuterRef("pk")))
    unused = Desk.objects.filter(
        ~Exists(lent), pk__in=keys, appointments__isnull=True, tasks__isnull=True, responsibilities__isnull=True
    )
    found = dict(unused.values_list("pk", "group_id"))
    Desk.objects.filter(pk__in=list(found)).delete()
    Group.objects.filter(pk__in=list(found.values())).delete()


def _part(moving: Moving) -> Change:
    return _change(moving.participation, {"agency_id": moving.successor.pk}, moving)


def _change(row: Any, after: dict[str, Any], moving: Moving) -> Change:
    return Change(row, after, moving.predecessor, moving.follower)


def handed(participant: str, giver: Agency, taker: Agency) -> dict[str, str]:
    """What a trail says of a part that changed hands: the names of the day for people, the ids for who looks back."""
    return {
        "participant": participant,
        "from": str(giver),
        "from_agency": str(giver.uuid),
        "to": str(taker),
        "to_agency": str(taker.uuid),
    }


def _facts(moving: Moving, succession: Any) -> dict[str, str]:
    return handed(moving.participation.participant, moving.predecessor, moving.successor) | {
        "succession": str(succession.uuid),
        "paper": succession.paper,
    }


def fold(handover: Handover, at: datetime) -> None:
    """End what the successors have to do already."""
    succession = handover.succession
    endings = [
        engine.Ending(moving.instance, {"because_of": engine.SUCCEED, **_facts(moving, succession)})
        for moving in handover.folded.values()
    ]
    if endings:
        engine.cancel_many(endings, at=at)


# --- the archive


def closed_parts(handover: Handover) -> QuerySet[Participation]:
    """The predecessors' parts in closed processes."""
    return Participation.objects.filter(
        agency__in=list(handover.predecessors), instance__closed_at__isnull=False
    ).order_by("pk")


def open_archive(handover: Handover) -> None:
    """The successors take a reader's part beside the old one, which stays: who acted then is history."""
    suffix = reader_suffix(handover.succession.pk)
    readers = []
    for row in closed_parts(handover).select_related("instance__root").iterator(chunk_size=BATCH):
        reader = handover.follower(row.agency_id, row.instance).agency
        if reader is not None:
            key = f"{_base(row.participant)}-{row.agency_id}{suffix}"
            readers.append(Participation(instance=row.instance, participant=key, agency=reader))
    Participation.objects.bulk_create(readers, batch_size=BATCH, ignore_conflicts=True)


def close_archive(succession_id: int) -> None:
    Participation.objects.filter(participant__endswith=reader_suffix(succession_id)).delete()


def reader_suffix(succession_id: int) -> str:
    return f"-of-{succession_id}"


def _base(participant: str) -> str:
    """ "drafting" of "drafting-7-of-3": a reader's part is handed on once more under the first name."""
    return participant.split("-", 1)[0]
