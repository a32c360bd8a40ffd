"""What `manage.py check` says about the ground the engine stands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from . import cross_verification, registry, stranded


@register(Tags.database)
def sqlite_settings(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite loses or refuses writes under load unless it runs with WAL and takes the write lock at BEGIN."""
    return [fault for alias in databases or () for fault in _sqlite_faults(alias, settings.DATABASES[alias])]


def _sqlite_faults(alias: str, database: dict[str, Any]) -> list[CheckMessage]:
    if "sqlite" not in database["ENGINE"]:
        return []
    options = database.get("OPTIONS", {})
    pragmas = re.sub(r"\s+", "", str(options.get("init_command", ""))).lower()
    faults: list[CheckMessage] = []
    if str(options.get("transaction_mode", "")).upper() != "IMMEDIATE":
        faults.append(Error(f"{alias}: OPTIONS['transaction_mode'] must be IMMEDIATE.", id="workflow.E001"))
    for pragma, number in (("journal_mode=wal", 2), ("foreign_keys=on", 3), ("synchronous=full", 4)):
        if pragma not in pragmas:
            faults.append(Error(f"{alias}: OPTIONS['init_command'] must set {pragma}.", id=f"workflow.E00{number}"))
    return faults


@register(Tags.database)
def nothing_stranded(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The definitions at hand carry on every open file. Asked before `migrate` too, which changes nothing then."""
    if "default" not in (databases or ()):
        return []
    try:
        found = stranded.stranded()
    except DatabaseError:  # a database that is yet to be made, or brought up to date
        return []
    return [Error(str(one), hint=stranded.advice(), id="workflow.E020") for one in found]


@register()
def roles_are_one(**kwargs: Any) -> list[CheckMessage]:
    """guardian knows a role by its key alone, so one key must mean one role in all definitions."""
    try:
        registry.roles()
    except ValueError as error:
        return [Error(f"{error}.", hint="Give one of them another key.", id="workflow.E010")]
    return []


@register()
def definitions_fit(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """What no definition can show alone: parents and children, posts, subjects."""
    return [
        Error(f"{fault}.", id="workflow.E011")
        for fault in cross_verification.verify_together(registry.all_definitions())
    ]
