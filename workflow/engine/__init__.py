"""The one door: nothing else writes an instance's state.

`start` opens a file, `fire` takes one step, `fire_many` the same step of many files, `amend_many` writes down what no
step of a definition says: a move to another version, a handover to a successor. See docs/adr/0002.
"""

from ..names_of_entries import MOVE, REVIVE, START, SUCCEED, TARGET
from .amending import Amendment, amend_many
from .answer import Answer, ItemAnswer
from .authority import authority, right_of
from .bulk import Item, fire_many
from .ending import Ending, cancel_many
from .firing import fire
from .starting import start, start_children, started
from .taking_back import way_back

__all__ = [
    "MOVE",
    "REVIVE",
    "START",
    "SUCCEED",
    "TARGET",
    "Amendment",
    "Answer",
    "Ending",
    "Item",
    "ItemAnswer",
    "amend_many",
    "authority",
    "cancel_many",
    "fire",
    "fire_many",
    "right_of",
    "start",
    "start_children",
    "started",
    "way_back",
]
