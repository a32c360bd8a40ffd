"""Who exists on a day: agencies and groups by the names that texts give them, mandates, and who sits where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from . import acts, staffing
from .context import Actor
from .models import Account, Agency, AgencyGroup, AgencyName, Appointment, Desk, GroupMember, Mandate, Person
from .models.base import valid_on
from .names import fold
from .provinces import ProvinceFault, load_province
from .refusals import Refusal
from .rights import POSITIONS, Change, UnknownPosition, establish, sync_rights

__all__ = [
    "POSITIONS",
    "AlreadyAppointed",
    "Change",
    "Directory",
    "Named",
    "NoDesk",
    "OwnAppointment",
    "ProvinceFault",
    "UnknownPosition",
    "Unmandated",
    "activate",
    "agency_named",
    "appoint",
    "connected_ids",
    "deactivate",
    "end_appointment",
    "establish",
    "fold",
    "load_province",
    "mandated",
    "mandates",
    "names_on",
    "seat_many",
    "sync_rights",
]

Named = Agency | AgencyGroup
NEARLY = 92  # rapidfuzz's ratio, of 100, from which a misspelling may be taken for a name
# Names of these differ from their neighbours' by one syllable: a near one is more likely another place than an error.
EXACT_KINDS = {Agency.Kind.DISTRICT, Agency.Kind.COMMUNE, Agency.Kind.SUB_UNIT}
# "Thường trực Tỉnh ủy" and "Thường trực Thành ủy" are near, and never the same.
LEVELS = {fold(word) for word in ("tỉnh", "thành", "quận", "huyện", "thị", "xã", "phường", "trung")}


class Unmandated(LookupError):
    """No agency holds the mandate `key` on that day, or more than one does."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NoDesk(LookupError):
    """The agency has no such desk; `establish` makes one."""


class AlreadyAppointed(Refusal):
    """The person sits at that desk on some of these days already."""

    code, http_status = "already_appointed", 409
    sentence = _("Người này đã đảm nhiệm chức vụ này trong khoảng thời gian đó.")


class OwnAppointment(Refusal):
    """Nobody decides on the posts of their own person, whichever account they use."""

    code = "own_appointment"
    sentence = _("Không ai được tự bổ nhiệm mình hoặc tự đổi thời hạn của mình. Hãy nhờ người quản trị khác.")


# --- names


