"""One plan all the way, by the hands of the people who would do it. Each method is a leg of the way.

`walk_plan` uses the legs for a whole walk in a database of its own, the demonstration to leave plans at every stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from processes.documents.facts import Fact, PlanFacts, Signer
from processes.models import FundingReview, Plan, Report
from processes.services import drafting, naming, reporting
from workflow import deadlines, numbering, organization
from workflow.context import SYSTEM_ACTOR
from workflow.models import Agency, ProcessInstance

from .cast import Cast, children

RETURN_REASON = "Đề nghị rà soát lại nơi nhận và thể thức phần ký trước khi trình Phó Chủ tịch."
SLIP = (
    "Hồ sơ đúng thẩm quyền, đủ thành phần; nội dung phù hợp các căn cứ; thể thức đạt yêu cầu. "
    "Kính trình lãnh đạo Văn phòng xem xét, trình Phó Chủ tịch ký ban hành."
)


class UnknownName(LookupError):
    """Nobody in the province is called so, and nobody is there to ask."""


@dataclass
class Walk:
    """A plan on its way. `start` is the day on which it was brought in."""

    cast: Cast
    plan: Plan
    instance: ProcessInstance
    start: date

    # --- bringing it in

    @classmethod
    def begin(
        cls, cast: Cast, facts: PlanFacts, agency: Agency, *, source_name: str, source: bytes, source_text: str
    ) -> Walk:
        """The drafter brings the file in; what was read becomes the first version."""
        plan, instance = drafting.create_plan(
            facts=facts,
            agency=agency,
            actor=cast.person_at(agency, "specialist"),
            at=cast.a_moment_later(),
            source_name=source_name,
            source=source,
            source_text=source_text,
        )
        cast.report()
        return cls(cast, plan, instance, timezone.localdate(cast.at))

    def later(self, days: int) -> None:
        """Go on to the first working day `days` after the start."""
        self.cast.on(self.start + timedelta(days=days))

    def revise(self, instance: ProcessInstance, facts: PlanFacts, note: str) -> None:
        self.cast.take(instance, "revise", facts=facts.to_dict(), note=note)
        self.plan = Plan.subjects.get(pk=self.plan.pk)

    def correct(self) -> None:
        """The drafter corrects what was read, and says who the open groups and unknown names are."""
        self.revise(self.instance, corrected(self.plan.facts), "Sửa thẩm quyền ký, bổ sung nội dung còn thiếu")
        day = timezone.localdate(self.cast.at)
        names = naming.Names(self.plan, day)
        actor = self.cast.person_at(self.plan.drafting_agency, "specialist")
        for named in naming.unresolved(self.plan, day):
            agencies = names.pool(named.group)
            if not agencies:
                raise UnknownName(named.name)
            naming.choose(plan=self.plan, name=named.name, agencies=agencies, actor=actor, at=self.cast.at)

    # --- opinions

    def consult(self, agencies: Sequence[Agency], days: int) -> None:
        answer_by = timezone.localdate(self.cast.at) + timedelta(days=days)
        self.instance = self.cast.take(
            self.instance, "consult", agencies=[str(a.uuid) for a in agencies], answer_by=answer_by.isoformat()
        )

    def give_opinions(self) -> None:
        """Each agency asked writes, and its head signs."""
        answers = [("agrees", ""), ("remarks", "Đề nghị ghi rõ sản phẩm của từng nhiệm vụ."), ("agrees", "")]
        for number, opinion in enumerate(children(self.instance, "opinion")):
            kind, text = answers[number % len(answers)]
            opinion = self.cast.take(opinion, "write", kind=kind, text=text)
            self.cast.take(opinion, "sign")
        self.cast.work()
        self.instance.refresh_from_db()

    # --- money

    def ask_funding(self) -> ProcessInstance:
        self.instance = self.cast.take(self.instance, "ask_funding_review")
        [review] = children(self.instance, "funding_review")
        return self.cast.take(review, "receive")

    def judge(self, review: ProcessInstance, share: int) -> ProcessInstance:
        """The specialist agrees to `share` percent of every line."""
        lines = FundingReview.objects.get(pk=review.subject_id).lines.all()
        judged = [
            {
                "order": line.order,
                "agreed": line.amount * share // 100,
                "remark": "" if share == 100 else "Cao hơn định mức, đề nghị giảm.",
            }
            for line in lines
        ]
        return self.cast.take(review, "judge", lines=judged)

    def funding_asked_appraised_refused(self) -> None:
        review = self.ask_funding()
        review = self.cast.take(
            review, "ask_for_more", reason="Đề nghị bổ sung cơ sở tính đơn giá và báo giá của từng nội dung chi."
        )
        self.later(12)
        review = self.cast.take(review, "supplement", supplement="Gửi kèm bảng tính đơn giá và ba báo giá.")
        review = self.judge(review, 80)
        review = self.cast.take(
            review, "propose", conclusion="Đơn giá cao hơn định mức; đề nghị giảm 20 % ở mọi nội dung chi."
        )
        self.cast.take(
            review, "refuse", reason="Tổng kinh phí vượt khả năng cân đối ngân sách năm; đề nghị giảm rồi gửi lại."
        )
        self.instance.refresh_from_db()

    def funding_agreed(self) -> None:
        """The drafter lowers the costs to what was found right; asked again, the review agrees."""
        facts = self.plan.facts
        lower = tuple(replace(line, amount=line.amount * 80 // 100) for line in facts.costs)
        self.revise(self.instance, replace(facts, costs=lower), "Giảm kinh phí theo ý kiến thẩm định")
        self.later(16)
        review = self.judge(self.ask_funding(), 100)
        review = self.cast.take(review, "propose", conclusion="Thống nhất kinh phí; bố trí theo khả năng ngân sách.")
        self.cast.take(review, "agree")
        self.cast.work()
        self.instance.refresh_from_db()

    # --- the way up

    @property
    def approval(self) -> ProcessInstance:
        [approval] = children(self.instance, "approval")
        return approval

    def submit(self) -> None:
        self.instance = self.cast.take(self.instance, "submit", note="")

    def endorse(self) -> None:
        """Head of the department and its clerk."""
        self.cast.take(self.approval, "sign_submission")
        self.cast.take(self.approval, "number_submission")

    def check(self) -> None:
        self.cast.take(self.approval, "register")
        self.cast.take(self.approval, "propose", slip=SLIP)

    def return_once(self) -> None:
        """The Office specialist returns the file; the drafter mends it and sends it again."""
        self.cast.take(self.approval, "register")
        self.cast.take(self.approval, "return_", target="returned", reason=RETURN_REASON)
        facts = self.plan.facts
        mended = replace(facts, recipients=tuple(replace(r, name=r.name.rstrip(" ;.")) for r in facts.recipients))
        self.revise(self.approval, with_end_mark(mended), "Rà soát nơi nhận, thể thức phần ký và dấu kết thúc")
        self.cast.take(self.approval, "resubmit", note="Đã sửa theo ý kiến của Văn phòng.")

    def initial_and_sign(self) -> None:
        self.cast.take(self.approval, "initial_off", note="")
        self.cast.take(self.approval, "sign")

    def number_and_issue(self) -> None:
        self.cast.take(self.approval, "number")
        self.cast.work()
        self.instance.refresh_from_db()
        self.plan = Plan.subjects.get(pk=self.plan.pk)

    # --- carrying it out

    def deliver(self) -> None:
        for delivery in children(self.instance, "delivery"):
            if delivery.state == "sent":
                self.cast.take(delivery, "receive")
            else:
                today = timezone.localdate(self.cast.at).isoformat()
                self.cast.take(delivery, "serve", method="paper", served_on=today, note="")

    def acknowledge(self) -> None:
        for assignment in children(self.instance, "assignment"):
            self.cast.take(assignment, "acknowledge")

    def progress(self) -> None:
        for assignment in children(self.instance, "assignment"):
            self.cast.take(assignment, "update", percent="50", result="Đã triển khai theo tiến độ; chưa có khó khăn.")

    def finish(self) -> None:
        for assignment in children(self.instance, "assignment"):
            self.cast.take(
                assignment, "finish", result="Đã hoàn thành nội dung được giao; có sản phẩm lưu tại cơ quan."
            )

    def report_all(self) -> None:
        """The minute tick asks for what is due by now; every agency writes, its head signs and sends."""
        self.tick()
        for process in children(self.instance, "report"):
            report = Report.objects.select_related("duty").get(pk=process.subject_id)
            process = self.cast.take(
                process, "write", text=reporting.prefilled(report) or "Đã thực hiện theo kế hoạch."
            )
            process = self.cast.take(process, "send")

    def accept_reports(self) -> None:
        for process in children(self.instance, "report"):
            self.cast.take(process, "accept")

    def consolidate(self) -> None:
        for process in children(self.instance, "consolidation"):
            process = self.cast.take(process, "compile")
            process = self.cast.take(process, "submit")
            self.cast.take(process, "send")

    def tick(self) -> None:
        reporting.open_due(self.cast.at)
        deadlines.fire_due(self.cast.at)
        self.cast.work()

    def close(self) -> None:
        self.instance = self.cast.take(self.instance, "close", note="Kết thúc năm kế hoạch.")
        self.cast.work()


# --- what the people know


def corrected(facts: PlanFacts) -> PlanFacts:
    """What a careful drafter mends after reading: the signing form, and whatever the source left blank."""
    signer = facts.signer or Signer(authority="KT. CHỦ TỊCH", title="PHÓ CHỦ TỊCH")
    if signer.on_behalf.startswith("TM "):
        signer = replace(signer, on_behalf=f"TM. {signer.on_behalf.removeprefix('TM ')}")
    tasks = tuple(task if task.time.known else replace(task, time=Fact.of("Thường xuyên")) for task in facts.tasks)
    symbol = facts.symbol if facts.symbol.known else Fact.of("KH-UBND")
    return replace(facts, signer=signer, tasks=tasks, symbol=symbol)


def with_end_mark(facts: PlanFacts) -> PlanFacts:
    """The body's last paragraph ends with "./."."""
    if not facts.body or facts.body[-1].text.rstrip().endswith("./."):
        return facts
    last = facts.body[-1]
    return replace(facts, body=(*facts.body[:-1], replace(last, text=f"{last.text.rstrip(' .')}./.")))


