"""Writers of one SQLite file queue: none is refused, none waits much longer than the others."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.plugin import DjangoDbBlocker

from portal.settings.base import sqlite
from portal.sqlite.writers import WriterQueue, queue_of

ALIAS = "queue"
THREADS, TRANSACTIONS = 8, 40


@pytest.fixture
def counter(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own with one counting row, that refuses at once where two writers meet outside the queue."""
    database = sqlite(tmp_path / "queue.sqlite3")
    database["OPTIONS"]["init_command"] += "PRAGMA busy_timeout=0"
    connections.settings[ALIAS] = connections.configure_settings({ALIAS: database, "default": {}})[ALIAS]
    with django_db_blocker.unblock():
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("CREATE TABLE counter (value integer, writer integer)")
            cursor.execute("INSERT INTO counter VALUES (0, 0)")
        yield connections[ALIAS]
        connections[ALIAS].close()
    del connections[ALIAS]
    del connections.settings[ALIAS]


def value() -> int:
    with connections[ALIAS].cursor() as cursor:
        return int(cursor.execute("SELECT value FROM counter").fetchone()[0])


def count_one() -> None:
    """Reads, thinks, writes: loses counts unless one transaction runs after the other."""
    with transaction.atomic(using=ALIAS):
        read = value()
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("UPDATE counter SET value = %s", [read + 1])


def in_threads(*works: Callable[[], None]) -> list[BaseException]:
    """Run each in its own thread with its own connection; the errors they ended with."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections[ALIAS].close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_writers_of_many_threads_are_never_refused(counter: BaseDatabaseWrapper) -> None:
    def write_often() -> None:
        for _ in range(TRANSACTIONS):
            count_one()

    assert in_threads(*[write_often] * THREADS) == []
    assert value() == THREADS * TRANSACTIONS


def test_single_statements_queue_like_transactions(counter: BaseDatabaseWrapper) -> None:
    def write_often() -> None:
        for _ in range(TRANSACTIONS):
            with connections[ALIAS].cursor() as cursor:
                cursor.execute("UPDATE counter SET value = value + 1")

    assert in_threads(*[write_often] * THREADS) == []
    assert value() == THREADS * TRANSACTIONS


def test_turns_come_in_the_order_of_asking() -> None:
    queue, order = WriterQueue(), list[int]()
    queue.acquire(1)

    def wait_and_note(number: int) -> None:
        assert queue.acquire(10)
        order.append(number)
        queue.release()

    threads = [threading.Thread(target=wait_and_note, args=(number,)) for number in range(THREADS)]
    for asked, thread in enumerate(threads, start=1):
        thread.start()
        while len(queue._waiting) < asked:
            threading.Event().wait(0.001)
    queue.release()
    for thread in threads:
        thread.join()

    assert order == list(range(THREADS))


def test_a_waiter_who_gives_up_leaves_the_queue() -> None:
    queue = WriterQueue()
    queue.acquire(1)

    assert not queue.acquire(0.01)

    queue.release()
    assert queue.acquire(0.01)


def test_reading_does_not_wait_for_a_writer(counter: BaseDatabaseWrapper) -> None:
    read: list[int] = []
    with transaction.atomic(using=ALIAS):
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("UPDATE counter SET value = 7")
        assert in_threads(lambda: read.append(value())) == []
    assert read == [0]


def test_nested_blocks_keep_the_turn_until_the_outermost_ends(counter: BaseDatabaseWrapper) -> None:
    queue = queue_of(str(counter.settings_dict["NAME"]))
    with transaction.atomic(using=ALIAS):
        with transaction.atomic(using=ALIAS):
            count_one()
        assert not queue.acquire(0.01)
    assert queue.acquire(0.01)
    queue.release()


@pytest.mark.parametrize("ending", ["rollback", "close", "failed commit"])
def test_a_transaction_gives_its_turn_back_however_it_ends(counter: BaseDatabaseWrapper, ending: str) -> None:
    with counter.cursor() as cursor:
        cursor.execute("CREATE TABLE known (id integer PRIMARY KEY)")
        cursor.execute("CREATE TABLE late (id integer REFERENCES known (id) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises((ZeroDivisionError, IntegrityError)), transaction.atomic(using=ALIAS):
        count_one()
        if ending == "close":
            connections[ALIAS].close()
        if ending == "failed commit":
            connections[ALIAS].cursor().execute("INSERT INTO late VALUES (1)")
        else:
            raise ZeroDivisionError

    assert in_threads(count_one) == []
    assert value() == 1


def test_a_begin_that_fails_gives_the_turn_back(counter: BaseDatabaseWrapper) -> None:
    counter.settings_dict["OPTIONS"] = {**counter.settings_dict["OPTIONS"], "timeout": 0.05}
    counter.close()
    outside = sqlite3.connect(counter.settings_dict["NAME"], isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        count_one()
    outside.execute("ROLLBACK")
    outside.close()

    assert in_threads(count_one) == []
    assert value() == 1
