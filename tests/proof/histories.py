"""Histories made at random: people come and go, decide, hesitate, repeat themselves; the clock runs on.

A history is replayed by its seed. After it (and every so often within) all invariants are asked of the database, and
the ledger of what people were told is held against it: what was acknowledged is there once.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.factories import make_agency, make_holder
from tests.proof.processes import NewerCase
from workflow import (
    absence,
    deadlines,
    delegation,
    engine,
    invariants,
    lent,
    moving,
    opening,
    organization,
    queries,
    registry,
    seals,
    staffing,
    succession,
)
from workflow.calendar import ZONE
from workflow.context import Actor, Seen
from workflow.definition import Manner
from workflow.models import (
    Account,
    Agency,
    Appointment,
    AuditEntry,
    Delegation,
    Desk,
    Person,
    ProcessInstance,
    Succession,
    Task,
)
from workflow.models.base import valid_on
from workflow.refusals import Refusal

BEGIN = datetime(2026, 3, 2, 8, tzinfo=ZONE)
POSTS = ("specialist", "head", "deputy_head", "clerk")


@dataclass
class Told:
    """What a person was told about one command."""

    command: uuid.UUID
    account: int
    answer: engine.Answer


@dataclass
class History:
    """The world of one history and what has happened in it."""

    seed: int
    chance: random.Random
    at: datetime = BEGIN
    administrator: Actor = field(init=False)
    ledger: list[Told] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def day(self) -> date:
        return self.at.date()

    def actor(self) -> Actor:
        """Anybody who may sign in."""
        account = self._one(Account.objects.filter(is_active=True, person__isnull=False).select_related("person"))
        return Actor.of(account)

    def work(self) -> tuple[ProcessInstance, Actor] | None:
        """An open file and somebody at whose desk it lies, if there is any."""
        waiting = Task.objects.filter(status=Task.Status.OPEN, desk__isnull=False)
        task = self._one(waiting.select_related("instance"))
        if task is None:
            return None
        holders = Account.objects.filter(
            valid_on(self.day, "person__appointments__"), person__appointments__desk=task.desk_id, is_active=True
        )
        account = self._one(holders.select_related("person").distinct())
        return (task.instance, Actor.of(account)) if account else None

    def seat(self) -> Appointment:
        """Somebody's seat today."""
        seats = Appointment.objects.filter(valid_on(self.day), person__accounts__is_active=True).distinct()
        return self._one(seats.select_related("desk__agency", "desk__position", "person"))

    def open_file(self) -> ProcessInstance | None:
        return self._one(ProcessInstance.objects.filter(closed_at__isnull=True))

    def _one(self, rows):  # type: ignore[no-untyped-def]
        """One of them, the same for the same seed."""
        count = rows.count()
        return rows.order_by("pk")[self.chance.randrange(count)] if count else None


Deed = Callable[[History], None]


# --- the world


def make_world(history: History, *, agencies: int, people: int) -> None:
    """Departments with desks, an office that holds the mandate, people with accounts and (most of them) a desk."""
    center = make_agency("Văn phòng", code="history-center", kind=Agency.Kind.OFFICE, mandates=["center"], posts=POSTS)
    houses = [
        make_agency(f"Sở thử nghiệm {n}", code=f"history-{n:04d}", kind=Agency.Kind.DEPARTMENT, posts=POSTS)
        for n in range(agencies)
    ]
    persons = Person.objects.bulk_create(
        [Person(full_name=f"Cán bộ {n}", email=f"can-bo-{n}@example.vn") for n in range(people)], batch_size=500
    )
    accounts = [Account(username=f"history-{n}", password="!", person=person) for n, person in enumerate(persons)]
    accounts += [
        Account(username=f"history-{n}-b", password="!", person=person) for n, person in enumerate(persons[:9])
    ]
    Account.objects.bulk_create(accounts, batch_size=500)
    history.administrator = Actor.of(make_holder(center, "administrator").accounts.get())
    desks = list(Desk.objects.filter(agency__in=[center, *houses]).order_by("pk"))
    seats = [Appointment(person=p, desk=desks[n % len(desks)], valid_from=BEGIN.date()) for n, p in enumerate(persons)]
    Appointment.objects.bulk_create(seats, batch_size=500)


