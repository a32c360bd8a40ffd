"""A database and a media folder of a walk's own, in the folder it writes to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.signals import setting_changed
from django.db import connections

from portal.settings.base import sqlite

DATABASE = "walk.sqlite3"


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Within, Django works on a new, migrated SQLite database in `folder`; a former walk's is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{DATABASE}*"):
        old.unlink()
    before, media = connections.settings["default"], settings.MEDIA_ROOT
    keys, roots = settings.SIGNING_KEY_FOLDER, settings.TRUSTED_ROOTS
    _use(sqlite(folder / DATABASE), folder / "files")
    settings.SIGNING_KEY_FOLDER, settings.TRUSTED_ROOTS = folder / "keys", folder / "trusted"
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        _use(before, media)
        settings.SIGNING_KEY_FOLDER, settings.TRUSTED_ROOTS = keys, roots


def _use(database: dict[str, object], media: Path | str) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": database})["default"]
    ContentType.objects.clear_cache()
    settings.MEDIA_ROOT = str(media)
    setting_changed.send(sender=None, setting="MEDIA_ROOT", value=settings.MEDIA_ROOT, enter=True)
