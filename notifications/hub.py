"""The doorbell of one process: which account has which pages open, and how a ring reaches them.

Every process holds one subscription to the others (with Redis; without it there are no others) and passes each ring on
to its own sockets. A ring that gets lost does no harm: the rows are the truth, and every page looks again within 30 s.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.utils import timezone

from .sessions import SignIn, ended

logger = logging.getLogger(__name__)

GROUP = "bell"
SIGNED_OUT = 4401
CHECK_SECONDS = 2.0  # between looks whether the sign-ins still hold: a socket closes within 5 s of their end
RETRY_SECONDS = 3.0  # before the subscription to the other processes is tried again
LOOKS_PER_SECOND = 40.0  # that a process can answer beside its other work
QUICK_SECONDS, SLOW_SECONDS = 0.25, 20.0  # a few pages look at once; however many, all have looked before long

Bells = Mapping[int, Sequence[str]]  # account id → ids of its own notifications


class Socket(Protocol):
    """An open page. Both methods are called on the hub's loop and return at once."""

    sign_in: SignIn

    def ring(self, ids: Iterable[str], within: float) -> None:
        """`within`: seconds over which all the pages that are rung now should spread their looks."""

    def hang_up(self, code: int) -> None: ...


class Hub:
    """Lives on one event loop at a time; `ring` alone may be called from any thread."""

    def __init__(self) -> None:
        self._name = uuid4().hex
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sockets: dict[int, set[Socket]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called on `loop`; on the loop where it runs already it does nothing."""
        if self._loop is loop:
            return
        self._forget()
        self._loop = loop
        self._keep(self._watch())
        if _has_others():
            self._keep(self._listen())

    def stop(self) -> Awaitable[object]:
        """Called on the hub's loop; the server closes the sockets. Await the answer: all work has ended then."""
        return asyncio.ensure_future(_end(self._forget()))

    def join(self, socket: Socket) -> None:
        """From now on the socket hears its account's bell."""
        self.start(asyncio.get_running_loop())
        self._sockets.setdefault(socket.sign_in.account_id, set()).add(socket)

    def leave(self, socket: Socket) -> None:
        """A socket that never joined may leave."""
        account_id = socket.sign_in.account_id
        sockets = self._sockets.get(account_id, set())
        sockets.discard(socket)
        if not sockets:
            self._sockets.pop(account_id, None)

    def ring(self, bells: Bells) -> None:
        """Ring at every page of these accounts, in every process. From any thread; never raises."""
        if not bells:
            return
        loop = self._loop
        if loop is None or not loop.is_running():
            self._ring_elsewhere(bells)
            return
        try:
            loop.call_soon_threadsafe(self._ring_everywhere, bells)
        except RuntimeError:  # closed since the line above: its pages are gone, others' look again by themselves
            logger.info("The bell rang while the server stopped")

    def _forget(self) -> list[asyncio.Task[None]]:
        """Know no socket and no loop any more; the tasks that are ending."""
        ending = [task for task in self._tasks if not task.get_loop().is_closed()]
        for task in ending:
            task.cancel()
        self._tasks.clear()
        self._sockets.clear()
        self._loop = None
        return ending

    def _ring_elsewhere(self, bells: Bells) -> None:
        """From a process without pages: a worker, a command."""
        if not _has_others():
            return
        publish = async_to_sync(self._publish)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            publish(bells)
        else:  # somebody's loop runs in this very thread: it cannot wait for another one, a thread beside it can
            beside = threading.Thread(target=publish, args=(bells,))
            beside.start()
            beside.join()

    def _ring_everywhere(self, bells: Bells) -> None:
        self._ring_here(bells.items())
        if _has_others():
            self._keep(self._publish(bells))

    def _ring_here(self, bells: Iterable[tuple[int, Sequence[str]]]) -> None:
        rung = [(socket, ids) for account_id, ids in bells for socket in self._sockets.get(account_id, ())]
        within = min(max(QUICK_SECONDS, len(rung) / LOOKS_PER_SECOND), SLOW_SECONDS)
        for socket, ids in rung:
            socket.ring(ids, within)

    def _keep(self, work: Any) -> None:
        """Run beside everything else; a task nobody holds may vanish."""
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _publish(self, bells: Bells) -> None:
        message = {"type": "bell.ring", "from": self._name, "bells": [[pk, list(ids)] for pk, ids in bells.items()]}
        try:
            await get_channel_layer().group_send(GROUP, message)
        except Exception:  # whatever the layer's client raises; the rows are committed and pages look again
            logger.warning("The bell could not ring in other processes", exc_info=True)

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except Exception:  # as above: without the layer pages are late, never wrong
                logger.warning("The bell of other processes cannot be heard; trying again", exc_info=True)
            await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        while True:
            message = await layer.receive(channel)
            if message["from"] != self._name:
                self._ring_here(message["bells"])

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self._close_signed_out()
            except Exception:  # the database may be away for a moment; the next look comes soon
                logger.exception("The sign-ins of open pages could not be checked")

    async def _close_signed_out(self) -> None:
        sockets = [socket for sockets in self._sockets.values() for socket in sockets]
        if not sockets:
            return
        over = await database_sync_to_async(ended)([socket.sign_in for socket in sockets], timezone.now())
        for socket in sockets:
            if socket.sign_in in over:
                self.leave(socket)
                socket.hang_up(SIGNED_OUT)


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """A client that is just connecting may swallow a cancellation, so it is asked again, but not for ever."""
    pending = set(tasks)
    for _attempt in range(3):
        if not pending:
            return
        for task in pending:
            task.cancel()
        _done, pending = await asyncio.wait(pending, timeout=0.5)


def _has_others() -> bool:
    """Are there processes beside this one that hold pages?"""
    return bool(settings.REDIS_URL)


_hub = Hub()
start, stop, ring, join, leave = _hub.start, _hub.stop, _hub.ring, _hub.join, _hub.leave
