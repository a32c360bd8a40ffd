"""A definition as a picture: states as boxes, steps as arrows, drawn by graphviz's `dot` from a text made here.

The SVG goes into pages whose content policy allows no inline style, so it carries presentation attributes and class
names only; the portal's style sheet may colour `.state`, `.current`, `.visited`, `.final`, `.step` and its manners.
"""

from __future__ import annotations

import subprocess
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from shutil import which
from xml.etree import ElementTree

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import registry
from .definition import SAME, SYSTEM, Earlier, Manner, Outcome, ProcessDefinition, Role, State, Step, Transition
from .verification import CANCEL

Definition = type[ProcessDefinition]

SVG = "http://www.w3.org/2000/svg"
DRAWING_TIME = 20  # seconds that dot may take; it needs a tenth of one
FONT = "Be Vietnam Pro, DejaVu Sans, Arial, sans-serif"
STATE_WIDTH, STEP_WIDTH = 22, 18  # letters per line
BROAD = 3  # from so many states on, a step leaves a frame around them instead of each of them

INK, MUTED, PAPER, LINE = "#182433", "#49566c", "#ffffff", "#8a97ab"
FORWARD, BACK, END = "#1f5fae", "#a35200", "#6c7a91"
CURRENT, VISITED, FINAL = "#cfe2f8", "#e9f5ec", "#f1f3f6"


class CannotDraw(Exception):
    """graphviz is missing, too slow, or did not understand; the sentences then have to do."""


def picture(
    definition: Definition,
    *,
    current: State | None = None,
    visited: frozenset[State] = frozenset(),
    counts: Mapping[State, int] | None = None,
) -> str:
    """An `<svg>` element in the active language, drawn once for each (definition, language, current, visited, counts).

    `counts`: how many files stand in a state, written into its box. Raises CannotDraw.
    """
    numbers = tuple(sorted((counts or {}).items()))
    return _drawn(definition, get_language() or "", current, frozenset(visited), numbers)


Numbers = tuple[tuple[State, int], ...]


@lru_cache(maxsize=512)
def _drawn(
    definition: Definition, language: str, current: State | None, visited: frozenset[State], numbers: Numbers
) -> str:
    text = source(definition, current=current, visited=visited, counts=dict(numbers))
    return _cleaned(_dot(text), definition, current)


# --- what dot is given


@dataclass(frozen=True)
class _Arrow:
    """One line of the picture; `frame`: it leaves the frame of that number, not its tail alone."""

    tail: State
    head: State
    steps: tuple[Step, ...]
    frame: int | None = None


def source(
    definition: Definition,
    *,
    current: State | None = None,
    visited: frozenset[State] = frozenset(),
    counts: Mapping[State, int] | None = None,
) -> str:
    """The picture as a text in dot's language: the same on every machine, whatever fonts it has."""
    frames = _frames(definition)
    arrows = list(_arrows(definition, frames))
    shown = {state for arrow in arrows for state in (arrow.tail, arrow.head)} | {*definition.initials()}
    shown |= {current} if current else set()
    lines = [
        "digraph {",
        "graph [rankdir=TB compound=true nodesep=0.35 ranksep=0.45 bgcolor=transparent pad=0.1 margin=0];",
        f'node [shape=box style="rounded,filled" fontname="{FONT}" fontsize=13 margin="0.16,0.09" penwidth=1.2];',
        f'edge [fontname="{FONT}" fontsize=11 arrowsize=0.75 penwidth=1.2];',
        *_nodes(definition, shown, current, visited, counts or {}),
        *_starts(definition),
        *_clusters(frames),
        *(_arrow(definition, arrow) for arrow in arrows),
        "}",
    ]
    return "\n".join(lines)


def _frames(definition: Definition) -> list[tuple[State, ...]]:
    """Groups of states that many steps leave together, largest first; each lies within or beside every other."""
    groups = {tuple(step.sources): None for step in definition.steps.values() if _is_broad(step)}
    found: list[tuple[State, ...]] = []
    for group in sorted(groups, key=len, reverse=True):
        if all(set(group) <= set(other) or not set(group) & set(other) for other in found):
            found.append(group)
    return found


def _is_broad(step: Step) -> bool:
    return step.name != CANCEL and step.target != SAME and len(step.sources) >= BROAD


def _arrows(definition: Definition, frames: Sequence[tuple[State, ...]]) -> Iterator[_Arrow]:
    """Steps between the same two states share an arrow. What stays in its state stands in the box; `cancel` is left
    out, because it only says that the process above has ended."""
    between: dict[tuple[State, State, int | None], list[Step]] = {}
    for step in definition.steps.values():
        if step.name == CANCEL or step.target == SAME:
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


