"""Whether a right may be lent: the law's rules on capacities and posts. `delegation.py` says them as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from . import registry
from .definition import Role, TakeBack, Text
from .lending_refusals import (
    CannotPassOn,
    LendingRefused,
    LentInACircle,
    NeedsAbsence,
    NeedsEnd,
    NeedsPaper,
    NeedsScope,
    NotAColleague,
    NotADeputy,
    NotByAuthorization,
    NotByOrder,
    OnlyHeadsLend,
    PassedOnOnlyToDeputy,
    PeriodTooLong,
    ScopeTooWide,
    UnknownStep,
    days,
)
from .models import Absence, Agency, Delegation, Desk, Person
from .names_of_entries import START

Capacity = Delegation.Capacity

HEADS = ("chairman", "chief", "head")
DEPUTIES = {  # who signs KT. in whose place; a deputy's own signature is KT. already, and another's may replace it
    "chairman": ("vice_chairman",),
    "vice_chairman": ("vice_chairman",),
    "chief": ("deputy_chief",),
    "deputy_chief": ("deputy_chief",),
    "head": ("deputy_head",),
    "deputy_head": ("deputy_head",),
}
LEADERS = {*HEADS, *(post for posts in DEPUTIES.values() for post in posts)}
BELOW_A_PROVINCE = {  # what a provincial People's Committee directs even where no parent is written down
    Agency.Kind.OFFICE,
    Agency.Kind.DEPARTMENT,
    Agency.Kind.UNIT,
    Agency.Kind.DISTRICT,
    Agency.Kind.COMMUNE,
}
DEEPEST = 6  # levels of agencies


@dataclass
class Grant:
    """What is to be lent. `source`: the delegation by which the delegator has it; None where the desk is theirs."""

    delegator: Person
    desk: Desk
    delegate: Person
    capacity: str
    scope: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    paper: str
    absence: Absence | None
    source: Delegation | None = None

    @property
    def title(self) -> str:
        return str(Capacity(self.capacity).label)


def judge(grant: Grant) -> None:
    """Raises the first rule's refusal. Posts of the delegate are judged by `post_for`."""
    for rule in (passing_on, head_lends, papers_and_limits, stands_in, steps_of_the_desk):
        rule(grant)


# --- rules


def passing_on(grant: Grant) -> None:
    """Only an acting head lends as the head; an order is passed on once, to a deputy; nothing else ever is."""
    source = grant.source
    if source is None:
        return
    if grant.delegate.pk in _givers(source):
        raise LentInACircle(person=grant.delegate)
    if source.capacity == Capacity.BY_ORDER:
        if grant.capacity != Capacity.DEPUTY:
            raise PassedOnOnlyToDeputy()
    elif source.capacity != Capacity.ACTING or grant.capacity == Capacity.ACTING:
        raise CannotPassOn(capacity=Capacity(source.capacity).label)
    if source.scope and not (grant.scope and set(grant.scope) <= set(source.scope)):
        raise ScopeTooWide()
    is_longer = source.valid_to is not None and (grant.valid_to is None or grant.valid_to > source.valid_to)
    if grant.valid_from < source.valid_from or is_longer:
        raise PeriodTooLong(start=days(source.valid_from), end=days(source.valid_to))


def _givers(source: Delegation | None) -> set[int]:
    """Everybody through whose hands the right came."""
    return {source.delegator_id, *_givers(source.passed_on_from)} if source else set()


def head_lends(grant: Grant) -> None:
    """TL., TUQ. and Q. are about the head of an agency; a deputy signs for the head already."""
    of_heads = (Capacity.BY_ORDER, Capacity.BY_AUTHORIZATION, Capacity.ACTING)
    if grant.capacity in of_heads and grant.desk.position.code not in HEADS:
        raise OnlyHeadsLend(capacity=grant.title, desk=grant.desk)


def papers_and_limits(grant: Grant) -> None:
    """A mandate (TUQ.) is written, limited in time and in what it is about; an acting head has a decision."""
    if grant.capacity in (Capacity.BY_AUTHORIZATION, Capacity.ACTING) and not grant.paper.strip():
        raise NeedsPaper()
    if grant.capacity == Capacity.BY_AUTHORIZATION:
        if grant.valid_to is None:
            raise NeedsEnd()
        if not grant.scope:
            raise NeedsScope()


