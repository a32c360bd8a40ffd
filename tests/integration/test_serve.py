"""`manage.py serve` as a process of its own: it serves, works, stops cleanly, and does again what a kill cut off."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)
SETTINGS = "tests.integration.serve_settings"
STARTING_SECONDS = 60.0


class Site:
    """A site with its own data folder, run as an installation runs it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.processes: list[subprocess.Popen[bytes]] = []

    def manage(self, *arguments: str) -> None:
        subprocess.run(
            self._command(*arguments), env=self._environment(), cwd=BASE_DIR, check=True, capture_output=True
        )

    def enqueue(self, call: str) -> None:
        """Enqueue a job from outside, such as `write.enqueue('/x', '')`."""
        self.manage("shell", "--no-imports", "-c", f"from tests.integration import jobs; jobs.{call}")

    def serve(self) -> subprocess.Popen[bytes]:
        """Start it and wait until it answers."""
        log = (self.data / "log").open("wb")
        process = subprocess.Popen(
            self._command("serve", "--port", str(self.port)),
            env=self._environment(),
            cwd=BASE_DIR,
            stdout=log,
            stderr=log,
        )
        self.processes.append(process)
        assert wait_until(lambda: self.status() is not None or process.poll() is not None), self.log()
        assert process.poll() is None, self.log()
        return process

    def status(self) -> int | None:
        """The status of the answer about a file that does not exist, None while nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/static/none", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return None

    def log(self) -> str:
        return (self.data / "log").read_text()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "manage.py", *arguments]

    def _environment(self) -> dict[str, str]:
        left_out = ("DATABASE_URL", "REDIS_URL")
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        return {**kept, "DJANGO_SETTINGS_MODULE": SETTINGS, "THONG_SUOT_DATA": str(self.data), "PYTHONUNBUFFERED": "1"}


def wait_until(is_so: Callable[[], bool], seconds: float = STARTING_SECONDS) -> bool:
    for _ in range(int(seconds / 0.05)):
        if is_so():
            return True
        threading.Event().wait(0.05)
    return False


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.manage("migrate", "--verbosity", "0")
    yield site
    for process in site.processes:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.mark.parametrize("stop_signal", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_stops_cleanly(site: Site, stop_signal: signal.Signals) -> None:
    process = site.serve()
    assert site.status() == 404

    process.send_signal(stop_signal)

    assert process.wait(timeout=30) == 0, site.log()
    assert "Traceback" not in site.log()
    assert "Thông Suốt đã dừng." in site.log()


def test_a_job_under_way_is_finished_before_it_stops(site: Site, tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    site.enqueue(f"wait_for.enqueue({str(started)!r}, {str(release)!r})")
    process = site.serve()
    assert wait_until(started.exists), site.log()

    process.send_signal(signal.SIGTERM)
    assert wait_until(lambda: site.status() is None)
    assert process.poll() is None
    release.touch()

    assert process.wait(timeout=30) == 0, site.log()


def test_a_job_cut_by_a_kill_is_done_at_the_next_start(site: Site, tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    site.enqueue(f"wait_for.enqueue({str(started)!r}, {str(release)!r})")
    process = site.serve()
    assert wait_until(started.exists), site.log()
    process.kill()
    process.wait()
    started.unlink()

    site.serve()

    assert wait_until(started.exists), site.log()
    release.touch()


def test_a_taken_port_is_said_plainly(site: Site) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", site.port))
        other.listen()
        refused = subprocess.run(
            site._command("serve", "--port", str(site.port)),
            env=site._environment(),
            cwd=BASE_DIR,
            capture_output=True,
            timeout=STARTING_SECONDS,
        )

    assert refused.returncode == 1
    assert b"Is the port taken?" in refused.stderr
