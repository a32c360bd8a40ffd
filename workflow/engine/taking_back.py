"""Taking a file back: by who sent it, while nobody it went to has opened it. Asked under the instance's lock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..context import Context
from ..definition import Principal, Role, TakeBack
from ..models import AuditEntry, Task
from ..refusals import AlreadyOpened, NotSentByYou, when


def taken_by(context: Context, step: TakeBack) -> Role | Principal:
    """The role in which the last step was taken. Raises NotSentByYou, AlreadyOpened."""
    entry = _last(context)
    sent = context.definition.transition(entry.transition) if entry else None
    person = context.actor.person
    if entry is None or sent is None or sent.name not in step.of or person is None:
        raise NotSentByYou(action=step.title)
    if entry.from_state not in step.targets(context.instance.state):  # sent by another version, which had that way
        raise NotSentByYou(action=step.title)
    if person.pk not in (entry.person_id, entry.acting_for_id):
        raise NotSentByYou(action=step.title)
    _refuse_opened(context, step)
    return context.definition.actor_of(sent, entry.from_state)


def way_back(context: Context, step: TakeBack) -> tuple[str, ...]:
    """The one state from which the file came."""
    entry = _last(context)
    assert entry is not None
    return (entry.from_state,)


def _last(context: Context) -> AuditEntry | None:
    """The step that brought the file where it is: entries that change no state do not count."""
    if context.sent_by is None:
        rows = AuditEntry.objects.filter(instance=context.instance, to_state=context.instance.state)
        context.sent_by = rows.exclude(from_state=context.instance.state).order_by("-revision").first()
    return context.sent_by


def _refuse_opened(context: Context, step: TakeBack) -> None:
    seen = Task.objects.filter(instance=context.instance, status=Task.Status.OPEN, seen_at__isnull=False)
    opened = seen.select_related("seen_by").first()
    if opened is not None and opened.seen_at is not None:
        person = opened.seen_by or _("người nhận")
        raise AlreadyOpened(action=step.title, person=person, at=when(opened.seen_at))
