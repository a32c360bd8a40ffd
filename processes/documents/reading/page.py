"""A plan's facts on a page of Vietnamese, part by part, for a person to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from processes.documents.facts import Fact, Mention, PlanFacts, Presence, Recipient, ReportRule, Role, Task
from processes.documents.particulars import Detail, DetailKind, IssuedBy, MoneyKind, Relation
from processes.documents.reading.questions import QuestionCode, questions
from processes.documents.reading.times import TimeKind, parse_time

OUTLINE = "Bố cục"
SHORT = 110

_ROLES = {
    Role.LEAD: "chủ trì",
    Role.COORDINATING: "phối hợp",
    Role.REQUESTED: "đề nghị",
    Role.FOCAL_POINT: "làm đầu mối",
    Role.ADVISING: "tham mưu",
    Role.INFORMING: "cung cấp thông tin",
    Role.MONITORING: "theo dõi, đôn đốc",
    Role.CARRYING_OUT: "thực hiện",
}
_AUTHORITY = {IssuedBy.COLLECTIVE: "thẩm quyền tập thể", IssuedBy.INDIVIDUAL: "thẩm quyền người đứng đầu"}
_RELATIONS = {
    Relation.IMPLEMENTS: "Cụ thể hóa",
    Relation.FOLLOWS: "Thực hiện",
    Relation.CONTINUES: "Tiếp tục",
    Relation.MONITORS: "Theo dõi",
    Relation.PRODUCES: "Sẽ ban hành",
}
_DETAILS = {
    DetailKind.CONDITION: "Điều kiện",
    DetailKind.AFTER: "Bắt đầu",
    DetailKind.SITE: "Địa điểm",
    DetailKind.PLATFORM: "Nền tảng",
    DetailKind.QUANTITY: "Số lượng",
    DetailKind.ALTERNATIVE: "Cách khác",
    DetailKind.OWN_PLAN: "Phải tự lập",
    DetailKind.SUBMITTED_TO: "Đăng ký, đề xuất với",
    DetailKind.GUIDANCE: "Theo chỉ đạo, hướng dẫn của",
    DetailKind.LAUNCHED_BY: "Do cơ quan khác phát động, tổ chức",
    DetailKind.FOR_WHOM: "Đối tượng",
    DetailKind.DIRECTS: "Chỉ đạo",
    DetailKind.OVERSEES: "Theo dõi, kiểm tra",
    DetailKind.ATTENDS: "Tham dự",
    DetailKind.ALERTS: "Báo cáo ngay",
}
_MONEY = {
    MoneyKind.SOURCE: "Nguồn",
    MoneyKind.OWN_MONEY: "Dùng kinh phí được giao",
    MoneyKind.ESTIMATE: "Lập dự toán, trình",
    MoneyKind.EXCEPTION: "Khi phát sinh",
    MoneyKind.YEARLY: "Cấp theo năm",
    MoneyKind.ALLOCATES: "Bố trí kinh phí",
    MoneyKind.LIMIT: "Giới hạn",
    MoneyKind.SETTLEMENT: "Quyết toán",
}
_ASKED = {
    QuestionCode.NOT_FOUND: "không có trong văn bản",
    QuestionCode.BLANK: "để trống",
    QuestionCode.UNSURE: "đọc chưa chắc chắn",
    QuestionCode.DAY_BLANK: "chưa có ngày",
    QuestionCode.NO_TASKS: "không thấy nhiệm vụ nào",
    QuestionCode.NO_LEAD: "chưa có cơ quan chủ trì",
    QuestionCode.NO_DUE: "chưa có ngày báo cáo",
}
_TIMES = {
    TimeKind.BLANK: "để trống",
    TimeKind.CONTINUOUS: "thường xuyên",
    TimeKind.PERIODIC: "định kỳ, chưa rõ chu kỳ",
    TimeKind.YEARLY: "hằng năm",
    TimeKind.HALF_YEARLY: "6 tháng",
    TimeKind.QUARTERLY: "hằng quý",
    TimeKind.MONTHLY: "hằng tháng",
    TimeKind.EVEN_YEARS: "các năm chẵn",
    TimeKind.ODD_YEARS: "các năm lẻ",
    TimeKind.BY_YEAR_OR_PHASE: "theo năm hoặc giai đoạn",
    TimeKind.UNTIL: "từ ngày ban hành",
    TimeKind.ANNIVERSARY: "ngày kỷ niệm hằng năm",
    TimeKind.EVENT: "theo sự kiện",
    TimeKind.AFTER_WORK: "sau một việc khác",
}


def said(fact: Fact[str]) -> str:
    if fact.known:
        return fact.value or ""
    return "(để trống)" if fact.presence is Presence.BLANK else "(không có)"


def day(iso: str) -> str:
    """ "2019-01-28", "2021-08" and "06-15" as a reader writes them; other words stay."""
    if re.fullmatch(r"(?:\d{4}-)?\d{2}(?:-\d{2})?", iso) and len(iso) > 4:
        return "/".join(reversed(iso.split("-")))
    return iso


def parts_of(facts: PlanFacts) -> Iterator[tuple[str, list[str]]]:
    """(heading, lines) of every part; a heading with no lines says that the source has nothing of it."""
    yield "Văn bản", list(_identity(facts))
    yield "Căn cứ", list(_bases(facts))
    yield "Văn bản, chương trình liên quan", [f"{_RELATIONS[one.relation]}: {one.text}" for one in facts.links]
    yield "Chữ viết tắt", [f"{one.short}: {one.full or '(chưa rõ)'}" for one in facts.abbreviations]
    yield "Đối tượng", list(_audiences(facts))
    yield "Thời gian nêu trong nội dung", list(_moments(facts))
    yield OUTLINE, list(_outline(facts))
    yield "Nhiệm vụ", [line for task in facts.tasks for line in _task(task, _issued(facts))]
    yield "Trách nhiệm", list(_duties(facts))
    yield (
        "Việc nêu ngoài phần phân công",
        [f"{'; '.join(w.agencies) or '(chưa rõ)'}: {w.text}" for w in facts.loose_work],
    )
    yield "Kinh phí", list(_funding(facts))
    yield "Chế độ báo cáo", [_report(rule) for rule in facts.reports]
    yield "Vướng mắc", list(_feedback(facts))
    yield "Yêu cầu cuối văn bản", [f"{o.by or '(chưa rõ)'} yêu cầu {o.to}: {o.text}" for o in facts.orders]
    yield "Cập nhật, sửa đổi kế hoạch", [clause.text for clause in facts.renewals]
    yield "Bảo mật", [clause.text for clause in facts.security_rules]
    yield "Phụ lục", list(_annexes(facts))
    yield "Nơi nhận", [_recipient(one) for one in facts.recipients]
    yield "Ký", list(_signer(facts))
    yield "Ngoài văn bản", [f"dòng {c.place.line if c.place else '?'}: {c.text}" for c in facts.frame]
    yield "Cần hỏi người soạn thảo", [f"{question.path}: {_ASKED[question.code]}" for question in questions(facts)]


def _identity(facts: PlanFacts) -> Iterator[str]:
    authority = _AUTHORITY.get(IssuedBy(facts.authority.value)) if facts.authority.value else "chưa rõ thẩm quyền"
    yield f"Số, ký hiệu: {said(facts.number)}/{said(facts.symbol)}"
    yield f"Nơi, ngày: {said(facts.place)}, {day(said(facts.date))}"
    yield f"Cơ quan ban hành: {said(facts.issuer)} ({authority})"
    yield f"Tên văn bản: {said(facts.kind)} {said(facts.title)}"
    yield f"Địa bàn: {said(facts.territory)}"
    if facts.period:
        period = facts.period
        years = " - ".join(str(year) for year in dict.fromkeys((period.first, period.last)) if year)
        onward = " và các năm tiếp theo" if period.onward else ""
        yield f"Thời kỳ: {years}{onward}" + (f", tầm nhìn {period.vision}" if period.vision else "")
    yield f"Độ mật: {facts.security or '(không có)'}; độ khẩn: {facts.urgency or '(không có)'}"


def _bases(facts: PlanFacts) -> Iterator[str]:
    for document in (document for basis in facts.bases for document in basis.documents):
        issued = f" ngày {day(document.date)}" if document.date else ""
        issuer = f" của {document.issuer}" if document.issuer else ""
        yield f"{document.kind} {document.number}".strip() + issued + issuer


def _audiences(facts: PlanFacts) -> Iterator[str]:
    for one in facts.audiences:
        yield f"{one.scope or 'Chung'}{' (ưu tiên)' if one.priority else ''}: {one.text}"


def _moments(facts: PlanFacts) -> Iterator[str]:
    for one in facts.moments:
        yield f"{one.words}{_span(TimeKind(one.kind), one.start, one.end)}"


def _span(kind: TimeKind, start: str, end: str) -> str:
    """What the words come to: " [thường xuyên; 01/01/2019 đến 31/12/2020]"; "" where they say no more."""
    days = " đến ".join(day(iso) for iso in dict.fromkeys((start, end)) if iso)
    told = "; ".join(filter(None, (_TIMES.get(kind, ""), days)))
    return f" [{told}]" if told else ""


def _outline(facts: PlanFacts) -> Iterator[str]:
    """Every block by its numbering and its first words; the whole text is in the source."""
    for block in facts.body:
        if block.text:
            words = block.text if len(block.text) <= SHORT else f"{block.text[:SHORT].rsplit(' ', 1)[0]} …"
            yield f"{block.label} {words}".strip()
    yield f"Dấu kết thúc: {said(facts.end_mark)}"


def _mention(mention: Mention) -> str:
    role = "" if mention.role in (Role.LEAD, Role.COORDINATING) else _ROLES[mention.role]
    beside = "; ".join(filter(None, (role, mention.note)))
    return f"{mention.name} ({beside})" if beside else mention.name


def _task(task: Task, issued: date | None) -> Iterator[str]:
    yield f"{task.ref}. {task.text}"
    yield f"   {task.lead_label}: {'; '.join(_mention(m) for m in task.lead)}"
    yield f"   {task.coordinating_label}: {'; '.join(_mention(m) for m in task.coordinating)}"
    yield f"   {task.time_label}: {said(task.time)}{_task_span(task, issued)}"
    yield from (_detail(detail) for detail in task.details)


def _issued(facts: PlanFacts) -> date | None:
    written = facts.date.value or ""
    return date.fromisoformat(written) if len(written) == 10 else None


def _task_span(task: Task, issued: date | None) -> str:
    if not task.time.known:
        return ""
    span = parse_time(task.time.value or "", issued)
    start, end = (found.isoformat() if found else "" for found in (span.start, span.end))
    return _span(span.kind, start, end)


def _duties(facts: PlanFacts) -> Iterator[str]:
    for duty in facts.duties:
        yield f"{'; '.join(duty.agencies)}: {duty.text}"
        if duty.roles:
            yield f"   Vai trò: {', '.join(_ROLES[role] for role in duty.roles)}"
        if duty.coordinating:
            yield f"   Phối hợp với: {'; '.join(duty.coordinating)}"
        if duty.time.known:
            yield f"   Thời gian: {said(duty.time)}"
        yield from (_detail(detail) for detail in duty.details)


def _detail(detail: Detail) -> str:
    return f"   {_DETAILS[detail.kind]}: {detail.text}"


def _funding(facts: PlanFacts) -> Iterator[str]:
    funding = facts.funding
    if funding:
        yield f"Lập dự toán: {funding.who_prepares or '(không nêu)'}"
        yield f"Thẩm định, tổng hợp: {funding.who_reviews or '(không nêu)'}"
        yield f"Quyết định: {funding.who_decides or '(không nêu)'}"
        yield f"Nguyên văn: {funding.quote}"
    yield from (f"{_MONEY[rule.kind]}: {rule.text}" for rule in facts.money_rules)


def _report(rule: ReportRule) -> str:
    cycle = rule.cycle.words
    before = " trước " if rule.before else " vào " if rule.due[:1].isdigit() else ", "
    due = f"{before}{day(rule.due)}" if rule.due not in ("", cycle) else ""
    via = f" (qua {rule.via})" if rule.via else ""
    onward = f"; chuyển tiếp {', '.join(rule.onward)}" if rule.onward else ""
    task = f" [nhiệm vụ {rule.task_ref}]" if rule.task_ref else ""
    return f"Cấp {rule.tier}: {rule.who} → {', '.join(rule.to)}{via}: {cycle}{due}{onward}{task}"


def _feedback(facts: PlanFacts) -> Iterator[str]:
    for one in facts.feedback:
        yield f"{one.who} → {one.to}" + (f" (qua {one.via})" if one.via else "")
        yield f"   Nguyên văn: {one.quote}"


def _annexes(facts: PlanFacts) -> Iterator[str]:
    for annex in facts.annexes:
        yield f"{annex.label}: {annex.title} {annex.caption}".strip()
        if annex.columns:
            yield f"   Cột: {' | '.join(annex.columns)}"
        yield from (f"   Mục: {section}" for section in annex.sections)
    for one in facts.announced:
        yield f"Được nhắc đến: {one.words} ({'có' if one.found else 'không thấy kèm theo'})"


def _recipient(one: Recipient) -> str:
    purpose = f" ({one.purpose})" if one.purpose else ""
    bodies = f" [gồm: {' | '.join(one.bodies)}]" if one.bodies else ""
    return f"{one.name}{purpose}{bodies}{' [cá nhân]' if one.persons else ''}"


def _signer(facts: PlanFacts) -> Iterator[str]:
    if facts.signer:
        one = facts.signer
        yield " / ".join(filter(None, (one.on_behalf, one.authority, one.title, one.name)))
