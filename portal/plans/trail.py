"""An entry of the trail as a line that people read: what, who, in which post, when, why, with which number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow import registry
from workflow.definition import Manner, Transition
from workflow.models import AuditEntry, Delegation
from workflow.names_of_entries import SUCCEED, title_of
from workflow.rights import POSITIONS

KINDS = {Manner.FORWARD: "done", Manner.EDIT: "plain", Manner.BACK: "returned", Manner.END: "stopped"}
ICONS = {"done": "check", "plain": "pencil", "returned": "arrow-back-up", "stopped": "x", "system": "settings"}
UNCHANGED = "unchanged"  # the version that a save without a change records
SPOKEN = ("reason", "note", "slip", "conclusion", "supplement", "missing_reason")  # the actor's words to the next one
NUMBERS: dict[str, str | Promise] = {
    "number": gettext_lazy("Số %(value)s"),
    "incoming_number": gettext_lazy("Số đến %(value)s"),
    "version": gettext_lazy("Bản %(value)s"),
    "field": gettext_lazy("Lĩnh vực: %(value)s"),
    "recipients": gettext_lazy("%(value)s nơi nhận"),
    "assignments": gettext_lazy("%(value)s nhiệm vụ"),
    "report_duties": gettext_lazy("%(value)s yêu cầu báo cáo"),
}


@dataclass(frozen=True)
class TrailLine:
    kind: str
    icon: str
    process: str
    title: str
    who: str
    post: str
    at: datetime
    words: str
    notes: tuple[str, ...]
    about: str

    @property
    def what(self) -> str:
        return f"{self.process}: {self.title}"


def trail_line(entry: AuditEntry) -> TrailLine:
    definition = registry.nearest(entry.definition_key, entry.definition_version)
    step = definition.steps.get(entry.transition) if definition else None
    kind = KINDS[step.manner] if isinstance(step, Transition) else "done"
    is_root = entry.instance_id == entry.instance.root_id
    return TrailLine(
        kind=kind,
        icon=ICONS[kind] if entry.person else ICONS["system"],
        process=str(definition.title) if definition else entry.definition_key,
        title=title_of(entry.definition_key, entry.definition_version, entry.transition),
        who=_who(entry),
        post=_post(entry),
        at=entry.at,
        words=next((str(entry.inputs[key]) for key in SPOKEN if entry.inputs.get(key)), ""),
        notes=tuple(_notes(entry)),
        about="" if is_root else entry.instance.title,
    )


def _who(entry: AuditEntry) -> str:
    """The person; in whose place, and in which capacity, where a lent right was used: "A, thay B (KT.)"."""
    if entry.acting_for is None:
        return str(entry.person or _("Hệ thống"))
    names = {"person": entry.person, "other": entry.acting_for, "capacity": capacity_words(entry.capacity)}
    return _("%(person)s, thay %(other)s%(capacity)s") % names


def capacity_words(capacity: str) -> str:
    """The letters that stand before a signature, " (KT.)"; nothing for who only stands in."""
    return f" ({capacity})" if capacity and capacity != Delegation.Capacity.STAND_IN else ""


def _notes(entry: AuditEntry) -> Iterator[str]:
    """Numbers given and things counted in the step."""
    for key, text in NUMBERS.items():
        value = entry.facts.get(key)
        if value == UNCHANGED:
            yield _("Nội dung không thay đổi")
        elif value:
            yield str(text) % {"value": value}
    if entry.transition == SUCCEED:
        yield f"{entry.facts['from']} → {entry.facts['to']}"
    if form := entry.facts.get("signature"):
        yield _("Thể thức ký: %(form)s") % {"form": ", ".join(form[:-1])}
    if behalf := entry.facts.get("signed_for"):
        yield _("ký cho %(person)s") % {"person": behalf}


def _post(entry: AuditEntry) -> str:
    position = POSITIONS.get(entry.authority.get("position", ""), "")
    return ", ".join(part for part in (str(position), entry.authority.get("agency", "")) if part)
