"""A plan on its way to a signature: what a leader weighs, on a card or on the dossier's own page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from processes.approval import ApprovalProcess
from processes.models import Approval, FundingReview, Opinion, Plan
from workflow.models import AuditEntry, ProcessInstance


@dataclass(frozen=True)
class Word:
    """What somebody on the way up said with a step: a return's reason, a slip, a note."""

    who: str
    agency: str
    at: datetime
    text: str
    target: str = ""


@dataclass(frozen=True)
class Opinions:
    """What agencies were asked and answered about the last version that was sent to them."""

    answers: tuple[Opinion, ...] = ()

    @property
    def asked(self) -> int:
        return len(self.answers)

    @property
    def given(self) -> int:
        return sum(bool(answer.given_at) for answer in self.answers)

    @property
    def agree(self) -> int:
        return self._given(Opinion.Kind.AGREES)

    @property
    def remark(self) -> int:
        return self._given(Opinion.Kind.REMARKS)

    @property
    def disagree(self) -> int:
        return self._given(Opinion.Kind.DISAGREES)

    @property
    def late(self) -> int:
        return sum(answer.days_late > 0 for answer in self.answers)

    @property
    def silent(self) -> int:
        return self.asked - self.given

    def _given(self, kind: str) -> int:
        return sum(answer.kind == kind for answer in self.answers if answer.given_at)


@dataclass(frozen=True)
class Edit:
    """A leader's own change of the text, saved as this version."""

    version: int
    word: Word


@dataclass
class Way:
    """What the trail of one way up tells. `revised`: the number and note of each version saved on the way."""

    returned: Word | None = None
    slip: Word | None = None
    initialed: Word | None = None
    revised: list[tuple[int, str]] = field(default_factory=list)
    edited: list[Edit] = field(default_factory=list)

    @property
    def version_returned(self) -> int | None:
        """The version that was sent back last; None where nothing was, or nothing has changed since."""
        return self.revised[0][0] - 1 if self.returned and self.revised else None


@dataclass(frozen=True)
class Dossier:
    """An approval with what it is about. `review`: the one that agreed to the money as it stands, if one was needed."""

    instance: UUID
    root: UUID
    approval: Approval
    total: int
    opinions: Opinions
    review: FundingReview | None
    way: Way

    @property
    def plan(self) -> Plan:
        return self.approval.plan


def dossiers(instances: Iterable[ProcessInstance]) -> dict[UUID, Dossier]:
    """By the instance's public id; four queries however many there are."""
    found = {one.subject_id: one for one in instances}
    approvals = list(Approval.subjects.filter(pk__in=found))
    plans = [approval.plan_id for approval in approvals]
    opinions, reviews, ways = _opinions(plans), _reviews(approvals), _ways(list(found.values()))
    return {
        found[approval.pk].uuid: Dossier(
            instance=found[approval.pk].uuid,
            root=_root(found[approval.pk]),
            approval=approval,
            total=sum(line.amount for line in approval.facts.costs),
            opinions=opinions.get(approval.plan_id, Opinions()),
            review=reviews.get(approval.plan_id),
            way=ways.get(found[approval.pk].pk, Way()),
        )
        for approval in approvals
    }


def _root(instance: ProcessInstance) -> UUID:
    assert instance.root is not None
    return instance.root.uuid


def _opinions(plans: Sequence[int]) -> dict[int, Opinions]:
    by_plan: dict[int, dict[int, list[Opinion]]] = {}
    for opinion in Opinion.objects.filter(plan__in=plans).select_related("agency").order_by("agency__name"):
        by_plan.setdefault(opinion.plan_id, {}).setdefault(opinion.version_id, []).append(opinion)
    return {plan: Opinions(tuple(versions[max(versions)])) for plan, versions in by_plan.items()}


def _reviews(approvals: Sequence[Approval]) -> dict[int, FundingReview]:
    """By plan: the last review that agreed to exactly the cost lines that the plan has now."""
    costs = {approval.plan_id: approval.facts.costs for approval in approvals}
    agreed = FundingReview.objects.filter(plan__in=costs, agreed=True).select_related("version").order_by("pk")
    return {review.plan_id: review for review in agreed if review.version.facts.costs == costs[review.plan_id]}


def _ways(instances: Sequence[ProcessInstance]) -> dict[int, Way]:
    told = AuditEntry.objects.filter(
        instance__in=instances, transition__in=("return_", "revise", "propose", "initial_off", "take_back", "edit")
    )
    found: dict[int, Way] = {}
    for entry in told.select_related("person").order_by("revision"):
        _tell(found.setdefault(entry.instance_id, Way()), entry)
    return found


def _tell(way: Way, entry: AuditEntry) -> None:
    if entry.transition == "return_":
        way.returned, way.revised = _word(entry, "reason"), []
        way.slip = way.initialed = None
    elif entry.transition == "revise":
        if isinstance(entry.facts.get("version"), int):  # an unchanged text makes no version
            way.revised.append((entry.facts["version"], str(entry.inputs.get("note") or "")))
    elif entry.transition == "edit":
        if isinstance(entry.facts.get("version"), int):
            way.edited.append(Edit(entry.facts["version"], _word(entry, "note")))
    elif entry.transition == "take_back":
        way.initialed = None
        way.slip = None if entry.to_state == ApprovalProcess.states.REGISTERED else way.slip
    elif entry.transition == "propose":
        way.slip = _word(entry, "slip")
    else:
        way.initialed = _word(entry, "note")


def _word(entry: AuditEntry, key: str) -> Word:
    return Word(
        who=str(entry.person or ""),
        agency=str(entry.authority.get("agency", "")),
        at=entry.at,
        text=str(entry.inputs.get(key) or ""),
        target=entry.to_state,
    )
