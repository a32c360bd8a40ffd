"""The real plans beside the checkout, their truth, and the golden tables of the acceptance list."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[4] / "shared"


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    assert path.exists(), (
        f"The real plans are missing: expected {'/'.join(parts)} in a folder 'shared' beside the checkout."
    )
    return path


def plan_file(start: str) -> Path:
    return next(path for path in sorted(shared("plans").iterdir()) if path.name.startswith(start) and path.is_file())


def plan_text(start: str) -> str:
    return plan_file(start).read_text(encoding="utf-8")


def truth(start: str) -> dict[str, Any]:
    path = next(path for path in sorted(shared("plans", "truth").iterdir()) if path.name.startswith(start))
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def golden_rows(heading: str) -> list[list[str]]:
    """The cells of the golden table under the line that begins with `heading`."""
    text = shared("acceptance.md").read_text(encoding="utf-8")
    table = text[text.index(heading) :].split("\n\n")[1]
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines() if line.startswith("|")
    ]
    return [row for row in rows[2:] if not re.fullmatch(r"[-| ]+", "".join(row))]
