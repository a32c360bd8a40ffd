"""Names folded once: the same few stand in every task of a plan."""

from __future__ import annotations

from functools import lru_cache

from processes.documents.reading import writing_forms

fold = lru_cache(maxsize=20_000)(writing_forms.fold)
