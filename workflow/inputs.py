"""What a transition asks its actor for: each input cleans its value to plain JSON, or refuses it by name."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class InputKind(StrEnum):
    TEXT = "text"  # several lines
    LINE = "line"
    CHOICE = "choice"
    DATE = "date"  # ISO in JSON
    AGENCIES = "agencies"  # list of agency UUIDs
    DATA = "data"  # structured, cleaned by `clean_data`


class InputRefused(Exception):
    """`key`: the input's; `code`: required, too_long, not_a_choice, not_a_date, not_agencies, not_data."""

    def __init__(self, key: str, code: str, **params: Any) -> None:
        super().__init__(f"{key}: {code}")
        self.key, self.code, self.params = key, code, params


@dataclass(frozen=True)
class Input:
    key: str
    title: str | Promise
    kind: InputKind = InputKind.TEXT
    required: bool = True
    help: str | Promise = ""
    choices: Sequence[tuple[str, str | Promise]] = ()
    max_length: int = 5000
    clean_data: Callable[[Any], Any] | None = None

    def clean(self, value: Any) -> Any:
        """`value` as JSON-ready data; None or [] when empty and not required. Raises InputRefused."""
        if value in (None, "", [], {}):
            if self.required:
                raise InputRefused(self.key, "required")
            return [] if self.kind is InputKind.AGENCIES else None
        return getattr(self, f"_clean_{self.kind}")(value)

    def _clean_text(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\x00", "").strip()
        if not text and self.required:
            raise InputRefused(self.key, "required")
        if len(text) > self.max_length:
            raise InputRefused(self.key, "too_long", limit=self.max_length, length=len(text))
        return text

    _clean_line = _clean_text

    def _clean_choice(self, value: Any) -> str:
        if str(value) not in {key for key, _title in self.choices}:
            raise InputRefused(self.key, "not_a_choice")
        return str(value)

    def _clean_date(self, value: Any) -> str:
        try:
            return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
        except ValueError:
            raise InputRefused(self.key, "not_a_date") from None

    def _clean_agencies(self, value: Any) -> list[str]:
        try:
            return sorted({str(uuid.UUID(str(item))) for item in value})
        except (ValueError, TypeError):
            raise InputRefused(self.key, "not_agencies") from None

    def _clean_data(self, value: Any) -> Any:
        if self.clean_data is None:
            raise InputRefused(self.key, "not_data")
        try:
            return self.clean_data(value)
        except (ValueError, TypeError, KeyError) as error:
            raise InputRefused(self.key, "not_data", detail=str(error)) from error