# --- what people do


def start_file(history: History) -> None:
    seat = history._one(Appointment.objects.filter(desk__position__code="specialist", desk__agency__kind="department"))
    account = seat.person.accounts.order_by("pk")[0]
    engine.start(
        definition_key="history_case",
        subject_id=seat.person_id,
        title=f"Hồ sơ {history.chance.randrange(1000)}",
        agencies={"owner": seat.desk.agency},
        actor=Actor.of(account),
        at=history.at,
        command_id=_command(history),
    )


def act(history: History) -> None:
    """Take a step that is offered at one's desk, forward more often than back."""
    if (found := history.work()) is None:
        return
    instance, actor = found
    offered = [action for action in queries.actions(instance, actor, history.at) if action.possible]
    if offered:
        weights = [WEIGHTS.get(action.manner, 1) for action in offered]
        [chosen] = history.chance.choices(offered, weights)
        _fire(history, instance, chosen.name, actor)


LEAST_HOUSES = 5  # so that there is somebody to ask
WEIGHTS = {Manner.FORWARD: 6}


def act_anyhow(history: History) -> None:
    """Anybody tries any step of any file: nearly always refused, never wrongly done."""
    instance = history.open_file()
    if instance is not None:
        definition = queries.registry.get(instance.definition_key, instance.definition_version)
        _fire(history, instance, history.chance.choice(sorted(definition.steps)), history.actor())


def act_on_an_old_page(history: History) -> None:
    if (found := history.work()) is None:
        return
    instance, actor = found
    if instance.revision:
        for action in queries.actions(instance, actor, history.at)[:1]:
            _fire(history, instance, action.name, actor, seen=Seen(instance.revision - 1))


def repeat_a_command(history: History) -> None:
    """The browser sends it again: the first answer, word for word, and nothing done twice."""
    if not history.ledger:
        return
    told = history.chance.choice(history.ledger)
    account = Account.objects.select_related("person").get(pk=told.account)
    entry = AuditEntry.objects.get(uuid=told.answer.entry)
    again = engine.fire(
        instance_id=told.answer.instance,
        transition=entry.transition,
        actor=Actor.of(account),
        at=history.at,
        seen=Seen(entry.revision - 1),
        command_id=told.command,
        inputs=entry.inputs,
    )
    assert again.repeated
    assert (again.entry, again.revision, again.state) == (told.answer.entry, told.answer.revision, told.answer.state)


def open_page(history: History) -> None:
    if (found := history.work()) is not None and found[1].account is not None:
        instance, actor = found
        opening.opened(instances=[instance.uuid], account=actor.account, at=history.at)


def take_back(history: History) -> None:
    """Who moved a file last changes their mind."""
    entry = history._one(AuditEntry.objects.filter(person__isnull=False, instance__closed_at__isnull=True))
    if entry is not None:
        instance = ProcessInstance.objects.get(pk=entry.instance_id)
        _fire(history, instance, "take_back", Actor.of(entry.actor))


def _fire(history: History, instance: ProcessInstance, name: str, actor: Actor, seen: Seen | None = None) -> None:
    command = _command(history)
    targets = ("drawn", "submitted")
    answer = engine.fire(
        instance_id=instance.uuid,
        transition=name,
        actor=actor,
        at=history.at,
        seen=seen or Seen(ProcessInstance.objects.values_list("revision", flat=True).get(pk=instance.pk)),
        command_id=command,
        inputs={"reason": "Lý do", "target": history.chance.choice(targets)},
    )
    assert actor.account is not None
    history.ledger.append(Told(command, actor.account.pk, answer))


