"""Facts → official documents in the format of Decree 30/2020/NĐ-CP, as PDF/A-2a bytes; the plan
also as a Word file.

Every function takes plain data and gives the same bytes for the same data; none reads a clock, a file of the
machine, or the network. `FontMissing` is raised where Liberation Serif 2 is not installed.
"""

from __future__ import annotations

from .body import Annex
from .followup import Answer, Correction, Overdue, answers_pdf, correction_pdf, urging_pdf
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
from .plan import annex_pdf, draft_pdf, plan_pdf, recipients_of
from .rendering import FontMissing, OutsideReference
from .reports import (
    ConsolidatedSection,
    ReportSection,
    Sender,
    SentSentence,
    consolidated_report_pdf,
    report_pdf,
)
from .word import answers_docx, plan_docx

__all__ = [
    "Annex",
    "Answer",
    "Check",
    "Circulation",
    "ConsolidatedSection",
    "CopyNote",
    "Correction",
    "CostJudgement",
    "FontMissing",
    "Frame",
    "Identity",
    "Letterhead",
    "OutsideReference",
    "Overdue",
    "ReportSection",
    "SecretDocument",
    "Sender",
    "SentSentence",
    "Signature",
    "SlipEntry",
    "SlipSignature",
    "Stance",
    "Urgency",
    "annex_pdf",
    "answers_docx",
    "answers_pdf",
    "consolidated_report_pdf",
    "correction_pdf",
    "draft_pdf",
    "funding_opinion_pdf",
    "opinion_pdf",
    "opinion_request_pdf",
    "plan_docx",
    "plan_pdf",
    "recipients_of",
    "report_pdf",
    "slip_pdf",
    "submission_pdf",
    "urging_pdf",
]
