"""The papers on a plan's way: tờ trình, phiếu trình, the letter that asks for opinions, the letter that gives one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .lines import Line, basis_lines, ended, text_lines
from .parts import Frame
from .rendering import render
from .wording import capitalized, day_in_words, without_stop


class Stance(StrEnum):
    AGREES = "agrees"
    REMARKS = "remarks"
    DISAGREES = "disagrees"


_STANCES = {
    Stance.AGREES: "thống nhất với nội dung dự thảo",
    Stance.REMARKS: "cơ bản thống nhất với nội dung dự thảo và có ý kiến góp ý như sau:",
    Stance.DISAGREES: "chưa thống nhất với nội dung dự thảo, với các lý do như sau:",
}


@dataclass(frozen=True)
class SlipEntry:
    """A row of the phiếu trình: "Tóm tắt nội dung" and what is said there (line breaks are kept)."""

    label: str
    text: str


@dataclass(frozen=True)
class SlipSignature:
    """Who signed the phiếu trình: "Phó Chánh Văn phòng", his name, remark and day; empty where still open."""

    role: str
    name: str = ""
    remark: str = ""
    day: date | None = None


def submission_pdf(
    frame: Frame,
    *,
    addressees: Sequence[str],
    subject: str,
    text: str,
    bases: Sequence[str] = (),
    attachments: Sequence[str] = (),
) -> bytes:
    """Tờ trình of a department: bases, `text` (one paragraph a line), the papers that go with it."""
    attached = [Line("paragraph", f"Hồ sơ trình kèm theo gồm: {_enumerated(attachments)}.")] if attachments else []
    lines = ended([*basis_lines(bases), *text_lines(text), *attached])
    return letter(frame, "Tờ trình", subject, addressees, lines)


def slip_pdf(
    frame: Frame,
    *,
    addressees: Sequence[str],
    subject: str,
    entries: Sequence[SlipEntry],
    signatures: Sequence[SlipSignature],
) -> bytes:
    """Phiếu trình of the Office: what came, what was checked, what is proposed, and who put his name to it."""
    return render(
        "slip.html",
        frame=frame,
        kind="Phiếu trình",
        subject=subject,
        heading=f"Phiếu trình {subject}",
        addressees=list(addressees),
        entries=list(entries),
        signatures=list(signatures),
    )


def opinion_request_pdf(
    frame: Frame, *, addressees: Sequence[str], plan_title: str, due_on: date, reply_to: str, text: str = ""
) -> bytes:
    """Công văn that sends a draft to agencies. `due_on`: the last day; `reply_to`: who collects; `text`: more words."""
    issuer, title = frame.letterhead.issuer, without_stop(plan_title)
    request = (
        f"{issuer} gửi kèm theo dự thảo {title}, đề nghị các cơ quan, đơn vị nghiên cứu, có ý kiến góp ý bằng văn bản,"
        f" gửi về {reply_to} chậm nhất {day_in_words(due_on)} để tổng hợp."
    )
    lines = ended([Line("paragraph", request), *text_lines(text)])
    return letter(frame, "", f"lấy ý kiến góp ý dự thảo {title}", addressees, lines)


def opinion_pdf(
    frame: Frame,
    *,
    addressees: Sequence[str],
    plan_title: str,
    stance: Stance | str,
    text: str = "",
    answers_to: str = "",
) -> bytes:
    """Công văn that answers for an agency. `answers_to`: the letter answered ("Công văn số … ngày …"), "" if unknown.

    Raises ValueError on an unknown `stance`.
    """
    issuer, title = frame.letterhead.issuer, without_stop(plan_title)
    reason = f"Phúc đáp {answers_to}, s" if answers_to else "S"
    opening = f"{reason}au khi nghiên cứu dự thảo {title}, {issuer} {_STANCES[Stance(stance)]}"
    remarks = text_lines(text)
    if not remarks:
        opening = opening.removesuffix(" và có ý kiến góp ý như sau:").removesuffix(", với các lý do như sau:")
    elif not opening.endswith(":"):
        opening += "."
    return letter(frame, "", f"góp ý dự thảo {title}", addressees, ended([Line("paragraph", opening), *remarks]))


def letter(frame: Frame, kind: str, subject: str, addressees: Sequence[str], lines: Sequence[Line]) -> bytes:
    """A named document or, without a `kind`, a công văn on `subject`."""
    return render(
        "letter.html",
        frame=frame,
        kind=kind,
        about="" if kind else subject,
        subject=subject,
        heading=f"{kind} {subject}" if kind else capitalized(subject),
        addressees=list(addressees),
        lines=lines,
    )


def _enumerated(items: Sequence[str]) -> str:
    return "; ".join(f"({number}) {without_stop(item)}" for number, item in enumerate(items, 1))
