"""The Department of Finance's opinion on what a plan will cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lines import ended, text_lines
from .parts import Frame
from .rendering import render
from .wording import amount, without_stop


@dataclass(frozen=True)
class CostJudgement:
    """One cost line: what was `asked`, what is `agreed` (both whole đồng; None: not judged yet), and why."""

    content: str
    asked: int
    agreed: int | None
    agency: str = ""
    year: int | None = None
    source: str = ""
    remark: str = ""

    @property
    def verdict(self) -> str:
        if self.agreed is None:
            return "Chưa có ý kiến"
        if self.agreed == self.asked:
            return "Đồng ý"
        if self.agreed == 0:
            return "Không đồng ý"
        difference = self.agreed - self.asked
        return f"{'Tăng' if difference > 0 else 'Giảm'} {amount(abs(difference))}"


def funding_opinion_pdf(
    frame: Frame,
    *,
    addressees: Sequence[str],
    plan_title: str,
    lines: Sequence[CostJudgement],
    agreed: bool,
    conclusion: str = "",
    answers_to: str = "",
) -> bytes:
    """Công văn with a table of every cost line and its verdict, then the result and the reasons (`conclusion`).

    `answers_to`: the letter that asked for the appraisal, "" if unknown.
    """
    issuer, title = frame.letterhead.issuer, without_stop(plan_title)
    start = f"Phúc đáp {answers_to} về" if answers_to else "Về"
    opening = f"{start} việc thẩm định kinh phí thực hiện dự thảo {title}, {issuer} có ý kiến như sau:"
    stance = "thống nhất" if agreed else "chưa thống nhất"
    result = f"{issuer} {stance} với kinh phí thực hiện Kế hoạch theo kết quả thẩm định nêu trên."
    return render(
        "funding_opinion.html",
        frame=frame,
        kind="",
        subject="",
        about=f"thẩm định kinh phí thực hiện dự thảo {title}",
        heading=f"Thẩm định kinh phí thực hiện dự thảo {title}",
        addressees=list(addressees),
        opening=text_lines(opening),
        judgements=list(lines),
        asked=sum(line.asked for line in lines),
        agreed=sum(line.agreed or 0 for line in lines),
        lines=ended(text_lines(f"{result}\n{conclusion}")),
    )
