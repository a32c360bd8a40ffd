"""States as badges: a few colors that mean the same on every page."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.models import ProcessInstance

from .file import state_title

SENT_BACK = ("returned", "asked", "disputed")
BROKEN_OFF = ("cancelled", "withdrawn", "refused", "released")
OVERDUE = ("silent", "late")
OF_PLANS = {"drafted": "draft", "in_force": "done", "closed": "done", "withdrawn": "stopped"}


@dataclass(frozen=True)
class Badge:
    """`kind` is the color: draft, waiting, done, returned, late or stopped."""

    kind: str
    label: str


def badge(instance: ProcessInstance | None) -> Badge | None:
    """A process still open waits or was sent back; one that ended is done, or stopped where it was broken off."""
    if instance is None:
        return None
    return Badge(_kind(instance), state_title(instance))


def _kind(instance: ProcessInstance) -> str:
    if not instance.is_open:
        return "stopped" if instance.state in BROKEN_OFF else "done"
    if instance.state in SENT_BACK:
        return "returned"
    return "late" if instance.state in OVERDUE else "waiting"


def plan_badge(root: ProcessInstance) -> Badge:
    """A plan in force has reached what it was made for."""
    return Badge(OF_PLANS.get(root.state, "waiting"), state_title(root))
