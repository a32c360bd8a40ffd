"""The stores that tests run on. SQLite and memory by default; DATABASE_URL and REDIS_URL choose others.

A test that has its meaning on one store only says so with `@pytest.mark.only_on("postgresql")`; on another store it is
not collected, so that a skipped test always means something missing.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.trail import clearable_trail

__all__ = ["clearable_trail"]

STORES = ("sqlite", "postgresql", "redis")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"only_on(store): runs on that store only, one of {', '.join(STORES)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not _wanted_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """With --no-skips a run that left something out has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and session.config.getoption("--no-skips"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"{len(skipped)} tests were skipped, and none may be.", red=True)
    return (yield)


def _wanted_here(item: pytest.Item) -> bool:
    for mark in item.iter_markers("only_on"):
        (store,) = mark.args
        if store not in STORES:
            raise pytest.UsageError(f"{item.nodeid}: unknown store {store!r}")
        if store not in _stores_here():
            return False
    return True


def _stores_here() -> set[str]:
    return {connection.vendor, *(["redis"] if settings.REDIS_URL else [])}
