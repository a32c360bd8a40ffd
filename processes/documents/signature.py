"""In which form a document is signed (box 7a): who may put which name under it, after Decree 30/2020/NĐ-CP, article 13.

A body that works as a collective is spoken for (TM.) by its head or, for the head (KT.), by a deputy. Where the head
decides alone a deputy signs for the head (KT.), the head of a unit by order (TL., passed on to a deputy of that unit
at most) or by a written mandate (TUQ., never passed on). An acting head (Q.) signs as the head does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DEPUTY, BY_ORDER, BY_AUTHORIZATION, ACTING, STAND_IN = "KT.", "TL.", "TUQ.", "Q.", "stand_in"


class Rank(StrEnum):
    HEAD = "head"
    DEPUTY = "deputy"
    OTHER = "other"


class Fault(StrEnum):
    """Why nobody may sign so."""

    STANDS_IN = "stands_in"  # handles work for somebody who is away, and signs nothing
    NOT_A_LEADER = "not_a_leader"
    OF_ANOTHER_BODY = "of_another_body"  # and neither by order nor by a mandate
    NOT_A_DEPUTY = "not_a_deputy"
    FOR_THE_COLLECTIVE = "for_the_collective"  # by order or by a mandate
    BY_ORDER_OF_THE_OWN_HEAD = "by_order_of_the_own_head"  # a deputy signs KT.
    WITHOUT_PAPER = "without_paper"
    MANDATE_PASSED_ON = "mandate_passed_on"


class ImpossibleSignature(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Issuer:
    """`head`: "CHỦ TỊCH"; `collective`: "ỦY BAN NHÂN DÂN", "" where the head decides alone."""

    head: str
    collective: str = ""


@dataclass(frozen=True)
class Post:
    """Whose name stands there: "PHÓ CHÁNH VĂN PHÒNG". `head`: of the own body; `is_own`: is that the issuer?"""

    title: str
    rank: Rank
    head: str
    is_own: bool = True


def signature_lines(issuer: Issuer, post: Post, capacity: str = "", paper: str = "") -> tuple[str, ...]:
    """The lines above the name: ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"). Raises ImpossibleSignature.

    `capacity` "" : by the own post. `paper`: on which a mandate rests.
    """
    if fault := _fault(issuer, post, capacity, paper):
        raise ImpossibleSignature(fault)
    if capacity in (BY_ORDER, BY_AUTHORIZATION):
        return f"{capacity} {issuer.head}", *_of_the_unit(post)
    spoken_for = (f"TM. {issuer.collective}",) if issuer.collective else ()
    if capacity == ACTING:
        return *spoken_for, f"Q. {issuer.head}"
    if post.rank is Rank.HEAD:
        return *spoken_for, issuer.head
    return *spoken_for, f"KT. {issuer.head}", post.title


def _of_the_unit(post: Post) -> tuple[str, ...]:
    """A deputy to whom an order was passed on signs for the head to whom it was given."""
    is_passed_on = post.rank is Rank.DEPUTY and not post.is_own
    return (f"KT. {post.head}", post.title) if is_passed_on else (post.title,)


def _fault(issuer: Issuer, post: Post, capacity: str, paper: str) -> Fault | None:
    if capacity == STAND_IN:
        return Fault.STANDS_IN
    if post.rank is Rank.OTHER:
        return Fault.NOT_A_LEADER
    if capacity in (BY_ORDER, BY_AUTHORIZATION):
        return _fault_of_order(issuer, post, capacity, paper)
    if capacity == DEPUTY and (post.rank is not Rank.DEPUTY or not post.is_own):
        return Fault.NOT_A_DEPUTY
    return Fault.OF_ANOTHER_BODY if not post.is_own and capacity != ACTING else None


def _fault_of_order(issuer: Issuer, post: Post, capacity: str, paper: str) -> Fault | None:
    if issuer.collective:
        return Fault.FOR_THE_COLLECTIVE
    if capacity == BY_ORDER:
        return Fault.BY_ORDER_OF_THE_OWN_HEAD if post.is_own else None
    if not paper.strip():
        return Fault.WITHOUT_PAPER
    return Fault.MANDATE_PASSED_ON if post.rank is Rank.DEPUTY and not post.is_own else None
