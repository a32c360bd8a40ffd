"""Asking agencies for opinions, and what they answer."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from processes.documents.writing import Answer
from processes.models import Document, Opinion, Plan
from workflow.context import Child, Context
from workflow.definition import service
from workflow.models import Agency

from .papers import request_paper
from .signing import sign

STANCES = {  # as a document has them, whatever language the page is read in
    Opinion.Kind.AGREES: "Thống nhất",
    Opinion.Kind.REMARKS: "Thống nhất, có góp ý",
    Opinion.Kind.DISAGREES: "Không thống nhất",
}


@service(_("gửi dự thảo đến từng cơ quan được hỏi ý kiến"))
def ask_opinions(context: Context) -> None:
    plan = context.subject
    due_on = date.fromisoformat(context.inputs["answer_by"])
    agencies = list(Agency.objects.filter(uuid__in=context.inputs["agencies"]))
    opinions = Opinion.objects.bulk_create(
        [Opinion(plan=plan, version=plan.current_version, agency=agency, due_on=due_on) for agency in agencies],
        update_conflicts=True,  # the same version asked again: the earlier answer stays in the trail and its paper
        unique_fields=["version", "agency"],
        update_fields=["due_on", "kind", "text", "author", "given_at"],
    )
    drafting = context.agencies["drafting"]
    context.start_children(
        Child("opinion", opinion.pk, plan.title, {"addressee": opinion.agency, "drafting": drafting}, due_on=due_on)
        for opinion in opinions
    )
    context.record("agencies", [str(agency) for agency in agencies])


@service(_("thôi chờ câu trả lời cũ của cơ quan được hỏi lại"))
def end_earlier_questions(context: Context) -> None:
    """Who is asked again answers to what is asked now; the others may still answer, late, to what they were asked."""
    earlier = Opinion.objects.filter(plan=context.subject, agency__uuid__in=context.inputs["agencies"])
    context.cancel_children("opinion", subjects=list(earlier.values_list("pk", flat=True)))


@service(_("ghi lý do không lấy ý kiến"))
def record_skipped_consultation(context: Context) -> None:
    plan = context.subject
    plan.consultation_skipped = context.inputs["reason"][:1000]
    plan.save(update_fields=["consultation_skipped"])


@service(_("ghi ý kiến của cơ quan"))
def record_opinion(context: Context) -> None:
    opinion = context.subject
    opinion.kind, opinion.text = context.inputs["kind"], context.inputs["text"] or ""
    opinion.author = context.actor.person
    opinion.save(update_fields=["kind", "text", "author"])


@service(_("ký gửi ý kiến của cơ quan"))
def sign_opinion(context: Context) -> None:
    opinion = context.subject
    opinion.given_at = context.at
    opinion.save(update_fields=["given_at"])
    request_paper(context, Document.Kind.OPINION, plan=opinion.plan, issuer=opinion.agency, signed=sign(context))


def answers(plan: Plan) -> list[Answer]:
    """Who was asked, by name, and what each said last; what is not signed yet is not said."""
    latest: dict[int, Opinion] = {}
    for opinion in plan.opinions.select_related("agency").order_by("version__number"):
        latest[opinion.agency_id] = opinion
    return [_answer(opinion) for opinion in sorted(latest.values(), key=lambda one: str(one.agency))]


def _answer(opinion: Opinion) -> Answer:
    if not opinion.given_at:
        return Answer(str(opinion.agency), due=opinion.due_on)
    given = timezone.localdate(opinion.given_at)
    return Answer(str(opinion.agency), STANCES[Opinion.Kind(opinion.kind)], opinion.text, given, opinion.due_on)
