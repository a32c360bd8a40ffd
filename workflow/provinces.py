"""Loading a province from data: agencies with their names, groups, mandates and posts. Repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from . import acts
from .calendar import local_day
from .context import SYSTEM_ACTOR
from .models import Agency, AgencyGroup, AgencyName, FieldOfWork, GroupMember, GroupName, Mandate
from .names import fold
from .rights import BATCH, POSITIONS, establish_all

Table = Mapping[str, Any]


class ProvinceFault(ValueError):
    """The data cannot be a province; the text says where."""


@transaction.atomic
def load_province(data: Table, at: datetime) -> None:
    """Add what is missing of the province in `data`, found again by codes; nothing that exists is overwritten.

    `data`: "province" {valid_from, valid_to?}, "agency" [{code, name, kind, short?, symbol?, parent?, aliases?,
    mandates?, posts?, valid_from?, valid_to?}], "group" [{code, name, sort, aliases?, members?, kinds?}],
    "field" [{code, name}].
    Raises ProvinceFault, also where the province did not stand in this form at `at`.
    """
    rows, groups = list(data["agency"]), list(data.get("group", []))
    province = data["province"]
    _check(rows, groups, province, local_day(at))
    for fault in _doubled("field", [row["code"] for row in data.get("field", [])]):
        raise ProvinceFault(fault)
    FieldOfWork.objects.bulk_create(
        (FieldOfWork(code=row["code"], name=row["name"]) for row in data.get("field", [])), ignore_conflicts=True
    )
    present = {*_by_code(Agency, rows), *_by_code(AgencyGroup, groups)}
    agencies = _agencies(rows, province)
    _names(rows, agencies)
    _mandates(rows, agencies)
    _groups(groups, agencies, province)
    establish_all({agencies[row["code"]]: list(row.get("posts", [])) for row in rows})
    added = [row["code"] for row in (*rows, *groups) if row["code"] not in present]
    if added:
        said = {"province": province.get("code", ""), "added": added}
        acts.record("load_province", actor=SYSTEM_ACTOR, at=at, facts=said)


# --- is the data sound?


def _check(rows: list[Table], groups: list[Table], province: Table, day: date) -> None:
    for fault in _faults(rows, groups, province, day):
        raise ProvinceFault(fault)


def _faults(rows: list[Table], groups: list[Table], province: Table, day: date) -> Iterator[str]:
    if not province["valid_from"] <= day <= province.get("valid_to", date.max):
        yield f"province {province.get('code', '')} did not stand in this form on {day}"
    codes = [row["code"] for row in rows]
    yield from _doubled("agency", codes)
    yield from _doubled("group", [group["code"] for group in groups])
    for row in rows:
        where = f"agency {row['code']}"
        yield from _unknown(where, "parent", [row["parent"]] if row.get("parent") else [], codes)
        yield from _unknown(where, "kind", [row["kind"]], Agency.Kind.values)
        yield from _unknown(where, "post", row.get("posts", []), POSITIONS)
    for group in groups:
        where = f"group {group['code']}"
        yield from _unknown(where, "sort", [group["sort"]], AgencyGroup.Sort.values)
        yield from _unknown(where, "member", group.get("members", []), codes)
        yield from _unknown(where, "kind", group.get("kinds", []), Agency.Kind.values)


def _doubled(what: str, codes: list[str]) -> Iterator[str]:
    return (f"two {what} entries have the code {code}" for code in codes if codes.count(code) > 1)


def _unknown(where: str, what: str, values: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    allowed = set(known)
    return (f"{where}: unknown {what} {value}" for value in values if value not in allowed)


# --- writing


def _dates(row: Table, province: Table) -> dict[str, date | None]:
    return {
        "valid_from": row.get("valid_from", province["valid_from"]),
        "valid_to": row.get("valid_to", province.get("valid_to")),
    }


def _agencies(rows: list[Table], province: Table) -> dict[str, Agency]:
    """The agencies by code; parents are set once all are there."""
    present = _by_code(Agency, rows)
    new = [
        Agency(
            code=row["code"],
            name=row["name"],
            short_name=row.get("short", ""),
            symbol=row.get("symbol", ""),
            kind=row["kind"],
            **_dates(row, province),
        )
        for row in rows
        if row["code"] not in present
    ]
    Agency.objects.bulk_create(new, batch_size=BATCH)
    agencies = present | {agency.code: agency for agency in new}
    parents = {row["code"]: agencies[row["parent"]] for row in rows if row.get("parent")}
    children = [agency for agency in new if agency.code in parents]
    for agency in children:
        agency.parent = parents[agency.code]
    Agency.objects.bulk_update(children, ["parent"], batch_size=BATCH)
    return agencies


def _names(rows: list[Table], agencies: Mapping[str, Agency]) -> None:
    names = [name for row in rows for name in spellings(agencies[row["code"]], row.get("aliases", []))]
    AgencyName.objects.bulk_create(names, batch_size=BATCH, ignore_conflicts=True)


def spellings(agency: Agency, aliases: Iterable[str]) -> list[AgencyName]:
    """Rows, not yet saved, for the agency's name, short name and other spellings; each once."""
    written = {fold(name): name for name in (*aliases, agency.short_name, agency.name) if name}
    return [
        AgencyName(agency=agency, name=name, folded=folded, valid_from=agency.valid_from, valid_to=agency.valid_to)
        for folded, name in written.items()
    ]


def _mandates(rows: list[Table], agencies: Mapping[str, Agency]) -> None:
    present = set(Mandate.objects.values_list("agency__code", "key"))
    Mandate.objects.bulk_create(
        Mandate(agency=agency, key=key, valid_from=agency.valid_from, valid_to=agency.valid_to)
        for row in rows
        for agency in [agencies[row["code"]]]
        for key in row.get("mandates", [])
        if (agency.code, key) not in present
    )


def _groups(rows: list[Table], agencies: Mapping[str, Agency], province: Table) -> None:
    present = _by_code(AgencyGroup, rows)
    new = [
        AgencyGroup(
            code=row["code"],
            name=row["name"],
            sort=row["sort"],
            kinds=list(row.get("kinds", [])),
            **_dates(row, province),
        )
        for row in rows
        if row["code"] not in present
    ]
    AgencyGroup.objects.bulk_create(new, batch_size=BATCH)
    groups = present | {group.code: group for group in new}
    names = [
        GroupName(group=groups[row["code"]], name=name, folded=folded)
        for row in rows
        for folded, name in {fold(name): name for name in (*row.get("aliases", []), row["name"])}.items()
    ]
    GroupName.objects.bulk_create(names, batch_size=BATCH, ignore_conflicts=True)
    _members(rows, groups, agencies)


def _members(rows: list[Table], groups: Mapping[str, AgencyGroup], agencies: Mapping[str, Agency]) -> None:
    present = set(GroupMember.objects.values_list("group__code", "agency__code"))
    GroupMember.objects.bulk_create(
        _member(groups[row["code"]], agencies[code])
        for row in rows
        for code in row.get("members", [])
        if (row["code"], code) not in present
    )


def _member(group: AgencyGroup, agency: Agency) -> GroupMember:
    """Row, not yet saved, for as long as both exist."""
    ends = [day for day in (group.valid_to, agency.valid_to) if day]
    first, last = max(group.valid_from, agency.valid_from), min(ends, default=None)
    return GroupMember(group=group, agency=agency, valid_from=first, valid_to=last)


def _by_code(model: Any, rows: list[Table]) -> dict[str, Any]:
    return {found.code: found for found in model.objects.filter(code__in=[row["code"] for row in rows])}
