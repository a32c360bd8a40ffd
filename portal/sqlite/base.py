"""Django's SQLite backend, with the writers of a process queueing instead of polling for the file's write lock.

The turn is taken before the statement that begins to write (BEGIN, or a writing statement on its own) and given back
when the connection is in no transaction any more. Reading outside a transaction never waits.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.backends.sqlite3 import base

from portal.sqlite.writers import WriterQueue, queue_of

READING = ("SELECT", "PRAGMA", "EXPLAIN", "VALUES", "WITH")
DEFAULT_TIMEOUT = 5.0  # seconds: sqlite3's own


class QueueingCursor(base.SQLiteCursorWrapper):
    """Asks its connection for a turn before it writes."""

    def __init__(self, connection: sqlite3.Connection, *, wrapper: "DatabaseWrapper") -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        return self._wrapper.in_turn(query, partial(super().execute, query, params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        return self._wrapper.in_turn(query, partial(super().executemany, query, param_list))

    def executescript(self, script: str) -> Any:
        return self._wrapper.in_turn("BEGIN", partial(super().executescript, script))


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of one thread. `_turn` is the queue whose turn it holds, if any."""

    _turn: WriterQueue | None = None

    def create_cursor(self, name: str | None = None) -> QueueingCursor:
        return self.connection.cursor(factory=partial(QueueingCursor, wrapper=self))

    def in_turn(self, query: str, run: Callable[[], Any]) -> Any:
        """Run a statement; a writing one waits for the turn first and keeps it while its transaction lasts.

        Raises OperationalError when the turn does not come within the connection's timeout.
        """
        if self._turn is None and not query.lstrip(" \t\r\n(").upper().startswith(READING):
            self._take_turn()
        try:
            return run()
        finally:
            self._give_back_turn()

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._give_back_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_back_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_back_turn(closed=True)

    def _take_turn(self) -> None:
        queue = queue_of(str(self.settings_dict["NAME"]))
        timeout = self.settings_dict["OPTIONS"].get("timeout", DEFAULT_TIMEOUT)
        if not queue.acquire(timeout):
            raise sqlite3.OperationalError(f"database is locked: no turn to write within {timeout} seconds")
        self._turn = queue

    def _give_back_turn(self, *, closed: bool = False) -> None:
        if self._turn is None or not (closed or not self.connection.in_transaction):
            return
        queue, self._turn = self._turn, None
        queue.release()
