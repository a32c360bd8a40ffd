"""How a fault of a definition is raised, and gathered where all of them are to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .definition import DefinitionError, ProcessDefinition, State

_gathered: list[DefinitionError] | None = None


def fault(definition: type[ProcessDefinition], rule: str, detail: str, path: tuple[State, ...] = ()) -> DefinitionError:
    from .definition import DefinitionError

    return DefinitionError(definition.__name__, rule, detail, path, declared=definition)


def gather() -> None:
    """From now on a faulty definition is kept for `gathered` instead of refused: for `verify_processes` alone,
    which shows the faults at which every other command stops."""
    global _gathered
    _gathered = []


def keep(error: DefinitionError) -> bool:
    """False where faults are not gathered but raised."""
    if _gathered is None:
        return False
    _gathered.append(error)
    return True


def gathered() -> list[DefinitionError]:
    return list(_gathered or ())
