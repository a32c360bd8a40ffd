"""All rows, plan by plan."""

from __future__ import annotations

from . import s0, s1, s2, s3, s4

ROWS = (*s0.ROWS, *s1.ROWS, *s2.ROWS, *s3.ROWS, *s4.ROWS)