def _nodes(
    definition: Definition,
    shown: set[State],
    current: State | None,
    visited: frozenset[State],
    counts: Mapping[State, int],
) -> Iterator[str]:
    for state in definition.states.values:
        if state not in shown:
            continue
        classes, fill, line, width = ["state"], PAPER, LINE, 1.2
        if definition.is_final(state):
            classes, fill, width = [*classes, "final"], FINAL, 2.2
        if state in visited and state != current:
            classes, fill = [*classes, "visited"], VISITED
        if state == current:
            classes, fill, line, width = [*classes, "current"], CURRENT, FORWARD, 2.4
        yield (
            f'{state} [label=<{_state_label(definition, state, counts.get(state, 0))}> class="{" ".join(classes)}" '
            f'fillcolor="{fill}" color="{line}" penwidth={width} fontcolor="{INK}"];'
        )


def _state_label(definition: Definition, state: State, count: int) -> str:
    """The state, who acts there, and what can be done there without leaving it."""
    stage = definition.stages.get(state)
    lines = [f"<b>{line}</b>" for line in _wrapped(definition.state_title(state), STATE_WIDTH)]
    if stage is not None and isinstance(stage.assigned_to, Role):
        lines += _small(str(stage.assigned_to.title), MUTED)
    for child in dict.fromkeys(outcome.child for outcome in definition.outcomes() if state in outcome.sources):
        lines += _small(_("chờ: %(process)s") % {"process": _process_title(child)}, MUTED)
    for step in definition.transitions():
        if step.target == SAME and state in step.sources:
            lines += _small(f"↻ {step.title}", FORWARD)
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
        yield f'start{number} -> {state} [class="step forward" color="{INK}" weight=10];'


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
    yield " ".join(f"{state};" for state in frames[number] if state not in within)
    yield "}"


def _arrow(definition: Definition, arrow: _Arrow) -> str:
    manner = _manner(arrow.steps)
    color = {Manner.FORWARD: FORWARD, Manner.BACK: BACK, Manner.END: END}[manner]
    by_system = all(isinstance(step, Outcome) or _by(step) is SYSTEM for step in arrow.steps)
    label = "<br/>".join(_step_label(arrow.steps))
    attributes = [
        f"label=<{label}>",
        f'class="step {manner}{" system" if by_system else ""}"',
        f'color="{color}" fontcolor="{color}"',
    ]
    if manner is not Manner.FORWARD:
        attributes.append("style=dashed")
    if by_system:
        attributes.append("arrowhead=empty")
    if arrow.frame is not None:
        attributes.append(f"ltail=cluster_{arrow.frame}")
    if not _goes_up(definition, arrow, manner):
        weight = 5 if manner is Manner.FORWARD else 1
        return f"{arrow.tail} -> {arrow.head} [{' '.join(attributes)} weight={weight}];"
    drawn_down = " ".join(attributes).replace("ltail", "lhead").replace("arrowhead", "arrowtail")
    return f"{arrow.head} -> {arrow.tail} [{drawn_down} dir=back];"


def _goes_up(definition: Definition, arrow: _Arrow, manner: Manner) -> bool:
    """Ways back are drawn upwards, so that the way on leads down the page."""
    order = list(definition.states.values)
    back = manner is Manner.BACK or order.index(arrow.head) < order.index(arrow.tail)
    return back and not definition.is_final(arrow.head)


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


# --- what dot gives back


def _dot(text: str) -> str:
    program = which("dot")
    if program is None:
        raise CannotDraw("graphviz is not installed")
    try:
        done = subprocess.run(  # noqa: S603
            [program, "-Tsvg"],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=DRAWING_TIME,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotDraw(str(error)) from error
    return done.stdout


def _cleaned(svg: str, definition: Definition, current: State | None) -> str:
    """Without document type, comments, ids, tooltips and styles; with a title and a description to be read aloud."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg[svg.index("<svg") :])  # noqa: S314
    for element in list(root.iter()):
        for attribute in ("style", "id"):
            element.attrib.pop(attribute, None)
        for child in [c for c in element if c.tag in (f"{{{SVG}}}title", f"{{{SVG}}}style")]:
            element.remove(child)
    name = f"process-{definition.key}-{definition.version}"
    for place, (tag, text) in enumerate((("title", str(definition.title)), ("desc", _said(definition, current)))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(place, element)
    root.attrib |= {"role": "img", "class": "process-diagram", "aria-labelledby": f"{name}-title {name}-desc"}
    root.attrib |= {side: str(round(float(root.attrib[side].removesuffix("pt")))) for side in ("width", "height")}
    return ElementTree.tostring(root, encoding="unicode")


def _said(definition: Definition, current: State | None) -> str:
    states = ", ".join(str(label) for label in definition.states.labels)
    text = _("Sơ đồ quy trình với các trạng thái: %(states)s.") % {"states": states}
    if current is None:
        return text
    return text + " " + _("Hồ sơ hiện %(state)s.") % {"state": f"“{definition.state_title(current)}”"}
