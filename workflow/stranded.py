"""Open files that the definitions of this deployment cannot carry on: found before anything is served.

Three statements, however many files there are; the first reads an index of the open files alone.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import queries, registry
from .conflicts import NAMED, File
from .definition import ProcessDefinition, State
from .joining import awaits, ends, only_waits, unanswered
from .models import ProcessInstance

SENTENCES = {
    "unregistered": gettext_lazy("Không có bản khai quy trình “%(key)s” phiên bản %(version)s, trạng thái “%(state)s”"),
    "no_stage": gettext_lazy("Quy trình “%(key)s” phiên bản %(version)s không xử lý trạng thái “%(state)s”"),
    "waits": gettext_lazy("Quy trình “%(key)s” phiên bản %(version)s chờ mãi ở trạng thái “%(state)s”"),
}


@dataclass(frozen=True)
class Stranded:
    """Open files of one state that nothing carries on. `code` is a key of SENTENCES; the first `files` are named."""

    code: str
    definition_key: str
    definition_version: int
    state: State
    count: int
    files: tuple[File, ...]

    def __str__(self) -> str:
        said = {"key": self.definition_key, "version": self.definition_version, "state": self.state}
        lines = [_("%(what)s: %(count)s hồ sơ") % {"what": str(SENTENCES[self.code]) % said, "count": self.count}]
        lines += [f"  {file}" for file in self.files]
        if self.count > len(self.files):
            lines.append(_("  … và %(count)s hồ sơ khác") % {"count": self.count - len(self.files)})
        return "\n".join(lines)


class Stranding(Exception):
    """This deployment would strand files. Its text names them and says what to do."""

    def __init__(self, found: Iterable[Stranded]) -> None:
        self.found = tuple(found)
        super().__init__("\n".join([_("Bản cài đặt này bỏ dở hồ sơ đang xử lý."), *map(str, self.found), advice()]))


def advice() -> str:
    """What to do about it."""
    return _(
        "Hãy đưa phiên bản cũ trở lại processes/past, hoặc chuyển hồ sơ sang phiên bản khác bằng lệnh "
        "manage.py move_version."
    )


def refuse_stranding() -> None:
    """Raises Stranding where an open file has no way on."""
    if found := stranded():
        raise Stranding(found)


def stranded() -> list[Stranded]:
    """Every state of every version in which open files stand that the registered definitions do not carry on."""
    groups = queries.open_files()
    lost = {group: code for group in groups if (code := _fault(*group))}
    waiting = [group for group in groups if group not in lost and _only_waits(*group)]
    return _named(lost, map(_in, lost)) + _named(dict.fromkeys(waiting, "waits"), map(_in_vain, waiting))


Group = tuple[str, int, State]


def _fault(key: str, version: int, state: State) -> str:
    definition = registry.find(key, version)
    if definition is None:
        return "unregistered"
    return "" if state in definition.stages else "no_stage"


def _only_waits(key: str, version: int, state: State) -> bool:
    return only_waits(registry.get(key, version), state)


def _in(group: Group) -> Q:
    key, version, state = group
    return Q(closed_at__isnull=True, definition_key=key, definition_version=version, state=state)


def _in_vain(group: Group) -> Q:
    """The files of the group without a child of the present round whose answer, whatever it is, would be heard."""
    key, version, state = group
    definition = registry.get(key, version)
    hopeful = Q(pk__in=[])
    for name in awaits(definition, state):
        deaf = Q(pk__in=[])
        for child in registry.versions(name):
            deaf |= _never_heard(definition, state, child)
        hopeful |= Q(definition_key=name) & ~deaf
    children = ProcessInstance.objects.filter(hopeful, closed_at__isnull=True, parent=OuterRef("pk"))
    return _in(group) & Q(~Exists(children.filter(parent_round=OuterRef("round"))))


def _never_heard(definition: type[ProcessDefinition], state: State, child: type[ProcessDefinition]) -> Q:
    """Children of this version that have answered already, or may answer what nobody hears."""
    if unanswered(definition, state, child):
        return Q(definition_version=child.version)
    return Q(definition_version=child.version, state__in=ends(child))


def _named(codes: dict[Group, str], rows: Iterable[Q]) -> list[Stranded]:
    """One for each group that has such rows; one statement, none without a group."""
    if not codes:
        return []
    within = ["definition_key", "definition_version", "state"]
    found: dict[Group, tuple[int, list[File]]] = {}
    numbered = ProcessInstance.objects.filter(functools.reduce(operator.or_, rows)).annotate(
        place=Window(RowNumber(), partition_by=within, order_by="pk"), count=Window(Count("pk"), partition_by=within)
    )
    for row in numbered.filter(place__lte=NAMED).order_by(*within, "pk"):
        group = (row.definition_key, row.definition_version, row.state)
        found.setdefault(group, (row.count, []))[1].append(File(row.uuid, row.title))
    return [Stranded(codes[group], *group, count, tuple(files)) for group, (count, files) in found.items()]
