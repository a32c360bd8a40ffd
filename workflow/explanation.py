"""Why may I, why may I not: for any person, any file, any step, any moment, in sentences.

Nothing is decided here. The rules are asked one after the other as the engine asks them, for the file as it was at that
moment, and each answer is said with the fact that it rests on: an appointment, a delegation, an entry of the trail.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from . import authorization, registry, tasks
from .context import Actor, Context
from .definition import Principal, ProcessDefinition, Role, TakeBack, Transition
from .engine.authority import authority, barring
from .explanation_words import ABOUT_OTHERS, done, part_title, period, sees, upper, who, written
from .held import Authority
from .lent import in_force
from .models import Absence, Agency, Appointment, AuditEntry, Delegation, Participation, Person, ProcessInstance
from .models.base import valid_on
from .refusals import NotPossible, Refusal, SystemOnly, when


@dataclass(frozen=True)
class Explanation:
    allowed: bool
    sentences: list[str]


def explain(person: Person, instance: ProcessInstance, transition_name: str | None, at: datetime) -> Explanation:
    """May the person see the file (no step given) or take the step at that moment, and why."""
    case = _Case(person, instance, at)
    if case.state is None:
        return Explanation(False, [_("Lúc %(at)s hồ sơ này chưa được mở.") % {"at": when(at)}])
    sees = case.sight()
    allowed = sees and (transition_name is None or case.step(transition_name))
    if not person.accounts.filter(is_active=True).exists():
        allowed = False
        case.say(_("%(person)s không có tài khoản đang hoạt động nên hiện không thực hiện được việc nào."))
    return Explanation(allowed, case.sentences)


@dataclass
class _Case:
    person: Person
    present: ProcessInstance  # as it is today
    at: datetime
    sentences: list[str] = field(default_factory=list)

    def say(self, sentence: str, **params: object) -> None:
        self.sentences.append(sentence % ({"person": self.person, "stand_in": self.person} | params))

    @cached_property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @cached_property
    def last(self) -> AuditEntry | None:
        return self.present.entries.filter(at__lte=self.at).order_by("-revision").first()

    @property
    def state(self) -> str | None:
        return self.last.to_state if self.last else None

    @property
    def is_past(self) -> bool:
        return self.last is None or self.last.revision != self.present.revision

    @cached_property
    def instance(self) -> ProcessInstance:
        """The file as it was at that moment; never saved."""
        then, last = copy.copy(self.present), self.last
        assert last is not None
        vars(then).update(state=last.to_state, definition_version=last.definition_version, revision=last.revision)
        return then

    @cached_property
    def definition(self) -> type[ProcessDefinition]:
        return registry.get(self.instance.definition_key, self.instance.definition_version)

    @cached_property
    def seats(self) -> list[Authority]:
        return authorization.seats(self.person, self.at)

    # --- seeing

    def sight(self) -> bool:
        """Which agency takes which part, and by which post or lent right the person works there."""
        root = self.present.root or self.present
        parts = Participation.objects.filter(authorization.taking_part(self.seats), instance__root=root)
        found = list(parts.select_related("instance", "agency").order_by("pk"))
        for part in {(part.agency_id, part.participant): part for part in found}.values():
            seat = next(s for s in self.seats if s.desk.agency_id == part.agency_id and sees(s, part))
            self.say(
                _("%(person)s xem được hồ sơ: %(agency)s là “%(part)s”, %(why)s."),
                agency=part.agency, part=part_title(part), why=self._seat(seat),
            )  # fmt: skip
        if not found:
            self._why_unseen()
        return bool(found)

    def _why_unseen(self) -> None:
        if not self.seats:
            self.say(_("Ngày %(day)s %(person)s không giữ chức vụ nào."), day=written(self.day))
        else:
            agencies = ", ".join(dict.fromkeys(str(seat.desk.agency) for seat in self.seats))
            self.say(
                _("%(person)s không xem được hồ sơ: %(agencies)s không tham gia hồ sơ này vào ngày %(day)s."),
                agencies=agencies, day=written(self.day),
            )  # fmt: skip

    def _seat(self, seat: Authority) -> str:
        if seat.delegation is None:
            held = Appointment.objects.filter(valid_on(self.day), person=self.person, desk=seat.desk)[0]
            return _("giữ chức vụ %(desk)s %(period)s") % {"desk": seat.desk, "period": period(held)}
        return self._lent(seat.delegation)

    def _lent(self, row: Delegation) -> str:
        words = {
            "delegator": row.delegator,
            "desk": row.desk,
            "capacity": Delegation.Capacity(row.capacity).label,
            "period": period(row),
            "paper": _(", căn cứ %(paper)s") % {"paper": row.paper} if row.paper else "",
        }
        return _("được %(delegator)s giao quyền của %(desk)s: %(capacity)s, %(period)s%(paper)s") % words

    # --- taking a step

    def step(self, name: str) -> bool:
        """In the engine's order: state, authority, separation, conditions."""
        transition = self.definition.transition(name)
        if transition is None:
            self.say(_("Quy trình “%(process)s” không có bước “%(name)s”."), process=self.definition.title, name=name)
            return False
        context = Context(
            self.instance, self.definition, transition, Actor(person=self.person), self.at,
            agencies=tasks.parts_of(self.instance).agencies,
        )  # fmt: skip
        return (
            self._leaves(context, transition)
            and self._belongs(context, transition)
            and self._separate(context, transition)
            and self._ready(context, transition)
        )

    def _leaves(self, context: Context, step: Transition) -> bool:
        if self.definition.machine(context).targets(step.name):
            return True
        self.sentences.append(
            str(NotPossible(action=step.title, state=self.definition.state_title(self.instance.state)))
        )
        states = "; ".join(f"“{self.definition.state_title(state)}”" for state in step.sources)
        self.say(_("Bước này thực hiện được khi hồ sơ ở trạng thái: %(states)s."), states=states)
        return False

    def _belongs(self, context: Context, step: Transition) -> bool:
        try:
            context.authority = authority(context, step)
        except Refusal as refusal:
            self.say(str(ABOUT_OTHERS.get(type(refusal), refusal.sentence)), **refusal.params)
            self.sentences.extend(self._posts(context, step))
            return False
        if context.authority is None:
            self.say(str(SystemOnly.sentence), action=step.title)
            return False
        self.say(
            _("Bước “%(step)s” thuộc về %(desk)s; %(person)s %(why)s."),
            step=step.title, desk=context.authority.desk, why=self._seat(context.authority),
        )  # fmt: skip
        self.sentences.extend(self._absences())
        return True

    def _posts(self, context: Context, step: Transition) -> Iterator[str]:
        """The person's appointments and lent rights at the desk of this step, whatever became of them."""
        by = self.definition.actor_of(step, self.instance.state)
        agency = context.agencies.get(by.at.key) if isinstance(by, Role) else None
        if isinstance(by, Principal) or agency is None or isinstance(step, TakeBack):
            return
        yield from self._appointments(by, agency)
        lent = Delegation.objects.filter(delegate=self.person, desk__agency=agency, desk__position__code=by.position)
        in_force_then = set(in_force(self.at).filter(delegate=self.person).values_list("pk", flat=True))
        for row in lent.select_related("delegator", "desk__agency", "desk__position").order_by("pk"):
            ended = self._ended(row, in_force_then, f"{self.definition.key}.{step.name}")
            yield f"{upper(self._lent(row))}. {ended}".strip()

    def _appointments(self, role: Role, agency: Agency) -> Iterator[str]:
        rows = Appointment.objects.filter(
            person=self.person, desk__agency=agency, desk__position__code=role.position
        ).select_related("desk__agency", "desk__position")
        for row in rows.order_by("valid_from"):
            yield _("%(person)s giữ chức vụ %(desk)s %(period)s.") % {
                "person": self.person, "desk": row.desk, "period": period(row),
            }  # fmt: skip
        if not rows:
            yield _("%(person)s chưa từng giữ chức vụ này ở %(agency)s.") % {"person": self.person, "agency": agency}

    def _ended(self, row: Delegation, in_force_then: set[int], topic: str) -> str:
        """Why a lent right does not serve here; "" where it was in force and something else stands in the way."""
        if row.granted_at > self.at:
            return _("Lúc đó chưa được giao (giao lúc %(at)s).") % {"at": when(row.granted_at)}
        if row.revoked_at is not None and row.revoked_at <= self.at:
            return _("Đã bị thu hồi lúc %(at)s: %(reason)s.") % {
                "at": when(row.revoked_at),
                "reason": row.revoke_reason,
            }
        if row.valid_from > self.day:
            return _("Lúc đó chưa đến ngày bắt đầu.")
        if row.valid_to is not None and row.valid_to < self.day:
            return _("Lúc đó đã hết thời hạn.")
        if row.pk not in in_force_then:
            return _("Lúc đó người giao hoặc người được giao không còn giữ chức vụ của mình.")
        return "" if row.covers(topic) else _("Bước này không thuộc phạm vi được giao.")

    def _absences(self) -> Iterator[str]:
        rows = Absence.objects.filter(valid_on(self.day), person=self.person, cancelled_at__isnull=True)
        for row in rows:
            yield _("%(person)s được ghi nhận vắng mặt %(period)s; việc đó không làm mất quyền.") % {
                "person": self.person, "period": period(row),
            }  # fmt: skip

    def _separate(self, context: Context, step: Transition) -> bool:
        behalf = context.authority.behalf if context.authority else ()
        rows = barring(step, [self.person, *behalf], self.instance.pk, self.instance.parent_id) if step.not_by else None
        entry = None if rows is None else rows.filter(at__lte=self.at).select_related("person", "acting_for").first()
        if entry is None:
            return True
        self.say(
            _("Không được “%(step)s”: %(who)s đã “%(done)s” lúc %(at)s; hai việc này phải do hai người làm."),
            step=step.title, who=who(entry), done=done(entry), at=when(entry.at),
        )  # fmt: skip
        return False

    def _ready(self, context: Context, step: Transition) -> bool:
        """Conditions are about the subject as it is now; of the past only their sentences can be told."""
        if self.is_past and step.guards:
            listed = "; ".join(str(guard.sentence) for guard in step.guards)
            self.say(_("Lúc đó còn phải đạt điều kiện: %(list)s (không xét lại được cho quá khứ)."), list=listed)
            return True
        unmet = [(guard, verdict) for guard in step.guards if not (verdict := context.judge(guard))]
        for guard, verdict in unmet:
            self.say(_("Chưa đạt điều kiện: %(condition)s."), condition=guard.sentence)
            self.sentences.extend(str(sentence) for sentence in verdict.missing)
        return not unmet
