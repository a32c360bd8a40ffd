"""What runs beside the pages: threads that do enqueued jobs, and one that ticks every minute.

Jobs are hints: a lost or doubled one does no harm, since each is idempotent and can be derived again from the rows.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal import periodic
from workflow import clock

logger = logging.getLogger(__name__)

QUICK_QUEUES = ("default", "notifications")
SLOW_QUEUES = ("documents",)  # pictures and PDFs: a bell must not wait behind them
DRAFT_QUEUES = ("drafts",)  # looked at and thrown away: a paper that is to be issued must not wait behind them
POLL_SECONDS = 1.0  # jobs of other processes, and those whose time has come
TICK_SECONDS = 60.0
LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 3  # a job that was cut this often is what cuts us


class JobsWereCut(Exception):
    """A job was begun MAX_ATTEMPTS times and never ended: its process died each time."""


class JobThread(threading.Thread):
    """Does the jobs of some queues, one after the other, woken by commits of this process."""

    def __init__(self, queues: tuple[str, ...]) -> None:
        super().__init__(name=f"jobs: {', '.join(queues)}", daemon=True)
        self.current: DBTaskResult | None = None
        self._queues = queues
        self._worker_id = f"{_this_process()}/{queues[0]}"
        self._wake = threading.Event()
        self._stopping = threading.Event()

    def wake(self) -> None:
        """Look for a job now instead of at the next poll."""
        self._wake.set()

    def stop(self) -> None:
        """Begin no further job."""
        self._stopping.set()
        self._wake.set()

    def run(self) -> None:
        worker = _runner(self._worker_id, self._queues)
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                worked = self._do_next(worker)
            except Exception:
                logger.exception("The job queue could not be read; trying again")
                connection.close()
                worked = False
            if not worked:
                self._wake.wait(POLL_SECONDS)
        connection.close()

    def _do_next(self, worker: Worker) -> bool:
        """Do the first ready job. False when there is none."""
        close_old_connections()
        self.current = self._claim()
        if self.current is None:
            return False
        worker.run_task(self.current)
        self.current = None
        return True

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(queue_name__in=self._queues)
        if not ready.exists():  # a look costs no turn among the writers
            return None
        with transaction.atomic():
            job = ready.get_locked()
            if job is not None:
                job.claim(self._worker_id)
            return job


class Ticker(threading.Thread):
    """Calls `periodic.tick` at once and then every minute."""

    def __init__(self) -> None:
        super().__init__(name="ticker", daemon=True)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Begin no further tick."""
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.is_set():
            self._tick()
            self._stopping.wait(TICK_SECONDS)
        connection.close()

    def _tick(self) -> None:
        close_old_connections()
        try:
            at = clock.now()
            release_cut_jobs(at)
            retry_failed_jobs(at)
            periodic.tick(at)
        except Exception:
            logger.exception("The minute's work could not begin; trying again in a minute")
            connection.close()


class Background:
    """The threads of one process, as a context: started on entering, finished or released on leaving."""

    def __init__(self, *, jobs: bool = True, ticks: bool = True, patience: float = 20.0) -> None:
        self._job_threads = [JobThread(queues) for queues in (QUICK_QUEUES, SLOW_QUEUES, DRAFT_QUEUES)] if jobs else []
        self._ticker = Ticker() if ticks else None
        self._patience = patience

    def __enter__(self) -> "Background":
        if self._job_threads:
            task_enqueued.connect(self._on_enqueued, dispatch_uid=id(self))
            release_cut_jobs(clock.now(), is_alive=lambda worker_id: not _is_ours(worker_id) and _is_alive(worker_id))
        for thread in self._threads():
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        task_enqueued.disconnect(dispatch_uid=id(self))
        for thread in self._threads():
            thread.stop()
        for thread in self._threads():
            thread.join(self._patience)
        for job_thread in self._job_threads:
            job = job_thread.current
            if job_thread.is_alive() and job is not None:
                logger.warning("Released unfinished: %s", job.task_path)
                _release(DBTaskResult.objects.filter(pk=job.pk))

    def _threads(self) -> list[JobThread | Ticker]:
        return [*self._job_threads, *([self._ticker] if self._ticker else [])]

    def _on_enqueued(self, **kwargs: Any) -> None:
        transaction.on_commit(self._wake_all, robust=True)

    def _wake_all(self) -> None:
        for thread in self._job_threads:
            thread.wake()


def _is_alive(worker_id: str) -> bool:
    """Whether a worker's process lives. Of another machine's nothing is known: its lease decides."""
    host, pid, _queue = worker_id.split("/")
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_ours(worker_id: str) -> bool:
    return worker_id.startswith(f"{_this_process()}/")


def _this_process() -> str:
    return f"{socket.gethostname()}/{os.getpid()}"


def release_cut_jobs(at: datetime, *, is_alive: Callable[[str], bool] = _is_alive) -> int:
    """Make jobs ready again whose process died, or that run longer than LEASE. Returns how many.

    `is_alive` tells of a worker's id whether its process still lives.
    """
    cut = [
        job
        for job in DBTaskResult.objects.running()
        if not is_alive(job.worker_ids[-1]) or (job.started_at is not None and job.started_at < at - LEASE)
    ]
    given_up = [job for job in cut if len(job.worker_ids) >= MAX_ATTEMPTS]
    for job in given_up:
        job.set_failed(JobsWereCut(job.task_path))
        logger.error("Given up after %d attempts: %s", MAX_ATTEMPTS, job.task_path)
    again = [job.pk for job in cut if job not in given_up]
    return _release(DBTaskResult.objects.filter(pk__in=again)) if again else 0


def retry_failed_jobs(at: datetime) -> int:
    """Make jobs ready again that raised within the last LEASE, MAX_ATTEMPTS times in all. Returns how many."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=at - LEASE)
    again = [job.pk for job in failed if len(job.worker_ids) < MAX_ATTEMPTS]
    rows = DBTaskResult.objects.filter(pk__in=again, status=TaskResultStatus.FAILED)
    return rows.update(status=TaskResultStatus.READY, finished_at=None) if again else 0


def _release(jobs: QuerySet[DBTaskResult]) -> int:
    return jobs.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)


def _runner(worker_id: str, queues: tuple[str, ...]) -> Worker:
    """django-tasks-db's own worker, for its recording of a job's result or failure."""
    return Worker(
        queue_names=list(queues),
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
