"""Who of several holders of a desk answers for a field, from when to when: "Phó Chủ tịch phụ trách văn hóa"."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import acts
from .context import Actor
from .models import Appointment, Desk, FieldOfWork, Person, Responsibility
from .models.base import valid_on
from .refusals import Refusal


class NotAtThatDesk(Refusal):
    """Only a holder of the desk answers for its work. Params: person, desk."""

    code, http_status = "not_at_that_desk", 422
    sentence = _("%(person)s không đảm nhiệm chức vụ %(desk)s vào ngày đó.")


class OwnField(Refusal):
    """Nobody assigns a field to themselves, by whichever account."""

    code = "own_field"
    sentence = _("Không ai tự phân công lĩnh vực cho chính mình; hãy nhờ một quản trị khác.")


class BeforeToday(Refusal):
    """What was signed until now was signed by who answered then."""

    code, http_status = "before_today", 422
    sentence = _("Phân công chỉ có hiệu lực từ hôm nay trở đi.")


@transaction.atomic
def assign(
    *, person: Person, desk: Desk, field: FieldOfWork, valid_from: date, paper: str, actor: Actor, at: datetime
) -> Responsibility:
    """From `valid_from` on the person answers for the field at the desk; whoever did before stops the day before.

    Raises OwnField, BeforeToday, NotAtThatDesk.
    """
    if actor.person is not None and actor.person == person:
        raise OwnField()
    if valid_from < timezone.localdate(at):
        raise BeforeToday()
    Desk.objects.select_for_update(no_key=True).get(pk=desk.pk)
    if not Appointment.objects.filter(valid_on(valid_from), person=person, desk=desk).exists():
        raise NotAtThatDesk(person=person, desk=desk)
    for row in _lasting(desk, field, valid_from):
        _end(row, valid_from - timedelta(days=1))
    made = Responsibility.objects.create(person=person, desk=desk, field=field, valid_from=valid_from, paper=paper)
    acts.record("assign_field", actor=actor, at=at, facts=_said(made))
    return made


@transaction.atomic
def release(responsibility: Responsibility, *, actor: Actor, at: datetime) -> None:
    """From tomorrow on nobody in particular answers for the field: any holder of the desk may sign in it."""
    row = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    _end(row, timezone.localdate(at))
    acts.record("release_field", actor=actor, at=at, facts=_said(row))


def _lasting(desk: Desk, field: FieldOfWork, day: date) -> QuerySet[Responsibility]:
    """Those that would still hold on `day` or begin later."""
    return Responsibility.objects.filter(desk=desk, field=field).exclude(valid_to__lt=day)


def _end(row: Responsibility, last: date) -> None:
    """What has not begun by then never holds."""
    if row.valid_from > last:
        row.delete()
        return
    row.valid_to = last
    row.save(update_fields=["valid_to"])


def _said(row: Responsibility) -> dict[str, Any]:
    return {
        "responsibility": str(row.uuid),
        "person": str(row.person.uuid),
        "name": row.person.full_name,
        "desk": str(row.desk.uuid),
        "field": row.field.code,
        "paper": row.paper,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
    }
