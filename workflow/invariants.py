"""What must hold of any database at any moment, whatever happened to it: rules over rows, not over how they came.

The names I1 to I24 are those of docs/invariants.md. A constant number of statements, in streams; the result is
read by people, so each violation says where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils import timezone

from . import audit, registry
from .definition import SYSTEM, ProcessDefinition, Role, Transition
from .graph import CANCEL
from .models import (
    Agency,
    Appointment,
    AuditEntry,
    Delegation,
    Desk,
    Incident,
    IssuedNumber,
    Participation,
    ProcessInstance,
    Register,
    Task,
)
from .models.base import valid_on

CHUNK = 2000


@dataclass(frozen=True)
class Violation:
    """`rule`: "I5"; `where`: the instance's UUID, or what else it is about."""

    rule: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule} {self.where}: {self.what}"


Rule = Callable[[datetime], Iterator[Violation]]


def violations(at: datetime) -> list[Violation]:
    """Everything that does not hold at `at`."""
    return [violation for rule in RULES for violation in rule(at)]


# --- the trail


def trail_whole(at: datetime) -> Iterator[Violation]:
    """I1, I4, I21: revisions without gap, chained, each along an edge of the version it was taken under."""
    for fault in audit.verify_all().faults:
        yield Violation("I21", fault.chain, f"{fault.revision}: {fault}")


def everything_attributed(at: datetime) -> Iterator[Violation]:
    """I3, I12, I13: who acted held the post on that day, or it was lent to them at that moment, for that step."""
    seats = _seats()
    lent = {str(row.uuid): row for row in Delegation.objects.select_related("passed_on_from__passed_on_from")}
    entries = AuditEntry.objects.filter(person__isnull=False).exclude(authority={}).order_by("pk")
    for entry in entries.select_related("instance").iterator(chunk_size=CHUNK):
        holder = entry.acting_for_id or entry.person_id
        position, day = entry.authority.get("position"), timezone.localdate(entry.at)
        loan = lent.get(str(entry.authority.get("delegation")))
        is_vacant = loan is not None and loan.first_hand.capacity == Delegation.Capacity.ACTING
        held = any(first <= day and (last is None or day <= last) for first, last in seats[holder, position])
        if not held and not is_vacant:
            yield Violation("I3", str(entry.instance.uuid), f"{entry}: nobody with this right acted")
        if entry.acting_for_id:
            fault = _lending_fault(entry, loan, day)
            if fault:
                yield Violation("I12", str(entry.instance.uuid), f"{entry}: {fault}")


def _seats() -> dict[tuple[Any, Any], list[tuple[date, date | None]]]:
    """(person, position) → from when to when."""
    found: dict[tuple[Any, Any], list[tuple[date, date | None]]] = defaultdict(list)
    rows = Appointment.objects.values_list("person_id", "desk__position__code", "valid_from", "valid_to")
    for person, position, first, last in rows:
        found[person, position].append((first, last))
    return found


def _lending_fault(entry: AuditEntry, lent: Delegation | None, day: date) -> str:
    if lent is None or (lent.first_hand.delegator_id, lent.delegate_id) != (entry.acting_for_id, entry.person_id):
        return "no such delegation"
    if not (lent.valid_from <= day and (lent.valid_to is None or day <= lent.valid_to)):
        return "outside of its days"
    if lent.revoked_at is not None and lent.revoked_at <= entry.at:
        return "revoked before"
    return "outside of its scope" if lent.scope and entry.topic not in lent.scope else ""


def duties_separated(at: datetime) -> Iterator[Violation]:
    """I11: nobody took a step after one that bars from it, in person, by another's right or for another."""
    for definition in registry.all_definitions():
        for step in definition.transitions():
            if not step.not_by:
                continue
            entries = AuditEntry.objects.filter(
                Exists(_earlier(step)),
                definition_key=definition.key,
                definition_version=definition.version,
                transition=step.name,
                person__isnull=False,
            )
            for entry in entries.select_related("instance"):
                yield Violation("I11", str(entry.instance.uuid), f"{entry}: the same person did {step.not_by}")


def _earlier(step: Transition) -> Any:
    own = [name for name in step.not_by if not name.startswith("parent.")]
    above = [name.removeprefix("parent.") for name in step.not_by if name.startswith("parent.")]
    same = Q()
    for one in ("person", "acting_for"):
        same |= Q(person=OuterRef(one)) | Q(acting_for=OuterRef(one))
    before = Q(instance=OuterRef("instance"), transition__in=own, revision__lt=OuterRef("revision"))
    before |= Q(instance=OuterRef("instance__parent"), transition__in=above, at__lte=OuterRef("at"))
    return AuditEntry.objects.filter(before, same)


# --- the work


@dataclass(frozen=True)
class _Open:
    """An open file with what lies open of it."""

    row: dict[str, Any]
    definition: type[ProcessDefinition]
    tasks: list[Any]
    parts: dict[str, int]
    has_open_child: bool

    @property
    def where(self) -> str:
        return str(self.row["uuid"])


