"""The plan as a Word file, to be worked on: the same boxes, styles, and read back to the same facts."""

from __future__ import annotations

from .plan import plan_docx

__all__ = ["plan_docx"]
