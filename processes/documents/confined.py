"""Opening a stranger's file in a process of its own, which can be killed, has little memory and no network.

The child is a module of ours: `main()` of it calls `serve`. One line of JSON and the file go in, JSON comes out.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .confinement import confine

_PROJECT = Path(__file__).resolve().parents[2]
Answer = dict[str, Any]


class TookTooLong(Exception):
    """The child was killed, with whatever it had started."""


class Died(Exception):
    """The file was more than the child could bear."""


def ask_confined(module: str, asked: Answer, content: bytes, seconds: float) -> Answer:
    """What the child says of the file. Raises TookTooLong and Died."""
    with tempfile.TemporaryDirectory(prefix="confined-") as folder:
        child = subprocess.Popen(  # noqa: S603 - a module of ours; the file comes on its standard input
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            env=_environment(folder),
            start_new_session=True,  # a group of its own, so that a converter dies with it
        )
        try:
            said, _errors = child.communicate(json.dumps(asked).encode() + b"\n" + content, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TookTooLong from None
        finally:
            _end(child)
    if child.returncode != 0:
        raise Died
    answer = json.loads(said)
    assert isinstance(answer, dict)
    return answer


def serve(answer: Callable[[Answer, bytes, bool], Answer]) -> None:
    """The child's side. `answer` gets what was asked, the content, and whether no program here reaches a network."""
    is_cut_off = confine()
    asked = json.loads(sys.stdin.buffer.readline())
    said = answer(asked, sys.stdin.buffer.read(), is_cut_off)
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode())


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours goes along: no address, no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV") if name in os.environ}
    return {**kept, "HOME": folder, "TMPDIR": folder, "PYTHONUTF8": "1"}


def _end(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):  # it ended, and left nobody behind
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
