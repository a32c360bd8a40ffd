"""Does the plan's money ask for a review, and what the review says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from processes.documents.facts import CostLine
from processes.models import Document, FundingReview, FundingThreshold, JudgedLine, Plan
from workflow import acts, numbering
from workflow.context import Actor, Child, Context
from workflow.definition import service
from workflow.models import Agency
from workflow.models.base import valid_on

from .papers import money, request_paper
from .signing import sign

LARGE_COST = 500_000_000  # đồng; the rule where the table has none for the day


@dataclass(frozen=True)
class FundingNeed:
    """Whether the rule table asks for a review, and the sentence that says why (not)."""

    asked: bool
    reason: str


def funding_need(plan: Plan, day: date) -> FundingNeed:
    """The rule of `day` applied to the plan's cost lines; one query."""
    total = sum(line.amount for line in plan.facts.costs)
    row = FundingThreshold.objects.filter(valid_on(day)).order_by("-valid_from").first()
    threshold = row.amount if row else LARGE_COST
    if not plan.facts.costs:
        return FundingNeed(False, "Kế hoạch không có dòng kinh phí riêng; thực hiện theo dự toán được giao.")
    figures = f"tổng kinh phí {money(total)}, mức phải thẩm định từ {money(threshold)}"
    if total >= threshold:
        return FundingNeed(True, f"Phải thẩm định: {figures}.")
    return FundingNeed(False, f"Không phải thẩm định: {figures}.")


@transaction.atomic
def enact_threshold(*, amount: int, basis: str, valid_from: date, actor: Actor, at: datetime) -> FundingThreshold:
    """A rule that would begin on the same day or later gives way; the one in force ends the day before."""
    FundingThreshold.objects.filter(valid_from__gte=valid_from).delete()
    FundingThreshold.objects.filter(valid_on(valid_from)).update(valid_to=valid_from - timedelta(days=1))
    enacted = FundingThreshold.objects.create(amount=amount, basis=basis, valid_from=valid_from)
    said = {"amount": amount, "basis": basis, "valid_from": valid_from.isoformat()}
    acts.record("enact_threshold", actor=actor, at=at, facts=said)
    return enacted


def agreed_review(plan: Plan) -> FundingReview | None:
    """The review that agreed to exactly the cost lines that the plan has now, each with the amount found right."""
    now = [_said(line) for line in plan.facts.costs]
    for review in plan.funding_reviews.filter(agreed=True).select_related("version").order_by("-pk"):
        if _agreed_lines(review) == now:
            return review
    return None


def lowered_review(plan: Plan) -> FundingReview | None:
    """The review that agreed to the plan's cost lines, but with other amounts than they still have."""
    now = [_said(line) for line in plan.facts.costs]
    for review in plan.funding_reviews.filter(agreed=True).select_related("version").order_by("-pk"):
        if [_said(line) for line in review.version.facts.costs] == now:
            return review
    return None


def _agreed_lines(review: FundingReview) -> list[CostLine]:
    agreed = dict(review.lines.values_list("order", "agreed"))
    return [
        replace(_said(line), amount=agreed.get(order) or 0)
        for order, line in enumerate(review.version.facts.costs, start=1)
    ]


def _said(line: CostLine) -> CostLine:
    """The line without where it stands in the source."""
    return replace(line, place=None)


@service(_("gửi hồ sơ kinh phí đến cơ quan thẩm định"))
def open_funding_review(context: Context) -> None:
    plan = context.subject
    review = FundingReview.objects.create(plan=plan, version=plan.current_version)
    JudgedLine.objects.bulk_create(
        JudgedLine(
            review=review,
            order=order,
            content=line.content[:1000],
            agency=line.agency[:300],
            year=line.year,
            source=line.source[:300],
            amount=line.amount,
        )
        for order, line in enumerate(plan.facts.costs, start=1)
    )
    drafting = context.agencies["drafting"]
    context.start_children([Child("funding_review", review.pk, plan.title, {"drafting": drafting})])


@service(_("ghi ý kiến từng dòng kinh phí"))
def record_judgement(context: Context) -> None:
    lines = {line.order: line for line in context.subject.lines.all()}
    judged = [line for line in context.inputs["lines"] if line["order"] in lines]
    for line in judged:
        row = lines[line["order"]]
        row.agreed, row.remark = line["agreed"], line["remark"]
    JudgedLine.objects.bulk_update([lines[line["order"]] for line in judged], ["agreed", "remark"])


@service(_("ghi kết luận thẩm định"))
def record_conclusion(context: Context) -> None:
    review = context.subject
    review.conclusion = context.inputs["conclusion"]
    review.save(update_fields=["conclusion"])


@service(_("cấp số, ký văn bản thẩm định"))
def sign_funding_opinion(context: Context) -> None:
    _conclude(context, agreed=True)


@service(_("cấp số, ký văn bản không đồng ý kinh phí"))
def record_refusal(context: Context) -> None:
    _conclude(context, agreed=False)


def _conclude(context: Context, *, agreed: bool) -> None:
    review, funding = context.subject, context.agencies["funding"]
    number = numbering.give_number(
        agency=funding,
        direction="outgoing",
        type_symbol="CV",
        symbol=_symbol(funding),
        title=review.plan.title,
        instance=context.instance,
        at=context.at,
    )
    review.number, review.agreed = number.text, agreed
    review.save(update_fields=["number", "agreed"])
    context.record("number", number.text)
    if funding == context.agencies["drafting"]:
        context.record("appraised_by_its_drafter", True)
    request_paper(
        context,
        Document.Kind.FUNDING_OPINION,
        plan=review.plan,
        issuer=funding,
        number=number.text,
        issued_on=number.issued_on,
        signed=sign(context),
    )


def _symbol(funding: Agency) -> str:
    """Công văn: organ, then the unit that wrote it."""
    return f"{funding.symbol or funding.code.upper()}-QLNS"
