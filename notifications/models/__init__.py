from .dispatch import Dispatch, DispatchPart
from .mail import Mail
from .notification import Notification, NotificationQuerySet, notification_id
from .preference import Preference, Reader

__all__ = [
    "Dispatch",
    "DispatchPart",
    "Mail",
    "Notification",
    "NotificationQuerySet",
    "Preference",
    "Reader",
    "notification_id",
]
