"""Where packages come from is each machine's own matter: no file of the project names a download host."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.sources import BASE_DIR

LOCKS = sorted(BASE_DIR.glob("requirements*.txt"))
READ_BY_PEOPLE = sorted(
    [*BASE_DIR.glob("*.md"), *BASE_DIR.glob("docs/**/*.md"), BASE_DIR / "Makefile", *BASE_DIR.glob("deploy/*")]
)
OWN_HOST = re.compile(r"(localhost|127\.0\.0\.1|[\w.-]+\.(example|test))(:\d+)?")
ADDRESS = re.compile(r"\b(?:https?|ftp|git|file)://([^/\s)>;\"'`]*)")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_python_lock_has_exact_versions_with_hashes_and_no_host(lock: Path) -> None:
    text = lock.read_text()
    requirements = [
        line for line in text.replace("\\\n", " ").splitlines() if line and not line.lstrip().startswith("#")
    ]

    assert requirements
    assert [line for line in requirements if "==" not in line or "--hash=sha256:" not in line] == []
    assert ADDRESS.findall(text) == []
    assert "--index-url" not in text and "--find-links" not in text


def test_the_front_end_lock_has_exact_versions_with_hashes_and_no_host() -> None:
    packages = json.loads((BASE_DIR / "package-lock.json").read_text())["packages"]
    locked = {name: package for name, package in packages.items() if name}

    assert locked
    assert [name for name, package in locked.items() if "resolved" in package] == []
    assert [name for name, package in locked.items() if not package.get("integrity", "").startswith("sha512-")] == []


@pytest.mark.parametrize("path", READ_BY_PEOPLE, ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_a_text_names_no_host_but_ones_own(path: Path) -> None:
    if path.suffix == ".txt" or not path.is_file():
        return
    hosts = ADDRESS.findall(path.read_text(encoding="utf-8"))

    assert [host for host in hosts if not OWN_HOST.fullmatch(host) and "$" not in host] == []
