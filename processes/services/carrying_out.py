"""What agencies do about their assignments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflow.context import Context
from workflow.definition import service


@service(_("ghi tiến độ"))
def record_progress(context: Context) -> None:
    part = context.subject
    part.percent, part.result = int(context.inputs["percent"]), context.inputs["result"]
    part.save(update_fields=["percent", "result"])


@service(_("ghi kết quả thực hiện"))
def record_result(context: Context) -> None:
    part = context.subject
    part.percent, part.result, part.finished_at = 100, context.inputs["result"], context.at
    part.save(update_fields=["percent", "result", "finished_at"])
