"""Rows that a handover changes: written at once, kept as they were before, and put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model

from ..definition import Text
from ..models import Agency, HandedOver, Succession
from ..successors import Follower

BATCH = 500


@dataclass(eq=False)
class Change:
    """One row: `after` says what becomes of it, column by column; a row not yet saved is made, GONE is taken away.

    `title`: the heading under which a person finds it in the list, `what` the line; "" for what only goes along with
    something listed. A column that stays as it is may stand in `after`: undoing then waits for nobody to change it.
    """

    row: Model
    after: Mapping[str, Any]
    predecessor: Agency
    follower: Follower
    title: Text = ""
    what: str = ""

    def __post_init__(self) -> None:
        self.before = {} if self.is_new else {name: getattr(self.row, name) for name in self._watched()}

    @property
    def is_new(self) -> bool:
        return self.row.pk is None

    @property
    def is_gone(self) -> bool:
        return self.after is GONE

    def _watched(self) -> Iterable[str]:
        return _columns(type(self.row)) if self.is_gone else self.after


GONE: Mapping[str, Any] = {}


def write(changes: Sequence[Change], succession: Succession) -> None:
    """Carry the changes out in their order of kind (changed, gone, new) and journal them, in batches."""
    made = {change for change in changes if change.is_new}
    _update([(change.row, change.after) for change in changes if not change.is_new and not change.is_gone])
    _delete(change.row for change in changes if change.is_gone)
    for model, rows in _by_model(change.row for change in changes if change in made):
        _manager(model).bulk_create(rows, batch_size=BATCH)
    kept = [_journaled(change, change in made, succession) for change in changes]
    HandedOver.objects.bulk_create(kept, batch_size=BATCH)


def put_back(journal: Sequence[HandedOver]) -> None:
    """Every row as it stood before, a number of statements that grows with the tables, not with the rows."""
    for model, entries in _entries_by_model(journal):
        made = [entry.row for entry in entries if not entry.before]
        gone = [entry for entry in entries if not entry.after]
        changed = [entry for entry in entries if entry.before and entry.after]
        for batch in batches(made):
            _manager(model).filter(pk__in=batch).delete()
        rows = _rows(model, [entry.row for entry in changed])
        _update([(rows[entry.row], _read(model, entry.before)) for entry in changed])
        _manager(model).bulk_create([model(**_read(model, entry.before)) for entry in gone], batch_size=BATCH)


def touched(journal: Sequence[HandedOver]) -> Iterator[tuple[HandedOver, Model | None]]:
    """The entries whose row is no longer as the handover left it, with the row as it is now."""
    for model, entries in _entries_by_model(journal):
        rows = _rows(model, [entry.row for entry in entries])
        for entry in entries:
            row = rows.get(entry.row)
            found = {} if row is None else {name: _plain(getattr(row, name)) for name in entry.after}
            if found != entry.after or (row is not None and not entry.after):
                yield entry, row


def batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


# --- tables


def _manager(model: type[Model]) -> Any:
    return model._base_manager


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _by_model(rows: Iterable[Model]) -> Iterator[tuple[type[Model], list[Model]]]:
    """In the order in which the tables first come, so that a row may follow the one it points to."""
    found: dict[type[Model], list[Model]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return iter(found.items())


def _update(rows: Iterable[tuple[Model, Mapping[str, Any]]]) -> None:
    def kind(one: tuple[Model, Mapping[str, Any]]) -> tuple[str, ...]:
        return (one[0]._meta.label_lower, *sorted(one[1]))

    for (_label, *names), group in groupby(sorted(rows, key=kind), key=kind):
        found = list(group)
        for row, values in found:
            for name, value in values.items():
                setattr(row, name, value)
        model = type(found[0][0])
        fields = [model._meta.get_field(name).name for name in names]
        _manager(model).bulk_update([row for row, _values in found], fields, batch_size=BATCH)


def _delete(rows: Iterable[Model]) -> None:
    """Rows that go together may rest on each other, which Django's PROTECT would refuse; the database still sees to it
    that nothing is left which rests on one that is gone."""
    for model, found in _by_model(rows):
        for batch in batches([row.pk for row in found]):
            gone = _manager(model).filter(pk__in=batch)
            gone._raw_delete(gone.db)


def _rows(model: type[Model], keys: Sequence[int]) -> dict[int, Model]:
    found: dict[int, Model] = {}
    for batch in batches(keys):
        found.update(_manager(model).in_bulk(batch))
    return found


# --- the journal


def _journaled(change: Change, is_new: bool, succession: Succession) -> HandedOver:
    row = change.row
    after = {name: getattr(row, name) for name in _columns(type(row))} if is_new else change.after
    return HandedOver(
        succession=succession,
        sort=row._meta.label_lower,
        row=row.pk,
        successor=change.follower.agency,
        before={name: _plain(value) for name, value in change.before.items()},
        after={name: _plain(value) for name, value in after.items()},
    )


def _entries_by_model(journal: Iterable[HandedOver]) -> Iterator[tuple[type[Model], list[HandedOver]]]:
    """The tables that came last first: what was made after another row goes before it."""
    found: dict[str, list[HandedOver]] = {}
    for entry in journal:
        found.setdefault(entry.sort, []).append(entry)
    return ((apps.get_model(sort), entries) for sort, entries in reversed(found.items()))


def _plain(value: Any) -> Any:
    """As it stands in the journal, which is JSON."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _read(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Field[Any, Any]] = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}
