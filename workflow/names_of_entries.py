"""Names that the trail and the messages use besides the steps of definitions, which may have no step of such a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from . import registry

START = "start"  # the first entry of every trail
MOVE = "move"  # to another version of the definition
SUCCEED = "succeed"  # another agency answers from now on
REVIVE = "revive"  # a cancelled file goes on, because what cancelled it was undone
REMARK, ANSWER = REMARKS = ("remark", "answer_remark")  # said beside the draft; no step, and the file stays as it is
TARGET = "target"  # input key of the chosen state, where a step has several

# what a deadline tells (deadlines.py); none of it is a step
DUE_SOON, DUE_TODAY, OVERDUE, LATE = MARK_NAMES = ("due_soon", "due_today", "overdue", "late")

TITLES = {
    START: _("Mở hồ sơ"),
    MOVE: _("Chuyển sang phiên bản khác của quy trình"),
    SUCCEED: _("Chuyển cho cơ quan kế thừa"),
    REVIVE: _("Mở lại vì việc sắp xếp được hoàn tác"),
}


def title_of(key: str, version: int, name: str) -> str:
    """What an entry of this name says was done; the bare name where the definition is gone, or lacks the step."""
    if name in TITLES:
        return str(TITLES[name])
    try:
        step = registry.get(key, version).steps.get(name)
    except registry.UnknownDefinition:
        return name
    return str(step.title) if step else name
