"""docs/engine.md builds a process with the engine alone. Followed to the letter, it prints what it promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

GUIDE = Path(settings.BASE_DIR) / "docs" / "engine.md"
FILE = re.compile(r"^`([\w/]+\.py)`:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^    python (manage\.py .*)$", re.MULTILINE)
PROMISED = re.compile(r"^It prints:\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OTHER_ROOMS = ("processes", "portal", "notifications")


def files() -> Iterator[tuple[str, str]]:
    yield from FILE.findall(GUIDE.read_text(encoding="utf-8"))


def run(folder: Path, *arguments: str) -> str:
    """In a process of its own, whose imports find the engine but not the settings of these tests."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "DATABASE_", "REDIS_"))}
    environment["PYTHONPATH"] = os.pathsep.join([str(folder), str(settings.BASE_DIR)])
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leave")
    for name, source in files():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    (folder / "leave" / "__init__.py").touch()
    commands = COMMAND.findall(GUIDE.read_text(encoding="utf-8"))
    assert [command.split()[1] for command in commands] == ["makemigrations", "check", "migrate"]
    for command in commands:
        run(folder, *command.split())
    return folder


def test_the_guide_has_every_file_it_speaks_of() -> None:
    assert [name for name, _source in files()] == [
        "settings.py",
        "manage.py",
        "leave/models.py",
        "leave/process.py",
        "leave/apps.py",
        "try_it.py",
    ]


def test_the_process_of_the_guide_runs_as_it_says(built: Path) -> None:
    [promised] = PROMISED.findall(GUIDE.read_text(encoding="utf-8"))

    assert run(built, "try_it.py") == promised


def test_the_engine_knows_no_other_room(built: Path) -> None:
    found = run(
        built,
        "-c",
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'\n"
        "django.setup()\n"
        "import pkgutil, importlib, workflow\n"
        "for module in pkgutil.walk_packages(workflow.__path__, 'workflow.'):\n"
        "    importlib.import_module(module.name)\n"
        f"print([room for room in {OTHER_ROOMS} if room in sys.modules])\n",
    )

    assert found.strip() == "[]"
