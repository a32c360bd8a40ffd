"""Our own source files, for tests that read the code base itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)
ROOMS = ("portal", "processes", "notifications", "workflow")


def python_files(*rooms: str) -> Iterator[Path]:
    """Every module of these rooms except migrations, which are written by machine."""
    for room in rooms or ROOMS:
        for path in sorted((BASE_DIR / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.stmt | ast.expr) -> str:
    """`workflow/engine.py:12`, as an editor opens it."""
    return f"{path.relative_to(BASE_DIR)}:{node.lineno}"
