"""Triggers that refuse to change or delete what was written down for good. They raise django's IntegrityError.

Installed after every migrate: SQLite drops triggers silently when Django rebuilds a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

TABLES = ("workflow_auditentry", "workflow_organizationentry", "workflow_seal", "workflow_sealedhead")
MESSAGE = "the trail is append only"
FUNCTION = "workflow_append_only"


def install(sender: Any = None, using: str = "default", **kwargs: Any) -> None:
    """Create the triggers where the tables exist; again and again without harm. A post_migrate handler."""
    _run("install", using)


@contextmanager
def switched_off(using: str = "default") -> Iterator[None]:
    """For the flush between tests: without triggers inside the block. Raises ImproperlyConfigured anywhere else."""
    if not getattr(settings, "TESTING_TRAIL_SWITCH", False):
        raise ImproperlyConfigured("the trail's triggers stay: TESTING_TRAIL_SWITCH is not set")
    _run("remove", using)
    try:
        yield
    finally:
        install(using=using)


def _run(what: str, using: str) -> None:
    connection = connections[using]
    present = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in (table for table in TABLES if table in present):
            for statement in STATEMENTS[connection.vendor, what](table):
                cursor.execute(statement)


# --- the statements of each store


def _sqlite_install(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for event in ("UPDATE", "DELETE")
    ]


def _sqlite_remove(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{event}" for event in ("update", "delete")]


def _postgresql_install(table: str) -> list[str]:
    """TRUNCATE passes row triggers, so it has a statement trigger of its own."""
    calls = f"EXECUTE FUNCTION {FUNCTION}()"
    return [
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        *_postgresql_remove(table),
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {calls}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {calls}",
    ]


def _postgresql_remove(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{event} ON {table}" for event in ("change", "truncate")]


STATEMENTS = {
    ("sqlite", "install"): _sqlite_install,
    ("sqlite", "remove"): _sqlite_remove,
    ("postgresql", "install"): _postgresql_install,
    ("postgresql", "remove"): _postgresql_remove,
}
