from .approval import Approval
from .assignment import Assignment, AssignmentAgency
from .document import Document
from .draft_copy import DraftCopy
from .finding import FindingWaiver
from .funding import FundingReview, FundingThreshold, JudgedLine
from .learned_name import LearnedName
from .opinion import Opinion
from .plan import NameChoice, Plan, PlanVersion
from .recipient import Recipient
from .remark import Remark, RemarkAnswer
from .report import Consolidation, Report, ReportDuty
from .working_copy import WorkingCopy

__all__ = [
    "Approval",
    "Assignment",
    "AssignmentAgency",
    "Consolidation",
    "Document",
    "DraftCopy",
    "FindingWaiver",
    "FundingReview",
    "FundingThreshold",
    "JudgedLine",
    "LearnedName",
    "NameChoice",
    "Opinion",
    "Plan",
    "PlanVersion",
    "Recipient",
    "Remark",
    "RemarkAnswer",
    "Report",
    "ReportDuty",
    "WorkingCopy",
]
