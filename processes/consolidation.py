"""Tổng hợp báo cáo: the lead agency makes one report of its agencies' reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.deadline_rules import after, given_day
from workflow.definition import SAME, SYSTEM, Manner, ProcessDefinition, Stage, TakeBack, Transition

from .asked import MISSING_REASON, REASON, REPORT_TEXT
from .guards import every_report_accepted, signature_is_possible, some_report_missing
from .roles import AGENCY_HEAD, CONSOLIDATOR, DRAFTER
from .services.reporting import compile_reports, record_consolidated_text, send_consolidation


class S(models.TextChoices):
    COLLECTING = "collecting", _("Đang nhận báo cáo của các cơ quan")
    COMPILED = "compiled", _("Đang viết báo cáo tổng hợp")
    SUBMITTED = "submitted", _("Chờ thủ trưởng ký báo cáo tổng hợp")
    SENT = "sent", _("Đã gửi")
    CANCELLED = "cancelled", _("Không còn phải tổng hợp")


LATE = [after(0, AGENCY_HEAD), after(3, DRAFTER)]


class ConsolidationProcess(ProcessDefinition):
    key, version = "consolidation", 1
    title = _("Tổng hợp báo cáo")
    subject = "processes.Consolidation"
    states, initial, final = S, S.COLLECTING, (S.SENT, S.CANCELLED)
    stages = {
        S.COLLECTING: Stage(assigned_to=CONSOLIDATOR, deadline=given_day(escalates_to=LATE)),
        S.COMPILED: Stage(assigned_to=CONSOLIDATOR, deadline=given_day(escalates_to=LATE)),
        S.SUBMITTED: Stage(assigned_to=AGENCY_HEAD, deadline=given_day()),
    }

    compile = Transition(
        _("Tổng hợp"), S.COLLECTING, S.COMPILED, by=CONSOLIDATOR, guards=[every_report_accepted],
        does=[compile_reports],
    )
    compile_without = Transition(
        _("Tổng hợp khi còn thiếu"), S.COLLECTING, S.COMPILED, by=CONSOLIDATOR, needs=[MISSING_REASON],
        guards=[some_report_missing], does=[compile_reports], manner=Manner.BACK,
    )
    edit = Transition(
        _("Sửa báo cáo tổng hợp"), S.COMPILED, SAME, by=CONSOLIDATOR, needs=[REPORT_TEXT],
        does=[record_consolidated_text], manner=Manner.EDIT,
    )
    submit = Transition(_("Trình ký"), S.COMPILED, S.SUBMITTED, by=CONSOLIDATOR)
    give_back = Transition(
        _("Trả lại chuyên viên"), S.SUBMITTED, S.COMPILED, by=AGENCY_HEAD, needs=[REASON], manner=Manner.BACK,
    )
    send = Transition(
        _("Ký gửi báo cáo tổng hợp"), S.SUBMITTED, S.SENT, by=AGENCY_HEAD, not_by=["submit"],
        guards=[signature_is_possible], does=[send_consolidation], notifies=[DRAFTER], signs=True,
    )
    take_back = TakeBack(_("Lấy lại hồ sơ"), of=["submit"])
    cancel = Transition(
        _("Không còn phải tổng hợp"), (S.COLLECTING, S.COMPILED, S.SUBMITTED), S.CANCELLED, by=SYSTEM,
    )
