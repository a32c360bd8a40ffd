"""Reorganizations: a handover written down file by file (docs/adr/0009).

`prepare` and `choose` before the day, `rehearse` as often as wanted, `apply` (or `apply_due`) once, `undo` until
something new rests on it. Who answers after that for an agency that ended says `workflow.successors`.
"""

from .applying import apply, apply_due, rehearse
from .changes import GONE, Change
from .handover import Handover, Item, Moving, Remark
from .preparing import Part, choose, prepare
from .refusals import (
    NamedTwice,
    NobodyAnswers,
    NoPartInIt,
    NotApplied,
    NothingToMove,
    NotThere,
    NotWaiting,
    PreparedAlready,
    RestsOnIt,
    TooEarly,
    ToWhoEnds,
)
from .undoing import undo

__all__ = [
    "GONE",
    "Change",
    "Handover",
    "Item",
    "Moving",
    "NamedTwice",
    "NoPartInIt",
    "NobodyAnswers",
    "NotApplied",
    "NotThere",
    "NotWaiting",
    "NothingToMove",
    "Part",
    "PreparedAlready",
    "Remark",
    "RestsOnIt",
    "ToWhoEnds",
    "TooEarly",
    "apply",
    "apply_due",
    "choose",
    "prepare",
    "rehearse",
    "undo",
]
