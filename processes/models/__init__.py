from .approval import Approval
from .assignment import Assignment, AssignmentAgency
from .document import Document
from .funding import FundingReview, FundingThreshold, JudgedLine
from .opinion import Opinion
from .plan import NameChoice, Plan, PlanVersion
from .recipient import Recipient
from .report import Consolidation, Report, ReportDuty
from .working_copy import WorkingCopy

__all__ = [
    "Approval",
    "Assignment",
    "AssignmentAgency",
    "Consolidation",
    "Document",
    "FundingReview",
    "FundingThreshold",
    "JudgedLine",
    "NameChoice",
    "Opinion",
    "Plan",
    "PlanVersion",
    "Recipient",
    "Report",
    "ReportDuty",
    "WorkingCopy",
]
