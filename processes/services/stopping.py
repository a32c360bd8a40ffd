"""Ending what still runs below a plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflow.context import Context
from workflow.definition import service


@service(_("kết thúc các lượt lấy ý kiến còn mở, kể cả của cơ quan trả lời muộn"))
def stop_opinions(context: Context) -> None:
    context.cancel_children("opinion")


@service(_("dừng mọi việc còn mở của kế hoạch"))
def stop_everything_below(context: Context) -> None:
    context.cancel_children(
        "opinion", "funding_review", "approval", "delivery", "assignment", "report", "consolidation"
    )
