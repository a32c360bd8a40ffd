"""Is every step taken today by somebody? What no definition can show: people leave, and mandates move.

`gaps` finds the steps that nobody can take, `recheck` makes incidents of them, `recheck_due` does so daily.
"""

from .gap import Example, Gap
from .needs import Need, needs
from .seats import Why
from .survey import gaps
from .watching import UNSTAFFED, recheck, recheck_due

__all__ = ["UNSTAFFED", "Example", "Gap", "Need", "Why", "gaps", "needs", "recheck", "recheck_due"]
