"""Whom one may choose, and what there is to lend. The rules themselves are the engine's; these lists only help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from workflow import authorization, registry
from workflow.definition import ProcessDefinition, Text
from workflow.delegation_rules import BELOW_A_PROVINCE, LEADERS, Capacity, steps_of
from workflow.held import Authority
from workflow.models import Agency, Appointment, Delegation, Desk, Person
from workflow.models.base import valid_on
from workflow.names_of_entries import START

Choice = tuple[str, str]
StepsOfProcess = tuple[str, list[Choice]]
LENDABLE = (Capacity.ACTING, Capacity.BY_ORDER)  # what may be lent further, in part


def lendable(person: Person, at: datetime) -> list[Desk]:
    """The desks whose rights the person may lend: the own ones, as acting head, by order."""
    seats = authorization.seats(person, at)
    return list({seat.desk.pk: seat.desk for seat in seats if _may_lend(seat)}.values())


def _may_lend(seat: Authority) -> bool:
    return seat.delegation is None or seat.capacity in LENDABLE


def colleagues(person: Person, desks: Iterable[Desk], day: date) -> list[Choice]:
    """Who sits at the agencies of these desks, with their posts."""
    return _people(person, Q(desk__agency__in={desk.agency_id for desk in desks}), day)


def deputies(person: Person, desks: Sequence[Desk], day: date) -> list[Choice]:
    """Colleagues, and the leaders of the bodies below."""
    agencies = {desk.agency_id for desk in desks}
    below = Q(desk__agency__parent__in=agencies)
    if any(desk.agency.kind == Agency.Kind.AUTHORITY for desk in desks):
        below |= Q(desk__agency__kind__in=BELOW_A_PROVINCE)
    leading = below & Q(desk__position__code__in=LEADERS)
    return _people(person, Q(desk__agency__in=agencies) | leading, day)


def _people(person: Person, where: Q, day: date) -> list[Choice]:
    """Public id and "name - posts" of each, by name; without the person themselves and who cannot sign in."""
    rows = (
        Appointment.objects.filter(where, valid_on(day), person__accounts__is_active=True)
        .exclude(person=person)
        .select_related("person", "desk__agency", "desk__position")
        .order_by("person__full_name", "desk__position__rank")
        .distinct()
    )
    posts: dict[Person, list[str]] = {}
    for row in rows:
        posts.setdefault(row.person, []).append(str(row.desk))
    return [(str(one.uuid), f"{one} - {'; '.join(held)}") for one, held in posts.items()]


def steps(desks: Iterable[Desk]) -> list[StepsOfProcess]:
    """Every step of these desks: its topic and title, by process."""
    found: dict[str, Text] = {}
    for position in dict.fromkeys(desk.position.code for desk in desks):
        found |= steps_of(position)
    return _by_process(found)


def scope_titles(row: Delegation) -> list[str]:
    """What a delegation is about, a sentence a process; nothing where it is the whole desk."""
    known = steps_of(row.desk.position.code)
    groups = _by_process({topic: known.get(topic, topic) for topic in row.scope})
    return [f"{process}: {', '.join(title for _topic, title in titles)}" for process, titles in groups]


def _by_process(titles: Mapping[str, Text]) -> list[StepsOfProcess]:
    groups: dict[str, list[Choice]] = {}
    for topic, title in titles.items():
        process = registry.latest(topic.partition(".")[0])
        alike = sum(str(other) == str(title) and one.startswith(f"{process.key}.") for one, other in titles.items())
        groups.setdefault(str(process.title), []).append((topic, _title(process, topic, title, alike > 1)))
    return list(groups.items())


def _title(process: type[ProcessDefinition], topic: str, title: Text, is_ambiguous: bool) -> str:
    """Of two steps with the same name each says from which state it leaves."""
    name = topic.partition(".")[2]
    step = process.steps.get(name)
    if name == START:
        return _("Mở hồ sơ")
    if step is None or not is_ambiguous:
        return str(title)
    states = ", ".join(str(process.state_title(state)) for state in step.sources)
    return _("%(step)s (khi “%(states)s”)") % {"step": title, "states": states}
