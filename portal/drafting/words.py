"""How what stands in a box is compared with what was read, and taken apart."""

from __future__ import annotations


def one_line(text: str) -> str:
    return " ".join(text.split())


def same(written: str, read: str) -> bool:
    return one_line(written) == one_line(read)


def lines(text: str) -> list[str]:
    """The names of a box that has one on each line."""
    return [line for raw in text.splitlines() if (line := one_line(raw).strip(" ;"))]
