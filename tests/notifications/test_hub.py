"""The hub by itself: without pages, with slow pages, and between processes."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterable, Iterator

import pytest
from channels.layers import get_channel_layer

from notifications.consumers import MAX_IDS, BellConsumer
from notifications.hub import LOOKS_PER_SECOND, QUICK_SECONDS, Hub
from notifications.sessions import SignIn


class Page:
    """A page of account 7 that writes down what it hears."""

    sign_in = SignIn("session", 7, "hash")

    def __init__(self) -> None:
        self.heard: asyncio.Queue[list[str]] = asyncio.Queue()

    def ring(self, ids: Iterable[str], within: float) -> None:
        self.within = within
        self.heard.put_nowait(list(ids))

    def hang_up(self, code: int) -> None:
        raise AssertionError("nobody signed out")


def in_thread(hub: Hub, ids: list[str]) -> None:
    ringing = threading.Thread(target=hub.ring, args=({7: ids},))
    ringing.start()
    ringing.join()


def test_a_command_without_pages_rings_at_nothing() -> None:
    Hub().ring({7: ["one"]})


async def test_a_ring_from_a_thread_reaches_every_page_of_the_account() -> None:
    hub, pages = Hub(), [Page(), Page()]
    for page in pages:
        hub.join(page)

    in_thread(hub, ["one"])

    assert [await asyncio.wait_for(page.heard.get(), 5) for page in pages] == [["one"], ["one"]]
    await hub.stop()


async def test_many_pages_that_are_rung_at_once_look_one_after_another() -> None:
    hub, pages = Hub(), [Page() for _ in range(400)]
    hub.join(pages[0])
    in_thread(hub, ["one"])
    await asyncio.wait_for(pages[0].heard.get(), 5)
    assert pages[0].within == QUICK_SECONDS

    for page in pages:
        hub.join(page)
    in_thread(hub, ["two"])
    await asyncio.wait_for(pages[-1].heard.get(), 5)
    assert {page.within for page in pages} == {400 / LOOKS_PER_SECOND}
    await hub.stop()


async def test_a_ring_asks_its_own_sockets_only() -> None:
    """However many others are open: what is not rung is not even looked at."""
    hub, page = Hub(), Page()
    hub.join(page)
    hub._sockets |= {account: _Untouchable() for account in range(1000, 6000)}

    in_thread(hub, ["one"])

    assert await asyncio.wait_for(page.heard.get(), 5) == ["one"]
    hub._sockets.clear()
    await hub.stop()


class _Untouchable(set):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[object]:
        raise AssertionError("somebody else's sockets were looked at")


async def test_a_slow_page_delays_no_other() -> None:
    hub, slow, quick = Hub(), BellConsumer(), Page()
    slow.sign_in = Page.sign_in
    is_stuck = asyncio.Event()

    async def send(text_data: str) -> None:
        await is_stuck.wait()

    slow.send = send
    hub.join(slow)
    hub.join(quick)
    for number in range(3):
        in_thread(hub, [str(number)])

    assert [await asyncio.wait_for(quick.heard.get(), 5) for _ in range(3)] == [["0"], ["1"], ["2"]]
    assert len(slow._work) == 1, "and it holds one task, however often it is rung"
    is_stuck.set()
    await asyncio.wait_for(next(iter(slow._work)), 5)
    await hub.stop()


async def test_a_page_that_left_hears_nothing_and_leaves_nothing_behind() -> None:
    hub, page, other = Hub(), Page(), Page()
    hub.join(page)
    hub.leave(page)
    hub.leave(page)
    assert not hub._sockets
    hub.join(other)

    in_thread(hub, ["one"])

    await asyncio.wait_for(other.heard.get(), 5)
    assert page.heard.empty()
    await hub.stop()


async def test_a_hub_starts_again_on_another_loop() -> None:
    hub = Hub()
    await asyncio.to_thread(lambda: asyncio.run(_joined(hub)))  # that loop is closed now
    in_thread(hub, ["into the void"])
    page = Page()
    hub.join(page)

    in_thread(hub, ["one"])

    assert await asyncio.wait_for(page.heard.get(), 5) == ["one"]
    await hub.stop()


async def _joined(hub: Hub) -> None:
    hub.join(Page())


async def test_rings_that_come_while_a_page_is_slow_go_out_together() -> None:
    page, sent, is_quick = BellConsumer(), list[list[str]](), asyncio.Event()

    async def send(text_data: str) -> None:
        sent.append(json.loads(text_data)["ids"])
        await is_quick.wait()

    page.send = send
    page.ring(["one"], 0.25)
    (sending,) = page._work
    await asyncio.sleep(0)  # the first leaves
    for number in range(3 * MAX_IDS):
        page.ring([str(number), str(number)], 0.25)
    is_quick.set()
    await asyncio.wait_for(sending, 5)

    assert sent == [["one"], [str(number) for number in range(2 * MAX_IDS, 3 * MAX_IDS)]]


async def test_a_page_that_went_away_stops_nobody() -> None:
    page = BellConsumer()
    page.sign_in = Page.sign_in

    async def send(text_data: str) -> None:
        raise OSError("the page has gone")

    page.send = send
    page.ring(["one"], 0.25)
    (sending,) = page._work

    await asyncio.wait_for(sending, 5)


@pytest.mark.only_on("redis")
async def test_a_ring_reaches_the_pages_of_other_processes_once() -> None:
    here, there, page, own = Hub(), Hub(), Page(), Page()
    await _subscribed(here)
    await _subscribed(there)
    here.join(own)
    there.join(page)

    in_thread(here, ["one"])
    assert await asyncio.wait_for(page.heard.get(), 5) == ["one"]
    assert await asyncio.wait_for(own.heard.get(), 5) == ["one"]

    await asyncio.to_thread(Hub().ring, {7: ["two"]})  # a worker has no pages and no loop
    assert await asyncio.wait_for(page.heard.get(), 5) == ["two"]
    assert await asyncio.wait_for(own.heard.get(), 5) == ["two"]
    await here.stop()
    await there.stop()


async def _subscribed(hub: Hub) -> None:
    """Redis tells nobody what was said before the subscription: ring until the hub hears."""
    probe = Page()
    hub.join(probe)
    async with asyncio.timeout(10):
        while probe.heard.empty():
            await Hub()._publish({7: ["are you there"]})
            await asyncio.sleep(0.05)
    hub.leave(probe)


def test_no_socket_has_a_channel_of_its_own() -> None:
    """The hub holds one for the whole process; five thousand more would be five thousand subscriptions."""
    assert get_channel_layer(BellConsumer.channel_layer_alias) is None
