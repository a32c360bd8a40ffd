from .agency import (
    Agency,
    AgencyGroup,
    AgencyName,
    AgencyPermission,
    GroupMember,
    GroupName,
    Mandate,
)
from .audit import AccessEntry, AuditEntry, OrganizationEntry, OrganizationHead, Seal, SealedHead
from .calendar import CalendarDay
from .numbering import IssuedNumber, Register
from .people import (
    Absence,
    Account,
    Appointment,
    Delegation,
    Desk,
    FieldOfWork,
    Person,
    Position,
    Responsibility,
)
from .periodic import Periodic
from .process import DeadlineEvent, Incident, Participation, ProcessInstance, Task, VersionMove
from .succession import HandedOver, Succession, SuccessionChoice, SuccessionPart

__all__ = [
    "Absence",
    "AccessEntry",
    "Account",
    "Agency",
    "AgencyGroup",
    "AgencyName",
    "AgencyPermission",
    "Appointment",
    "AuditEntry",
    "CalendarDay",
    "DeadlineEvent",
    "Delegation",
    "Desk",
    "FieldOfWork",
    "GroupMember",
    "GroupName",
    "HandedOver",
    "Incident",
    "IssuedNumber",
    "Mandate",
    "OrganizationEntry",
    "OrganizationHead",
    "Participation",
    "Periodic",
    "Person",
    "Position",
    "ProcessInstance",
    "Register",
    "Responsibility",
    "Seal",
    "SealedHead",
    "Succession",
    "SuccessionChoice",
    "SuccessionPart",
    "Task",
    "VersionMove",
]
