"""Signature, number, issue: three steps. A job signs the file of the first, another fills and seals it for the last."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from processes.jobs import sign_paper
from processes.models import Document
from workflow import numbering
from workflow.context import Context
from workflow.definition import service

from . import sealing
from .papers import request_paper
from .signing import sign


@service(_("ghi chữ ký của lãnh đạo trên đúng bản đã xem"))
def record_signature(context: Context) -> None:
    approval = context.subject
    approval.signature = sign(context)
    approval.signer, approval.signed_at = context.actor.person, context.at
    approval.signed_hash, approval.code = context.document_hash, sealing.new_code()
    approval.save(update_fields=["signature", "signer", "signed_at", "signed_hash", "code"])
    if sealing.is_wanted():
        sign_paper.enqueue(str(context.instance.uuid))


@service(_("cấp số trong sổ của năm, giao phát hành"))
def number_document(context: Context) -> None:
    """The number commits with this step; a job then renders the file and fires `issue`."""
    approval, issuer = context.subject, context.agencies["issuer"]
    symbol = approval.facts.symbol.value or f"KH-{issuer.symbol or 'UBND'}"
    number = numbering.give_number(
        agency=issuer,
        direction="outgoing",
        type_symbol=symbol.split("-")[0],
        symbol=symbol,
        title=approval.plan.title,
        instance=context.instance,
        at=context.at,
    )
    plan = approval.plan
    plan.number, plan.issued_on = number.text, number.issued_on
    plan.save(update_fields=["number", "issued_on"])
    context.record("number", number.text)
    request_paper(
        context,
        Document.Kind.PLAN,
        plan=plan,
        issuer=issuer,
        number=number.text,
        issued_on=plan.issued_on,
        signed=approval.signature,
        code=approval.code,
    )
