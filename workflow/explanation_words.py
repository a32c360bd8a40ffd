"""The words of explanations: days, posts, who did what; and refusals told to somebody else than who met them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import registry
from .definition import Text
from .held import Authority
from .models import Absence, Appointment, AuditEntry, Delegation, Participation
from .names_of_entries import START
from .refusals import NotYours, Refusal, StandInSigns

# These refusals speak to the person; here somebody else may be reading.
ABOUT_OTHERS: dict[type[Refusal], Text] = {
    NotYours: gettext_lazy("Bước “%(action)s” thuộc về %(role)s, %(agency)s; %(person)s không có quyền đó."),
    StandInSigns: gettext_lazy(
        "%(stand_in)s đang xử lý thay %(person)s nhưng không được ký văn bản; “%(action)s” cần người được giao ký thay."
    ),
}


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def period(row: Appointment | Delegation | Absence) -> str:
    if row.valid_to is None:
        return _("từ ngày %(start)s") % {"start": written(row.valid_from)}
    return _("từ ngày %(start)s đến hết ngày %(end)s") % {
        "start": written(row.valid_from),
        "end": written(row.valid_to),
    }


def sees(seat: Authority, part: Participation) -> bool:
    return seat.sees(part.instance.definition_key)


def part_title(part: Participation) -> str:
    definition = registry.get(part.instance.definition_key, part.instance.definition_version)
    titles = {role.at.key: str(role.at.title) for role in definition.roles()}
    return titles.get(part.participant, part.participant)


def who(entry: AuditEntry) -> str:
    if entry.acting_for is None:
        return str(entry.person)
    return _("%(person)s, thay %(other)s,") % {"person": entry.person, "other": entry.acting_for}


def done(entry: AuditEntry) -> str:
    definition = registry.get(entry.definition_key, entry.definition_version)
    step = definition.steps.get(entry.transition)
    return str(definition.title) if entry.transition == START or step is None else str(step.title)


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]
