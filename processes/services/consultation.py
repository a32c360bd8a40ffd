"""Asking agencies for opinions, and what they answer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from processes.models import Document, Opinion
from workflow.context import Child, Context
from workflow.definition import service
from workflow.models import Agency

from .papers import request_paper
from .signing import sign


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
