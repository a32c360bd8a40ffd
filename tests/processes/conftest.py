from __future__ import annotations

import pytest

from tests.factories.trail import clearable_trail
from tests.processes.world import World

__all__ = ["clearable_trail"]


@pytest.fixture
def world(db: None) -> World:
    return World()
