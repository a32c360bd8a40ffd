"""The queue in which writers of one SQLite file wait, first come, first served.

SQLite admits one writer at a time and lets the others poll with growing pauses, so who comes first is chance and an
unlucky writer may wait for seconds. Here each waits for its own turn and is woken when it comes.
"""

import os
import threading
from collections import deque


class WriterQueue:
    """A lock that is handed to its waiters in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def acquire(self, timeout: float) -> bool:
        """Wait for the turn. False when it did not come within `timeout` seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        return not self._gave_up(turn)

    def release(self) -> None:
        """Give the turn to the one who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def _gave_up(self, turn: threading.Event) -> bool:
        """Leave the queue, unless the turn came at the last moment."""
        with self._guard:
            if turn.is_set():
                return False
            self._waiting.remove(turn)
            return True


_queues: dict[str, WriterQueue] = {}
_queues_guard = threading.Lock()


def queue_of(database: str) -> WriterQueue:
    """The one queue of this process for that database file."""
    with _queues_guard:
        return _queues.setdefault(database, WriterQueue())


def _forget_queues() -> None:
    """A forked child has none of the threads that hold or await a turn."""
    global _queues_guard
    _queues_guard = threading.Lock()
    _queues.clear()


os.register_at_fork(after_in_child=_forget_queues)
