"""What a reorganization would move: the list that the dry run shows and that applying carries out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import registry
from ..calendar import ZONE
from ..definition import ProcessDefinition
from ..models import Agency, AuditEntry, Participation, ProcessInstance, Succession, SuccessionPart
from ..successors import Follower, Rules, Why
from .changes import Change


@dataclass(frozen=True)
class Item:
    """One thing that moves: under which heading, in words, from whom to whom, by which rule."""

    title: str
    what: str
    predecessor: str
    successor: str
    why: str
    instance: ProcessInstance | None = None  # of a running process, for whom a person may choose otherwise


@dataclass(frozen=True)
class Remark:
    """A conflict and how it is settled, or a gap: `code` for machines, the sentence for people."""

    code: str
    text: str
    blocks: bool = False


@dataclass(eq=False)
class Moving:
    """A part that a predecessor takes in a running process."""

    participation: Participation
    instance: ProcessInstance
    follower: Follower

    @property
    def predecessor(self) -> Agency:
        return self.participation.agency

    @property
    def successor(self) -> Agency:
        assert self.follower.agency is not None
        return self.follower.agency

    @property
    def part(self) -> str:
        """What the predecessor is in it, in the process's own words."""
        titles = {role.at.key: role.at.title for role in _definition(self.instance).roles()}
        return str(titles.get(self.participation.participant, self.participation.participant))


@dataclass
class Handover:
    """`files`: running processes that go on; `folded`: those that end because the successor has the same already."""

    succession: Succession
    at: datetime
    day: date  # the successor's first
    rules: Rules
    predecessors: dict[int, Agency]
    ending: frozenset[int]  # ids of the predecessors that cease to exist
    files: list[Moving] = field(default_factory=list)
    folded: dict[int, Moving] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Remark] = field(default_factory=list)
    gaps: list[Remark] = field(default_factory=list)
    made_desks: list[int] = field(default_factory=list)  # ids of the desks that the successors lacked
    archived: int = 0  # closed processes that the successors may read from then on

    @cached_property
    def acted_today(self) -> set[int]:
        """Ids of the persons who acted, or on whose behalf somebody did, since the successor's first day began."""
        since = datetime.combine(self.day, time.min, tzinfo=ZONE)
        acted = AuditEntry.objects.filter(at__gte=since, person__isnull=False).values_list("person_id", "acting_for_id")
        return {person for pair in acted for person in pair if person is not None}

    @property
    def items(self) -> list[Item]:
        files = [_item_of_file(moving) for moving in self.files if moving.instance.pk not in self.folded]
        return files + [_item_of_row(change) for change in self.changes if change.title]

    @property
    def blocking(self) -> list[Remark]:
        return [gap for gap in self.gaps if gap.blocks]

    # --- for who lists rows

    def going(self, key: str, participant: str) -> dict[tuple[int, int], Moving]:
        """Running processes of the definition `key`, by subject and predecessor in the part `participant`."""
        return {
            (moving.instance.subject_id, moving.predecessor.pk): moving
            for moving in self.files
            if moving.instance.definition_key == key and moving.participation.participant == participant
        }

    def follower(self, predecessor: int, instance: ProcessInstance | None = None) -> Follower:
        """Who takes the predecessor's part in a file; without one, all that belongs to none."""
        if instance is None:
            return self.rules.follower(predecessor)
        above = instance.root if instance.root_id != instance.pk else None
        field = instance.field_id or (above.field_id if above else None)
        return self.rules.follower(predecessor, field, (instance.pk, instance.root_id))

    def move(self, change: Change) -> None:
        """List a row; one that nobody takes is a gap instead."""
        if change.follower.why is Why.NOBODY:
            self.nobody(change.what or str(change.row), change.predecessor)
        elif change.follower.why is not Why.STAYS:
            self.changes.append(change)

    def fold(self, moving: Moving, what: str) -> None:
        """End the predecessor's process: the successor has the very same to do."""
        self.folded[moving.instance.pk] = moving
        self.merged(what, moving.predecessor, moving.successor)

    def merged(self, what: str, predecessor: Agency, successor: Agency) -> None:
        sentence = _("%(what)s: %(successor)s đã có việc này, phần của %(predecessor)s được gộp vào.")
        text = str(sentence) % {"what": what, "successor": successor, "predecessor": predecessor}
        self.conflicts.append(Remark("folded", text))

    def nobody(self, what: str, predecessor: Agency) -> None:
        sentence = _("%(what)s của %(predecessor)s: chưa có cơ quan nào nhận.")
        text = str(sentence) % {"what": what, "predecessor": predecessor}
        self.gaps.append(Remark("nobody", text, blocks=True))

    def lapses(self, code: str, text: str) -> None:
        """Something that ends, or that nobody can do yet: for a person to put right."""
        self.gaps.append(Remark(code, text))


def begin(succession: Succession, at: datetime) -> Handover:
    """The rules of the succession, and the running processes in which its predecessors take part; five queries."""
    parts = list(succession.parts.select_related("predecessor", "successor", "field").order_by("pk"))
    choices = succession.choices.select_related("successor")
    continuing = _continuing(succession, parts)
    handover = Handover(
        succession,
        at,
        max(succession.effective_on, timezone.localdate(at)),
        Rules(parts, choices, continuing),
        {part.predecessor_id: part.predecessor for part in parts},
        frozenset(part.predecessor_id for part in parts) - continuing,
    )
    if succession.kind != Succession.Kind.RENAME:
        _list_files(handover)
    return handover


def _continuing(succession: Succession, parts: Sequence[SuccessionPart]) -> frozenset[int]:
    """Who lives on: renamed, or only giving away what is named (a split in which nobody takes the rest)."""
    everybody = frozenset(part.predecessor_id for part in parts)
    if succession.kind == Succession.Kind.RENAME:
        return everybody
    if succession.kind == Succession.Kind.SPLIT:
        return everybody - {part.predecessor_id for part in parts if part.field_id is None}
    return frozenset()


def running(predecessors: Iterable[int]) -> QuerySet[Participation]:
    """The parts that these agencies take in processes that still run."""
    return Participation.objects.filter(agency__in=list(predecessors), instance__closed_at__isnull=True)


def _list_files(handover: Handover) -> None:
    rows = running(handover.predecessors).select_related("instance__root", "agency").order_by("instance", "pk")
    same: dict[int, ProcessInstance] = {}
    for row in rows:
        instance = same.setdefault(row.instance_id, row.instance)
        follower = handover.follower(row.agency_id, instance)
        if follower.why is Why.NOBODY:
            handover.nobody(what(instance), row.agency)
        elif follower.why is not Why.STAYS:
            handover.files.append(Moving(row, instance, follower))


def _definition(instance: ProcessInstance) -> type[ProcessDefinition]:
    return registry.get(instance.definition_key, instance.definition_version)


def what(instance: ProcessInstance) -> str:
    """The process in words: "Trình duyệt: Kế hoạch … (Chờ văn thư cấp số)"."""
    definition = _definition(instance)
    return f"{definition.title}: {instance.title} ({definition.state_title(instance.state)})"


def _item_of_file(moving: Moving) -> Item:
    definition, instance = _definition(moving.instance), moving.instance
    return Item(
        str(definition.title),
        f"{instance.title} ({definition.state_title(instance.state)}): {moving.part}",
        str(moving.predecessor),
        str(moving.successor),
        str(moving.follower.why.label),
        instance,
    )


def _item_of_row(change: Change) -> Item:
    successor = str(change.follower.agency or "")
    return Item(str(change.title), change.what, str(change.predecessor), successor, str(change.follower.why.label))
