"""What a mail has to say at the moment when it leaves: unread, of files that its person may see then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from workflow import authorization, registry
from workflow.models import Appointment, Task
from workflow.models.base import valid_on

from ..message import last_day
from ..models import Mail, Notification

LINES = 10  # of the work that a digest shows; the page shows all
SOON = timedelta(days=3)


@dataclass(frozen=True)
class FileNews:
    """What happened to one file, the oldest first."""

    title: str
    told: list[Notification]


@dataclass(frozen=True)
class WorkLine:
    task: Task
    is_late: bool
    is_soon: bool

    @property
    def state(self) -> str:
        """In the language in which the mail is just being written."""
        instance = self.task.instance
        definition = registry.nearest(instance.definition_key, instance.definition_version)
        return definition.state_title(self.task.state) if definition else self.task.state

    @property
    def last_day(self) -> date | None:
        return last_day(self.task.due_at) if self.task.due_at else None

    @property
    def urgency(self) -> tuple[bool, datetime]:
        return self.task.due_at is None, self.task.due_at or self.task.opened_at


@dataclass
class Work:
    """What waits at a person's desks: how much, how much of it late, and the most urgent of it."""

    total: int = 0
    late: int = 0
    lines: list[WorkLine] = field(default_factory=list)


@dataclass(frozen=True)
class Contents:
    files: list[FileNews]
    work: Work

    @property
    def count(self) -> int:
        return sum(len(file.told) for file in self.files)

    def __bool__(self) -> bool:
        return bool(self.files or self.work.total)


def contents_of(mails: Sequence[Mail], at: datetime) -> dict[int, Contents]:
    """By mail; at most six queries, however many mails."""
    told = _told(mails, at)
    work = _work([mail.person_id for mail in mails if mail.day], at)
    return {
        mail.pk: Contents(_by_file(told.get(mail.pk, [])), work.get(mail.person_id, Work()) if mail.day else Work())
        for mail in mails
    }


def _told(mails: Sequence[Mail], at: datetime) -> dict[int, list[Notification]]:
    persons = {mail.pk: mail.person_id for mail in mails}
    rows = Notification.objects.filter(mail__in=persons, account__is_active=True).unread().order_by("created_at", "pk")
    visible = authorization.visible_to(persons.values(), {row.root for row in rows}, at)
    found: dict[int, list[Notification]] = {}
    for row in rows:
        if row.mail_id is not None and (persons[row.mail_id], row.root) in visible:
            found.setdefault(row.mail_id, []).append(row)
    return found


def _by_file(told: Iterable[Notification]) -> list[FileNews]:
    """Files in order of what happened first; the title is the newest one."""
    found: dict[object, list[Notification]] = {}
    for one in told:
        found.setdefault(one.root, []).append(one)
    return [FileNews(rows[-1].title, rows) for rows in found.values()]


def _work(person_ids: Sequence[int], at: datetime) -> Mapping[int, Work]:
    """By person; three queries."""
    if not person_ids:
        return {}
    sitting = Appointment.objects.filter(valid_on(timezone.localdate(at)), person__in=person_ids)
    desks = set(sitting.values_list("person", "desk"))
    waiting = Task.objects.filter(status=Task.Status.OPEN, desk__in={desk for _person, desk in desks})
    counts = waiting.values_list("desk").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    by_desk = {desk: (total, late) for desk, total, late in counts}
    first = Window(RowNumber(), partition_by="desk", order_by=[F("due_at").asc(nulls_last=True), "opened_at"])
    urgent = waiting.annotate(place=first).filter(place__lte=LINES).select_related("instance")
    lines: dict[int, list[WorkLine]] = {}
    for task in urgent:
        lines.setdefault(task.desk_id, []).append(_line(task, at))
    found: dict[int, Work] = {}
    for person, desk in sorted(desks):
        work, (total, late) = found.setdefault(person, Work()), by_desk.get(desk, (0, 0))
        work.total, work.late = work.total + total, work.late + late
        work.lines = sorted([*work.lines, *lines.get(desk, [])], key=lambda line: line.urgency)[:LINES]
    return found


def _line(task: Task, at: datetime) -> WorkLine:
    due = task.due_at
    return WorkLine(task, due is not None and due < at, due is not None and at <= due <= at + SOON)
