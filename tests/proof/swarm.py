"""Thousands of open pages: each a real WebSocket that writes down what it hears and when, and looks like a page."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

HOST = "127.0.0.1"
AT_ONCE = 50  # connections being opened


@dataclass
class Page:
    """The page of one account. `heard`: id → when it came, by the clock that all processes of a machine share."""

    account: int
    cookie: str
    heard: dict[str, float] = field(default_factory=dict)
    doubles: int = 0
    closed: str = ""

    async def listen(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "ring":
                    self._note(message["ids"])
        except ConnectionClosed as closed:
            self.closed = str(closed)

    def since(self, count: int) -> list[float]:
        """When it heard what came after the first `count` ids."""
        return list(self.heard.values())[count:]

    def _note(self, ids: Iterable[str]) -> None:
        now = time.monotonic()
        for one in ids:
            if one in self.heard:
                self.doubles += 1
            self.heard.setdefault(one, now)


class Swarm:
    """All pages, on the running loop."""

    def __init__(self, port: int, cookies: Mapping[int, str]) -> None:
        self.pages = [Page(account, cookie) for account, cookie in cookies.items()]
        self._port = port
        self._sockets: list[ClientConnection] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> float:
        """Open every socket; how long that took."""
        began, gate = time.monotonic(), asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._open_one(page, gate) for page in self.pages))
        return time.monotonic() - began

    async def close(self) -> None:
        await asyncio.gather(*(socket.close() for socket in self._sockets))
        await asyncio.gather(*self._tasks)

    async def have_heard(self, count: int, seconds: float) -> bool:
        """Until every page has heard so many ids, or the time is over."""
        until = time.monotonic() + seconds
        while self.waiting(count):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    async def have_heard_more(self, before: Mapping[int, int], seconds: float) -> bool:
        """Until every page has heard something since it had heard so many ids, or the time is over."""
        until = time.monotonic() + seconds
        while any(len(page.heard) == before[page.account] for page in self.pages):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    def waiting(self, count: int) -> int:
        """How many pages have not heard so many ids yet."""
        return sum(len(page.heard) < count for page in self.pages)

    def lost(self, expected: Mapping[int, set[str]]) -> list[Page]:
        """Pages that did not hear what is theirs."""
        return [page for page in self.pages if expected[page.account] - page.heard.keys()]

    def strange(self, expected: Mapping[int, set[str]]) -> list[Page]:
        """Pages that heard what is not theirs."""
        return [page for page in self.pages if page.heard.keys() - expected[page.account]]

    async def look(self, page: Page) -> str:
        """What the page fetches at each ring and every 30 seconds."""
        address = f"http://{HOST}:{self._port}/notifications/bell/"
        request = urllib.request.Request(address, headers={"Cookie": page.cookie, "HX-Request": "true"})
        return await asyncio.to_thread(lambda: urllib.request.urlopen(request, timeout=60).read().decode())

    async def _open_one(self, page: Page, gate: asyncio.Semaphore) -> None:
        async with gate:
            socket = await connect(
                f"ws://{HOST}:{self._port}/ws/bell/",
                origin=Origin(f"http://{HOST}:{self._port}"),
                additional_headers={"Cookie": page.cookie},
                proxy=None,
                open_timeout=60,
                ping_interval=None,
            )
        self._sockets.append(socket)
        self._tasks.append(asyncio.create_task(page.listen(socket)))
