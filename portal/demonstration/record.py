"""What a walk leaves behind: its papers, the proof of its trail, and `walk.json` for machines to check."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from processes.models import Assignment, Consolidation, Document, Plan, Recipient, Report, ReportDuty
from workflow.audit_export import export
from workflow.models import ProcessInstance

from .cast import StepTaken

PAPERS = {
    Document.Kind.PLAN: "ke-hoach",
    Document.Kind.SUBMISSION: "to-trinh",
    Document.Kind.SLIP: "phieu-trinh",
    Document.Kind.OPINION: "gop-y",
    Document.Kind.FUNDING_OPINION: "tham-dinh-kinh-phi",
    Document.Kind.REPORT: "bao-cao",
    Document.Kind.CONSOLIDATED_REPORT: "bao-cao-tong-hop",
}
AGENCY_REPORTS = "reports"  # the agencies' own reports have a folder of their own


def write(plan: Plan, root: ProcessInstance, steps: Sequence[StepTaken], out: Path) -> dict[str, Any]:
    """Papers, proof and walk.json of `plan` in `out`; returns what walk.json holds."""
    pdf = _papers(plan, out)
    export(ProcessInstance.objects.filter(root=root), out / "audit")
    number, _slash, symbol = plan.number.partition("/")
    content = {
        "number": number,
        "symbol": symbol,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "pdf": pdf,
        "steps": [
            {"at": timezone.localtime(s.at).isoformat(), "who": s.who, "transition": s.transition} for s in steps
        ],
        "assignments": [_assignment(row) for row in plan.assignments.prefetch_related("agencies")],
        "deliveries": _deliveries(plan, root),
        "reports": _reports(plan),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (out / "walk.json").write_text(text + "\n", encoding="utf-8")
    return content


def _papers(plan: Plan, out: Path) -> str:
    """Copies every rendered paper under a telling name; returns the plan's own file name."""
    own = ""
    for count, document in enumerate(plan.documents.exclude(file="").select_related("issuer"), start=1):
        stem = PAPERS[Document.Kind(document.kind)]
        name = f"{count:03d}-{stem}-{document.issuer.code}.pdf"
        folder = out / AGENCY_REPORTS if document.kind == Document.Kind.REPORT else out
        if document.kind == Document.Kind.PLAN:
            name = own = f"{stem}-{document.number.replace('/', '-')}.pdf"
        elif document.kind == Document.Kind.CONSOLIDATED_REPORT:
            name = f"{stem}-{document.issued_on}.pdf"
        folder.mkdir(exist_ok=True)
        shutil.copyfile(document.file.path, folder / name)
    return own


def _assignment(assignment: Assignment) -> dict[str, Any]:
    """Names as the plan writes them; the agencies behind them with their states beside."""
    facts = assignment.plan.facts.task(assignment.ref)
    return {
        "ref": assignment.ref,
        "text": assignment.text,
        "lead": [mention.name for mention in facts.lead],
        "coordinating": [mention.name for mention in facts.coordinating],
        "time": assignment.time,
        "agencies": [
            {"agency": part.agency_name, "role": part.role, "percent": part.percent}
            for part in assignment.agencies.all()
        ],
    }


def _deliveries(plan: Plan, root: ProcessInstance) -> list[dict[str, Any]]:
    states = dict(
        ProcessInstance.objects.filter(parent=root, definition_key="delivery").values_list("subject_id", "state")
    )
    return [
        {"to": row.agency_name, "written": row.written, "purpose": _purpose(row), "state": states.get(row.pk, "")}
        for row in plan.recipients.all()
    ]


def _purpose(row: Recipient) -> str:
    return str(row.get_purpose_display())


def _reports(plan: Plan) -> list[dict[str, Any]]:
    """A row for each paper that was owed, and one for each duty that waits for a call."""
    rows = []
    for duty in plan.report_duties.all():
        papers: list[Report | Consolidation] = [*duty.reports.all(), *duty.consolidations.all()]
        rows += [_report(duty, paper.agency_name, paper) for paper in papers] or [_report(duty, duty.who, None)]
    return rows


def _report(duty: ReportDuty, who: str, paper: Report | Consolidation | None) -> dict[str, Any]:
    return {
        "who": who,
        "written": duty.who,
        "to": duty.to,
        "via": duty.via or None,
        "tier": duty.tier,
        "cycle": duty.cycle,
        "period": paper.period if paper else None,
        "due": paper.due_on.isoformat() if paper and paper.due_on else None,
        "sent": timezone.localdate(paper.sent_at).isoformat() if paper and paper.sent_at else None,
    }
