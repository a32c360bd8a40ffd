"""The socket of one open page. It carries ids only: what they mean is fetched over HTTP, through the page's rights."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from . import hub
from .origin import is_own_page
from .sessions import SignIn

FOREIGN = 4403
NOT_TEXT = 1003
TOO_BIG = 1009
MAX_FRAME = 1024  # bytes; a page has nothing to say but "ping"
MAX_IDS = 100  # waiting for a slow page; it fetches the whole list anyway


class BellConsumer(AsyncWebsocketConsumer):
    """Opens for the portal's own pages of people who are signed in; everybody else is refused before it opens."""

    channel_layer_alias = ""  # none: the hub holds one subscription for all, instead of one for each socket
    sign_in: SignIn

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ids: dict[str, None] = {}
        self._within = 0.0
        self._work: set[asyncio.Task[None]] = set()
        self._is_sending = False

    async def connect(self) -> None:
        sign_in = SignIn.of(self.scope)
        if not is_own_page(self.scope):
            await self.close(FOREIGN)
        elif sign_in is None:
            await self.close(hub.SIGNED_OUT)
        else:
            self.sign_in = sign_in
            await self.accept()
            hub.join(self)

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "sign_in"):
            hub.leave(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None:
            await self.close(NOT_TEXT)
        elif len(text_data.encode()) > MAX_FRAME:
            await self.close(TOO_BIG)
        elif _is_ping(text_data):
            await self.send(text_data='{"type": "pong"}')

    def ring(self, ids: Iterable[str], within: float) -> None:
        """Send these ids soon; rings that come while the page is slow go out together."""
        self._ids |= dict.fromkeys(ids)
        self._within = within
        for oldest in list(self._ids)[:-MAX_IDS]:
            del self._ids[oldest]
        if not self._is_sending:
            self._is_sending = True
            self._start(self._send_rings())

    def hang_up(self, code: int) -> None:
        """Close the socket soon."""
        self._start(self._close(code))

    async def _send_rings(self) -> None:
        try:
            while self._ids:
                ids, self._ids = list(self._ids), {}
                within = round(self._within * 1000)
                await self.send(text_data=json.dumps({"type": "ring", "ids": ids, "within": within}))
        except (OSError, RuntimeError):  # the page has gone; its disconnect is on the way
            hub.leave(self)
        finally:
            self._is_sending = False

    async def _close(self, code: int) -> None:
        try:
            await self.close(code)
        except (OSError, RuntimeError):
            hub.leave(self)

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)


def _is_ping(text: str) -> bool:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        return False
    return isinstance(message, dict) and message.get("type") == "ping"
