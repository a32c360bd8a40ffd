from __future__ import annotations

import pytest

from workflow import checks, registry
from workflow.checks import roles_are_one, sqlite_settings

SOUND = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}


def faults(database):
    return [fault.id for fault in checks._sqlite_faults("default", database)]


def test_sound_settings():
    assert faults(SOUND) == []
    assert sqlite_settings(databases=["default"]) == []
    assert sqlite_settings(databases=None) == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, ["workflow.E001", "workflow.E002", "workflow.E003", "workflow.E004"]),
        (SOUND["OPTIONS"] | {"transaction_mode": "DEFERRED"}, ["workflow.E001"]),
        (SOUND["OPTIONS"] | {"init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"}, ["workflow.E002"]),
    ],
)
def test_unsafe_sqlite_is_told(options, found):
    assert faults(SOUND | {"OPTIONS": options}) == found


def test_other_databases_are_not_judged():
    assert faults({"ENGINE": "django.db.backends.postgresql"}) == []


def test_roles_that_clash_are_told(monkeypatch):
    def clash():
        raise ValueError("two roles are named drafter")

    assert roles_are_one() == []
    monkeypatch.setattr(registry, "roles", clash)
    [fault] = roles_are_one()
    assert (fault.id, fault.msg) == ("workflow.E010", "two roles are named drafter.")
