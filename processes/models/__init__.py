from .approval import Approval
from .assignment import Assignment, AssignmentAgency
from .document import Document
from .funding import FundingReview, FundingThreshold, JudgedLine
from .learned_name import LearnedName
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
    "FundingReview",
    "FundingThreshold",
    "JudgedLine",
    "LearnedName",
    "NameChoice",
    "Opinion",
    "Plan",
    "PlanVersion",
    "Recipient",
    "Report",
    "ReportDuty",
]
