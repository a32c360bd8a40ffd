"""A definition told to people: as sentences that an official could sign, and as a picture (drawn in picture.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from . import registry
from .deadline_sentences import duration, escalation, reminders
from .definition import (
    HOLDER,
    SAME,
    SYSTEM,
    By,
    Earlier,
    Outcome,
    ProcessDefinition,
    Reveal,
    Role,
    Stage,
    State,
    Step,
    TakeBack,
    Text,
    Transition,
)
from .graph import CANCEL
from .picture import picture

__all__ = ["Sentence", "Topic", "duration", "picture", "sentences"]

Definition = type[ProcessDefinition]


class Topic(StrEnum):
    """What a sentence is about."""

    START = "start"
    STAGE = "stage"
    STEP = "step"
    SEPARATION = "separation"
    OUTCOME = "outcome"
    END = "end"
    SIGHT = "sight"


@dataclass(frozen=True)
class Sentence:
    """`about`: the state's key or the step's name; "" where the sentence is about the whole process."""

    topic: Topic
    text: str
    about: str = ""

    def __str__(self) -> str:
        return self.text


def sentences(definition: Definition) -> list[Sentence]:
    """The whole definition in the active language: how it starts, who holds what, each step in order, how it ends."""
    return list(_sentences(definition))


def _sentences(definition: Definition) -> Iterator[Sentence]:
    yield Sentence(Topic.START, _start(definition))
    for state in definition.stages:
        yield Sentence(Topic.STAGE, stage_sentence(definition, state), state)
    for name, step in definition.steps.items():
        if isinstance(step, Outcome):
            yield Sentence(Topic.OUTCOME, _outcome(definition, step), name)
        elif isinstance(step, Transition):
            yield Sentence(Topic.STEP, _transition(definition, step), name)
            if step.not_by:
                yield Sentence(Topic.SEPARATION, _separation(definition, step), name)
    yield Sentence(Topic.END, _("Hồ sơ kết thúc khi %(states)s.") % {"states": _states(definition, definition.final)})
    yield Sentence(Topic.SIGHT, _sight(definition.reveals))


# --- start, stages, sight


def _start(definition: Definition) -> str:
    words = {
        "process": _quoted(definition.title),
        "who": who(definition.starts_by),
        "states": _states(definition, definition.initials()),
    }
    if definition.starts_by is SYSTEM:
        return _("Hồ sơ %(process)s được mở khi một quy trình khác cần đến, bắt đầu ở %(states)s.") % words
    return _("Hồ sơ %(process)s do %(who)s mở, bắt đầu ở %(states)s.") % words


def stage_sentence(definition: Definition, state: State) -> str:
    """Who has to act in a state that is not final, until when, and what happens then."""
    stage = definition.stages[state]
    words = {"state": _state(definition, state), "who": who(stage.assigned_to)}
    if stage.assigned_to is not SYSTEM:
        return _sentence(
            _("Khi hồ sơ %(state)s, người xử lý là %(who)s") % words,
            *_deadline(definition, stage),
            *_settled(definition, state),
        )
    awaited = {outcome.child: None for outcome in definition.outcomes() if state in outcome.sources}
    if awaited:
        words["processes"] = _and(_process(key) for key in awaited)
        waiting = _("Khi hồ sơ %(state)s, hệ thống chờ các hồ sơ %(processes)s trả lời") % words
        return _sentence(waiting, *_deadline(definition, stage))
    if stage.deadline:
        return _sentence(_("Khi hồ sơ %(state)s, hệ thống chờ") % words, *_deadline(definition, stage))
    if any(_is_own_work(step) and state in step.sources for step in definition.transitions()):
        return _("Khi hồ sơ %(state)s, hệ thống tự xử lý, không ai phải làm gì.") % words
    return _("Khi hồ sơ %(state)s, không có việc nào chờ xử lý ở chính hồ sơ này.") % words


def _settled(definition: Definition, state: State) -> Iterator[str]:
    if state in definition.settled:
        yield _("quy trình cấp trên không chờ nữa, trả lời sau đó được ghi nhận là muộn")


def _is_own_work(step: Transition) -> bool:
    return step.by is SYSTEM and step.name != CANCEL


def _deadline(definition: Definition, stage: Stage) -> Iterator[str]:
    rule = stage.deadline
    if rule is None:
        return
    yield _("thời hạn: %(time)s") % {"time": duration(rule)}
    yield from reminders(rule)
    for rung in rule.escalates_to:
        yield escalation(rule, rung, who(rung.role))
    if rule.then:
        yield _("quá hạn thì hệ thống ghi %(step)s") % {"step": _quoted(definition.steps[rule.then].title)}


def _sight(reveals: Reveal) -> str:
    if reveals is Reveal.ISSUED:
        return _("Cơ quan tham gia được xem văn bản đã ban hành và phần việc của chính mình.")
    if reveals is Reveal.DRAFT:
        return _("Cơ quan tham gia được xem thêm bản dự thảo mà mình được hỏi ý kiến.")
    return _("Cơ quan tham gia được xem toàn bộ hồ sơ, kể cả quá trình xử lý.")


# --- steps


def _transition(definition: Definition, step: Transition) -> str:
    if isinstance(step, TakeBack):
        return _take_back(definition, step)
    return _sentence(
        _who_may(definition, step),
        *_asked(step),
        *_listed(_("điều kiện: %(list)s"), (guard.sentence for guard in step.guards)),
        *_caused(step),
        _destination(definition, step),
        *_told(step),
    )


def _take_back(definition: Definition, step: TakeBack) -> str:
    words = {"step": _quoted(step.title), "deeds": _or(_quoted(definition.steps[name].title) for name in step.of)}
    return _sentence(
        _("Ai vừa %(deeds)s có thể %(step)s khi người nhận chưa mở xem") % words,
        *_caused(step),
        _("hồ sơ quay về nơi vừa chuyển đi"),
        *_told(step),
    )


def _who_may(definition: Definition, step: Transition) -> str:
    words = {
        "who": who(step.by),
        "step": _quoted(step.title),
        "states": _states(definition, step.sources),
    }
    if step.by is not SYSTEM:
        return _("%(who)s có thể %(step)s khi hồ sơ %(states)s") % words
    if step.name == CANCEL:
        return _("Khi quy trình cấp trên không cần đến nữa, hệ thống ghi %(step)s nếu hồ sơ %(states)s") % words
    if any(stage.deadline and stage.deadline.then == step.name for stage in definition.stages.values()):
        return _("Khi quá hạn, hệ thống ghi %(step)s nếu hồ sơ %(states)s") % words
    return _("Hệ thống tự thực hiện %(step)s khi hồ sơ %(states)s") % words


def _asked(step: Transition) -> Iterator[str]:
    yield from _listed(_("phải nêu: %(list)s"), (_lower(i.title) for i in step.needs if i.required))
    yield from _listed(_("có thể nêu thêm: %(list)s"), (_lower(i.title) for i in step.needs if not i.required))


def _caused(step: Step) -> Iterator[str]:
    return _listed(_("khi đó: %(list)s"), (service.sentence for service in step.does))


def _told(step: Step) -> Iterator[str]:
    if step.notifies:
        yield _("báo cho %(who)s") % {"who": _and(who(role) for role in step.notifies)}


def _destination(definition: Definition, step: Step) -> str:
    if isinstance(step.target, Earlier):
        return _("hồ sơ quay về một trong các bước trước do người thực hiện chọn")
    if step.target == SAME:
        return _("hồ sơ ở nguyên bước đó")
    words = {"state": _state(definition, step.target)}
    if definition.is_final(step.target):
        return _("hồ sơ kết thúc ở %(state)s") % words
    return _("hồ sơ chuyển sang %(state)s") % words


def _outcome(definition: Definition, outcome: Outcome) -> str:
    words = {
        "process": _process(outcome.child),
        "step": _quoted(outcome.title),
        "states": _states(definition, outcome.sources),
        "ends": _or(_child_state(outcome.child, end) for end in outcome.ends),
        "count": outcome.enough.quorum,
        "settled": _or(_settled_states(outcome.child)),
    }
    if outcome.enough.quorum:
        cause = _("Khi đủ %(count)s hồ sơ %(process)s ở %(ends)s, nếu hồ sơ %(states)s, hệ thống ghi %(step)s")
    elif outcome.ends:
        cause = _("Khi hồ sơ %(process)s cuối cùng kết thúc ở %(ends)s, nếu hồ sơ %(states)s, hệ thống ghi %(step)s")
    elif words["settled"]:
        cause = _(
            "Khi mọi hồ sơ %(process)s đã kết thúc hoặc không còn phải chờ (%(settled)s), "
            "nếu hồ sơ %(states)s, hệ thống ghi %(step)s"
        )
    else:
        cause = _("Khi mọi hồ sơ %(process)s đã kết thúc, nếu hồ sơ %(states)s, hệ thống ghi %(step)s")
    return _sentence(cause % words, *_caused(outcome), _destination(definition, outcome), *_told(outcome))


def _separation(definition: Definition, step: Transition) -> str:
    words = {"deeds": _or(_deed(definition, name) for name in step.not_by), "step": _quoted(step.title)}
    return _("Ai đã %(deeds)s thì không được %(step)s, dù dùng tài khoản khác.") % words


def _deed(definition: Definition, name: str) -> str:
    """What a person did that keeps them from a step: "start", a step of this process or "parent.…" of the one above."""
    if name == "start":
        return _("mở hồ sơ này")
    if not name.startswith("parent."):
        return _quoted(definition.steps[name].title)
    if name == "parent.start":
        return _("mở hồ sơ cấp trên")
    name = name.removeprefix("parent.")
    for parent in registry.all_definitions():
        if name in parent.steps and any(outcome.child == definition.key for outcome in parent.outcomes()):
            words = {"step": _quoted(parent.steps[name].title), "process": _quoted(parent.title)}
            return _("%(step)s ở hồ sơ %(process)s") % words
    return _quoted(name)


# --- words


def who(by: By) -> str:
    """A post, or "hệ thống", or whoever holds the file, or whoever sent it and takes it back."""
    if isinstance(by, Role):
        return str(by.title)
    if by is SYSTEM:
        return _("hệ thống")
    return _("người đang giữ hồ sơ") if by is HOLDER else _("người vừa chuyển hồ sơ đi")


def _process(key: str) -> str:
    try:
        return _quoted(registry.latest(key).title)
    except registry.UnknownDefinition:
        return _quoted(key)


def _settled_states(key: str) -> list[str]:
    """The states of a child in which the process above no longer waits for it."""
    try:
        child = registry.latest(key)
    except registry.UnknownDefinition:
        return []
    return [_state(child, state) for state in child.settled]


def _child_state(key: str, state: State) -> str:
    try:
        return _state(registry.latest(key), state)
    except (registry.UnknownDefinition, ValueError):
        return _quoted(state)


def _state(definition: Definition, state: State) -> str:
    return _quoted(definition.state_title(state))


def _states(definition: Definition, states: Iterable[State]) -> str:
    return _or(_state(definition, state) for state in states)


def _quoted(text: Text) -> str:
    return f"“{text}”"


def _or(items: Iterable[str]) -> str:
    return _enumerated(list(items), _("hoặc"))


def _and(items: Iterable[str]) -> str:
    return _enumerated(list(items), _("và"))


def _enumerated(items: list[str], conjunction: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def _listed(pattern: str, items: Iterable[Text]) -> Iterator[str]:
    """`pattern` with the items in it; nothing where there is none."""
    if found := [str(item) for item in items]:
        yield pattern % {"list": ", ".join(found)}


def _sentence(*clauses: str) -> str:
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


def _lower(text: Text) -> str:
    """A field's title inside a sentence; an abbreviation keeps its capitals."""
    title = str(text)
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
