"""Documents as Word files, to be worked on: the same boxes, styles, and read back to the same facts."""

from __future__ import annotations

from .answers import answers_docx
from .plan import plan_docx

__all__ = ["answers_docx", "plan_docx"]