def _command(history: History) -> uuid.UUID:
    return uuid.UUID(int=history.chance.getrandbits(128))


# --- what happens to them


def pass_time(history: History) -> None:
    """Hours, a weekend, sometimes two weeks; then the tick, twice, and once with a clock that lags."""
    hours = history.chance.choice((1, 4, 24, 24, 72, 200))
    history.at += timedelta(hours=hours)
    for moment in (history.at, history.at - timedelta(hours=1), history.at):
        succession.apply_due(moment)
        deadlines.fire_due(moment)
        staffing.recheck_due(moment)
    seals.seal_due(history.at)


def leave_post(history: History) -> None:
    """An appointment ends yesterday's evening; the desk keeps at least one holder."""
    seat = history._one(Appointment.objects.filter(valid_to__isnull=True, valid_from__lt=history.day))
    if seat is not None and Appointment.objects.filter(desk=seat.desk, valid_to__isnull=True).count() > 1:
        used = AuditEntry.objects.filter(person=seat.person, at__date__gte=history.day).exists()
        if not used:
            Appointment.objects.filter(pk=seat.pk).update(valid_to=history.day - timedelta(days=1))


def take_post(history: History) -> None:
    person = history._one(Person.objects.all())
    desk = history._one(Desk.objects.filter(agency__valid_to__isnull=True))
    organization.appoint(
        person=person,
        agency=desk.agency,
        position=desk.position.code,
        valid_from=history.day,
        actor=history.administrator,
        at=history.at,
    )


# --- lending, reorganizing, deploying


def go_away(history: History) -> None:
    """Some days off; sometimes a colleague stands in."""
    seat = history.seat()
    others = Appointment.objects.filter(valid_on(history.day), desk__agency=seat.desk.agency).exclude(
        person=seat.person
    )
    colleague = history._one(others) if history.chance.random() < 0.7 else None
    absence.record_absence(
        person=seat.person,
        valid_from=history.day,
        valid_to=history.day + timedelta(days=history.chance.randrange(1, 6)),
        reason="Nghỉ phép",
        stand_in=colleague.person if colleague else None,
        actor=Actor.of(seat.person.accounts.order_by("pk")[0]),
        at=history.at,
    )


def lend(history: History) -> None:
    """A head lends, to a deputy, by order or on a paper; the rules refuse most of what is tried."""
    heads = Appointment.objects.filter(valid_on(history.day), desk__position__code__in=("head", "deputy_head"))
    seat = history._one(heads.select_related("desk__agency", "person"))
    others = Appointment.objects.filter(valid_on(history.day), desk__agency=seat.desk.agency).exclude(
        person=seat.person
    )
    to = history._one(others)
    capacity = history.chance.choice(("KT.", "KT.", "TL.", "TUQ."))
    scope = history.chance.choice(([], ["history_case.endorse"], ["history_slip.agree", "history_slip.refuse"]))
    delegation.delegate(
        delegator=seat.person,
        desk=seat.desk,
        delegate=to.person,
        capacity=capacity,
        scope=scope,
        valid_from=history.day,
        valid_to=history.day + timedelta(days=history.chance.randrange(1, 20)),
        paper="Quyết định số 1",
        actor=Actor.of(seat.person.accounts.order_by("pk")[0]),
        at=history.at,
    )


def act_for_another(history: History) -> None:
    """Whoever holds a lent right uses it, where there is work for it."""
    loan = history._one(lent.in_force(history.at).filter(desk__tasks__status="open").distinct())
    if loan is None:
        return
    task = history._one(Task.objects.filter(status=Task.Status.OPEN, desk=loan.desk).select_related("instance"))
    if task is not None:
        actor = Actor.of(loan.delegate.accounts.order_by("pk")[0])
        offered = [action for action in queries.actions(task.instance, actor, history.at) if action.possible]
        if offered:
            _fire(history, task.instance, history.chance.choice(offered).name, actor)


