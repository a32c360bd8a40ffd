"""The way up: submission letter, the Office's registers and slip."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from processes.models import Approval, Document
from workflow import numbering
from workflow.context import Child, Context
from workflow.definition import service

from .papers import request_paper
from .signing import sign


@service(_("mở hồ sơ trình duyệt"))
def open_approval(context: Context) -> None:
    plan = context.subject
    approval = Approval.objects.create(plan=plan)
    drafting = context.agencies["drafting"]
    context.start_children([Child("approval", approval.pk, plan.title, {"drafting": drafting})])


@service(_("ký tờ trình"))
def sign_submission_letter(context: Context) -> None:
    approval = context.subject
    approval.submission_signature = sign(context)
    approval.save(update_fields=["submission_signature"])


@service(_("cho số tờ trình"))
def number_submission(context: Context) -> None:
    """A letter sent again after a return keeps its number."""
    approval, drafting = context.subject, context.agencies["drafting"]
    if approval.submission_number:
        context.record("number", approval.submission_number)
        return
    number = numbering.give_number(
        agency=drafting,
        direction="outgoing",
        type_symbol="TTr",
        title=approval.plan.title,
        symbol=f"TTr-{drafting.symbol or drafting.code.upper()}",
        instance=context.instance,
        at=context.at,
    )
    approval.submission_number, approval.submitted_on = number.text, number.issued_on
    approval.save(update_fields=["submission_number", "submitted_on"])
    context.record("number", number.text)
    request_paper(
        context,
        Document.Kind.SUBMISSION,
        plan=approval.plan,
        issuer=drafting,
        number=number.text,
        issued_on=approval.submitted_on,
        signed=approval.submission_signature,
    )


@service(_("vào sổ văn bản đến của Văn phòng"))
def register_incoming(context: Context) -> None:
    approval = context.subject
    if approval.incoming_number is None:
        number = numbering.give_number(
            agency=context.agencies["office"],
            direction="incoming",
            type_symbol="",
            symbol="",
            title=approval.plan.title,
            instance=context.instance,
            at=context.at,
        )
        approval.incoming_number = number.number
        approval.save(update_fields=["incoming_number"])
    context.record("incoming_number", approval.incoming_number)


@service(_("lập phiếu trình"))
def record_slip(context: Context) -> None:
    approval = context.subject
    approval.slip = context.inputs["slip"]
    approval.save(update_fields=["slip"])
    Document.objects.filter(instance=context.instance, kind=Document.Kind.SLIP).delete()
    request_paper(context, Document.Kind.SLIP, plan=approval.plan, issuer=context.agencies["office"])
