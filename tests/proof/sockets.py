"""Thousands of sockets on one process: each receives what is its own, none misses one, with Redis flushed meanwhile.

    REDIS_URL=redis://127.0.0.1:6379/0 python -m tests.proof.sockets --sockets 5000

A site as it is installed serves the sockets (one process); a worker (a second process) tells, through Redis; this
program is all the open pages. In the middle Redis is flushed, then its subscriptions are cut while somebody tells, and
in the last round the worker dies between commit and ring: what a page lacks it must find when it looks. Exit code 1 if
any page missed, doubled or overheard anything.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis

from .swarm import HOST, Page, Swarm

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = "tests.integration.serve_settings"
FLUSHED, CUT, SILENT = 3, 5, 7  # rounds before which Redis is disturbed, and the one that nobody rings for
ROUNDS = 7
PATIENCE = 30.0  # seconds: by then every page has looked by itself
LOOKING = 20  # pages that look at the same time


def main() -> int:
    parser = argparse.ArgumentParser(description="Thousands of sockets on one process.")
    parser.add_argument("--sockets", type=int, default=5000)
    count: int = parser.parse_args().sockets
    if not os.environ.get("REDIS_URL"):
        parser.error("REDIS_URL says through which Redis the two processes hear each other")
    _allow_files(count + 500)
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS, "THONG_SUOT_DATA": data}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        with _teller(environment) as teller:
            cookies = {int(pk): cookie for pk, cookie in teller.ask(f"crowd {count}")["cookies"].items()}
            with _site(environment) as (port, process):
                return asyncio.run(_prove(Swarm(port, cookies), teller, process))


async def _prove(swarm: Swarm, teller: Teller, process: subprocess.Popen[bytes]) -> int:
    opening = await swarm.open()
    print(f"{len(swarm.pages)} sockets opened in {opening:.1f} s; the site uses {_memory(process)} MB")
    for number in range(1, ROUNDS):
        print(await _round(swarm, teller, number))
    await asyncio.to_thread(teller.ask, f"whisper step_{SILENT}")
    own = {int(pk): set(ids) for pk, ids in (await asyncio.to_thread(teller.ask, "own -"))["own"].items()}
    lacking, began = swarm.lost(own), time.monotonic()
    print(f"round {SILENT}: the worker died before it rang; {len(lacking)} pages lack something")
    found = sum(await _looks(swarm, lacking, own))
    print(f"{found} found all of it when they looked: {len(lacking) / (time.monotonic() - began):.0f} looks a second")
    strange, closed = swarm.strange(own), [page for page in swarm.pages if page.closed]
    doubles = sum(page.doubles for page in swarm.pages)
    print(f"heard what is not theirs: {len(strange)}; heard twice: {doubles}; closed: {len(closed)}")
    print(f"the site uses {_memory(process)} MB and {_seconds(process):.0f} s of processor in all")
    await swarm.close()
    return 0 if found == len(lacking) and not strange and not doubles and not closed else 1


async def _round(swarm: Swarm, teller: Teller, number: int) -> str:
    what = await asyncio.to_thread(_disturb, number)
    before = {page.account: len(page.heard) for page in swarm.pages}
    told = await asyncio.to_thread(teller.ask, f"tell step_{number}")
    await swarm.have_heard_more(before, PATIENCE)
    late = [moment - told["committed"] for page in swarm.pages for moment in page.since(before[page.account])]
    if not late:
        return f"round {number}{what}: nobody was rung"
    waits = [f"{quantile * 1000:.0f}" for quantile in statistics.quantiles(late, n=100)]
    return (
        f"round {number}{what}: {len(late)} rung; commit to socket: half {waits[49]} ms, 99 of 100 {waits[98]} ms, "
        f"last {max(late) * 1000:.0f} ms (the worker took {told['worked']:.2f} s)"
    )


def _disturb(number: int) -> str:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        if number == FLUSHED:
            client.flushall()
            return " (Redis flushed before)"
        if number == CUT:
            client.client_kill_filter(_type="pubsub")
            return " (subscriptions cut before)"
    return ""


async def _looks(swarm: Swarm, pages: list[Page], own: dict[int, set[str]]) -> list[bool]:
    """Which of them are shown, when they look as a page does every 30 seconds, all that they were not rung for."""
    gate = asyncio.Semaphore(LOOKING)

    async def look(page: Page) -> bool:
        async with gate:
            shown = await swarm.look(page)
        return all(one in shown for one in own[page.account] - page.heard.keys())

    return list(await asyncio.gather(*(look(page) for page in pages)))


# --- the processes


class Teller:
    """The worker, asked one thing at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, command: str) -> dict[str, Any]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def _teller(environment: dict[str, str]) -> Iterator[Teller]:
    command = [sys.executable, "-m", "tests.proof.teller"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield Teller(process)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _site(environment: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.create_server((HOST, 0)) as probe:
        port = int(probe.getsockname()[1])
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--no-worker", "--no-ticker"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield port, process
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/static/none", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The site did not start.")


def _allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count:
        raise SystemExit(f"This system allows {hard} open files a process; {count} are needed.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


def _memory(process: subprocess.Popen[bytes]) -> int:
    """Megabytes that a process holds now (Linux)."""
    [line] = [one for one in Path(f"/proc/{process.pid}/status").read_text().splitlines() if one.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


def _seconds(process: subprocess.Popen[bytes]) -> float:
    """Processor time of a process so far (Linux)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
