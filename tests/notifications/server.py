"""The site as it runs: uvicorn on a free port in a thread of this process, with its sockets and its hub."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler

HOST = "127.0.0.1"
Scope = MutableMapping[str, Any]


class Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving() -> Iterator[int]:
    """Serve the portal within; gives the port."""
    from portal.asgi import application, pages

    with_files = ASGIStaticFilesHandler(pages)  # nobody collects static files for a test

    async def site(scope: Scope, receive: Any, send: Any) -> None:
        await (with_files if scope["type"] == "http" else application)(scope, receive, send)

    with socket.create_server((HOST, 0)) as listener:
        config = uvicorn.Config(site, lifespan="on", log_level="warning", log_config=None, timeout_graceful_shutdown=3)
        server = Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert server.ready.wait(15), "The server did not start."
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(15)