class Directory:
    """All names as they were on a day, loaded once (two queries) to look up many."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._agencies: dict[int, Agency] = {}
        self._by_name: dict[str, set[Named]] = defaultdict(set)
        that_day = FilteredRelation("names", condition=valid_on(day, "names__"))
        spelled = Agency.objects.filter(valid_on(day)).annotate(that_day=that_day, spelling=F("that_day__folded"))
        for agency in spelled:  # a row for each spelling
            self._agencies.setdefault(agency.pk, agency)
            self._add(agency.spelling or "", agency)
        for known in self._agencies.values():
            self._add(fold(known.name), known)
            self._add(fold(known.short_name), known)
        for group in AgencyGroup.objects.filter(valid_on(day)).annotate(spelling=F("names__folded")):
            self._add(fold(group.name), group)
            self._add(group.spelling or "", group)

    @property
    def agencies(self) -> list[Agency]:
        """Every agency of the day."""
        return list(self._agencies.values())

    def find(self, name: str) -> Named | None:
        """Whom `name` means: exactly, else nearly; None where nobody or more than one is meant."""
        folded = fold(name)
        if folded in self._by_name:
            return _only(self._by_name[folded])
        return _only(self._nearly(folded)) if folded else None

    def members(self, group: AgencyGroup) -> list[Agency]:
        """Its agencies on the day, by name; of an open group those from which a person chooses."""
        named = self._members_by_group.get(group.pk, set())
        by_kind = set() if group.sort == AgencyGroup.Sort.FIXED else set(group.kinds)
        return [a for a in self._agencies.values() if a.pk in named or a.kind in by_kind]

    def _add(self, folded: str, named: Named | None) -> None:
        if folded and named is not None:
            self._by_name[folded].add(named)

    def _nearly(self, folded: str) -> set[Named]:
        candidates = self._by_first_word.get(folded.split()[0], [])
        near = process.extract(folded, candidates, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None)
        level = LEVELS & set(folded.split())
        return {
            named
            for spelling, _score, _place in near
            if LEVELS & set(spelling.split()) == level
            for named in self._by_name[spelling]
        }

    @cached_property
    def _by_first_word(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for folded, named in self._by_name.items():
            if not any(isinstance(one, Agency) and one.kind in EXACT_KINDS for one in named):
                found[folded.split()[0]].append(folded)
        return found

    @cached_property
    def _members_by_group(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for group_id, agency_id in GroupMember.objects.filter(valid_on(self.day)).values_list("group_id", "agency_id"):
            found[group_id].add(agency_id)
        return found


def _only(named: set[Named]) -> Named | None:
    return next(iter(named)) if len(named) == 1 else None


def agency_named(name: str, day: date) -> Agency | None:
    """The one agency that is written exactly so on that day (spellings evened); one query."""
    written_so = Q(valid_on(day, "names__"), names__folded=fold(name))
    found = list(Agency.objects.filter(valid_on(day), written_so).distinct()[:2])
    return found[0] if len(found) == 1 else None


def names_on(agencies: Iterable[Agency], day: date) -> dict[int, str]:
    """What each was called on `day`: by its present name, unless that is younger than the day; one query.

    Of the spellings that were in use then, and ended before the present name began, the longest was the official one.
    """
    known = {agency.pk: agency for agency in agencies}
    spellings: dict[int, list[AgencyName]] = defaultdict(list)
    for row in AgencyName.objects.filter(valid_on(day), agency__in=known):
        spellings[row.agency_id].append(row)
    return {pk: _name_among(agency, spellings[pk]) for pk, agency in known.items()}


def _name_among(agency: Agency, spellings: Sequence[AgencyName]) -> str:
    former = [row.name for row in spellings if row.valid_to is not None and row.valid_to != agency.valid_to]
    if not former or fold(agency.name) in {row.folded for row in spellings}:
        return agency.name
    return max(former, key=len)


# --- mandates


def mandates(keys: Iterable[str], day: date) -> dict[str, Agency]:
    """Who holds each of these mandates on that day; a key that nobody or more than one holds is left out; one query."""
    rows = Mandate.objects.filter(valid_on(day), valid_on(day, "agency__"), key__in=set(keys)).select_related("agency")
    holders: dict[str, set[Agency]] = defaultdict(set)
    for row in rows:
        holders[row.key].add(row.agency)
    return {key: next(iter(agencies)) for key, agencies in holders.items() if len(agencies) == 1}


def mandated(key: str, day: date) -> Agency:
    """Raises Unmandated."""
    try:
        return mandates([key], day)[key]
    except KeyError:
        raise Unmandated(key) from None


# --- appointments


@transaction.atomic
def appoint(
    *,
    person: Person,
    agency: Agency,
    position: str,
    valid_from: date,
    valid_to: date | None = None,
    actor: Actor,
    at: datetime,
) -> Appointment:
    """Seat a person at the desk of `position` (its code), first and last day included.

    Raises OwnAppointment, NoDesk, and AlreadyAppointed where the person sits there on one of these days. It is
    looked at once more whether every step at the agency has somebody; `seat_many` leaves that to the nightly look.
    """
    _refuse_own(person, actor)
    desks = Desk.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "position")
    desk = desks.filter(agency=agency, position__code=position).first()
    if desk is None:
        raise NoDesk(f"{position} at {agency.code}")
    appointment = Appointment(person=person, desk=desk, valid_from=valid_from, valid_to=valid_to)
    _refuse_overlapping(appointment)
    [seated] = seat_many([appointment], actor=actor, at=at)
    staffing.recheck(at, [desk.agency])
    return seated


@transaction.atomic
def seat_many(appointments: Sequence[Appointment], *, actor: Actor, at: datetime) -> list[Appointment]:
    """Save appointments that are known not to overlap any, with agency and position loaded, and write them down."""
    saved = Appointment.objects.bulk_create(appointments, batch_size=acts.BATCH)
    acts.record_many("appoint", actor=actor, at=at, facts=[_said_of(one) for one in saved])
    return saved


@transaction.atomic
def end_appointment(*, appointment: Appointment, valid_to: date, actor: Actor, at: datetime) -> Appointment:
    """Set another last day. Raises OwnAppointment, and AlreadyAppointed where a later one would overlap the next."""
    desk = Desk.objects.select_for_update(no_key=True).get(pk=appointment.desk_id)
    found = Appointment.objects.select_related("person", "desk__agency", "desk__position").get(
        pk=appointment.pk, desk=desk
    )
    _refuse_own(found.person, actor)
    before, found.valid_to = found.valid_to, valid_to
    _refuse_overlapping(found)
    found.save(update_fields=["valid_to"])
    said = _said_of(found) | {"before": before and before.isoformat()}
    acts.record("end_appointment", actor=actor, at=at, facts=said)
    staffing.recheck(at, [found.desk.agency])
    return found


def _refuse_own(person: Person, actor: Actor) -> None:
    if actor.person is not None and actor.person.pk == person.pk:
        raise OwnAppointment()


def _refuse_overlapping(appointment: Appointment) -> None:
    """The desk is locked, so that two who appoint at once are one after the other."""
    same = Appointment.objects.filter(person=appointment.person, desk=appointment.desk).exclude(pk=appointment.pk)
    overlapping = same.exclude(valid_to__lt=appointment.valid_from)
    if appointment.valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=appointment.valid_to)
    if overlapping.exists():
        raise AlreadyAppointed()


def _said_of(appointment: Appointment) -> dict[str, Any]:
    """What the organization's chain keeps of it: ids, and the names of the day."""
    desk = appointment.desk
    return {
        "appointment": str(appointment.uuid),
        "person": str(appointment.person.uuid),
        "name": appointment.person.full_name,
        "agency": str(desk.agency.uuid),
        "agency_name": desk.agency.name,
        "position": desk.position.code,
        "valid_from": appointment.valid_from.isoformat(),
        "valid_to": appointment.valid_to and appointment.valid_to.isoformat(),
    }


def activate(account: Account, *, actor: Actor, at: datetime) -> None:
    """The account may sign in again."""
    _let_in(account, True, actor, at)


def deactivate(account: Account, *, actor: Actor, at: datetime) -> None:
    """The account signs in no more; what its person holds stays, and may now be held by nobody who can act."""
    _let_in(account, False, actor, at)


@transaction.atomic
def _let_in(account: Account, is_active: bool, actor: Actor, at: datetime) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=is_active)
    act = "activate_account" if is_active else "deactivate_account"
    acts.record(act, actor=actor, at=at, facts={"account": str(account.uuid), "username": account.username})
    acts_at = Q(desks__appointments__person=account.person_id) | Q(desks__delegations__delegate=account.person_id)
    concerned = list(Agency.objects.filter(acts_at).distinct()) if account.person_id else []
    if concerned:
        staffing.recheck(at, concerned)


def connected_ids(day: date) -> set[int]:
    """Ids of the agencies with somebody at a desk that day; the others are served by the clerk's record; one query."""
    return set(Appointment.objects.filter(valid_on(day)).values_list("desk__agency_id", flat=True))
