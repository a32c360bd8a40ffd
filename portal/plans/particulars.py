"""What a plan says beside its tasks, routes and money, as its page shows it: a label and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.documents.facts import Duty, PlanFacts, Task
from processes.documents.particulars import DetailKind, IssuedBy, MoneyKind, Relation

AUTHORITIES: dict[str, Promise] = {
    IssuedBy.COLLECTIVE: gettext_lazy("Tập thể Ủy ban nhân dân"),
    IssuedBy.INDIVIDUAL: gettext_lazy("Người đứng đầu"),
}
RELATIONS: dict[Relation, Promise] = {
    Relation.IMPLEMENTS: gettext_lazy("Cụ thể hóa"),
    Relation.FOLLOWS: gettext_lazy("Thực hiện"),
    Relation.CONTINUES: gettext_lazy("Tiếp tục thực hiện"),
    Relation.MONITORS: gettext_lazy("Theo dõi việc thực hiện"),
    Relation.PRODUCES: gettext_lazy("Sẽ tham mưu, ban hành"),
}
DETAILS: dict[DetailKind, Promise] = {
    DetailKind.CONDITION: gettext_lazy("Điều kiện"),
    DetailKind.AFTER: gettext_lazy("Chỉ bắt đầu"),
    DetailKind.SITE: gettext_lazy("Địa điểm"),
    DetailKind.PLATFORM: gettext_lazy("Nền tảng"),
    DetailKind.QUANTITY: gettext_lazy("Số lượng"),
    DetailKind.ALTERNATIVE: gettext_lazy("Cách khác"),
    DetailKind.OWN_PLAN: gettext_lazy("Phải tự xây dựng"),
    DetailKind.SUBMITTED_TO: gettext_lazy("Đăng ký, đề xuất với"),
    DetailKind.GUIDANCE: gettext_lazy("Theo chỉ đạo, hướng dẫn của"),
    DetailKind.LAUNCHED_BY: gettext_lazy("Do cơ quan khác phát động, tổ chức"),
    DetailKind.FOR_WHOM: gettext_lazy("Dành cho"),
    DetailKind.DIRECTS: gettext_lazy("Chỉ đạo"),
    DetailKind.OVERSEES: gettext_lazy("Theo dõi, kiểm tra"),
    DetailKind.ATTENDS: gettext_lazy("Tham dự"),
    DetailKind.ALERTS: gettext_lazy("Kịp thời báo cáo"),
}
MONEY: dict[MoneyKind, Promise] = {
    MoneyKind.SOURCE: gettext_lazy("Nguồn"),
    MoneyKind.OWN_MONEY: gettext_lazy("Dùng kinh phí được giao"),
    MoneyKind.ESTIMATE: gettext_lazy("Lập dự toán"),
    MoneyKind.EXCEPTION: gettext_lazy("Khi phát sinh"),
    MoneyKind.YEARLY: gettext_lazy("Cấp theo từng năm"),
    MoneyKind.ALLOCATES: gettext_lazy("Bố trí kinh phí"),
    MoneyKind.LIMIT: gettext_lazy("Giới hạn"),
    MoneyKind.SETTLEMENT: gettext_lazy("Quyết toán"),
}


@dataclass(frozen=True)
class Particular:
    label: str
    lines: list[str]


def particulars(facts: PlanFacts, of_the_making: bool) -> list[Particular]:
    """Those that the plan has. `of_the_making`: also what only those who work on the draft have to settle."""
    shown = [*_scope(facts), *_content(facts)]
    if of_the_making:
        shown += _to_settle(facts)
    return [one for one in shown if one.lines]


def _scope(facts: PlanFacts) -> Iterator[Particular]:
    authority = AUTHORITIES.get(facts.authority.value or "")
    secrecy = [facts.security] if facts.security else []
    yield Particular(_("Thời kỳ"), [facts.period.words] if facts.period else [])
    yield Particular(_("Địa bàn áp dụng"), [facts.territory.value] if facts.territory.value else [])
    yield Particular(_("Thẩm quyền ban hành"), [str(authority)] if authority else [])
    yield Particular(_("Bảo mật"), secrecy + [clause.text for clause in facts.security_rules])
    yield Particular(_("Văn bản, chương trình liên quan"), [f"{RELATIONS[o.relation]}: {o.text}" for o in facts.links])
    yield Particular(_("Chữ viết tắt"), [f"{one.short}: {one.full}" for one in facts.abbreviations if one.full])


def _content(facts: PlanFacts) -> Iterator[Particular]:
    audiences = [f"{one.scope}: {one.text}" if one.scope else one.text for one in facts.audiences]
    yield Particular(_("Đối tượng"), audiences)
    yield Particular(_("Thời gian nêu trong nội dung"), list(dict.fromkeys(one.words for one in facts.moments)))
    yield Particular(_("Quy định về kinh phí"), [f"{MONEY[rule.kind]}: {rule.text}" for rule in facts.money_rules])
    yield Particular(_("Chi tiết của nhiệm vụ, trách nhiệm"), list(_details((*facts.tasks, *facts.duties))))
    yield Particular(_("Yêu cầu chung"), [f"{order.to}: {order.text}" for order in facts.orders])
    yield Particular(_("Cập nhật, sửa đổi kế hoạch"), [clause.text for clause in facts.renewals])
    yield Particular(_("Phụ lục"), [f"{annex.label}: {annex.title}".strip(" :") for annex in facts.annexes])


def _details(assigned: Iterable[Task | Duty]) -> Iterator[str]:
    for one in assigned:
        whose = one.ref if isinstance(one, Task) else "; ".join(one.agencies)
        yield from (f"{whose} – {DETAILS[detail.kind]}: {detail.text}" for detail in one.details)


def _to_settle(facts: PlanFacts) -> Iterator[Particular]:
    missing = [one.words for one in facts.announced if not one.found]
    nobody = _("chưa rõ cơ quan")
    loose = [f"{'; '.join(work.agencies) or nobody}: {work.text}" for work in facts.loose_work]
    yield Particular(_("Việc nêu ngoài phần phân công"), loose)
    yield Particular(_("Được nhắc đến nhưng không kèm theo"), missing)
    yield Particular(_("Dòng của trang mạng, đã bỏ khỏi văn bản"), [line.text for line in facts.frame])
