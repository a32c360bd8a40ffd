"""docs/acceptance.md says what the tests do."""

from __future__ import annotations

from .page import PAGE, page


def test_page_is_as_the_tests_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.acceptance.rows.page"
