"""Moving running files from one version of their definition to another: preview, move, undo. See docs/adr/0010."""

from .moves import Preview, StateLine, move, preview, undo
from .plan import title_in

__all__ = ["Preview", "StateLine", "move", "preview", "title_in", "undo"]
