"""Facts → official documents in the format of Decree 30/2020/NĐ-CP, as PDF/A-2a bytes; the plan
also as a Word file.

Every function takes plain data and gives the same bytes for the same data; none reads a clock, a file of the
machine, or the network. `FontMissing` is raised where Liberation Serif 2 is not installed.
"""

from __future__ import annotations

from .funding import CostJudgement, funding_opinion_pdf
from .letters import (
    SlipEntry,
    SlipSignature,
    Stance,
    opinion_pdf,
    opinion_request_pdf,
    slip_pdf,
    submission_pdf,
)
from .parts import Check, Circulation, CopyNote, Frame, Identity, Letterhead, SecretDocument, Signature, Urgency
from .plan import plan_pdf, recipients_of
from .rendering import FontMissing, OutsideReference
from .reports import (
    ConsolidatedSection,
    ReportSection,
    Sender,
    SentSentence,
    consolidated_report_pdf,
    report_pdf,
)
from .word import plan_docx

__all__ = [
    "Check",
    "Circulation",
    "ConsolidatedSection",
    "CopyNote",
    "CostJudgement",
    "FontMissing",
    "Frame",
    "Identity",
    "Letterhead",
    "OutsideReference",
    "ReportSection",
    "SecretDocument",
    "Sender",
    "SentSentence",
    "Signature",
    "SlipEntry",
    "SlipSignature",
    "Stance",
    "Urgency",
    "consolidated_report_pdf",
    "funding_opinion_pdf",
    "opinion_pdf",
    "opinion_request_pdf",
    "plan_docx",
    "plan_pdf",
    "recipients_of",
    "report_pdf",
    "slip_pdf",
    "submission_pdf",
]
