"""A definition as a text in dot's language: the same on every machine, whatever fonts it has.

Presentation attributes and class names only: the portal's style sheet may colour `.state`, `.current`, `.visited`,
`.final`, `.step` and its manners, and where a fault is shown `.path` and `.trouble`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import registry
from .definition import (
    SAME,
    SYSTEM,
    Earlier,
    Manner,
    Outcome,
    ProcessDefinition,
    Role,
    State,
    Step,
    TakeBack,
    Transition,
)
from .graph import CANCEL, Path, edges

Definition = type[ProcessDefinition]

FONT = "Be Vietnam Pro, DejaVu Sans, Arial, sans-serif"
STATE_WIDTH, STEP_WIDTH = 22, 18  # letters per line
BROAD = 3  # from so many states on, a step leaves a frame around them instead of each of them

INK, MUTED, PAPER, LINE = "#182433", "#49566c", "#ffffff", "#8a97ab"
FORWARD, BACK, END = "#1f5fae", "#a35200", "#6c7a91"
CURRENT, VISITED, FINAL = "#cfe2f8", "#e9f5ec", "#f1f3f6"
TROUBLE, TROUBLED, ON_PATH = "#b3261e", "#f9d6d2", "#fdf0ee"


@dataclass(frozen=True)
class Marks:
    """What is marked in a picture: where a file is and was, or the way (states) on which a fault shows."""

    current: State | None = None
    visited: frozenset[State] = frozenset()
    path: Path = ()
    counts: tuple[tuple[State, int], ...] = ()  # how many files stand in a state


@dataclass(frozen=True)
class _Arrow:
    """One line of the picture; `frame`: it leaves the frame of that number, not its tail alone."""

    tail: State
    head: State
    steps: tuple[Step, ...]
    frame: int | None = None


def source(definition: Definition, marks: Marks = Marks()) -> str:
    """The picture as a text. A fault may be of any kind, so what the path names is drawn even if it is no state."""
    frames = _frames(definition)
    arrows = list(_arrows(definition, frames))
    red = set(zip(marks.path, marks.path[1:], strict=False))
    apart = list(_apart(definition, red, arrows))
    shown = {state for arrow in arrows for state in (arrow.tail, arrow.head)} | {*definition.initials(), *marks.path}
    shown |= {marks.current} if marks.current else set()
    lines = [
        "digraph {",
        "graph [rankdir=TB compound=true nodesep=0.35 ranksep=0.45 bgcolor=transparent pad=0.1 margin=0];",
        *_legend(marks),
        f'node [shape=box style="rounded,filled" fontname="{FONT}" fontsize=13 margin="0.16,0.09" penwidth=1.2];',
        f'edge [fontname="{FONT}" fontsize=11 arrowsize=0.75 penwidth=1.2];',
        *_nodes(definition, shown, marks),
        *_starts(definition),
        *_clusters(frames),
        *(_arrow(definition, arrow, arrow.frame is None and (arrow.tail, arrow.head) in red) for arrow in arrows),
        *(_arrow(definition, arrow, is_red=True) for arrow in apart),
        "}",
    ]
    return "\n".join(lines)


def _legend(marks: Marks) -> Iterator[str]:
    if marks.path:
        way, trouble = _("đường tới chỗ vướng"), _("chỗ vướng")
        yield (
            f'graph [labelloc=b labeljust=l fontname="{FONT}" fontsize=12 fontcolor="{INK}" '
            f'label=<<font color="{TROUBLE}"><b>⟶</b></font> {escape(way)}&#160;&#160;&#160;&#160;'
            f'<font color="{TROUBLE}"><b>■</b></font> {escape(trouble)}>];'
        )


def _apart(definition: Definition, red: set[tuple[State, State]], arrows: Iterable[_Arrow]) -> Iterator[_Arrow]:
    """Red arrows of their own for edges that stand in the picture as part of a frame's arrow, or not at all."""
    drawn = {(arrow.tail, arrow.head) for arrow in arrows if arrow.frame is None}
    for tail, head in sorted(red - drawn):
        steps = tuple(edge.step for edge in edges(definition) if (edge.source, edge.target) == (tail, head))
        if steps and tail != head:
            yield _Arrow(tail, head, steps)


