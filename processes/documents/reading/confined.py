"""Reading a stranger's file in a process of its own, which can be killed, has little memory and no network."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processes.documents.facts import PlanFacts
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

SECONDS = 60.0
_PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Reading:
    """What was read, and the lines to which its facts point."""

    facts: PlanFacts
    text: str


def read_confined(content: bytes, name: str, *, max_bytes: int, seconds: float = SECONDS) -> Reading:
    """The facts of a file of any kind that `read_file` knows. Raises Unreadable, whatever it does to its reader."""
    if len(content) > max_bytes:
        raise Unreadable(UnreadableCode.TOO_LARGE, limit=max_bytes, size=len(content))
    head = json.dumps({"name": name, "max_bytes": max_bytes}).encode()
    answer = _answer(head + b"\n" + content, seconds)
    if "code" in answer:
        raise Unreadable(UnreadableCode(answer["code"]), **answer["params"])
    return Reading(PlanFacts.from_dict(answer["facts"]), answer["text"])


def _answer(sent: bytes, seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        child = subprocess.Popen(
            [sys.executable, "-m", "processes.documents.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            env=_environment(folder),
            start_new_session=True,  # a group of its own, so that a converter dies with it
        )
        try:
            said, _errors = child.communicate(sent, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Unreadable(UnreadableCode.TOO_LONG, seconds=int(seconds)) from None
        finally:
            _end(child)
    if child.returncode != 0:
        raise Unreadable(UnreadableCode.BROKEN_FILE)
    answer = json.loads(said)
    assert isinstance(answer, dict)
    return answer


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours goes along: no address, no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV") if name in os.environ}
    return {**kept, "HOME": folder, "TMPDIR": folder, "PYTHONUTF8": "1"}


def _end(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):  # it ended, and left nobody behind
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
