from .approval import Approval
from .assignment import Assignment, AssignmentAgency
from .document import Document
from .draft_copy import DraftCopy
from .funding import FundingReview, FundingThreshold, JudgedLine
from .opinion import Opinion
from .plan import NameChoice, Plan, PlanVersion
from .recipient import Recipient
from .report import Consolidation, Report, ReportDuty

__all__ = [
    "Approval",
    "Assignment",
    "AssignmentAgency",
    "Consolidation",
    "Document",
    "DraftCopy",
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
]
