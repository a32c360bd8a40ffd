"""What is missing today: the definitions' needs held against the seats, for the files there are and those to come.

Looked at are the states in which files are, and all into which they may still come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from .. import registry
from ..definition import Participant, ProcessDefinition, Role, State
from ..graph import paths
from ..models import Agency, Mandate, Participation
from ..models.base import valid_on
from .gap import Example, Gap
from .needs import Need, needs, sources
from .seats import Seats, Why, empty_since, seats_at
from .separation import barred_steps

Definition = type[ProcessDefinition]

EXAMPLES = 5


def gaps(at: datetime, agencies: Collection[Agency] | None = None) -> list[Gap]:
    """Every gap there is at `at`, or those at these agencies; eight statements, however many files there are."""
    day = timezone.localdate(at)
    ids = None if agencies is None else {agency.pk for agency in agencies}
    survey = _Survey(ids, _files(ids), seats_at(at, ids), _mandates(day))
    vacancies = _completed(list(survey.vacancies()), survey.seats)
    return vacancies if ids is not None else [*vacancies, *survey.unmandated()]


# --- what is asked of the database

Part = tuple[str, int]  # participant, agency id
Files = dict[tuple[str, int], dict[Part, dict[State, int]]]  # (key, version) → part → state → how many


def _open(ids: Collection[int] | None) -> QuerySet[Participation]:
    rows = Participation.objects.filter(instance__closed_at__isnull=True)
    return rows if ids is None else rows.filter(agency__in=ids)


def _files(ids: Collection[int] | None) -> Files:
    """How many open files there are, by definition, part, agency and state; one statement."""
    found: Files = defaultdict(lambda: defaultdict(dict))
    by = ("instance__definition_key", "instance__definition_version", "participant", "agency", "instance__state")
    for key, version, part, agency, state, count in _open(ids).values_list(*by).annotate(count=Count("pk")):
        found[key, version][part, agency][state] = count
    return found


def _mandates(day: date) -> dict[str, set[int]]:
    """Which agencies hold each mandate on the day; one statement."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = Mandate.objects.filter(valid_on(day), valid_on(day, "agency__"))
    for key, agency in rows.values_list("key", "agency_id"):
        found[key].add(agency)
    return found


# --- the survey


@dataclass(frozen=True)
class _Survey:
    """Everything that was read, and what is missing in it. `ids`: the agencies looked at; None: all."""

    ids: Collection[int] | None
    files: Files
    seats: Seats
    mandates: Mapping[str, set[int]]

    def vacancies(self) -> Iterator[Gap]:
        """Steps of a definition that runs or may be begun for which an agency has nobody."""
        for definition in self._definitions():
            is_newest = registry.latest(definition.key) is definition
            here = self.files.get((definition.key, definition.version), {})
            for need in needs(definition):
                beginning = self._beginning(need.role.at) if is_newest else set()
                running = {agency for part, agency in here if part == need.role.at.key}
                for agency in sorted(beginning | running):
                    counts = here.get((need.role.at.key, agency), {})
                    yield from self._vacancy(need, agency, counts, agency in beginning)

    def unmandated(self) -> Iterator[Gap]:
        """Parts of the newest definitions that today no agency takes, or more than one."""
        for definition in self._definitions():
            if registry.latest(definition.key) is not definition:
                continue
            first: dict[str, Need] = {}
            for need in needs(definition):
                first.setdefault(need.role.at.mandate, need)
            for mandate, need in first.items():
                holders = len(self.mandates.get(mandate, ()))
                if mandate and holders != 1:
                    yield Gap(Why.MANDATES if holders else Why.NO_MANDATE, need, paths(definition)[need.state])

    def _definitions(self) -> Iterator[Definition]:
        for definition in registry.all_definitions():
            if registry.latest(definition.key) is definition or (definition.key, definition.version) in self.files:
                yield definition

    def _beginning(self, part: Participant) -> set[int]:
        """The agencies that would take the part in a file opened today."""
        if part.mandate:
            holders = self.mandates.get(part.mandate, set())
            found = holders if len(holders) == 1 else set()
        else:
            found = self._openers.get(part, set())
        return found if self.ids is None else found & set(self.ids)

    @cached_property
    def _openers(self) -> dict[Participant, set[int]]:
        """The agencies of the day that may open something, by the part that they then take in it and below it."""
        roles = {one.starts_by for one in registry.all_definitions() if registry.latest(one.key) is one}
        found: dict[Participant, set[int]] = defaultdict(set)
        for role in roles:
            if isinstance(role, Role):
                found[role.at] |= self.seats.working(role.position)
        return found

    def _vacancy(self, need: Need, agency: int, counts: Mapping[State, int], is_beginning: bool) -> Iterator[Gap]:
        """A gap where some step of `need` cannot be taken, and some file stands, comes or may be opened."""
        post, key = (agency, need.role.position), need.definition.key
        missing = tuple(name for name in need.steps if not self.seats.can_act(post, f"{key}.{name}"))
        ways = sources(need.definition, need.state)
        files = {state: counts[state] for state in ways if state in counts}
        barred = () if missing else barred_steps(need, agency, self.seats)
        if not (missing or barred) or not (files or is_beginning):
            return
        nearest = min((ways[state] for state in files), key=len, default=())
        path = nearest if len(nearest) > 1 else paths(need.definition)[need.state]
        why = self.seats.why(post) if missing else Why.ALONE
        yield Gap(why, replace(need, steps=missing or barred), path, agency, files=files)


# --- what makes a gap understood


def _completed(found: list[Gap], seats: Seats) -> list[Gap]:
    """With the agency, since when, and examples of the files; three statements, none where nothing is missing."""
    ids = {gap.agency_id for gap in found if gap.agency_id is not None}
    if not ids:
        return found
    agencies = Agency.objects.in_bulk(ids)
    since = empty_since({post for gap in found if (post := gap.post)}, seats)
    examples = _examples(ids)
    return [
        replace(
            gap,
            agency=agencies[gap.agency_id or 0],
            since=since.get(gap.post) if gap.why is Why.EMPTY else None,
            examples=tuple(_of_gap(gap, examples)),
        )
        for gap in found
    ]


Examples = dict[tuple[str, int, str, int, State], list[Example]]


def _examples(ids: Iterable[int]) -> Examples:
    """The files that have stood longest in each state, a few for each part of each agency; one statement."""
    group = ("instance__definition_key", "instance__definition_version", "participant", "agency", "instance__state")
    order = [F("instance__entered_at").asc(), F("instance").asc()]
    place = Window(RowNumber(), partition_by=[F(name) for name in group], order_by=order)
    rows = _open(list(ids)).annotate(place=place).filter(place__lte=EXAMPLES).order_by("place")
    found: Examples = defaultdict(list)
    for key, version, part, agency, state, uuid, title in rows.values_list(*group, "instance__uuid", "instance__title"):
        found[key, version, part, agency, state].append(Example(str(uuid), title, state))
    return found


def _of_gap(gap: Gap, examples: Examples) -> list[Example]:
    """Those that wait here first, then the nearest to come."""
    definition, part = gap.need.definition, gap.need.role.at.key
    ways = sources(definition, gap.need.state)
    found: list[Example] = []
    for state in sorted(gap.files, key=lambda state: len(ways[state])):
        found += examples.get((definition.key, definition.version, part, gap.agency_id or 0, state), [])
    return found[:EXAMPLES]
