"""The time, read once by the caller of a command: the database's own, or a simulation's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection
from django.utils import timezone

_simulated: ContextVar[datetime | None] = ContextVar("simulated_time", default=None)


def now() -> datetime:
    """The moment to pass on as `at`. On PostgreSQL the database's clock: all web nodes then agree."""
    simulated = _simulated.get()
    if simulated is not None:
        return simulated
    if connection.vendor != "postgresql":
        return timezone.now()  # SQLite lives in this process: its clock is ours
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def glance() -> datetime:
    """The moment for a page that only shows: this node's own clock costs no statement. Never passed to a command."""
    return _simulated.get() or timezone.now()


@contextmanager
def simulated(at: datetime) -> Iterator[None]:
    """Within, `now()` answers `at`: for walks and tests that pass time in."""
    token = _simulated.set(at)
    try:
        yield
    finally:
        _simulated.reset(token)
