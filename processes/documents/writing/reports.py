"""The report of an agency, and the report made of many agencies' reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .lines import Line, ended, text_lines
from .parts import Frame
from .rendering import render
from .wording import closed, without_stop


@dataclass(frozen=True)
class ReportSection:
    """A heading ("I. Kết quả thực hiện", "" for none) and its text, one paragraph a line."""

    heading: str
    text: str


@dataclass(frozen=True)
class Sender:
    """One agency that owed a report. `due`: the last day, None where the plan has none; `sent`: None while missing."""

    agency: str
    due: date | None
    sent: date | None
    note: str = ""

    @property
    def state(self) -> str:
        if self.sent is None:
            return "Chưa gửi"
        days_late = (self.sent - self.due).days if self.due else 0
        return f"Gửi muộn {days_late} ngày" if days_late > 0 else "Đúng hạn"


@dataclass(frozen=True)
class SentSentence:
    """A sentence (or paragraph) of the consolidated report and the agency that wrote it."""

    text: str
    sender: str


@dataclass(frozen=True)
class ConsolidatedSection:
    heading: str
    sentences: tuple[SentSentence, ...]


def report_pdf(
    frame: Frame,
    *,
    addressees: Sequence[str],
    subject: str,
    sections: Sequence[ReportSection],
    bases: Sequence[str] = (),
) -> bytes:
    """Báo cáo of one agency; `subject` names plan and period ("Kết quả thực hiện … 6 tháng đầu năm 2019")."""
    lines: list[Line] = [*(Line("basis", closed(text, ";")) for text in bases)]
    for section in sections:
        lines += [*_heading(section.heading), *text_lines(section.text)]
    return render("letter.html", lines=ended(lines), **_data(frame, addressees, subject))


def consolidated_report_pdf(
    frame: Frame,
    *,
    addressees: Sequence[str],
    subject: str,
    senders: Sequence[Sender],
    sections: Sequence[ConsolidatedSection],
    missing_reason: str = "",
) -> bytes:
    """Báo cáo tổng hợp: who sent, when, late or missing; then the content, each sentence with its sender."""
    lines: list[Line] = []
    for section in sections:
        lines += _heading(section.heading)
        lines += [_sentence(sentence) for sentence in section.sentences if sentence.text.strip()]
    opening = [Line("paragraph", _summary(senders))]
    if missing_reason:
        opening.append(Line("paragraph", closed(missing_reason), name="Lý do còn thiếu"))
    return render(
        "consolidated_report.html",
        opening=opening,
        senders=list(senders),
        lines=ended(lines),
        **_data(frame, addressees, subject),
    )


def _data(frame: Frame, addressees: Sequence[str], subject: str) -> dict[str, object]:
    return {
        "frame": frame,
        "kind": "Báo cáo",
        "subject": subject,
        "heading": f"Báo cáo {without_stop(subject)}",
        "addressees": list(addressees),
    }


def _heading(heading: str) -> list[Line]:
    return [Line("section", heading)] if heading else []


def _sentence(sentence: SentSentence) -> Line:
    return Line("paragraph", without_stop(sentence.text.strip()), source=sentence.sender, after=".")


def _summary(senders: Sequence[Sender]) -> str:
    late = sum(sender.state.startswith("Gửi muộn") for sender in senders)
    missing = sum(sender.sent is None for sender in senders)
    return (
        f"Tổng số cơ quan, đơn vị phải báo cáo: {len(senders)}; gửi đúng hạn: {len(senders) - late - missing};"
        f" gửi muộn: {late}; chưa gửi: {missing}. Tình hình gửi báo cáo cụ thể như sau:"
    )
