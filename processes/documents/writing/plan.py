"""The plan itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ..facts import PlanFacts
from .body import Annex, plan_text
from .parts import SECRECY, Check, Frame, Identity, Letterhead, SecretDocument, Signature, Urgency
from .rendering import render
from .wording import number_and_symbol, signing_time


def recipients_of(facts: PlanFacts) -> tuple[tuple[str, ...], str]:
    """The lines of "Nơi nhận" as `plan_pdf` takes them: ("Bộ Nội vụ (b/c)", …) and "Lưu: VT, KGVX" ("" without one)."""
    kept = ", ".join(recipient.name for recipient in facts.recipients if recipient.purpose.lower() == "lưu")
    sent = [recipient for recipient in facts.recipients if recipient.purpose.lower() != "lưu"]
    lines = tuple(f"{each.name} ({each.purpose})" if each.purpose else each.name for each in sent)
    return lines, f"Lưu: {kept}" if kept else ""


def written_urgency(facts: PlanFacts) -> Urgency:
    """The mark in the text. Raises SecretDocument, ValueError as `plan_pdf` does."""
    mark = " ".join(facts.urgency.upper().split())
    if facts.security or mark in SECRECY:
        raise SecretDocument(facts.security or mark)
    return Urgency(mark)


def plan_pdf(
    facts: PlanFacts,
    *,
    parent: str,
    issuer: str,
    number: str | None,
    issued_on: date | None,
    signature: Signature,
    recipients: Sequence[str],
    archive_line: str,
    draft: bool,
    urgency: Urgency = Urgency.NONE,
    has_blanks: bool = False,
    check: Check | None = None,
) -> bytes:
    """The plan as it is issued, its text from `facts`, its legal data from the arguments (never from `facts`).

    Place and symbol are those of `facts`; `number` and `issued_on` None leave their places blank. Costs become the
    appendix. `urgency`: the mark where the text itself has none. `has_blanks`: form fields take the place of number,
    date and signatures (sealing). Raises ValueError where `facts.urgency` is no mark of the decree, SecretDocument
    where it is a mark of secrecy.
    """
    frame = Frame(
        letterhead=Letterhead(parent, issuer),
        identity=Identity(number, facts.symbol.value or "KH-UBND", facts.place.value or "", issued_on),
        signature=signature,
        recipients=tuple(recipients),
        archive_line=archive_line,
        draft=draft,
        urgency=written_urgency(facts) or urgency,
        has_blanks=has_blanks,
        check=check,
    )
    text = plan_text(facts)
    kind, subject = facts.kind.value or "Kế hoạch", facts.title.value or ""
    return render(
        "plan.html",
        frame=frame,
        kind=kind,
        subject=subject,
        heading=f"{kind.capitalize()} {subject}",
        issuer=facts.issuer.value or issuer,
        lines=text.lines,
        annexes=text.annexes,
    )


def draft_pdf(facts: PlanFacts, issuer: str) -> bytes:
    """The plan as it would be issued by `issuer`, its legal data still blank, marked as a draft."""
    recipients, archive_line = recipients_of(facts)
    return plan_pdf(
        facts,
        parent="",
        issuer=issuer,
        number=None,
        issued_on=None,
        signature=_foreseen(facts),
        recipients=recipients,
        archive_line=archive_line or "Lưu: VT",
        draft=True,
    )


def _foreseen(facts: PlanFacts) -> Signature:
    """As the draft has it."""
    said = facts.signer
    if said is None:
        return Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
    return Signature(tuple(line for line in (said.on_behalf, said.authority, said.title) if line), said.name)


def annex_pdf(
    annex: Annex, *, kind: str, symbol: str, issuer: str, number: str = "", signed_at: datetime | None = None
) -> bytes:
    """An appendix as a file of its own, which the organisation signs: number and time at the right above (box 14).

    `kind` and `symbol` are those of the document it belongs to; `number` "" and `signed_at` None: not issued yet.
    """
    identity = Identity(number or None, symbol, "", signed_at.date() if signed_at else None)
    told = (number_and_symbol(number, symbol) if number else "", signing_time(signed_at) if signed_at else "")
    return render(
        "annex.html",
        frame=Frame(Letterhead("", issuer), identity, Signature(), draft=signed_at is None),
        heading=f"{annex.name} {annex.title}",
        annex=annex,
        kind=kind,
        issuer=issuer,
        signed="; ".join(part for part in told if part),
    )
