"""Triggers that refuse to change or delete what stands in the trail. They raise django's IntegrityError.

Installed after every migrate: SQLite drops triggers silently when Django rebuilds a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

TABLE = "workflow_auditentry"
MESSAGE = "the trail is append only"
FUNCTION = f"{TABLE}_append_only"

SQLITE_INSTALL = [
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for event in ("UPDATE", "DELETE")
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{event}" for event in ("update", "delete")]
# TRUNCATE passes row triggers, so it has a statement trigger of its own.
POSTGRESQL_REMOVE = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{event} ON {TABLE}" for event in ("change", "truncate")]
POSTGRESQL_INSTALL = [
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *POSTGRESQL_REMOVE,
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
]
INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(sender: Any = None, using: str = "default", **kwargs: Any) -> None:
    """Create the triggers where the table exists; again and again without harm. A post_migrate handler."""
    if TABLE in connections[using].introspection.table_names():
        _run(INSTALL, using)


@contextmanager
def switched_off(using: str = "default") -> Iterator[None]:
    """For the flush between tests: without triggers inside the block. Raises ImproperlyConfigured anywhere else."""
    if not getattr(settings, "TESTING_TRAIL_SWITCH", False):
        raise ImproperlyConfigured("the trail's triggers stay: TESTING_TRAIL_SWITCH is not set")
    _run(REMOVE, using)
    try:
        yield
    finally:
        install(using=using)


def _run(statements: dict[str, list[str]], using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
