"""What strangers bring: refused by name where it is meant to hurt, and never more than a refusal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from processes.documents.reading import MAX_BYTES, Unreadable, UnreadableCode, read_confined, read_file
from tests.unit.reading import hostile

PROJECT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "content", "codes"), [pytest.param(name, make, codes, id=what) for what, name, make, codes in hostile.MADE]
)
def test_a_file_made_to_hurt_is_refused_by_name(
    name: str, content: hostile.Callable[[], bytes], codes: frozenset[UnreadableCode]
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(content(), name)

    assert refused.value.code in codes


def test_damaged_files_are_read_or_refused() -> None:
    files = list(hostile.damaged_files())
    refused = sum(_is_refused(name, content) for name, content, _codes in files)

    assert len(files) + len(hostile.MADE) >= 300
    assert 50 < refused < len(files)  # both happen: the damage is neither harmless nor total


def _is_refused(name: str, content: bytes) -> bool:
    try:
        read_file(content, name)
    except Unreadable:
        return True
    return False


@pytest.mark.parametrize("what", ["far template", "bomb of a page", "script on opening", "entity, late"])
def test_the_confined_reader_says_the_same(what: str) -> None:
    _what, name, content, codes = next(one for one in hostile.MADE if one[0] == what)

    with pytest.raises(Unreadable) as refused:
        read_confined(content(), name, max_bytes=MAX_BYTES)
    assert refused.value.code in codes


def test_a_reader_that_takes_too_long_is_killed() -> None:
    with pytest.raises(Unreadable) as refused:
        read_confined(hostile.word(), "a.docx", max_bytes=MAX_BYTES, seconds=0.05)

    assert refused.value.code is UnreadableCode.TOO_LONG


def inside(program: str) -> str:
    """What a confined process prints."""
    start = "from processes.documents.confinement import confine; print(confine());"
    done = subprocess.run(
        [sys.executable, "-c", start + program], capture_output=True, text=True, cwd=PROJECT, check=False, timeout=60
    )
    return (done.stdout + done.stderr).strip()


def test_the_confined_reader_has_no_network() -> None:
    said = inside("import socket; socket.create_connection(('127.0.0.1', 5432), 1)")

    assert "PermissionError" in said


def test_what_the_confined_reader_starts_has_no_network_either() -> None:
    said = inside(
        "import subprocess, sys; subprocess.run([sys.executable, '-c',"
        " 'import socket; print(socket.create_connection((\"192.0.2.1\", 80), 1))'])"
    )

    assert said.startswith("True")
    assert "Network is unreachable" in said


def test_the_confined_reader_has_little_memory() -> None:
    assert "MemoryError" in inside("bytearray(3 * 1024**3)")
