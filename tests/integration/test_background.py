"""The threads beside the pages: woken by commits, never stopped by a bad job, never losing a cut one."""

import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import background, periodic
from portal.background import Background, release_cut_jobs
from tests.integration import jobs
from workflow import clock

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until(is_so: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait for what another thread does. False when it did not happen in time."""
    for _ in range(int(seconds / 0.01)):
        if is_so():
            return True
        threading.Event().wait(0.01)
    return False


@pytest.fixture
def no_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens now happens because a commit woke the thread."""
    monkeypatch.setattr(background, "POLL_SECONDS", 3600.0)


@pytest.mark.usefixtures("no_polling")
def test_a_job_is_done_at_once_after_its_commit_and_not_before(tmp_path: Path) -> None:
    done = tmp_path / "done"
    with Background(ticks=False):
        with transaction.atomic():
            jobs.write.enqueue(str(done), "xong")
            assert not wait_until(done.exists, seconds=0.2)
        assert wait_until(done.exists)


@pytest.mark.usefixtures("no_polling")
def test_a_bad_job_stops_no_other(tmp_path: Path) -> None:
    done = tmp_path / "done"
    with Background(ticks=False):
        jobs.fail.enqueue()
        jobs.write.enqueue(str(done), "xong")
        assert wait_until(done.exists)

    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_jobs_of_other_processes_are_found_by_polling(tmp_path: Path) -> None:
    done = tmp_path / "done"
    with Background(ticks=False) as running:
        running._wake_all = lambda: None  # type: ignore[method-assign]
        jobs.write.enqueue(str(done), "xong")
        assert wait_until(done.exists)


@pytest.mark.usefixtures("no_polling")
def test_a_slow_picture_does_not_delay_a_message(tmp_path: Path) -> None:
    started, release, done = tmp_path / "started", tmp_path / "release", tmp_path / "done"
    with Background(ticks=False):
        jobs.wait_for.using(queue_name="documents").enqueue(str(started), str(release))
        assert wait_until(started.exists)
        jobs.write.using(queue_name="notifications").enqueue(str(done), "xong")
        assert wait_until(done.exists)
        release.touch()


@pytest.mark.usefixtures("no_polling")
def test_a_job_too_long_to_wait_for_is_released_on_stopping(tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    with Background(ticks=False, patience=0.05):
        jobs.wait_for.enqueue(str(started), str(release))
        assert wait_until(started.exists)

    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    release.touch()
    assert wait_until(lambda: DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL)


def running_job(worker_id: str, attempts: int = 1) -> DBTaskResult:
    """A job that a worker of that id has begun."""
    jobs.write.enqueue(os.devnull, "")
    job = DBTaskResult.objects.get()
    job.status, job.started_at, job.worker_ids = TaskResultStatus.RUNNING, clock.now(), [worker_id] * attempts
    job.save()
    return job


def dead_process() -> str:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()}/{process.pid}/default"


def test_a_job_whose_process_died_is_ready_again() -> None:
    job = running_job(dead_process())

    assert release_cut_jobs(clock.now()) == 1

    job.refresh_from_db()
    assert job.status == TaskResultStatus.READY


@pytest.mark.parametrize("host", [socket.gethostname(), "another-machine"])
def test_a_job_of_a_living_process_stays_its_own_until_its_lease_ends(host: str) -> None:
    running_job(f"{host}/{os.getpid()}/default")

    assert release_cut_jobs(clock.now()) == 0
    assert release_cut_jobs(clock.now() + background.LEASE + timedelta(minutes=1)) == 1


def test_a_job_that_cuts_its_process_every_time_is_given_up() -> None:
    job = running_job(dead_process(), attempts=background.MAX_ATTEMPTS)

    assert release_cut_jobs(clock.now()) == 0

    job.refresh_from_db()
    assert job.status == TaskResultStatus.FAILED


@pytest.mark.parametrize(("attempts", "again"), [(1, 1), (background.MAX_ATTEMPTS, 0)])
def test_a_job_that_raised_is_tried_a_few_times(attempts: int, again: int) -> None:
    job = running_job(dead_process(), attempts=attempts)
    job.set_failed(ValueError("a passing fault"))

    assert background.retry_failed_jobs(clock.now()) == again
    assert background.retry_failed_jobs(clock.now() + background.LEASE * 2) == 0

    job.refresh_from_db()
    assert job.status == (TaskResultStatus.READY if again else TaskResultStatus.FAILED)


def test_an_error_in_one_periodic_function_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    called = []

    def fail(at: object) -> None:
        raise ValueError("a bad minute")

    monkeypatch.setattr(periodic, "PERIODIC", [fail, called.append])
    at = clock.now()
    with caplog.at_level(logging.ERROR):
        periodic.tick(at)

    assert called == [at]
    assert "fail" in caplog.text


def test_the_ticker_ticks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    called = threading.Event()
    monkeypatch.setattr(periodic, "PERIODIC", [lambda at: called.set()])
    with Background(jobs=False):
        assert called.wait(10)