def work_lies_right(at: datetime) -> Iterator[Violation]:
    """I2: an open file lies at one desk, that of the agency and post which its stage names; a closed one at none."""
    positions = {pk: (agency, code) for pk, agency, code in Desk.objects.values_list("pk", "agency", "position__code")}
    for file in _open_files():
        stage = file.definition.stages[file.row["state"]]
        if not isinstance(stage.assigned_to, Role):
            if any(task["desk_id"] for task in file.tasks):
                yield Violation("I2", file.where, "lies at a desk while the system has it")
            continue
        wanted = (file.parts.get(stage.assigned_to.at.key), stage.assigned_to.position)
        found = [positions.get(task["desk_id"]) for task in file.tasks]
        if found != [wanted]:
            yield Violation("I2", file.where, f"lies at {found}, not at {wanted}")
    stray = Task.objects.filter(status=Task.Status.OPEN, instance__closed_at__isnull=False)
    for task in stray.select_related("instance"):
        yield Violation("I2", str(task.instance.uuid), "is closed, and work of it is open")


def everything_alive(at: datetime) -> Iterator[Violation]:
    """I5: somebody who may act holds each open file, or a timer runs, or another file will move it, or it is known."""
    staffed = _staffed(timezone.localdate(at))
    known = set(Incident.objects.filter(closed_at__isnull=True).values_list("subject", flat=True))
    codes = dict(Agency.objects.values_list("pk", "code"))
    desks = {(agency, code): pk for pk, agency, code in Desk.objects.values_list("pk", "agency", "position__code")}
    for file in _open_files():
        held = any(task["desk_id"] in staffed for task in file.tasks)
        timed = any(task["next_mark_at"] for task in file.tasks)
        if held or timed or file.has_open_child or _moves_itself(file) or _somebody_may(file, desks, staffed):
            continue
        if not known & {file.where, *_posts(file, codes)}:
            yield Violation("I5", file.where, f"nobody can move it on from {file.row['state']}")


def _staffed(day: date) -> set[int]:
    """Desks with somebody who may sign in today, in person or standing in."""
    seated = Appointment.objects.filter(valid_on(day), person__accounts__is_active=True)
    lent = Delegation.objects.filter(valid_on(day), revoked_at__isnull=True, delegate__accounts__is_active=True)
    return set(seated.values_list("desk_id", flat=True)) | set(lent.values_list("desk_id", flat=True))


def _moves_itself(file: _Open) -> bool:
    """A background job of the system's takes it on."""
    state = file.row["state"]
    steps = (t for t in file.definition.transitions() if t.by is SYSTEM and t.name != CANCEL)
    return any(state in step.sources for step in steps)


def _somebody_may(file: _Open, desks: dict[tuple[int, str], int], staffed: set[int]) -> bool:
    return any(desks.get((agency, role.position)) in staffed for role, agency in _actors(file))


def _posts(file: _Open, codes: dict[int, str]) -> Iterator[str]:
    """The posts that could move the file, as incidents name them."""
    return (f"{codes[agency]}:{role.position}" for role, agency in _actors(file))


def _actors(file: _Open) -> Iterator[tuple[Role, int]]:
    """The roles that have a step out of the file's state, with the agency that takes the part."""
    for step in file.definition.transitions():
        by = file.definition.actor_of(step, file.row["state"])
        if file.row["state"] in step.sources and isinstance(by, Role) and by.at.key in file.parts:
            yield by, file.parts[by.at.key]


def _open_files() -> Iterator[_Open]:
    """Every open file, with tasks, parts and children from three more statements."""
    tasks: dict[int, list[Any]] = defaultdict(list)
    for task in Task.objects.filter(status=Task.Status.OPEN).values("instance_id", "desk_id", "next_mark_at"):
        tasks[task["instance_id"]].append(task)
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Participation.objects.filter(instance__closed_at__isnull=True)
    for instance, key, agency in rows.values_list("instance_id", "participant", "agency_id"):
        parts[instance][key] = agency
    instances = ProcessInstance.objects.filter(closed_at__isnull=True)
    parents = set(instances.filter(parent__isnull=False).values_list("parent_id", flat=True))
    fields = ("pk", "uuid", "definition_key", "definition_version", "state")
    for row in instances.order_by("pk").values(*fields).iterator(chunk_size=CHUNK):
        definition = registry.get(row["definition_key"], row["definition_version"])
        yield _Open(row, definition, tasks[row["pk"]], parts[row["pk"]], row["pk"] in parents)


# --- numbers


def numbers_without_gap(at: datetime) -> Iterator[Violation]:
    """I8, I9: each register runs from its first number to its last, none twice, in the order of the days."""
    counted = IssuedNumber.objects.values("register").annotate(
        given=Count("pk"), lowest=Min("number"), highest=Max("number")
    )
    found = {row["register"]: row for row in counted}
    for register in Register.objects.order_by("pk"):
        row = found.get(register.pk, {"given": 0, "lowest": register.first, "highest": register.first - 1})
        wanted = register.last - register.first + 1
        if (row["given"], row["lowest"], row["highest"]) != (wanted, register.first, register.last):
            yield Violation("I8", str(register.uuid), f"{row['given']} numbers where {wanted} were given")
    later = IssuedNumber.objects.filter(
        register=OuterRef("register"), number__lt=OuterRef("number"), issued_on__gt=OuterRef("issued_on")
    )
    for number in IssuedNumber.objects.filter(Exists(later)):
        yield Violation("I9", str(number.uuid), f"{number} is dated before a smaller one")


def years_are_local(at: datetime) -> Iterator[Violation]:
    """I9: a number stands in the register of the year in which it was given."""
    for number in IssuedNumber.objects.exclude(issued_on__year=F("register__year")):
        yield Violation("I9", str(number.uuid), f"{number} stands in another year's register")


RULES: tuple[Rule, ...] = (
    trail_whole,
    everything_attributed,
    duties_separated,
    work_lies_right,
    everything_alive,
    numbers_without_gap,
    years_are_local,
)
