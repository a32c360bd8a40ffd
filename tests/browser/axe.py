"""What axe finds wrong on a page as it stands, for people who cannot see it or cannot use a mouse."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """One line per violation: rule, what is meant, where. Raises RuntimeError where axe is not installed."""
    page.evaluate(_source())
    found = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {one['help']} ({', '.join(str(node['target']) for node in one['nodes'])})" for one in found]


@cache
def _source() -> str:
    if not AXE.is_file():
        raise RuntimeError("axe-core is missing from node_modules: run `make setup`.")
    return AXE.read_text(encoding="utf-8")
