"""Who signs here, as what, and for whom: from the agency that issues, the day's posts and the right that is used."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from processes.documents.signature import (
    ACTING,
    BY_ORDER,
    DEPUTY,
    STAND_IN,
    Issuer,
    Post,
    Rank,
    signature_lines,
)
from workflow.authorization import Authority
from workflow.context import Context
from workflow.definition import Role, Transition
from workflow.models import Agency, Appointment, Desk, Person
from workflow.models.base import valid_on

HEADS = ("chairman", "chief", "head")
DEPUTIES = ("vice_chairman", "deputy_chief", "deputy_head")
COMMITTEES = (Agency.Kind.AUTHORITY, Agency.Kind.DISTRICT, Agency.Kind.COMMUNE)
COMMITTEE = "ỦY BAN NHÂN DÂN"
TITLES = {  # how a body's name begins → what its head is called
    "Sở": "GIÁM ĐỐC",
    "Công an": "GIÁM ĐỐC",
    "Bộ Chỉ huy": "CHỈ HUY TRƯỞNG",
    "Thanh tra": "CHÁNH THANH TRA",
    "Ban": "TRƯỞNG BAN",
}


def sign(context: Context) -> dict[str, Any]:
    """The signature of this step as a paper keeps it, written into the trail too.

    `signature`: the lines above the name; `signer`, `signed_for`: names of the day, the second where the right is
    another's. Raises ImpossibleSignature, which the step's guard has ruled out.
    """
    right, lines = context.authority, lines_of(context)
    assert right is not None and context.actor.person is not None
    name, behalf = str(context.actor.person), str(_behalf(context, right) or "")
    context.record("signature", [*lines, name])
    if behalf:
        context.record("signed_for", behalf)
    return {"signature": list(lines), "signer": name, "signed_for": behalf}


def lines_of(context: Context) -> tuple[str, ...]:
    """The form that follows from the right by which the actor would sign here. Raises ImpossibleSignature."""
    right, agency = context.authority, issuer_of(context)
    assert right is not None
    issuer = Issuer(head_title(agency), COMMITTEE if _is_collective(context, agency) else "")
    paper = right.delegation.paper if right.delegation else ""
    return signature_lines(issuer, _post(right, agency), _capacity(right), paper)


def issuer_of(context: Context) -> Agency:
    """The agency in whose name the step's role signs."""
    assert isinstance(context.step, Transition) and isinstance(context.step.by, Role)
    return context.agencies[context.step.by.at.key]


def head_title(agency: Agency) -> str:
    """What the head of this body is called, in capitals."""
    if agency.kind in COMMITTEES:
        return "CHỦ TỊCH"
    if agency.kind == Agency.Kind.OFFICE:
        return "CHÁNH VĂN PHÒNG"
    found = (title for start, title in TITLES.items() if agency.name.startswith(f"{start} "))
    return next(found, "THỦ TRƯỞNG CƠ QUAN")


def _is_collective(context: Context, agency: Agency) -> bool:
    """A committee speaks as a collective, unless the province's plan says that its Chairman decides alone."""
    if agency.kind != Agency.Kind.AUTHORITY:
        return agency.kind in COMMITTEES
    signer = context.subject.facts.signer
    return signer is None or bool(signer.for_collective)


def _post(right: Authority, issuer: Agency) -> Post:
    """Under which post the person signs: the own one, also where the right is another's."""
    desk: Desk = (right.delegation.delegate_desk if right.delegation else None) or right.desk
    head = head_title(desk.agency)
    rank = _rank(desk.position.code)
    return Post(f"PHÓ {head}" if rank is Rank.DEPUTY else head, rank, head, desk.agency_id == issuer.pk)


def _rank(position: str) -> Rank:
    if position in HEADS:
        return Rank.HEAD
    return Rank.DEPUTY if position in DEPUTIES else Rank.OTHER


def _capacity(right: Authority) -> str:
    """An order passed on to a deputy stays an order; who stands in at a post like the own one signs by that."""
    row = right.delegation
    if row is None or (row.capacity == STAND_IN and row.delegate_desk_id == row.desk_id):
        return ""
    if row.capacity == DEPUTY and row.passed_on_from and row.passed_on_from.capacity == BY_ORDER:
        return BY_ORDER
    return str(row.capacity)


def _behalf(context: Context, right: Authority) -> Person | None:
    """Whose signature it would be: of who lent the right, or of the head for whom a deputy signs."""
    if right.acting_for is not None and _capacity(right):
        return None if right.capacity == ACTING else right.acting_for
    if right.desk.position.code not in DEPUTIES:
        return None
    heads = Appointment.objects.filter(
        valid_on(timezone.localdate(context.at)), desk__agency=issuer_of(context), desk__position__code__in=HEADS
    )
    head = heads.select_related("person").order_by("pk").first()
    return head.person if head else None
