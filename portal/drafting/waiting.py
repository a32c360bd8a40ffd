"""An uploaded file that waits for an answer of its drafter: kept on the server, so that nobody has to choose it again.

Only the session that brought it knows where it lies. A day later it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils import timezone

from portal.access import request_time

FOLDER = "waiting"
SESSION_KEY = "waiting_upload"


@dataclass(frozen=True)
class Upload:
    """`token`: by which the page names it; "" for a file that came with the form itself. `asked`: what waits."""

    name: str
    content: bytes
    token: str = ""
    asked: dict[str, Any] = field(default_factory=dict)


def keep(request: HttpRequest, upload: Upload, asked: dict[str, Any]) -> Upload:
    """Keeps it, with the question about it (as JSON), in place of what this session kept before."""
    forget(request)
    day = timezone.localdate(request_time(request))
    _sweep(day)
    token = uuid4().hex
    path = default_storage.save(f"{FOLDER}/{day:%Y-%m-%d}/{token}.bin", ContentFile(upload.content))
    request.session[SESSION_KEY] = {"token": token, "name": upload.name, "path": path, "asked": asked}
    return Upload(upload.name, upload.content, token, asked)


def kept(request: HttpRequest, token: str) -> Upload | None:
    """What this session kept under `token`."""
    found = request.session.get(SESSION_KEY)
    if not token or not found or found["token"] != token or not default_storage.exists(found["path"]):
        return None
    with default_storage.open(found["path"]) as file:
        return Upload(found["name"], file.read(), token, found["asked"])


def forget(request: HttpRequest) -> None:
    found = request.session.pop(SESSION_KEY, None)
    if found:
        default_storage.delete(found["path"])


def _sweep(day: date) -> None:
    """What was left behind before yesterday."""
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        if folder < f"{day - timedelta(days=1):%Y-%m-%d}":
            path = PurePosixPath(FOLDER, folder)
            for name in default_storage.listdir(str(path))[1]:
                default_storage.delete(str(path / name))
