"""Five tickers; the clocks of four are wrong and step back, and the fifth sleeps between looking and telling."""

from __future__ import annotations

import pytest

from tests.factories.tickers import assert_each_once, hand_out, tick_at_once
from tests.factories.timed import House, timed_processes
from tests.factories.trail import clearable_trail
from workflow import registry
from workflow.context import Announcement

__all__ = ["clearable_trail"]

pytestmark = pytest.mark.django_db(transaction=True)

REQUESTS, INQUIRIES = 440, 60


def test_five_hundred_deadlines_under_five_tickers_fire_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [heard.extend])
    with timed_processes():
        hand_out(House(), REQUESTS, INQUIRIES)
        heard.clear()

        assert tick_at_once(monkeypatch) == []

        assert_each_once(REQUESTS, INQUIRIES, heard)
