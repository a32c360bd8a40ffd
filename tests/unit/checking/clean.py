"""A plan of an invented province in which no rule finds anything, and ways to break it in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from processes.documents.checking import Context, Found, Rule
from processes.documents.facts import Fact, PlanFacts, Task
from processes.documents.reading import read_text

TODAY = date(2026, 2, 5)
LEAD, OTHER = "Sở Nông nghiệp và Môi trường", "Sở Tài chính"
TEXT = f"""ỦY BAN NHÂN DÂN
TỈNH SƠN HẢI

Số: 05/KH-UBND

Sơn Hải, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Trồng rừng ven biển trên địa bàn tỉnh Sơn Hải năm 2026

Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;

Căn cứ Nghị định số 156/2018/NĐ-CP ngày 16/11/2018 của Chính phủ quy định chi tiết một số điều của Luật Lâm nghiệp;

Căn cứ Quyết định số 523/QĐ-TTg ngày 01/4/2021 của Thủ tướng Chính phủ phê duyệt Chiến lược phát triển lâm nghiệp.

I. MỤC ĐÍCH, YÊU CẦU

- Giữ đất, chắn gió cho các xã ven biển; người dân có thêm việc làm từ rừng.

II. NỘI DUNG

1. Chọn giống cây chịu mặn, lập vườn ươm tại chỗ.

- Cơ quan chủ trì: {LEAD}.
- Cơ quan phối hợp: {OTHER}; UBND các xã, phường.
- Thời gian thực hiện: Quý II/2026.

2. Trồng 120 ha rừng phi lao và bần chua.

- Cơ quan chủ trì: UBND các xã, phường.
- Cơ quan phối hợp: {LEAD}; Công an tỉnh.
- Thời gian thực hiện: Quý IV/2026.

III. KINH PHÍ

Kinh phí thực hiện bố trí trong dự toán chi thường xuyên năm 2026 của các cơ quan, địa phương.

IV. TỔ CHỨC THỰC HIỆN

1. Các sở, ban, ngành tỉnh, UBND các xã, phường: định kỳ hằng năm (trước ngày 05/12) báo cáo kết quả về UBND tỉnh (qua {LEAD}).

2. {LEAD}: định kỳ hằng năm (trước ngày 19/12) tổng hợp báo cáo UBND tỉnh và Bộ Nông nghiệp và Môi trường.

Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, địa phương phản ánh về UBND tỉnh (qua {LEAD}) để xem xét, giải quyết./.

Nơi nhận:
- Bộ Nông nghiệp và Môi trường (b/c);
- Thường trực Tỉnh ủy (b/c);
- Chủ tịch, các PCT UBND tỉnh;
- Các sở, ban, ngành tỉnh;
- UBND các xã, phường;
- Lưu: VT, NN.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH


Người Ký Thử Nghiệm
"""  # noqa: E501


@cache
def clean() -> PlanFacts:
    return read_text(TEXT)


def broken(old: str, new: str) -> PlanFacts:
    """The plan with one place of its text written otherwise."""
    assert TEXT.count(old) >= 1, old
    return read_text(TEXT.replace(old, new))


def source(old: str = "", new: str = "") -> tuple[str, ...]:
    return tuple((TEXT.replace(old, new) if old else TEXT).split("\n"))


def context(**known: Any) -> Context:
    return Context(**{"today": TODAY, **known})


def found(rule: Rule, facts: PlanFacts, **known: Any) -> list[Found]:
    return rule(facts, context(**known))


def the_one(rule: Rule, facts: PlanFacts, **known: Any) -> Found:
    [one] = found(rule, facts, **known)
    return one


def repaired(rule: Rule, facts: PlanFacts, number: int = 0, **known: Any) -> PlanFacts:
    """After the repair the rule finds nothing, and what was repaired is a copy."""
    one = found(rule, facts, **known)[0]
    before = facts.hash
    changed = one.repairs[number].apply(facts)
    assert found(rule, changed, **known) == []
    assert facts.hash == before != changed.hash
    assert PlanFacts.from_dict(changed.to_dict()) == changed
    return changed


def with_first_task(change: Callable[[Task], Task]) -> PlanFacts:
    facts = clean()
    return replace(facts, tasks=(change(facts.tasks[0]), *facts.tasks[1:]))


def silent(rule: Rule, **known: Any) -> None:
    """The clean plan gives no alarm."""
    assert found(rule, clean(), lines=source(), **known) == []


def dated(facts: PlanFacts, day: str) -> PlanFacts:
    return replace(facts, date=Fact.of(day))
