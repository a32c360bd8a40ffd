"""How urgent a file is, and the mark that its papers carry (box 10b)."""

from __future__ import annotations

from workflow.models import ProcessInstance

Urgency = ProcessInstance.Urgency
MARKS = {
    str(Urgency.URGENT): "KHẨN",
    str(Urgency.VERY_URGENT): "THƯỢNG KHẨN",
    str(Urgency.EXPRESS): "HỎA TỐC",
}
URGENCIES = {mark: urgency for urgency, mark in MARKS.items()}
