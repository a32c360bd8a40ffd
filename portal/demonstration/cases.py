"""Whole walks: which legs, in which order, on which days after the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from processes.documents.facts import PlanFacts
from workflow import organization
from workflow.models import Account

from .cast import Cast
from .keys import give_keys
from .people import province_of, settle
from .walk import Walk, asked_agencies, drafting_agency, open_registers

Say = Callable[[str], None]
Leg = Callable[[Walk, Say], None]


def walk(facts: PlanFacts, name: str, content: bytes, cast: Cast, middle: Leg, say: Say) -> Walk:
    """From the file to the closed plan. Raises NoProvince, LookupError."""
    begin_day = timezone.localdate(cast.at)
    province = province_of(facts.place.value or "", begin_day)
    say(f"Tổ chức bộ máy {province['province']['name']} ngày {begin_day:%d/%m/%Y}")
    settle(province, cast.at)
    _name_the_signer(facts)
    give_keys(cast.at)
    issuer = organization.mandated("issuer", begin_day)
    read_number = int(facts.number.value) if (facts.number.value or "").isdigit() else 1
    open_registers(issuer, begin_day.year, read_number, cast.at)
    agency = drafting_agency(facts, begin_day)
    say(f"Đọc {name}: {len(facts.tasks)} nhiệm vụ, {len(facts.reports)} yêu cầu báo cáo; soạn thảo: {agency}")
    journey = Walk.begin(
        cast, facts, agency, source_name=name, source=content, source_text=content.decode(errors="replace")
    )
    journey.later(1)
    journey.correct()
    opinions(journey, say)
    middle(journey, say)
    up(journey, say)
    out(journey, say)
    year(journey, say)
    return journey


def _name_the_signer(facts: PlanFacts) -> None:
    """The plan's own signer sits at the Vice Chairman's desk, as the file says."""
    if facts.signer and facts.signer.name:
        account = Account.objects.select_related("person").get(username__endswith=".vice_chairman")
        assert account.person is not None
        account.person.full_name = facts.signer.name
        account.person.save(update_fields=["full_name"])


def opinions(journey: Walk, say: Say) -> None:
    day = timezone.localdate(journey.cast.at)
    asked = asked_agencies(journey.plan.facts, journey.plan.drafting_agency, day)
    say(f"Lấy ý kiến {len(asked)} cơ quan")
    journey.consult(asked, days=8)
    journey.later(5)
    journey.give_opinions()
    journey.later(9)


def no_money(journey: Walk, say: Say) -> None:
    """The plan's money asks for no appraisal: the reason is recorded when it is submitted."""


def large_cost(journey: Walk, say: Say) -> None:
    say("Thẩm định kinh phí: yêu cầu bổ sung, không đồng ý, giảm, đồng ý")
    journey.funding_asked_appraised_refused()
    journey.funding_agreed()


def up(journey: Walk, say: Say) -> None:
    say("Trình duyệt: trả lại một lần, trình lại, ký")
    journey.submit()
    journey.endorse()
    journey.later(18)
    journey.return_once()
    journey.endorse()
    journey.later(20)
    journey.check()
    journey.later(26)
    journey.initial_and_sign()
    say("Cấp số, phát hành")
    journey.number_and_issue()


def out(journey: Walk, say: Say) -> None:
    say("Gửi đến từng nơi nhận; các cơ quan nhận nhiệm vụ")
    journey.later(27)
    journey.deliver()
    journey.later(30)
    journey.acknowledge()


def year(journey: Walk, say: Say) -> None:
    """Reports are sent a week before their last day, and consolidated four days after it."""
    assert journey.plan.issued_on is not None
    dues = sorted(
        {
            due
            for duty in journey.plan.report_duties.filter(tier=1)
            for due in duty.reports.values_list("due_on", flat=True)
            if due is not None
        }
    )
    end = date(journey.plan.issued_on.year, 12, 28)
    for number, due in enumerate(dues):
        say(f"Báo cáo hạn {due:%d/%m/%Y}")
        journey.cast.on(due - timedelta(days=25))
        if number == 0:
            journey.progress()
        journey.cast.on(due - timedelta(days=7))
        journey.report_all()
        journey.accept_reports()
        journey.cast.on(due + timedelta(days=4))
        journey.tick()
        say("Tổng hợp báo cáo")
        journey.consolidate()
    say("Hoàn thành nhiệm vụ, kết thúc kế hoạch")
    journey.cast.on(end - timedelta(days=10))
    journey.report_all()
    journey.accept_reports()
    journey.consolidate()
    journey.finish()
    journey.cast.on(end)
    journey.close()


CASES: dict[str, Leg] = {"standard": no_money, "large-cost": large_cost}
