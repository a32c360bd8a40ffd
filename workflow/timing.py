"""The clock of a file's open work: urgency, stopping, going on, more time. For steps that leave it in its state (SAME).

    stop_clock = Transition(_("Tạm dừng tính thời hạn"), S.ASKED, SAME, by=HEAD, needs=[REASON],
                            guards=[timing.clock_runs], does=[timing.suspend_clock])

Each records in the trail what was due when, and what is due when from now on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import registry, tasks
from .calendar import WorkingDays, due_at, end_of_day, local_day
from .context import Announcement, Context
from .deadline_rules import Unit
from .deadlines import announcement
from .definition import Verdict, guard, holds, missing, service
from .inputs import Input, InputKind
from .marks import next_at
from .models import DeadlineEvent, ProcessInstance, Task
from .names_of_entries import DUE_SOON, DUE_TODAY
from .refusals import InputsRefused

BATCH = 500
NORMAL = "normal"  # an input that is required has no empty choice
Urgency = ProcessInstance.Urgency

URGENCY = Input(
    "urgency",
    _("Độ khẩn"),
    InputKind.CHOICE,
    choices=[(one.value or NORMAL, one.label) for one in Urgency],
    help=_("Khẩn: còn một nửa thời hạn; thượng khẩn: một phần tư; hỏa tốc: trong ngày. Ngày đã ấn định giữ nguyên."),
)
NEW_DAY = Input("new_day", _("Hạn mới: đến hết ngày"), InputKind.DATE)
REASON = Input("reason", _("Lý do"), max_length=2000)


@guard(_("thời hạn đang được tính"))
def clock_runs(context: Context) -> Verdict:
    if _timed(context).filter(suspended_at__isnull=True).exists():
        return holds()
    return missing(_("Không có việc nào đang tính thời hạn."))


@guard(_("thời hạn đang tạm dừng"))
def clock_stands(context: Context) -> Verdict:
    if _timed(context).filter(suspended_at__isnull=False).exists():
        return holds()
    return missing(_("Thời hạn không bị tạm dừng."))


@service(_("đặt độ khẩn và tính lại thời hạn của mọi việc đang chờ, kể cả ở các hồ sơ bên dưới"))
def mark_urgency(context: Context) -> None:
    chosen = str(context.inputs["urgency"])
    urgency = "" if chosen == NORMAL else chosen
    days, moved = WorkingDays(), list[Moved]()
    for batch in _batches(_open_from(context.instance)):
        waiting = Task.objects.filter(instance__in=batch, status=Task.Status.OPEN, due_at__isnull=False)
        for task in waiting.select_related("instance__root").select_for_update(of=("self",)).order_by("pk"):
            due = _hurried(task, urgency, context.at, days)
            if due != task.due_at:
                moved.append(Moved(task, due))
        ProcessInstance.objects.filter(pk__in=batch).update(urgency=urgency)
    context.instance.urgency = urgency
    hurried = [one.task for one in moved if one.is_earlier]
    _retime(context, moved, days)
    registry.announce([_hurry(task, context.at) for task in hurried if task.desk_id])


@service(_("dừng tính thời hạn"))
def suspend_clock(context: Context) -> None:
    stopped = [Moved(task, None) for task in _open(context) if task.suspended_at is None]
    for one in stopped:
        one.task.suspended_at, one.task.next_mark_at = context.at, None
    Task.objects.bulk_update([one.task for one in stopped], ["suspended_at", "next_mark_at"], batch_size=BATCH)
    _record(context, stopped)


@service(_("tính tiếp thời hạn, cộng thêm số ngày đã dừng"))
def resume_clock(context: Context) -> None:
    days, moved = WorkingDays(), list[Moved]()
    for task in _open(context):
        if task.suspended_at is None:
            continue
        unit = _unit(task)
        stood = days.count(unit, local_day(task.suspended_at), local_day(context.at))
        task.suspended_at, task.extra_days = None, task.extra_days + stood
        moved.append(Moved(task, end_of_day(days.shift(unit, local_day(_due(task)), stood))))
    _retime(context, moved, days)
    _give(context, moved)


@service(_("gia hạn đến hết ngày mới"))
def extend_deadline(context: Context) -> None:
    day = date.fromisoformat(str(context.inputs["new_day"]))
    days, moved = WorkingDays(), list[Moved]()
    for task in _open(context):
        old = local_day(_due(task))
        if day <= max(old, local_day(context.at)):
            raise InputsRefused({"new_day": ("not_later", {})})
        task.extra_days += days.count(_unit(task), old, day)
        moved.append(Moved(task, end_of_day(day)))
    _retime(context, moved, days)
    _give(context, moved)


# --- what is due when


class Moved:
    """A task and when it has to be done from now on; None: while the clock stands nobody knows."""

    def __init__(self, task: Task, due: datetime | None) -> None:
        self.task, self.old, self.due = task, _due(task), due

    @property
    def is_earlier(self) -> bool:
        return self.due is not None and self.due < self.old


def _hurried(task: Task, urgency: str, at: datetime, days: WorkingDays) -> datetime:
    """What the rule gives at this urgency, with the days that stops and extensions added; a stated day stays.

    Time that shrinks below what has passed leaves the present day; what was due already gets no new time by it.
    """
    rule, old = tasks.rule_of(task), _due(task)
    if rule is None or rule.unit is Unit.GIVEN:
        return old
    base = due_at(rule, task.opened_at, None, urgency, days)
    assert base is not None
    due = end_of_day(days.shift(rule.unit, local_day(base), task.extra_days))
    today = end_of_day(local_day(task.suspended_at or at))
    return due if due >= old else min(old, max(due, today))


def _retime(context: Context, moved: Sequence[Moved], days: WorkingDays) -> None:
    """The new ends, with the marks on the way to them. What is late all the same is not told again."""
    told = _told(moved)
    again: list[DeadlineEvent] = []
    for one in moved:
        task, rule = one.task, tasks.rule_of(one.task)
        task.due_at, kinds = one.due, told.get(one.task.pk, [])
        if one.due is not None and one.due != one.old:
            kinds = kinds if one.due < context.at else []
            again += [DeadlineEvent(task=task, kind=k, due_at=one.due, fired_at=context.at) for k in kinds]
        coming = tasks.marks_of(task, rule, days) if rule else []
        task.next_mark_at = None if task.suspended_at else next_at(coming, context.at, kinds)
    DeadlineEvent.objects.bulk_create(again, batch_size=BATCH, ignore_conflicts=True)  # an end may come back
    fields = ["due_at", "next_mark_at", "suspended_at", "extra_days"]
    Task.objects.bulk_update([one.task for one in moved], fields, batch_size=BATCH)
    _record(context, moved)


def _told(moved: Sequence[Moved]) -> dict[int, list[str]]:
    """The kinds of marks that came on the way to the old end of each task."""
    old = {one.task.pk: one.old for one in moved}
    found: dict[int, list[str]] = {}
    for batch in _batches(list(old)):
        for pk, kind, due in DeadlineEvent.objects.filter(task__in=batch).values_list("task", "kind", "due_at"):
            if due == old[pk]:
                found.setdefault(pk, []).append(kind)
    return found


def _give(context: Context, moved: Iterable[Moved]) -> None:
    """A day that was given is another one for the stages to come, too."""
    for one in moved:
        if one.due and _unit(one.task) is Unit.GIVEN:
            context.give_day(local_day(one.due))


def _record(context: Context, moved: Iterable[Moved]) -> None:
    """Old and new days in the trail's entry; those of many tasks alike are counted."""
    alike = Counter(
        (one.task.instance.definition_key, one.task.state, one.old, one.due)
        for one in sorted(moved, key=lambda one: one.task.pk)
    )
    context.record(
        "due",
        [
            {"process": key, "state": state, "from": _day(old), "to": _day(new), "tasks": count}
            for (key, state, old, new), count in alike.items()
        ],
    )