def _frames(definition: Definition) -> list[tuple[State, ...]]:
    """Groups of states that many steps leave together, largest first; each lies within or beside every other."""
    groups = {tuple(step.sources): None for step in definition.steps.values() if _is_broad(step)}
    found: list[tuple[State, ...]] = []
    for group in sorted(groups, key=len, reverse=True):
        if all(set(group) <= set(other) or not set(group) & set(other) for other in found):
            found.append(group)
    return found


def _is_broad(step: Step) -> bool:
    return _is_drawn(step) and len(step.sources) >= BROAD


def _is_drawn(step: Step) -> bool:
    """Has the step arrows? What stays, or undoes the step before, stands in the box of its state; `cancel` nowhere."""
    return step.name != CANCEL and step.target != SAME and not isinstance(step, TakeBack)


def _arrows(definition: Definition, frames: Sequence[tuple[State, ...]]) -> Iterator[_Arrow]:
    """Steps between the same two states share an arrow. `cancel` only says that the process above has ended."""
    between: dict[tuple[State, State, int | None], list[Step]] = {}
    for step in definition.steps.values():
        if not _is_drawn(step):
            continue
        for tail, head, frame in _ends(step, frames):
            between.setdefault((tail, head, frame), []).append(step)
    for (tail, head, frame), steps in between.items():
        yield _Arrow(tail, head, tuple(steps), frame)


def _ends(step: Step, frames: Sequence[tuple[State, ...]]) -> Iterator[tuple[State, State, int | None]]:
    if _is_broad(step) and tuple(step.sources) in frames:
        number = frames.index(tuple(step.sources))
        if isinstance(step.target, Earlier):
            yield step.sources[0], step.target.order[0], number
        else:
            yield step.sources[-1], step.target, number
        return
    for edge in step.edges():
        yield edge.source, edge.target, None


def _nodes(definition: Definition, shown: set[State], marks: Marks) -> Iterator[str]:
    counts = dict(marks.counts)
    for state in dict.fromkeys((*definition.states.values, *sorted(shown))):
        if state not in shown:
            continue
        classes, fill, line, width = ["state"], PAPER, LINE, 1.2
        if state in definition.final:
            classes, fill, width = [*classes, "final"], FINAL, 2.2
        if state in marks.visited and state != marks.current:
            classes, fill = [*classes, "visited"], VISITED
        if state == marks.current:
            classes, fill, line, width = [*classes, "current"], CURRENT, FORWARD, 2.4
        if state in marks.path:
            classes, fill, line, width = [*classes, "path"], ON_PATH, TROUBLE, 1.8
        if state in marks.path[-1:]:
            classes, fill, width = [*classes, "trouble"], TROUBLED, 2.8
        yield (
            f'"{state}" [label=<{_state_label(definition, state, counts.get(state, 0))}> class="{" ".join(classes)}" '
            f'fillcolor="{fill}" color="{line}" penwidth={width} fontcolor="{INK}"];'
        )


def state_title(definition: Definition, state: State) -> str:
    """As the process calls it; a fault may name what is no state."""
    known = state in definition.states.values
    return definition.state_title(state) if known else _("%(name)s (không có trạng thái này)") % {"name": state}


def title_of(definition: Definition) -> str:
    return str(getattr(definition, "title", definition.__name__))


def key_of(definition: Definition) -> str:
    return str(getattr(definition, "key", definition.__name__))


def _state_label(definition: Definition, state: State, count: int) -> str:
    """The state, who acts there, and what can be done there without leaving it."""
    stage = definition.stages.get(state)
    lines = [f"<b>{line}</b>" for line in _wrapped(state_title(definition, state), STATE_WIDTH)]
    if stage is not None and isinstance(stage.assigned_to, Role):
        lines += _small(str(stage.assigned_to.title), MUTED)
    for child in dict.fromkeys(outcome.child for outcome in definition.outcomes() if state in outcome.sources):
        lines += _small(_("chờ: %(process)s") % {"process": _process_title(child)}, MUTED)
    for step in definition.transitions():
        if step.target == SAME and state in step.sources:
            lines += _small(f"↻ {step.title}", FORWARD)
        if isinstance(step, TakeBack) and state in step.sources:
            lines += _small(f"↶ {step.title}", BACK)
    if count:
        lines.append(f"<b>{ngettext('%(count)s hồ sơ', '%(count)s hồ sơ', count) % {'count': count}}</b>")
    return "<br/>".join(lines)


def _process_title(key: str) -> str:
    try:
        return str(registry.latest(key).title)
    except registry.UnknownDefinition:
        return key


