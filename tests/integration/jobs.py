"""Jobs for the tests of the job threads: they leave files, which another process can see too."""

import threading
from pathlib import Path

from django_tasks import task


@task()
def write(path: str, text: str) -> None:
    """Leave a file."""
    Path(path).write_text(text)


@task()
def fail() -> None:
    """A bad job."""
    raise ValueError("a bad job")


@task()
def wait_for(path: str, release: str) -> None:
    """Say in `path` that it runs, then wait until `release` exists."""
    Path(path).write_text("running")
    while not Path(release).exists():
        threading.Event().wait(0.02)
