"""A worker without pages, led by its standard input: makes the crowd, tells everybody, says who was told what.

Each answer is one line of JSON. Its rings reach the pages through Redis alone.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any
from unittest import mock

import django

Answer = dict[str, Any]


def main() -> None:
    django.setup()
    from tests.proof.crowd import Crowd  # needs the applications

    crowd: Any = None
    for line in sys.stdin:
        command, argument = line.split()
        if command == "crowd":
            crowd = Crowd(int(argument))
            say({"cookies": crowd.cookies})
        elif command in ("tell", "whisper"):
            say(tell(crowd, argument, rings=command == "tell"))
        elif command == "own":
            say(own())


def tell(crowd: Any, name: str, *, rings: bool) -> Answer:
    """What a request and a worker do one after the other; without `rings` the worker dies right after the commit.

    `committed`: the moment from which the rows are there, which is when the bell rings.
    """
    from notifications import outlet
    from notifications.delivery import websocket
    from notifications.models import DispatchPart
    from notifications.tasks import expand_part

    moments: list[float] = []
    ring = websocket.ring

    def timed(rows: Any) -> None:
        moments.append(time.monotonic())
        if rings:
            ring(rows)

    outlet.enqueue(crowd.facts(name))
    began = time.monotonic()
    with mock.patch.object(websocket, "ring", timed):
        for part in DispatchPart.objects.filter(done_at__isnull=True).values_list("pk", flat=True):
            expand_part.func(part=part)
    return {"committed": moments[-1], "worked": moments[-1] - began}


def own() -> Answer:
    from notifications.models import Notification

    found: dict[int, list[str]] = {}
    for account, uuid in Notification.objects.values_list("account", "uuid"):
        found.setdefault(account, []).append(str(uuid))
    return {"own": found}


def say(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