def revoke(history: History) -> None:
    loan = history._one(Delegation.objects.filter(revoked_at__isnull=True, valid_to__gte=history.day))
    if loan is not None:
        actor = Actor.of(loan.first_hand.delegator.accounts.order_by("pk")[0])
        delegation.revoke(loan, actor=actor, reason="Không còn cần", at=history.at)


def merge_agencies(history: History) -> None:
    """One department becomes part of another within days; its people are appointed there, one by one."""
    houses = Agency.objects.filter(valid_on(history.day), kind=Agency.Kind.DEPARTMENT, valid_to__isnull=True)
    if houses.count() < LEAST_HOUSES:
        return
    ending = history._one(houses)
    following = history._one(houses.exclude(pk=ending.pk))
    day = history.day + timedelta(days=history.chance.randrange(0, 4))
    seated = [
        seat.desk.position.code for seat in Appointment.objects.filter(valid_on(history.day), desk__agency=ending)
    ]
    succession.prepare(
        kind="merge",
        effective_on=day,
        paper="Nghị quyết số 2",
        parts=[succession.Part(ending, following)],
        actor=history.administrator,
        at=history.at,
    )
    for code in dict.fromkeys(seated):
        person = history._one(Person.objects.filter(appointments__desk__agency=ending).distinct())
        organization.appoint(
            person=person, agency=following, position=code, valid_from=day, actor=history.administrator, at=history.at
        )


def undo_a_merger(history: History) -> None:
    row = history._one(Succession.objects.filter(undone_at__isnull=True, applied_at__isnull=False))
    if row is not None:
        succession.undo(row, history.administrator, history.at)


def deploy_and_move(history: History) -> None:
    """A newer version comes beside the old one; running files go over to it, and sometimes back."""
    registry.register(NewerCase)
    made = moving.move("history_case", 1, 2, reason="Thêm bước", actor=history.administrator, at=history.at)
    if history.chance.random() < 0.5:
        moving.undo(made, actor=history.administrator, at=history.at + timedelta(minutes=1))


DEEDS: list[tuple[Deed, int]] = [
    (act, 60),
    (start_file, 8),
    (act_anyhow, 8),
    (act_on_an_old_page, 4),
    (repeat_a_command, 4),
    (open_page, 6),
    (take_back, 6),
    (pass_time, 5),
    (leave_post, 2),
    (take_post, 2),
    (go_away, 4),
    (lend, 8),
    (act_for_another, 12),
    (revoke, 2),
    (merge_agencies, 1),
    (undo_a_merger, 1),
    (deploy_and_move, 1),
]
REFUSALS = (Refusal, organization.NoDesk)


# --- the run


def run(seed: int, *, operations: int, agencies: int = 6, people: int = 40, look_every: int = 0) -> History:
    """One history. Raises AssertionError with the seed and the violations when something does not hold."""
    history = History(seed, random.Random(seed))
    make_world(history, agencies=agencies, people=people)
    for number in range(1, operations + 1):
        [deed] = history.chance.choices([deed for deed, _ in DEEDS], [weight for _, weight in DEEDS])
        try:
            deed(history)
            history.done[deed.__name__] += 1
        except REFUSALS as refusal:
            history.refused[type(refusal).__name__] += 1
        history.at += timedelta(minutes=history.chance.randrange(1, 90))
        if look_every and number % look_every == 0:
            check(history)
    check(history)
    return history


def check(history: History) -> None:
    """Every invariant, and every acknowledged command once."""
    found = [str(violation) for violation in invariants.violations(history.at)]
    assert not found, f"seed {history.seed}: {found[:10]}"
    for told in history.ledger:
        rows = AuditEntry.objects.filter(actor=told.account, command_id=told.command)
        assert [row.uuid for row in rows] == [told.answer.entry], f"seed {history.seed}: {told} is not there once"
