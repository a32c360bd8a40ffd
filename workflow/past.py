"""Any object as it was at any moment, told from its trail: what was true then, whatever has happened since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from . import organization, registry
from .calendar import local_day
from .definition import ProcessDefinition, Role
from .models import Agency, Appointment, AuditEntry, Participation, ProcessInstance
from .models.base import valid_on
from .names_of_entries import SUCCEED
from .rights import POSITIONS


@dataclass(frozen=True)
class Holder:
    """Where a file lay: the agency by the name of that day, the post, and who sat there that day."""

    agency: Agency
    agency_name: str
    position: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class InstanceThen:
    """A file at a moment. `entry`: the last one until then; `agencies`: participant → who it was then."""

    instance: ProcessInstance
    entry: AuditEntry
    agencies: Mapping[str, Agency]
    holder: Holder | None = None

    @cached_property
    def definition(self) -> type[ProcessDefinition]:
        """The version to which the file was pinned then."""
        return registry.get(self.entry.definition_key, self.entry.definition_version)

    @property
    def state(self) -> str:
        return self.entry.to_state

    @property
    def state_title(self) -> str:
        return self.definition.state_title(self.state)

    @property
    def revision(self) -> int:
        return self.entry.revision

    @property
    def document_hash(self) -> str:
        return self.entry.document_hash

    @property
    def role(self) -> Role | None:
        """The role that had the file; None where nobody or the system had it."""
        stage = self.definition.stages.get(self.state)
        return stage.assigned_to if stage is not None and isinstance(stage.assigned_to, Role) else None


def as_of(instance: ProcessInstance, at: datetime) -> InstanceThen | None:
    """One file as it was at `at`; None where it was not opened yet; six queries at most."""
    return next(iter(_then(ProcessInstance.objects.filter(pk=instance.pk), at)), None)


def family_as_of(root: ProcessInstance, at: datetime) -> list[InstanceThen]:
    """The file and all below it that had been opened by then, in order of opening; six queries at most."""
    return _then(ProcessInstance.objects.filter(root=root), at)


def _then(instances: QuerySet[ProcessInstance], at: datetime) -> list[InstanceThen]:
    newer = AuditEntry.objects.filter(instance=OuterRef("instance"), revision__gt=OuterRef("revision"), at__lte=at)
    last = AuditEntry.objects.filter(~Exists(newer), instance__in=instances, at__lte=at)
    entries = list(last.select_related("instance", "person").order_by("instance__opened_at", "instance_id"))
    agencies = _agencies(instances, at)
    found = [InstanceThen(entry.instance, entry, agencies[entry.instance_id]) for entry in entries]
    return _held(found, local_day(at))


def _agencies(instances: QuerySet[ProcessInstance], at: datetime) -> Mapping[int, dict[str, Agency]]:
    """Who takes part now, with what was handed over since taken back, the last first."""
    agencies: dict[int, dict[str, Agency]] = defaultdict(dict)
    for row in Participation.objects.filter(instance__in=instances).select_related("agency"):
        agencies[row.instance_id][row.participant] = row.agency
    since = AuditEntry.objects.filter(instance__in=instances, transition=SUCCEED, at__gt=at)
    handed = list(since.order_by("-revision").values_list("instance_id", "facts"))
    if handed:
        former = Agency.objects.filter(uuid__in={facts["from_agency"] for _pk, facts in handed})
        before = {str(agency.uuid): agency for agency in former}
        for instance, facts in handed:
            agencies[instance][facts["participant"]] = before[facts["from_agency"]]
    return agencies


def _held(found: list[InstanceThen], day: date) -> list[InstanceThen]:
    """With who held each of them on `day`."""
    seats = {}
    for one in found:
        if one.role is not None and (agency := one.agencies.get(one.role.at.key)) is not None:
            seats[one.instance.pk] = (agency, one.role.position)
    names = organization.names_on((agency for agency, _position in seats.values()), day)
    people = _people(seats.values(), day)
    holders = {
        pk: Holder(agency, names[agency.pk], str(POSITIONS.get(code, code)), people.get((agency.pk, code), ()))
        for pk, (agency, code) in seats.items()
    }
    return [replace(one, holder=holders.get(one.instance.pk)) for one in found]


def _people(seats: Iterable[tuple[Agency, str]], day: date) -> dict[tuple[int, str], tuple[str, ...]]:
    """(agency, position) → who sat there on `day`."""
    agencies = {agency.pk for agency, _position in seats}
    rows = Appointment.objects.filter(valid_on(day), desk__agency__in=agencies).order_by("person__full_name")
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for agency, position, name in rows.values_list("desk__agency", "desk__position__code", "person__full_name"):
        found[agency, position] = (*found.get((agency, position), ()), name)
    return found