def drafting_agency(facts: PlanFacts, day: date) -> Agency:
    """Who consolidates the reports drafts the plan; else who leads most of its tasks. Raises LookupError."""
    directory = organization.Directory(day)
    names = [rule.who for rule in facts.reports if rule.tier == 2]
    leads = [mention.name for task in facts.tasks for mention in task.lead]
    names += sorted(set(leads), key=leads.count, reverse=True)
    for name in names:
        found = directory.find(name)
        if isinstance(found, Agency) and found.kind == Agency.Kind.DEPARTMENT:
            return found
    raise LookupError("no department leads this plan")


def asked_agencies(facts: PlanFacts, drafting_one: Agency, day: date, count: int = 3) -> list[Agency]:
    """The first other agencies that lead a task and can answer within the system."""
    directory = organization.Directory(day)
    inside = organization.connected_ids(day)
    found: dict[int, Agency] = {}
    for task in facts.tasks:
        for mention in (*task.lead, *task.coordinating):
            agency = directory.find(mention.name)
            if isinstance(agency, Agency) and agency.pk in inside and agency != drafting_one:
                found.setdefault(agency.pk, agency)
    return list(found.values())[:count]


def open_registers(issuer: Agency, year: int, first: int, at: Any) -> None:
    """The issuer's register of plans, taken over from the paper book where it does not begin with 01."""
    reason = f"Chuyển tiếp từ sổ giấy: số {first - 1} là số cuối đã cấp trước khi dùng hệ thống." if first > 1 else ""
    numbering.open_register(
        agency=issuer,
        direction="outgoing",
        type_symbol="KH",
        year=year,
        first=first,
        reason=reason,
        actor=SYSTEM_ACTOR,
        at=at,
    )
