"""Hundreds of pages on one process: each hears what is its own, and all of it. Thousands: tests/proof/sockets.py."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import redis
from django.conf import settings

from notifications import outlet, recipients
from notifications.delivery import in_app
from notifications.hub import Hub
from notifications.models import Notification
from notifications.tasks import expand
from tests.proof.crowd import Crowd
from tests.proof.swarm import Swarm

from .server import serving

pytestmark = pytest.mark.django_db(transaction=True)

SOCKETS = 500
ROUNDS = 4
Telling = Callable[[Crowd, int], None]


def tell(crowd: Crowd, number: int) -> None:
    """As a worker of this process does it."""
    expand.func(announcements=[outlet.snapshot(fact) for fact in crowd.facts(f"step_{number}")])


def tell_from_elsewhere(crowd: Crowd, number: int) -> None:
    """As a worker without pages does it: its ring comes through Redis alone."""
    rows = in_app.store(recipients.letters(crowd.facts(f"step_{number}")))
    Hub().ring({row.account_id: [str(row.uuid)] for row in rows})


def own_ids() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for account, uuid in Notification.objects.values_list("account", "uuid"):
        found.setdefault(account, set()).add(str(uuid))
    return found


async def hear(port: int, crowd: Crowd, telling: Telling, between: Callable[[], object] = lambda: None) -> Swarm:
    """All pages hear some rounds; `between` happens in the middle of them."""
    swarm = Swarm(port, crowd.cookies)
    await swarm.open()
    for number in range(1, ROUNDS + 1):
        await asyncio.to_thread(telling, crowd, number)
        assert await swarm.have_heard(number, seconds=10), swarm.waiting(number)
        if number == ROUNDS // 2:
            await asyncio.to_thread(between)
    await swarm.close()
    return swarm


def check(swarm: Swarm) -> None:
    own = own_ids()
    assert {len(ids) for ids in own.values()} == {ROUNDS} and len(own) == SOCKETS
    assert swarm.lost(own) == [] and swarm.strange(own) == []
    assert sum(page.doubles for page in swarm.pages) == 0


def test_each_page_hears_its_own_and_all_of_it() -> None:
    crowd = Crowd(SOCKETS)
    with serving() as port:
        check(asyncio.run(hear(port, crowd, tell)))


@pytest.mark.only_on("redis")
def test_a_flush_of_redis_in_the_middle_loses_nothing() -> None:
    crowd = Crowd(SOCKETS)
    with serving() as port, redis.Redis.from_url(settings.REDIS_URL) as client:
        check(asyncio.run(hear(port, crowd, tell_from_elsewhere, client.flushall)))
