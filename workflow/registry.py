"""Which definitions exist, who hears what they do, who has rows to hand over. Filled by the applications' `ready`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .context import Announcement
    from .definition import ProcessDefinition, Role
    from .succession import Handover

_definitions: dict[tuple[str, int], type[ProcessDefinition]] = {}
_movers: list[Callable[[Handover], None]] = []
_listeners: list[Callable[[Sequence[Announcement]], None]] = []


class UnknownDefinition(LookupError):
    """No definition of this key and version is registered."""


def register(definition: type[ProcessDefinition]) -> None:
    """Make a definition known. Raises ValueError when another one has its key and version."""
    name = (definition.key, definition.version)
    if _definitions.setdefault(name, definition) is not definition:
        raise ValueError(f"two definitions are {definition.key} version {definition.version}")


def unregister(definition: type[ProcessDefinition]) -> None:
    _definitions.pop((definition.key, definition.version), None)


def get(key: str, version: int) -> type[ProcessDefinition]:
    """Raises UnknownDefinition."""
    try:
        return _definitions[key, version]
    except KeyError:
        raise UnknownDefinition(f"{key} version {version}") from None


def latest(key: str) -> type[ProcessDefinition]:
    """The newest version: what new instances run. Raises UnknownDefinition."""
    versions = [version for known, version in _definitions if known == key]
    if not versions:
        raise UnknownDefinition(key)
    return _definitions[key, max(versions)]


def versions(key: str) -> list[type[ProcessDefinition]]:
    """Every registered version of one definition, the newest first."""
    found = [definition for (known, _version), definition in _definitions.items() if known == key]
    return sorted(found, key=lambda definition: definition.version, reverse=True)


def find(key: str, version: int) -> type[ProcessDefinition] | None:
    """The version, or None where it is not registered."""
    return _definitions.get((key, version))


def nearest(key: str, version: int) -> type[ProcessDefinition] | None:
    """The version, else the newest there is, else None: only for showing what happened, never for deciding."""
    return find(key, version) or next(iter(versions(key)), None)


def all_definitions() -> list[type[ProcessDefinition]]:
    """Every version of every definition, in order of registration."""
    return list(_definitions.values())


def roles() -> list[Role]:
    """Every role of every definition, once, by key. Raises ValueError when one key means two roles."""
    found: dict[str, Role] = {}
    for definition in all_definitions():
        for role in definition.roles():
            if found.setdefault(role.key, role) != role:
                raise ValueError(f"two roles are named {role.key}")
    return sorted(found.values(), key=lambda role: role.key)


def leaving(topics: Collection[str]) -> set[tuple[str, str]]:
    """(definition's key, state) from which one of these steps leads, in any version."""
    return {
        (definition.key, state)
        for definition in all_definitions()
        for step in definition.transitions()
        if f"{definition.key}.{step.name}" in topics
        for state in step.sources
    }


def listen(listener: Callable[[Sequence[Announcement]], None]) -> None:
    """`listener` is called inside the transaction that causes an announcement; it may only write rows."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(announcements: Sequence[Announcement]) -> None:
    if announcements:
        for listener in _listeners:
            listener(announcements)


def hand_over_by(mover: Callable[[Handover], None]) -> None:
    """`mover` lists what of its own rows goes to another agency when agencies are reorganized; it writes nothing."""
    if mover not in _movers:
        _movers.append(mover)


def movers() -> list[Callable[[Handover], None]]:
    return list(_movers)
