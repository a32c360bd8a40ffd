"""Several at once: one wins and the others read why; no join is lost, no deadline fires twice.

Each guard is also taken away on purpose, to see that these tests notice.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from portal.sqlite.base import DatabaseWrapper
from tests.factories.trail import clearable_trail
from tests.processes.world import AT, World
from workflow import audit, deadlines, engine, tasks
from workflow.context import Actor
from workflow.deadlines import OVERDUE
from workflow.engine import taking
from workflow.models import AuditEntry, DeadlineEvent, ProcessInstance
from workflow.refusals import NotPossible, Stale

__all__ = ["clearable_trail"]

pytestmark = pytest.mark.django_db(transaction=True)

SIGNATURES, JOINS = 50, 20
PATIENCE = 30  # seconds after which a thread counts as stuck


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each of `deeds` gave or raised, begun together on threads with connections of their own."""
    barrier = threading.Barrier(len(deeds))
    answers: list[Any] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            barrier.wait(PATIENCE)
            answers[number] = deed()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=row, daemon=True) for row in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "stuck"
    return answers


def firing(world: World, instance: ProcessInstance, name: str, actor: Actor) -> Callable[[], engine.Answer]:
    """The step as that actor would take it, having looked before the race begins."""
    seen = None if actor.is_system else world.seen(instance)
    return lambda: world.fire(instance, name, actor, seen=seen)


def won(answers: Sequence[Any]) -> list[engine.Answer]:
    return [answer for answer in answers if isinstance(answer, engine.Answer)]


# --- two sign at the same moment


def sign_at_once(world: World, signers: Sequence[Actor], approval: ProcessInstance) -> list[Any]:
    return at_once(*(firing(world, approval, "sign", signer) for signer in signers))


def test_of_two_who_sign_at_the_same_moment_one_wins_and_the_other_reads_why() -> None:
    world = World()
    signers = [world.actor("vice_chairman"), world.colleague("vice_chairman")]
    for _round in range(SIGNATURES):
        approval = world.put_below("approval", "initialed")

        answers = sign_at_once(world, signers, approval)

        [refusal] = [answer for answer in answers if not isinstance(answer, engine.Answer)]
        assert len(won(answers)) == 1
        assert isinstance(refusal, Stale | NotPossible), repr(refusal)
        winner = signers[answers.index(won(answers)[0])]
        assert str(winner.person) in str(refusal) and "Ký ban hành" in str(refusal)
        approval.refresh_from_db()
        assert (approval.state, approval.revision) == ("signed", 1)
        assert AuditEntry.objects.filter(instance=approval).count() == 1


def test_a_double_click_signs_once_and_is_answered_twice() -> None:
    world = World()
    signer = world.actor("vice_chairman")
    for _round in range(10):
        approval = world.put_below("approval", "initialed")
        seen, command = world.seen(approval), approval.uuid

        answers = at_once(
            *[lambda: world.fire(approval, "sign", signer, seen=seen, command_id=command)] * 3  # noqa: B023
        )

        assert len(won(answers)) == 3, answers
        assert len({answer.entry for answer in answers}) == 1
        assert sorted(answer.repeated for answer in answers) == [False, True, True]


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what serializes: the row lock on PostgreSQL, the queue and the early write lock on SQLite."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *args, **kwargs: self)
    monkeypatch.setattr(DatabaseWrapper, "_take_turn", lambda self: None)
    begin = DatabaseWrapper._start_transaction_under_autocommit
    assert begin is not None

    def begin_late(self: DatabaseWrapper) -> None:
        self.cursor().execute("BEGIN")

    monkeypatch.setattr(DatabaseWrapper, "_start_transaction_under_autocommit", begin_late)