def _small(text: str, color: str) -> list[str]:
    return [f'<font point-size="11" color="{color}">{line}</font>' for line in _wrapped(text, STATE_WIDTH + 3)]


def _starts(definition: Definition) -> Iterator[str]:
    for number, state in enumerate(definition.initials()):
        yield (
            f'start{number} [shape=circle label="" width=0.16 height=0.16 fixedsize=true style=filled class="start" '
            f'fillcolor="{INK}" color="{INK}"];'
        )
        yield f'start{number} -> "{state}" [class="step forward" color="{INK}" weight=10];'


def _clusters(frames: Sequence[tuple[State, ...]]) -> Iterator[str]:
    """Frames, the larger ones around the smaller ones."""
    for number, group in enumerate(frames):
        if not any(set(group) < set(other) for other in frames):
            yield from _cluster(frames, number)


def _cluster(frames: Sequence[tuple[State, ...]], number: int) -> Iterator[str]:
    group = set(frames[number])
    yield f"subgraph cluster_{number} {{"
    yield f'graph [class="frame" style="rounded,dashed" color="{LINE}" margin=14 label=""];'
    inner = [n for n, other in enumerate(frames) if set(other) < group]
    for n in inner:
        if not any(set(frames[n]) < set(frames[m]) for m in inner):
            yield from _cluster(frames, n)
    within = {state for n in inner for state in frames[n]}
    yield " ".join(f'"{state}";' for state in frames[number] if state not in within)
    yield "}"


def _arrow(definition: Definition, arrow: _Arrow, is_red: bool) -> str:
    manner = _manner(arrow.steps)
    color = {Manner.FORWARD: FORWARD, Manner.BACK: BACK, Manner.END: END}[manner]
    color = TROUBLE if is_red else color
    by_system = all(isinstance(step, Outcome) or _by(step) is SYSTEM for step in arrow.steps)
    label = "<br/>".join(_step_label(arrow.steps))
    attributes = [
        f"label=<{label}>",
        f'class="step {manner}{" system" if by_system else ""}{" path" if is_red else ""}"',
        f'color="{color}" fontcolor="{color}"',
    ]
    if manner is not Manner.FORWARD:
        attributes.append("style=dashed")
    if is_red:
        attributes.append("penwidth=3")
    if by_system:
        attributes.append("arrowhead=empty")
    if arrow.frame is not None:
        attributes.append(f"ltail=cluster_{arrow.frame}")
    plain = " ".join(attributes)
    if not _goes_up(definition, arrow, manner):
        weight = 5 if manner is Manner.FORWARD else 1
        return f'"{arrow.tail}" -> "{arrow.head}" [{" ".join(attributes)} weight={weight}];'
    drawn_down = plain.replace("ltail", "lhead").replace("arrowhead", "arrowtail")
    return f'"{arrow.head}" -> "{arrow.tail}" [{drawn_down} dir=back];'


def _goes_up(definition: Definition, arrow: _Arrow, manner: Manner) -> bool:
    """Ways back are drawn upwards, so that the way on leads down the page."""
    order = [*definition.states.values, arrow.tail, arrow.head]  # a fault may name what is no state
    back = manner is Manner.BACK or order.index(arrow.head) < order.index(arrow.tail)
    return back and arrow.head not in definition.final


def _step_label(steps: Sequence[Step]) -> Iterator[str]:
    """A line or more for each step, kept off the arrow; several steps are told apart by a dot."""
    for step in steps:
        lines = _wrapped(_step_title(step), STEP_WIDTH)
        lines[0] = f"• {lines[0]}" if len(steps) > 1 else lines[0]
        yield from (f"&#160;&#160;{line}&#160;&#160;" for line in lines)


def _step_title(step: Step) -> str:
    return (
        _("%(step)s (về một bước trước)") % {"step": step.title}
        if isinstance(step.target, Earlier)
        else str(step.title)
    )


def _by(step: Step) -> object:
    return step.by if isinstance(step, Transition) else SYSTEM


def _manner(steps: Iterable[Step]) -> Manner:
    """One forward step makes the arrow a forward one."""
    manners = {step.manner if isinstance(step, Transition) else Manner.FORWARD for step in steps}
    return next((m for m in (Manner.FORWARD, Manner.BACK, Manner.END) if m in manners), Manner.FORWARD)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of about even length, escaped."""
    count = max(1, -(-len(text) // width))
    even = textwrap.wrap(text, max(len(text) // count + 4, 8), break_long_words=False)
    return [escape(line) for line in even or [text]]
