"""A definition as a picture: states as boxes, steps as arrows, drawn by graphviz's `dot` from a text made here.

The SVG goes into pages whose content policy allows no inline style, so it carries presentation attributes and class
names only; the portal's style sheet may colour `.state`, `.current`, `.visited`, `.final`, `.step` and its manners.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from functools import lru_cache
from shutil import which
from xml.etree import ElementTree

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .definition import ProcessDefinition, State
from .picture_source import Marks, key_of, source, state_title, title_of

Definition = type[ProcessDefinition]

SVG = "http://www.w3.org/2000/svg"
DRAWING_TIME = 20  # seconds that dot may take; it needs a tenth of one


class CannotDraw(Exception):
    """graphviz is missing, too slow, or did not understand; the sentences then have to do."""


def picture(
    definition: Definition,
    *,
    current: State | None = None,
    visited: frozenset[State] = frozenset(),
    path: Sequence[State] = (),
    counts: Mapping[State, int] | None = None,
) -> str:
    """An `<svg>` element in the active language, drawn once for each (definition, language, marks).

    `path`: the states on the way to what is wrong, drawn in red with the last one filled; the definition need not be
    sound. `counts`: how many files stand in a state, written into its box. Raises CannotDraw.
    """
    numbers = tuple(sorted((counts or {}).items()))
    return _drawn(definition, get_language() or "", Marks(current, frozenset(visited), tuple(path), numbers))


@lru_cache(maxsize=512)
def _drawn(definition: Definition, language: str, marks: Marks) -> str:
    return _cleaned(_dot(source(definition, marks)), definition, marks)


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


def _cleaned(svg: str, definition: Definition, marks: Marks) -> str:
    """Without document type, comments, ids, tooltips and styles; with a title and a description to be read aloud."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg[svg.index("<svg") :])  # noqa: S314
    for element in list(root.iter()):
        for attribute in ("style", "id"):
            element.attrib.pop(attribute, None)
        for child in [c for c in element if c.tag in (f"{{{SVG}}}title", f"{{{SVG}}}style")]:
            element.remove(child)
    name = f"process-{key_of(definition)}-{definition.version}"
    for place, (tag, text) in enumerate((("title", title_of(definition)), ("desc", _said(definition, marks)))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(place, element)
    root.attrib |= {"role": "img", "class": "process-diagram", "aria-labelledby": f"{name}-title {name}-desc"}
    root.attrib |= {side: str(round(float(root.attrib[side].removesuffix("pt")))) for side in ("width", "height")}
    return ElementTree.tostring(root, encoding="unicode")


def _said(definition: Definition, marks: Marks) -> str:
    states = ", ".join(str(label) for label in definition.states.labels)
    told = [_("Sơ đồ quy trình với các trạng thái: %(states)s.") % {"states": states}]
    if marks.current is not None:
        told.append(_("Hồ sơ hiện %(state)s.") % {"state": f"“{definition.state_title(marks.current)}”"})
    if marks.path:
        way = " → ".join(state_title(definition, state) for state in marks.path)
        told.append(_("Đường tới chỗ vướng: %(way)s.") % {"way": way})
    return " ".join(told)
