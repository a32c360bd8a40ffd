"""What a person sent to the wrong post or too early can be taken back, by that person, until somebody has opened it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes.world import AT, World, definitions
from workflow import opening
from workflow.definition import Principal, ProcessDefinition, Role, TakeBack, Transition
from workflow.models import AccessEntry, AuditEntry, ProcessInstance, Task
from workflow.refusals import AlreadyOpened, NotSentByYou


def sendings() -> Iterator[tuple[type[ProcessDefinition], Transition, str]]:
    """(definition, what was sent, from which state)."""
    for definition in definitions():
        for back in definition.transitions():
            for name in back.of if isinstance(back, TakeBack) else ():
                sent = definition.transition(name)
                assert sent is not None
                yield from ((definition, sent, state) for state in sent.sources)


each = pytest.mark.parametrize(
    ("definition", "sent", "state"), [pytest.param(d, t, s, id=f"{d.key}.{t.name}") for d, t, s in sendings()]
)


def send(
    world: World, definition: type[ProcessDefinition], sent: Transition, state: str
) -> tuple[ProcessInstance, str, str]:
    """The file that was sent; who sent it, who has it now."""
    instance = world.put_below(definition.key, state)
    sender = definition.actor_of(sent, state)
    assert not isinstance(sender, Principal)
    world.fire(instance, sent.name, world.actor(sender.key))
    instance.refresh_from_db()
    receiver = definition.stages[instance.state].assigned_to
    return instance, sender.key, receiver.key


@each
def test_it_goes_back_to_where_it_came_from(
    world: World, definition: type[ProcessDefinition], sent: Transition, state: str
) -> None:
    instance, sender, _receiver = send(world, definition, sent, state)
    assert world.fire(instance, "take_back", world.actor(sender)).state == state
    holder = definition.stages[state].assigned_to
    assert isinstance(holder, Role)
    assert Task.objects.get(instance=instance, status=Task.Status.OPEN).desk.position.code == holder.position


@each
def test_nobody_but_the_sender_can_take_it_back(
    world: World, definition: type[ProcessDefinition], sent: Transition, state: str
) -> None:
    instance, sender, receiver = send(world, definition, sent, state)
    for other in (world.actor(receiver), world.colleague(sender)):
        with pytest.raises(NotSentByYou):
            world.fire(instance, "take_back", other)


@each
def test_the_sender_cannot_take_it_back_when_it_has_been_opened(
    world: World, definition: type[ProcessDefinition], sent: Transition, state: str
) -> None:
    instance, sender, receiver = send(world, definition, sent, state)
    by_sender, by_receiver = world.actor(sender).account, world.actor(receiver).account
    assert by_sender is not None and by_receiver is not None
    opening.opened(instances=[instance.uuid], account=by_sender, at=AT)
    assert Task.objects.get(instance=instance, status=Task.Status.OPEN).seen_at is None
    opening.opened(instances=[instance.uuid], account=by_receiver, at=AT)
    with pytest.raises(AlreadyOpened):
        world.fire(instance, "take_back", world.actor(sender))


@each
def test_what_gave_a_number_is_not_taken_back(
    world: World, definition: type[ProcessDefinition], sent: Transition, state: str
) -> None:
    instance, _sender, _receiver = send(world, definition, sent, state)
    assert not {"number", "incoming_number"} & set(AuditEntry.objects.get(instance=instance).facts)


def test_opening_again_is_recorded_after_a_while_only(world: World) -> None:
    instance = world.put_below("opinion", "asked")
    account = world.actor("agency_officer").account
    assert account is not None
    for minutes in (0, 1, 9):
        opening.opened(instances=[instance.uuid], account=account, at=AT.replace(minute=minutes))
    assert AccessEntry.objects.get().at == AT
    opening.opened(instances=[instance.uuid], account=account, at=AT.replace(minute=11))
    assert AccessEntry.objects.count() == 2
    assert Task.objects.get(instance=instance).seen_at == AT
