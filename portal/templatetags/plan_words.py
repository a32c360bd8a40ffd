"""Small words and sizes for the forms of a plan."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from portal.drafting.dates import spoken

register = template.Library()
register.filter("spoken_due", spoken)

MOST_ROWS = 10
LETTERS_IN_ROW = 70


@register.filter
def at_key(found: Mapping[str, str], key: str) -> str:
    """The value at a key that the page has put together; nothing where there is none."""
    return found.get(key, "")


@register.filter
def rows_for(text: str) -> int:
    """How high a box is that has an item on each line."""
    return max(2, min(MOST_ROWS, text.count("\n") + 1))


@register.filter
def rows_of_prose(text: str) -> int:
    """How high a box is for running text."""
    return max(1, min(MOST_ROWS, -(-len(text) // LETTERS_IN_ROW)))


@register.filter
def names_in_line(text: str) -> str:
    """The names of a box that has one on each line, as one line."""
    return "; ".join(name for name in text.splitlines() if name.strip())