def stands_in(grant: Grant) -> None:
    """Standing in is for the days of a recorded absence, and for these only."""
    if grant.capacity != Capacity.STAND_IN:
        return
    absence = grant.absence
    if absence is None or absence.person_id != grant.delegator.pk or absence.cancelled_at is not None:
        raise NeedsAbsence()
    if grant.valid_to is None:
        raise NeedsEnd()
    ends = absence.valid_to or date.max
    if grant.valid_from < absence.valid_from or grant.valid_to > ends:
        raise NeedsAbsence()


def steps_of_the_desk(grant: Grant) -> None:
    """What is lent in part must be steps that the desk takes."""
    strange = set(grant.scope) - steps_of(grant.desk.position.code).keys()
    if strange:
        raise UnknownStep(steps=", ".join(sorted(strange)), desk=grant.desk)


def steps_of(position: str) -> dict[str, Text]:
    """Every step that a desk of this position takes somewhere: topic → title, in the definitions' order."""
    found: dict[str, Text] = {}
    for definition in registry.all_definitions():
        actors: dict[str, set[str]] = {START: _positions({definition.starts_by})}
        for step in definition.transitions():
            acting = {definition.actor_of(step, state) for state in step.sources}
            actors[step.name] = _positions(acting)
        for step in definition.transitions():
            if isinstance(step, TakeBack):
                actors[step.name] = set().union(*(actors.get(name, set()) for name in step.of))
        titles = {START: definition.title} | {step.name: step.title for step in definition.transitions()}
        found |= {f"{definition.key}.{name}": titles[name] for name, posts in actors.items() if position in posts}
    return found


def _positions(actors: Collection[object]) -> set[str]:
    return {actor.position for actor in actors if isinstance(actor, Role)}


# --- posts


def post_for(grant: Grant, posts: Collection[Desk]) -> Desk:
    """Of the delegate's `posts` that under which the right may be held. Raises the capacity's own refusal."""
    at_home = sorted(posts, key=lambda post: (post.agency_id != grant.desk.agency_id, post.position.rank))
    for post in at_home:
        if _fits(grant, post):
            return post
    raise _unfit(grant)


def _fits(grant: Grant, post: Desk) -> bool:
    above, same = grant.desk, post.agency_id == grant.desk.agency_id
    if grant.capacity == Capacity.DEPUTY:
        return is_deputy(post, _signed_for(grant))
    if grant.capacity == Capacity.BY_ORDER:
        return same or (post.position.code in HEADS and is_under(post.agency, above.agency))
    if grant.capacity == Capacity.BY_AUTHORIZATION:
        return post.position.code in LEADERS and (same or is_under(post.agency, above.agency))
    if grant.capacity == Capacity.STAND_IN:
        return same or post.position_id == above.position_id
    return True  # an acting head may come from anywhere: the decision says who


def _signed_for(grant: Grant) -> Desk:
    """Whose deputy signs: the desk's own, or that of the post to which an order was given."""
    source = grant.source
    by_order = source is not None and source.capacity == Capacity.BY_ORDER
    return source.delegate_desk if source and by_order and source.delegate_desk else grant.desk


def is_deputy(post: Desk, of: Desk) -> bool:
    return post.agency_id == of.agency_id and post.position.code in DEPUTIES.get(of.position.code, ())


def is_under(agency: Agency, above: Agency) -> bool:
    """Does `agency` belong to `above`? Under a province's committee also what has no other parent."""
    current = agency
    for _level in range(DEEPEST):
        if current.parent is None:
            return above.kind == Agency.Kind.AUTHORITY and current.kind in BELOW_A_PROVINCE
        if current.parent_id == above.pk:
            return True
        current = current.parent
    return False


def _unfit(grant: Grant) -> LendingRefused:
    about = {"person": grant.delegate, "desk": _signed_for(grant), "agency": grant.desk.agency}
    if grant.capacity == Capacity.DEPUTY:
        return NotADeputy(**about)
    if grant.capacity == Capacity.BY_ORDER:
        return NotByOrder(**about)
    if grant.capacity == Capacity.BY_AUTHORIZATION:
        return NotByAuthorization(**about)
    return NotAColleague(**about)
