"""The doorbell: ids to the open pages of those who were told. The page fetches what they mean through its rights."""

from __future__ import annotations

from collections.abc import Sequence

from .. import hub
from ..models import Notification


def ring(notifications: Sequence[Notification]) -> None:
    """Tell each account's pages the ids of its own notifications. From any thread; never raises."""
    bells: dict[int, list[str]] = {}
    for notification in (one for one in notifications if one.in_bell):
        bells.setdefault(notification.account_id, []).append(str(notification.uuid))
    hub.ring(bells)
