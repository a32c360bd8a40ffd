"""Every sentence of the portal has its English translation."""

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from tests.architecture.sources import BASE_DIR, ROOMS

CATALOGUE = Path("portal/locale/en/LC_MESSAGES/django.po")


def test_english_is_complete(tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(BASE_DIR / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(BASE_DIR / "manage.py", tmp_path)
    extraction = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "en", "--no-obsolete"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert extraction.returncode == 0, extraction.stderr

    with (tmp_path / CATALOGUE).open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]

    assert messages
    assert [message.id for message in messages if message.fuzzy or not all(strings_of(message.string))] == []


def strings_of(string: str | tuple[str, ...]) -> tuple[str, ...]:
    """The translation's forms: one, or one for each number."""
    return string if isinstance(string, tuple) else (string,)
