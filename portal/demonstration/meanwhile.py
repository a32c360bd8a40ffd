"""What goes on beside the plans: somebody is away, and two agencies are to become one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from workflow import absence, succession
from workflow.context import Actor
from workflow.models import Account, Agency, Succession

AWAY_DAYS = 4
PAPER = "Nghị quyết của HĐND tỉnh về sắp xếp các cơ quan chuyên môn"


def load(at: datetime) -> None:
    """A specialist on leave with the clerk in their place; a merger a month ahead, to be rehearsed."""
    today = timezone.localdate(at)
    away, stand_in = _account("so-xay-dung.specialist"), _account("so-xay-dung.clerk")
    absence.record_absence(
        person=away.person,
        valid_from=today,
        valid_to=today + timedelta(days=AWAY_DAYS),
        reason="Nghỉ phép năm",
        stand_in=stand_in.person,
        actor=Actor.of(away),
        at=at,
    )
    merged, continuing = (Agency.objects.get(code=code) for code in ("so-dttg", "so-noi-vu"))
    succession.prepare(
        kind=Succession.Kind.MERGE,
        effective_on=today + timedelta(days=30),
        paper=PAPER,
        parts=[succession.Part(merged, continuing)],
        actor=Actor.of(_account("van-phong-ubnd-tinh.administrator")),
        at=at,
    )


def _account(username: str) -> Account:
    return Account.objects.select_related("person").get(username=username)