def _day(moment: datetime | None) -> str | None:
    return local_day(moment).isoformat() if moment else None


def _hurry(task: Task, at: datetime) -> Announcement:
    today = local_day(_due(task)) == local_day(at)
    return announcement(task, DUE_TODAY if today else DUE_SOON, "hurried", at)


# --- whose clock


def _timed(context: Context) -> QuerySet[Task]:
    return Task.objects.filter(instance=context.instance, status=Task.Status.OPEN, due_at__isnull=False)


def _open(context: Context) -> list[Task]:
    """This file's own work that has to be done by a day, locked."""
    rows = _timed(context).select_related("instance").select_for_update(of=("self",))
    return list(rows.order_by("pk"))


def _open_from(instance: ProcessInstance) -> list[int]:
    """Ids of this process and of all below it that run, locked in the engine's order; parents are older than children.

    Asked again until none has been opened meanwhile: a locked process opens no more.
    """
    locked = {instance.pk: None}
    while True:
        found, below = list[int](), {instance.pk}
        rows = ProcessInstance.objects.filter(root=instance.root_id, pk__gt=instance.pk).order_by("pk")
        for pk, parent, closed in rows.values_list("pk", "parent_id", "closed_at"):
            if parent in below:
                below.add(pk)
                found += [] if closed or pk in locked else [pk]
        if not found:
            return list(locked)
        for batch in _batches(found):
            list(ProcessInstance.objects.filter(pk__in=batch).order_by("pk").select_for_update().values_list("pk"))
        locked |= dict.fromkeys(found)


def _batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _due(task: Task) -> datetime:
    assert task.due_at is not None  # only such tasks are asked for
    return task.due_at


def _unit(task: Task) -> Unit:
    rule = tasks.rule_of(task)
    return rule.unit if rule else Unit.GIVEN
