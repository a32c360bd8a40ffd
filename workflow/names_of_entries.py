"""Names that the trail uses besides the steps of definitions. No definition may have a step of such a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from . import registry

START = "start"  # the first entry of every trail
MOVE = "move"  # to another version of the definition
SUCCEED = "succeed"  # another agency answers from now on
TARGET = "target"  # input key of the chosen state, where a step has several

TITLES = {
    START: _("Mở hồ sơ"),
    MOVE: _("Chuyển sang phiên bản khác của quy trình"),
    SUCCEED: _("Chuyển cho cơ quan kế nhiệm"),
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
