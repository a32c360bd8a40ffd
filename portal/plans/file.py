"""One plan's file as a person may see it: its processes, who has them now, and the steps that are this person's."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest

from portal.access import request_time, seats_of
from processes.asked import FACTS
from processes.documents.facts import PlanFacts
from processes.models import Opinion, Plan, PlanVersion
from workflow import authorization, engine, queries, registry, timing
from workflow.context import Actor, Context
from workflow.definition import By, Manner, ProcessDefinition, Reveal, Role, TakeBack, Transition
from workflow.held import Authority
from workflow.models import Agency, AuditEntry, Desk, Participation, Person, ProcessInstance, Task
from workflow.refusals import NotYours

WAYS = ("plan", "approval", "funding_review")  # the processes through which a plan itself goes, one desk at a time


@dataclass(frozen=True)
class Offer:
    """A step that leaves the present state of `instance` and belongs to this person; its conditions are not judged."""

    instance: ProcessInstance
    transition: Transition
    desk: Desk
    process: str

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def title(self) -> str:
        return str(self.transition.title)

    @property
    def is_danger(self) -> bool:
        return self.transition.manner is Manner.END


class PlanFile:
    """Loads what a page asks for, each part once. `reveal` says how much of it the person may see."""

    def __init__(
        self,
        family: Sequence[ProcessInstance],
        reveal: Reveal,
        person: Person,
        seats: Sequence[Authority],
        at: datetime,
    ) -> None:
        """`family`: the plan's own process, then all below it in order of opening."""
        self.root, self.family = family[0], family
        self.reveal, self.person, self.at = reveal, person, at
        self.seats = seats
        self.agency_ids = {seat.desk.agency_id for seat in seats if seat.is_whole}

    def agencies(self, key: str) -> set[int]:
        """Those whose part in processes of this definition the person works on, a desk lent in part included."""
        return authorization.agencies_seen(self.seats, key)

    @property
    def is_working(self) -> bool:
        return self.reveal is Reveal.WORKING

    @cached_property
    def plan(self) -> Plan:
        """With whether another plan continues it, so that plans without a series ask nothing further."""
        following = Exists(Plan.objects.filter(continues=OuterRef("pk")))
        plans = Plan.subjects.select_related("drafter").annotate(is_continued=following)
        return plans.get(pk=self.root.subject_id)

    @cached_property
    def facts(self) -> PlanFacts:
        return self.version.facts

    @cached_property
    def version(self) -> PlanVersion:
        """What this person reads: an agency that was asked for an opinion reads the draft it was asked about."""
        if self.reveal is Reveal.DRAFT and not self.plan.number:
            own = Opinion.objects.filter(plan=self.plan, agency__in=self.agencies("opinion")).select_related("version")
            asked = own.order_by("-version__number").first()
            if asked is not None:
                return asked.version
        assert self.plan.current_version is not None
        return self.plan.current_version

    @cached_property
    def open_instances(self) -> list[ProcessInstance]:
        return [instance for instance in self.family if instance.is_open]

    def states(self, key: str) -> dict[int, ProcessInstance]:
        """Subject id → its latest instance of one definition."""
        return {instance.subject_id: instance for instance in self.family if instance.definition_key == key}

    def latest(self, key: str) -> ProcessInstance | None:
        return next((one for one in reversed(self.family) if one.definition_key == key), None)

    @cached_property
    def _tasks(self) -> list[Task]:
        found = queries.holders(self.open_instances)
        return [task for instance in self.open_instances for task in found.get(instance.pk, [])]

    @cached_property
    def held_tasks(self) -> list[Task]:
        """Every open task of the file; without the whole file in view only those at the person's own agencies."""
        return [
            task
            for task in self._tasks
            if self.is_working or task.desk.agency_id in self.agencies(task.instance.definition_key)
        ]

    @cached_property
    def parts(self) -> dict[tuple[int, str], Agency]:
        """(open instance, part) → the agency that takes it."""
        rows = Participation.objects.filter(instance__in=self.open_instances).select_related("agency")
        return {(row.instance_id, row.participant): row.agency for row in rows}

    @cached_property
    def offers(self) -> list[Offer]:
        """The steps of this person, those of the tasks at the own desks first, then in order of opening."""
        mine = {seat.desk.agency_id for seat in self.seats}
        agencies = {agency.pk for agency in self.parts.values()} & mine
        rights = authorization.held(self.person, agencies, self.at)
        found = [offer for instance in self.open_instances for offer in self._offers_of(instance, rights)]
        return sorted(found, key=lambda offer: (not self.waits(offer.instance), RANK[offer.transition.manner]))

    def waits(self, instance: ProcessInstance) -> bool:
        """Does it lie on a desk of this person?"""
        mine = {seat.desk.pk for seat in self.seats if seat.sees(instance.definition_key)}
        return any(task.instance_id == instance.pk and task.desk_id in mine for task in self.held_tasks)

    def _offers_of(self, instance: ProcessInstance, rights: authorization.Held) -> list[Offer]:
        definition = definition_of(instance)
        any_step = next(iter(definition.steps.values()))
        context = Context(instance, definition, any_step, Actor(person=self.person), self.at)
        machine = definition.machine(context)
        found = []
        for name in machine.available():
            transition = definition.transition(name)
            if transition is None or not self._fits_the_clock(instance, transition):
                continue
            by = self._taker(instance, transition)
            agency = self.parts.get((instance.pk, by.at.key)) if isinstance(by, Role) else None
            if agency is None or not isinstance(by, Role):
                continue
            with suppress(NotYours):
                right = engine.right_of(rights, context, transition, by, agency)
                found.append(Offer(instance, transition, right.desk, str(definition.title)))
        return found

    def _fits_the_clock(self, instance: ProcessInstance, transition: Transition) -> bool:
        """Of stopping the clock and letting it go on, only the one that can be done now is offered."""
        if timing.clock_stands in transition.guards:
            return instance.pk in self._stopped
        return timing.clock_runs not in transition.guards or instance.pk not in self._stopped

    @cached_property
    def _stopped(self) -> set[int]:
        return {task.instance_id for task in self._tasks if task.suspended_at}

    def _taker(self, instance: ProcessInstance, transition: Transition) -> By | None:
        """Whose step it is. What was sent is taken back by whoever sent it, until somebody has opened it."""
        definition = definition_of(instance)
        if not isinstance(transition, TakeBack):
            return definition.actor_of(transition, instance.state)
        sending = self._sent_unopened.get(instance.pk)
        sent = definition.transition(sending.transition) if sending and sending.transition in transition.of else None
        return definition.actor_of(sent, sending.from_state) if sending and sent else None

    @cached_property
    def _sent_unopened(self) -> dict[int, queries.Sending]:
        return queries.sent_unopened(self._tasks, self.person)

    @cached_property
    def came_back(self) -> AuditEntry | None:
        """The step that sent the file back to its drafter, with its reason, while it lies there."""
        for instance in self.open_instances:
            if (instance.definition_key, instance.state) == ("approval", "returned"):
                sent_back = AuditEntry.objects.filter(instance=instance, transition="return_").select_related("person")
                return sent_back.order_by("revision").last()
        return None

    @cached_property
    def editing(self) -> Offer | None:
        """The step by which this person may change the content now: its drafter's, or a leader's who has the file."""
        return next((offer for offer in self.offers if FACTS in offer.transition.needs), None)

    @cached_property
    def revisable(self) -> ProcessInstance | None:
        """The process in which the content may be changed now, by whoever drafts it; None while others have it."""
        for instance in self.open_instances:
            step = definition_of(instance).transition("revise")
            if step is not None and instance.state in step.sources:
                return instance
        return None


RANK = {Manner.FORWARD: 0, Manner.EDIT: 1, Manner.BACK: 2, Manner.END: 3}


def definition_of(instance: ProcessInstance) -> type[ProcessDefinition]:
    return registry.get(instance.definition_key, instance.definition_version)


def state_title(instance: ProcessInstance) -> str:
    return definition_of(instance).state_title(instance.state)


def open_file(request: HttpRequest, root: UUID) -> PlanFile:
    """The file for the person who asks. Raises Http404 where it does not exist for them."""
    person, at = request.user.person, request_time(request)
    family = list(
        ProcessInstance.objects.filter(root__uuid=root, root__definition_key="plan")
        .select_related("field")
        .order_by("opened_at", "pk")
    )
    own = next((instance for instance in family if instance.uuid == root), None)
    reveal = authorization.reveal(person, own, at) if own else None
    if own is None or reveal is None:
        raise Http404
    below = [instance for instance in family if instance is not own]
    for instance in below:
        instance.root = own
    return PlanFile([own, *below], reveal, person, seats_of(request), at)
