"""The boxes of a row in the editor: label, box, hint and error, tied to each other."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

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
