"""What a rule rests on, and between which days: a plan is judged by what held on its own day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DECREE_30_FROM = date(2020, 3, 5)
CIRCULAR_01_FROM, CIRCULAR_01_UNTIL = date(2011, 3, 5), date(2020, 3, 4)


@dataclass(frozen=True)
class Law:
    """`reference` is shown as it stands, "" where the rule is this system's own. Both days are included."""

    reference: str = ""
    holds_from: date | None = None
    holds_until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.holds_from is None or self.holds_from <= day) and (
            self.holds_until is None or day <= self.holds_until
        )


def decree_30(where: str) -> Law:
    return Law(f"Nghị định số 30/2020/NĐ-CP, {where}", holds_from=DECREE_30_FROM)


def circular_01(where: str) -> Law:
    return Law(f"Thông tư số 01/2011/TT-BNV, {where}", CIRCULAR_01_FROM, CIRCULAR_01_UNTIL)


NUMBER = (decree_30("Phụ lục I, mục II.3"), circular_01("Điều 8"))
PLACE_AND_DAY = (decree_30("Phụ lục I, mục II.4"), circular_01("Điều 9"))
TITLE = (decree_30("Phụ lục I, mục II.5"), circular_01("Điều 10"))
CONTENT = (decree_30("Phụ lục I, mục II.6"), circular_01("Điều 11"))
SIGNATURE = (decree_30("Phụ lục I, mục II.7"), circular_01("Điều 12"))
RECIPIENTS = (decree_30("Phụ lục I, mục II.9"), circular_01("Điều 14"))
ANNEX = (decree_30("Phụ lục I, mục III.1"), circular_01("Điều 11"))
CAPITALS = (decree_30("Phụ lục II"), circular_01("Phụ lục VI"))
REPORTING = (
    Law("Nghị định số 09/2019/NĐ-CP về chế độ báo cáo", holds_from=date(2019, 3, 12)),
    Law(holds_until=date(2019, 3, 11)),
)
SECRETS = (Law("Luật Bảo vệ bí mật nhà nước", holds_from=date(2020, 7, 1)), Law(holds_until=date(2020, 6, 30)))
BUDGET = (Law("Luật Ngân sách nhà nước"),)
OWN = (Law(),)
