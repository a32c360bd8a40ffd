from .agency import Agency, AgencyGroup, AgencyName, AgencyPermission, GroupMember, GroupName, Mandate
from .audit import AccessEntry, AuditEntry
from .calendar import CalendarDay
from .numbering import IssuedNumber, Register
from .people import Account, Appointment, Desk, Person, Position
from .process import DeadlineEvent, Participation, ProcessInstance, Task

__all__ = [
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
    "Desk",
    "GroupMember",
    "GroupName",
    "IssuedNumber",
    "Mandate",
    "Participation",
    "Person",
    "Position",
    "ProcessInstance",
    "Register",
    "Task",
]
