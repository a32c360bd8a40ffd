"""Remarks on a draft: tied to one thing in one version, followed into later versions, answered, settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch

from processes.documents.differences import followed_all
from processes.documents.facts import PlanFacts
from processes.documents.items import Item, Part, items
from processes.models import Plan, PlanVersion, Remark, RemarkAnswer
from processes.roles import DRAFTER
from workflow import acts, registry
from workflow.context import Actor, Announcement
from workflow.models import Desk, ProcessInstance
from workflow.names_of_entries import ANSWER, REMARK

QUOTED = 300


class NothingThere(LookupError):
    """The version has no such thing to remark on."""


@transaction.atomic
def write(
    *, file: ProcessInstance, version: PlanVersion, part: Part, position: int, text: str,
    actor: Actor, desk: Desk | None, at: datetime,
) -> Remark:  # fmt: skip
    """A remark of a reader on one thing of a version; the drafters hear of it. Raises NothingThere.

    `file`: the plan's own process.
    """
    assert actor.person is not None
    about = next((one for one in items(version.facts) if (one.part, one.index) == (part, position)), None)
    if about is None:
        raise NothingThere(f"{part}[{position}]")
    remark = Remark.objects.create(
        plan=version.plan, version=version, part=part, position=position, quote=about.text[:QUOTED],
        text=text, author=actor.person, desk=desk, created_at=at,
    )  # fmt: skip
    _record("write_remark", remark, actor, at, text=text, version=version.number, part=str(part), position=position)
    _tell(REMARK, remark.uuid, file, _drafters(version.plan), actor, desk, text, at)
    return remark


@transaction.atomic
def answer(
    *, file: ProcessInstance, remark: Remark, text: str, actor: Actor, desk: Desk | None, at: datetime
) -> RemarkAnswer:
    """An answer below a remark; who wrote the remark or answered before hears of it."""
    assert actor.person is not None
    said = RemarkAnswer.objects.create(remark=remark, text=text, author=actor.person, desk=desk, created_at=at)
    _record("answer_remark", remark, actor, at, text=text)
    others = RemarkAnswer.objects.filter(remark=remark).exclude(author=actor.person).values_list("desk", flat=True)
    desks = {remark.desk_id, *others} if remark.author_id != actor.person.pk else {*others, *_drafters(remark.plan)}
    _tell(ANSWER, said.uuid, file, [pk for pk in desks if pk], actor, desk, text, at)
    return said


@transaction.atomic
def settle(*, remark: Remark, actor: Actor, at: datetime) -> None:
    """Dealt with; who said so is kept. Settling it twice changes nothing."""
    if Remark.objects.filter(pk=remark.pk, settled_at=None).update(settled_at=at, settled_by=actor.person):
        _record("settle_remark", remark, actor, at)


@transaction.atomic
def reopen(*, remark: Remark, actor: Actor, at: datetime) -> None:
    """Not dealt with after all."""
    if Remark.objects.filter(pk=remark.pk, settled_at__isnull=False).update(settled_at=None, settled_by=None):
        _record("reopen_remark", remark, actor, at)


def _record(act: str, remark: Remark, actor: Actor, at: datetime, **said: str | int) -> None:
    facts = {"plan": str(remark.plan.uuid), "remark": str(remark.uuid), **said}
    acts.record(act, actor=actor, at=at, facts=facts)


def _drafters(plan: Plan) -> list[int]:
    desks = Desk.objects.filter(agency=plan.drafting_agency, position__code=DRAFTER.position)
    return list(desks.values_list("pk", flat=True))


def _tell(
    what: str, entry: UUID, file: ProcessInstance, desks: Sequence[int], actor: Actor, desk: Desk | None, text: str,
    at: datetime,
) -> None:  # fmt: skip
    own = desk.pk if desk else None
    fact = Announcement(
        entry=entry, instance=file.uuid, root=file.uuid, definition=file.definition_key, transition=what,
        state=file.state, title=file.title, at=at, actor=str(actor.person), agency=str(desk.agency) if desk else "",
        reason=text[:QUOTED], version=file.definition_version, told_desks=tuple(pk for pk in desks if pk != own),
    )  # fmt: skip
    registry.announce([fact])


# --- reading


@dataclass
class Thread:
    """A remark with its answers, and the thing of the shown version that it is about now; None: that is gone."""

    remark: Remark
    answers: list[RemarkAnswer]
    item: Item | None


@dataclass
class Threads:
    """All remarks of a plan, seen from one version of it."""

    by_item: dict[tuple[Part, int], list[Thread]] = field(default_factory=dict)
    lost: list[Thread] = field(default_factory=list)  # what they were about is no longer in the text

    @property
    def open(self) -> int:
        all_threads = [*self.lost, *(thread for threads in self.by_item.values() for thread in threads)]
        return sum(not thread.remark.is_settled for thread in all_threads)


def threads(plan: Plan, facts: PlanFacts) -> Threads:
    """Three queries, however many remarks."""
    answers = RemarkAnswer.objects.select_related("author", "desk__agency", "desk__position")
    remarks = list(
        Remark.objects.filter(plan=plan)
        .select_related("version", "author", "desk__agency", "desk__position", "settled_by")
        .defer("version__content", "version__source_text")
        .prefetch_related(Prefetch("answers", answers))
    )
    shown = {(item.part, item.index): item for item in items(facts)}
    ways = _ways(remarks, facts)
    found = Threads()
    for remark in remarks:
        key = ways.get((remark.version_id, Part(remark.part), remark.position))
        thread = Thread(remark, list(remark.answers.all()), shown.get(key) if key else None)
        if key is None or thread.item is None:
            found.lost.append(thread)
        else:
            found.by_item.setdefault(key, []).append(thread)
    return found


def _ways(remarks: Sequence[Remark], facts: PlanFacts) -> dict[tuple[int, Part, int], tuple[Part, int]]:
    """(version, part, position) of a remark → where that stands in `facts`."""
    found: dict[tuple[int, Part, int], tuple[Part, int]] = {}
    versions = PlanVersion.objects.in_bulk({remark.version_id for remark in remarks})
    for pk, version in versions.items():
        places = {(Part(one.part), one.position) for one in remarks if one.version_id == pk}
        for place, now in followed_all(version.facts, facts, places).items():
            found[(pk, *place)] = now
    return found
