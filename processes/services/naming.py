"""Who the names in a plan mean: the directory of the day, and what its drafter decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from processes.documents.facts import PlanFacts
from processes.models import LearnedName, NameChoice, Plan
from workflow import acts
from workflow.context import Actor
from workflow.models import Agency, AgencyGroup
from workflow.models.base import valid_on
from workflow.organization import Directory, fold

ARCHIVE = "lưu"


@dataclass(frozen=True)
class Named:
    """What one name stands for. `agencies` is empty while `question` is not ""."""

    name: str
    agencies: tuple[Agency, ...] = ()
    group: AgencyGroup | None = None
    question: str = ""  # "unknown": nobody is called so; "open": the group must be spelled out by a person


class Names:
    """Resolves the names of one plan as of one day; at most seven queries however many names there are."""

    def __init__(self, plan: Plan, day: date) -> None:
        self.directory, self._plan, self._day = Directory(day), plan, day
        self.choices = {
            choice.folded: tuple(choice.agencies.all())
            for choice in NameChoice.objects.filter(plan=plan).prefetch_related("agencies")
        }

    @cached_property
    def learned(self) -> dict[str, LearnedName]:
        """Asked for only where the directory does not know a name."""
        return learned_names(self._plan.drafting_agency_id, self._day)

    def resolve(self, name: str) -> Named:
        """`name` as the plan writes it; a line of several bodies ("Báo …; Đài …") is split where needed."""
        found = self._parts(name)
        if len(found) == 1:
            return found[0]
        unclear = next((one for one in found if one.question), None)
        if unclear is not None:
            return Named(name, question=unclear.question)
        return Named(name, tuple({agency.pk: agency for one in found for agency in one.agencies}.values()))

    def unclear(self, name: str) -> list[Named]:
        """What of `name` a person must decide: the body itself, or those of a line's bodies that are not clear."""
        return [one for one in self._parts(name) if one.question]

    def _parts(self, name: str) -> list[Named]:
        """The name as one, else its bodies between ";"."""
        whole = self._one(name)
        parts = [part.strip() for part in name.split(";") if part.strip()]
        if whole.question != "unknown" or len(parts) < 2:
            return [whole]
        return [self._one(part) for part in parts]

    def _one(self, name: str) -> Named:
        chosen = self.choices.get(_key(name))
        if chosen:
            return Named(name, chosen)
        found = self.directory.find(name)
        if found is None:
            learned = self.learned.get(_key(name))
            return Named(name, (learned.agency,)) if learned else Named(name, question="unknown")
        if isinstance(found, Agency):
            return Named(name, (found,))
        if found.sort == AgencyGroup.Sort.OPEN:
            return Named(name, group=found, question="open")
        return Named(name, tuple(self.directory.members(found)), group=found)

    def pool(self, group: AgencyGroup | None) -> list[Agency]:
        """Whom one may choose from to spell out an open group."""
        return list(self.directory.members(group)) if group else []


def names_to_know(facts: PlanFacts) -> list[str]:
    """Every name in the plan that must lead to agencies before it is sent up, once each, in reading order."""
    names: dict[str, None] = {}
    for task in facts.tasks:
        for mention in (*task.lead, *task.coordinating):
            names[mention.name] = None
    for rule in facts.reports:
        for name in (*split_reporters(rule.who), *([rule.via] if rule.via else [])):
            names[name] = None
    for recipient in facts.recipients:
        if recipient.purpose != ARCHIVE:  # kept by the Office, whatever its units are called
            names[recipient.name] = None
    return list(names)


def split_reporters(who: str) -> list[str]:
    """ "các cơ quan, đơn vị, UBND các huyện, thành phố" → the collective names it lists."""
    from processes.documents.reading.names import split_names

    return [mention.name for mention in split_names(who)]


def unresolved(plan: Plan, day: date) -> list[Named]:
    """The names that still need a person's decision."""
    names = Names(plan, day)
    found = [named for name in names_to_know(plan.facts) for named in names.unclear(name)]
    return list({fold(named.name): named for named in found}.values())


def choose(*, plan: Plan, name: str, agencies: list[Agency], actor: Actor, at: datetime) -> NameChoice:
    """Record who `name` means in this plan; a later decision replaces an earlier one."""
    with transaction.atomic():
        choice, _created = NameChoice.objects.update_or_create(
            plan=plan, folded=_key(name), defaults={"name": name[:500], "decided_by": actor.person, "decided_at": at}
        )
        choice.agencies.set(agencies)
        said = {"plan": str(plan.uuid), "name": choice.name, "agencies": [str(agency.uuid) for agency in agencies]}
        acts.record("choose_name", actor=actor, at=at, facts=said)
    return choice


# --- names that an agency's drafters have taught


def learned_names(drafting_agency_id: int, day: date) -> dict[str, LearnedName]:
    """By folded name; one query. An agency that is no more is meant by no name."""
    rows = LearnedName.objects.filter(valid_on(day), valid_on(day, "agency__"), drafting_agency=drafting_agency_id)
    return {row.folded: row for row in rows.select_related("agency").order_by("valid_from", "pk")}


def learn(*, plan: Plan, name: str, agency: Agency, actor: Actor, at: datetime) -> LearnedName:
    """From this day on `name` means `agency` in the plans of the agency that drafts `plan`, and in no other's."""
    assert actor.person is not None
    with transaction.atomic():
        _end(plan.drafting_agency, _key(name), timezone.localdate(at))
        learned = LearnedName.objects.create(
            drafting_agency=plan.drafting_agency,
            name=name[:500],
            folded=_key(name),
            agency=agency,
            plan=plan,
            learned_from=actor.person,
            valid_from=timezone.localdate(at),
        )
        acts.record("learn_name", actor=actor, at=at, facts=_said_of(learned))
    return learned


def forget(*, learned: LearnedName, actor: Actor, at: datetime) -> None:
    """The name means nobody again, from this day on; what was sent by it stays."""
    with transaction.atomic():
        _end(learned.drafting_agency, learned.folded, timezone.localdate(at))
        acts.record("forget_name", actor=actor, at=at, facts=_said_of(learned))


def _end(drafting_agency: Agency, folded: str, day: date) -> None:
    """One that was learned on this very day has held on none before it: it goes."""
    standing = LearnedName.objects.filter(drafting_agency=drafting_agency, folded=folded, valid_to=None)
    standing.filter(valid_from=day).delete()
    standing.update(valid_to=day - timedelta(days=1))


def _said_of(learned: LearnedName) -> dict[str, str]:
    return {
        "drafting_agency": str(learned.drafting_agency.uuid),
        "name": learned.name,
        "agency": str(learned.agency.uuid),
        "agency_name": learned.agency.name,
        "plan": str(learned.plan.uuid),
    }


def _key(name: str) -> str:
    """Under which a decision about `name` is kept."""
    return fold(name)[:500]
