"""The web application: pages over HTTP, the doorbell over a WebSocket, and the hub's start and stop."""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
pages = get_asgi_application()  # sets up Django: rooms can be imported after it only

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.db import database_sync_to_async  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from notifications import hub  # noqa: E402
from notifications.routing import websocket_urlpatterns  # noqa: E402
from workflow import stranded  # noqa: E402

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def lifespan(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Start the hub before the first request, stop it after the last. What would strand files is not served at all."""
    await receive()
    try:
        await database_sync_to_async(stranded.refuse_stranding)()
    except stranded.Stranding as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    hub.start(asyncio.get_running_loop())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await hub.stop()
    await send({"type": "lifespan.shutdown.complete"})


application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns)),  # the consumer judges the origin
        "lifespan": lifespan,
    }
)
