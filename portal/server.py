"""One process for the whole site: uvicorn in the main thread, jobs and ticks in threads beside it."""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from django.conf import settings

from portal.background import Background

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EmbeddedServer(uvicorn.Server):
    """uvicorn without its own signal handling, which ends the process by raising the signal once more."""

    def __init__(self, config: uvicorn.Config, *, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Finish the requests under way and return from `run`; asked again, do not wait for them."""
        self.force_exit = self.should_exit
        self.should_exit = True


@contextlib.contextmanager
def on_stop_signal(stop: Callable[[], None]) -> Iterator[None]:
    """Within this context Ctrl-C and SIGTERM call `stop` instead of ending the process."""

    def handle(signum: int, frame: FrameType | None) -> None:
        stop()

    before = {number: signal.signal(number, handle) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(*, host: str, port: int, jobs: bool, ticks: bool, on_started: Callable[[], None]) -> bool:
    """Serve until a signal asks to stop. False when the server could not begin: its port is taken, say."""
    server = EmbeddedServer(
        uvicorn.Config(
            settings.ASGI_APPLICATION.replace(".application", ":application"),
            host=host,
            port=port,
            lifespan="on",
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=settings.SECURE_PROXY_SSL_HEADER is not None,
            timeout_graceful_shutdown=10,
            ws_max_size=64 * 1024,
            ws_per_message_deflate=False,  # a compressor for each open page, for messages of a hundred bytes
        ),
        on_started=on_started,
    )
    failed_start = contextlib.suppress(SystemExit)  # which is how uvicorn reports it
    with on_stop_signal(server.stop), Background(jobs=jobs, ticks=ticks), failed_start:
        server.run()
    return server.started


def work(*, ticks: bool) -> None:
    """Do jobs until a signal asks to stop."""
    stopping = threading.Event()
    with on_stop_signal(stopping.set), Background(ticks=ticks):
        stopping.wait()
