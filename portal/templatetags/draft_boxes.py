"""The boxes of a row in the editor: label, box, hint and error, tied to each other."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.drafting.draft import Row

from .plan_words import rows_for, rows_of_prose

register = template.Library()


@register.inclusion_tag("portal/drafting/sections/box.html", takes_context=True)
def box(
    context: Context,
    name: str,
    row: Row,
    column: str,
    label: str,
    help_text: str = "",
    lines: str = "",
    wide: bool = False,
    quiet: bool = False,
    **attributes: str,
) -> dict[str, Any]:
    """`lines`: "names" for one name a line, "prose" for running text, nothing for one line. `quiet`: the label is for
    screen readers only. Further attributes go to the box as they are (`inputmode="numeric"`)."""
    key, value = f"{name}.{row.key}.{column}", row[column]
    error = (context.get("errors") or {}).get(key, "")
    described = [f"id-{key}_help"] if help_text else []
    described += [f"id-{key}_error"] if error else []
    return {
        "key": key,
        "value": value,
        "label": label,
        "help_text": help_text,
        "error": error,
        "described": " ".join(described),
        "height": {"names": rows_for, "prose": rows_of_prose}[lines](value) if lines else 0,
        "wide": wide,
        "quiet": quiet,
        "attributes": {key.replace("_", "-"): text for key, text in attributes.items()},
    }


@register.simple_tag(takes_context=True)
def row_tools(context: Context, name: str, row: Row, what: str, turn: str = "", turn_label: str = "") -> SafeString:
    """The buttons of a row. `what`: its words for those who cannot see it; `turn`, `turn_label`: what it may become.

    A long plan has a thousand rows, whose buttons differ in two words: they are drawn once for each language.
    """
    place = ""
    if row.place is not None and context.get("source"):
        place = render_to_string("portal/drafting/place.html", {"place": row.place, "source": True})
    drawn = _tools(name, turn, turn_label, get_language())
    return mark_safe(drawn.replace(KEY, escape(row.key)).replace(PLACE, place).replace(WHAT, conditional_escape(what)))


KEY, WHAT, PLACE = "@key@", "@what@", "@place@"


@cache
def _tools(name: str, turn: str, turn_label: str, language: str | None) -> str:
    shown = {"name": name, "key": KEY, "what": WHAT, "place": PLACE, "turn": turn, "turn_label": turn_label}
    return str(get_template("portal/drafting/sections/row_tools.html").render(shown))
