"""Sentences that plans use again and again, in groups, "……" for what is said differently each time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class PhraseGroup:
    name: str
    phrases: tuple[str, ...]


@cache
def phrases() -> tuple[PhraseGroup, ...]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(PhraseGroup(group["name"], tuple(group["phrases"])) for group in data["groups"])
