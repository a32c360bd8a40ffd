"""What lets the flush between tests pass the trail's triggers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase, override_settings

from workflow import triggers


@pytest.fixture(scope="session", autouse=True)
def clearable_trail() -> Iterator[None]:
    """The flush after a transactional test runs without triggers; they stand again before the next test."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with triggers.switched_off():
            flush(self)

    with pytest.MonkeyPatch.context() as patch, override_settings(TESTING_TRAIL_SWITCH=True):
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