def meeting_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Two threads wait for each other once `module.name` is done, if both come so far."""
    barrier = threading.Barrier(2)
    work = getattr(module, name)

    def meet(*args: Any, **kwargs: Any) -> Any:
        result = work(*args, **kwargs)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(2)
        return result

    monkeypatch.setattr(module, name, meet)


def test_without_the_lock_the_second_signer_meets_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    signers = [world.actor("vice_chairman"), world.colleague("vice_chairman")]
    approval = world.put_below("approval", "initialed")
    without_lock(monkeypatch)
    meeting_after(monkeypatch, tasks, "parts_of")

    answers = sign_at_once(world, signers, approval)

    [other] = [answer for answer in answers if not isinstance(answer, engine.Answer)]
    assert not isinstance(other, Stale | NotPossible), repr(other)


# --- the last child moves its parent


def consulted(world: World, agencies: int) -> tuple[ProcessInstance, list[ProcessInstance]]:
    """A plan on which that many agencies have their opinion ready to sign."""
    plan = world.plan()
    parent = world.put("plan", "consulted", subject=plan)
    opinions = []
    for _number in range(agencies):
        world.write_version(plan, world.facts(title=f"Bản {plan.versions.count() + 1}"))
        opinions.append(world.put("opinion", "written", subject=world.subject("opinion", plan), parent=parent))
    return parent, opinions


def state(instance: ProcessInstance) -> str:
    return ProcessInstance.objects.get(pk=instance.pk).state


def test_the_last_opinion_moves_the_plan_in_the_same_transaction() -> None:
    world = World()
    head = world.actor("agency_head")
    parent, opinions = consulted(world, 4)
    states = []
    for opinion in opinions:
        world.fire(opinion, "sign", head)
        states.append(state(parent))

    assert states == ["consulted", "consulted", "consulted", "completed"]
    entry = AuditEntry.objects.get(instance=parent)
    assert (entry.transition, entry.actor, entry.at) == ("opinions_received", None, AT)
    assert entry.facts == {"because_of": "opinion.sign"}
    [task] = parent.tasks.filter(status="open")
    assert task.desk.position.code == "specialist"


def test_a_plan_that_cannot_go_on_keeps_its_last_opinion_open(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    parent, [opinion] = consulted(world, 1)
    chain = audit.chain

    def fail_for_the_plan(entry: AuditEntry, previous: str) -> str:
        if entry.transition == "opinions_received":
            raise RuntimeError("no way on")
        return chain(entry, previous)

    monkeypatch.setattr(audit, "chain", fail_for_the_plan)
    with pytest.raises(RuntimeError):
        world.fire(opinion, "sign", world.actor("agency_head"))

    assert (state(parent), state(opinion)) == ("consulted", "written")
    assert not AuditEntry.objects.filter(instance=opinion).exists()


def test_two_opinions_that_end_at_once_never_lose_the_join() -> None:
    world = World()
    heads = [world.actor("agency_head"), world.colleague("agency_head")]
    for _round in range(JOINS):
        parent, opinions = consulted(world, 2)

        answers = at_once(*(firing(world, o, "sign", head) for o, head in zip(opinions, heads, strict=True)))

        assert len(won(answers)) == 2, answers
        assert state(parent) == "completed"
        assert AuditEntry.objects.filter(instance=parent).count() == 1


@pytest.mark.only_on("postgresql")
def test_without_the_lock_on_the_parent_the_join_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """(SQLite has one writer at a time whatever is locked.)"""
    world = World()
    heads = [world.actor("agency_head"), world.colleague("agency_head")]
    parent, opinions = consulted(world, 2)
    deeds = [firing(world, o, "sign", head) for o, head in zip(opinions, heads, strict=True)]
    without_lock(monkeypatch)
    meeting_after(monkeypatch, taking, "_is_enough")

    answers = at_once(*deeds)

    assert len(won(answers)) == 2, answers
    assert state(parent) == "consulted"


def test_the_plan_is_withdrawn_while_its_last_opinion_is_signed() -> None:
    """Either the opinion comes first or the withdrawal; both end, and nobody meets a lock error."""
    world = World()
    for _round in range(10):
        parent, [opinion] = consulted(world, 1)

        withdrawn, signed = at_once(
            firing(world, parent, "withdraw", world.actor("drafter")),
            firing(world, opinion, "sign", world.actor("agency_head")),
        )

        if isinstance(withdrawn, engine.Answer):
            assert (state(parent), state(opinion)) == ("withdrawn", "cancelled")
            assert isinstance(signed, Stale | NotPossible), repr(signed)
        else:
            assert isinstance(withdrawn, Stale), repr(withdrawn)
            assert (state(parent), state(opinion)) == ("completed", "given")


# --- several tickers


def test_of_three_tickers_one_ends_the_time_of_each_agency() -> None:
    world = World()
    late = AT + timedelta(days=5)
    for _round in range(10):
        parent, opinions = consulted(world, 2)

        fired = at_once(*[lambda: deadlines.fire_due(late)] * 3)

        assert sum(fired) == 2, fired
        assert [state(opinion) for opinion in opinions] == ["late", "late"]
        assert state(parent) == "completed"
        assert AuditEntry.objects.filter(instance__in=opinions).count() == 2
        assert DeadlineEvent.objects.filter(task__instance__in=opinions, kind=OVERDUE).count() == 2


def test_an_agency_that_signs_as_its_time_ends_is_either_in_time_or_late() -> None:
    world = World()
    late = AT + timedelta(days=5)
    for _round in range(10):
        parent, [opinion] = consulted(world, 1)

        signed, fired = at_once(
            firing(world, opinion, "sign", world.actor("agency_head")), lambda: deadlines.fire_due(late)
        )

        if isinstance(signed, engine.Answer):
            assert (state(opinion), fired) == ("given", 0)
        else:
            assert isinstance(signed, Stale), repr(signed)
            assert (state(opinion), fired) == ("late", 1)
        assert state(parent) == "completed"


def test_the_store_is_a_real_one() -> None:
    """A database in memory would serialize everything by itself and prove nothing."""
    assert connection.vendor == "postgresql" or "memory" not in str(connection.settings_dict["NAME"])
