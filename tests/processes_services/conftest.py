from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.processes_services.province import Province


@pytest.fixture(scope="module")
def settled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Province]:
    """One province for all tests of a module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Province()
        transaction.set_rollback(True)


@pytest.fixture
def province(settled: Province, db: None) -> Province:
    return settled
