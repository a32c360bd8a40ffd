"""Written after the answers and after the issue: replies to opinions, a reminder of what is late, a correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .letters import letter
from .lines import Line, ended, text_lines
from .parts import Frame
from .wording import closed, day_in_words, listed, short_date, without_stop


@dataclass(frozen=True)
class Answer:
    """What one agency said to a draft (`stance` in words, `given` None while it is silent), and what became of it.

    `accepted`: the part that was taken over; `explained`: why the rest was not.
    """

    agency: str
    stance: str = ""
    text: str = ""
    given: date | None = None
    due: date | None = None
    accepted: str = ""
    explained: str = ""

    @property
    def is_late(self) -> bool:
        return self.given is not None and self.due is not None and self.given > self.due

    @property
    def reply(self) -> str:
        parts = (("Tiếp thu", self.accepted), ("Giải trình", self.explained))
        return "\n".join(f"{name}: {closed(text)}" for name, text in parts if text.strip())


@dataclass(frozen=True)
class Overdue:
    """Work or a report that an agency has not sent: `what` as the plan has it, `due` its last day."""

    agency: str
    what: str
    due: date


@dataclass(frozen=True)
class Correction:
    """One error of typing: where it stands ("điểm a khoản 2 Mục III, trang 5"), what was printed, what is right."""

    place: str
    wrong: str
    right: str


ANSWER_HEADS = ("TT", "Cơ quan, đơn vị", "Ý kiến góp ý", "Tiếp thu, giải trình")


def answers_title(plan_title: str) -> str:
    return f"Tổng hợp, tiếp thu, giải trình ý kiến góp ý đối với dự thảo {without_stop(plan_title)}"


def answers_lines(answers: Sequence[Answer]) -> list[Line]:
    """How many answered how, then the table; the place for a reply is blank where none is given."""
    silent = sum(answer.given is None for answer in answers)
    stances = dict.fromkeys(answer.stance for answer in answers if answer.given and answer.stance)
    counted = [f"{stance.lower()}: {_count(answers, stance)}" for stance in stances]
    late = sum(answer.is_late for answer in answers)
    told = [f"Số cơ quan, đơn vị được lấy ý kiến: {len(answers)}", *counted, f"chưa trả lời: {silent}"]
    if late:
        told.append(f"trả lời sau thời hạn: {late}")
    rows = [(str(number), answer.agency, _opinion(answer), answer.reply) for number, answer in enumerate(answers, 1)]
    return [Line("paragraph", f"{'; '.join(told)}."), Line("table", "", rows=(ANSWER_HEADS, *rows))]


def answers_pdf(frame: Frame, *, plan_title: str, answers: Sequence[Answer]) -> bytes:
    """Bản tổng hợp ý kiến, tiếp thu, giải trình: an attachment to the tờ trình, so it has no addressees."""
    return letter(frame, "Bản tổng hợp", answers_title(plan_title), (), answers_lines(answers))


def _count(answers: Sequence[Answer], stance: str) -> int:
    return sum(answer.given is not None and answer.stance == stance for answer in answers)


def _opinion(answer: Answer) -> str:
    if answer.given is None:
        return "Chưa có ý kiến trả lời."
    late = f" (trả lời ngày {short_date(answer.given)}, sau thời hạn)" if answer.is_late else ""
    return "\n".join(part for part in (f"{answer.stance}{late}", answer.text.strip()) if part)


def urging_pdf(
    frame: Frame,
    *,
    addressees: Sequence[str],
    plan: str,
    overdue: Sequence[Overdue],
    as_of: date,
    answer_by: date,
    reply_to: str,
) -> bytes:
    """Công văn đôn đốc: who is late with what, since when; `plan` "Kế hoạch số 215/KH-UBND ngày … của …"."""
    issuer, rows = frame.letterhead.issuer, _overdue_rows(overdue, as_of)
    plan = without_stop(plan)
    told = (
        f"Thực hiện {plan}, tính đến {day_in_words(as_of)} còn {len(overdue)} nội dung quá hạn, gồm:",
        f"{issuer} đề nghị {_named(overdue)} khẩn trương hoàn thành các nội dung trên và báo cáo kết quả về {reply_to}"
        f" chậm nhất {day_in_words(answer_by)}.",
        "Trường hợp có khó khăn, vướng mắc, đề nghị nêu rõ nguyên nhân, hướng giải quyết và thời gian hoàn thành.",
    )
    first, *rest = (Line("paragraph", text) for text in told)
    lines = [first, Line("table", "", rows=rows), *rest]
    return letter(frame, "", f"đôn đốc thực hiện {_short(plan)}", addressees, ended(lines))


def _overdue_rows(overdue: Sequence[Overdue], as_of: date) -> tuple[tuple[str, ...], ...]:
    """The latest first. Raises ValueError on what is not late."""
    if not overdue or any(item.due >= as_of for item in overdue):
        raise ValueError("Only what is late is urged.")
    heads = ("TT", "Cơ quan, đơn vị", "Nội dung quá hạn", "Thời hạn", "Số ngày quá hạn")
    by_day = sorted(overdue, key=lambda item: item.due)
    rows = [
        (str(n), item.agency, item.what, short_date(item.due), str((as_of - item.due).days))
        for n, item in enumerate(by_day, 1)
    ]
    return heads, *rows


def _named(overdue: Sequence[Overdue]) -> str:
    agencies = list(dict.fromkeys(item.agency for item in overdue))
    return listed(agencies) if len(agencies) <= 3 else "các cơ quan, đơn vị nêu trên"


def correction_pdf(
    frame: Frame, *, addressees: Sequence[str], document: str, corrections: Sequence[Correction], cause: str = ""
) -> bytes:
    """Công văn đính chính: errors of typing in an issued document; what it says and means stays. `cause`: why."""
    if not corrections:
        raise ValueError("A correction corrects something.")
    issuer, document = frame.letterhead.issuer, without_stop(document)
    start = f"{cause.strip().rstrip('.,;')}, " if cause.strip() else ""
    opening = f"{start}{issuer} đính chính sai sót về kỹ thuật trình bày tại {document} như sau:"
    lines = [
        *text_lines(opening),
        *(Line("paragraph", _corrected(item), f"{number}.") for number, item in enumerate(corrections, 1)),
        Line("paragraph", f"Các nội dung khác của {document} không thay đổi."),
        Line("paragraph", f"{issuer} thông báo để các cơ quan, đơn vị biết, thực hiện."),
    ]
    return letter(frame, "", f"đính chính {_short(document)}", addressees, ended(lines))


def _corrected(item: Correction) -> str:
    place = item.place[:1].upper() + item.place[1:]
    return f"{place}: đã in là “{item.wrong}”, nay sửa thành “{item.right}”."


def _short(document: str) -> str:
    """ "Kế hoạch số 215/KH-UBND" of "Kế hoạch số 215/KH-UBND ngày …"."""
    return document.partition(" ngày ")[0]
