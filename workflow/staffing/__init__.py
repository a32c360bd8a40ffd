"""Is every step taken today by somebody? What no definition can show: people leave, and mandates move.

`gaps` finds the steps that nobody can take, `stuck` the files that nothing will move, `recheck` makes incidents of
them, `recheck_due` does so daily.
"""

from .gap import Example, Gap, files_told, step_title
from .needs import Need, needs
from .seats import Why
from .stuck import STUCK, stuck
from .survey import EXAMPLES, gaps
from .watching import UNSTAFFED, recheck, recheck_due

__all__ = [
    "EXAMPLES",
    "STUCK",
    "UNSTAFFED",
    "Example",
    "Gap",
    "Need",
    "Why",
    "files_told",
    "gaps",
    "needs",
    "recheck",
    "recheck_due",
    "step_title",
    "stuck",
]
