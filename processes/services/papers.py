"""Papers that a step produces: the row is written with the step, the file by a job afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from processes.models import Document, Plan
from workflow.context import Context
from workflow.models import Agency


def request_paper(
    context: Context,
    kind: Document.Kind,
    *,
    plan: Plan,
    issuer: Agency,
    number: str = "",
    issued_on: date | None = None,
    title: str = "",
    signed: Mapping[str, Any] | None = None,
    code: str = "",
) -> Document:
    """The paper's row, and the job that renders it (enqueued with the step: both or neither).

    `signed`: what `signing.sign` gave; the file is printed with exactly these lines.
    `code`: by which anybody may check it.
    """
    from processes.jobs import render_paper

    document = Document.objects.create(
        kind=kind,
        plan=plan,
        instance=context.instance,
        issuer=issuer,
        title=(title or plan.title)[:500],
        number=number,
        issued_on=issued_on,
        created_at=context.at,
        code=code,
        **(signed or {}),
    )
    render_paper.enqueue(str(document.uuid))
    return document


def money(amount: int) -> str:
    """1.250.000.000 đồng"""
    return f"{amount:,}".replace(",", ".") + " đồng"
