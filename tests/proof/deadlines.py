"""Ten thousand deadlines under five tickers with stepping clocks. Some minutes; run by its path:

python -m pytest tests/proof/deadlines.py
"""

from __future__ import annotations

import pytest

from tests.factories.tickers import assert_each_once, hand_out, tick_at_once
from tests.factories.timed import House, timed_processes
from tests.factories.trail import clearable_trail
from workflow import registry
from workflow.context import Announcement

__all__ = ["clearable_trail"]

pytestmark = pytest.mark.django_db(transaction=True)

REQUESTS, INQUIRIES = 9_500, 500


def test_ten_thousand_deadlines_under_five_tickers_fire_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [heard.extend])
    with timed_processes():
        hand_out(House(), REQUESTS, INQUIRIES)
        heard.clear()

        assert tick_at_once(monkeypatch) == []

        assert_each_once(REQUESTS, INQUIRIES, heard)
