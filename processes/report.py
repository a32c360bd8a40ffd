"""Báo cáo định kỳ: one agency reports for one period."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow import timing
from workflow.deadline_rules import after, given_day, working_days
from workflow.definition import SAME, SYSTEM, Manner, ProcessDefinition, Reveal, Stage, TakeBack, Transition
from workflow.timing import NEW_DAY

from .asked import REASON, REPORT_TEXT
from .guards import signature_is_possible
from .roles import AGENCY_HEAD, AGENCY_OFFICER, REPORT_RECEIVER
from .services.reporting import accept_report, record_new_day, record_report, send_report


class S(models.TextChoices):
    DUE = "due", _("Chờ lập báo cáo")
    WRITTEN = "written", _("Chờ thủ trưởng ký báo cáo")
    SENT = "sent", _("Chờ cơ quan nhận kiểm tra")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    CANCELLED = "cancelled", _("Không còn phải báo cáo")


LATE = [after(0, AGENCY_HEAD), after(3, REPORT_RECEIVER)]


class ReportProcess(ProcessDefinition):
    key, version = "report", 1
    title = _("Báo cáo định kỳ")
    subject = "processes.Report"
    reveals = Reveal.ISSUED
    states, initial, final = S, S.DUE, (S.ACCEPTED, S.CANCELLED)
    stages = {
        S.DUE: Stage(assigned_to=AGENCY_OFFICER, deadline=given_day(escalates_to=LATE)),
        S.WRITTEN: Stage(assigned_to=AGENCY_HEAD, deadline=given_day()),
        S.SENT: Stage(assigned_to=REPORT_RECEIVER, deadline=working_days(3)),
    }

    write = Transition(
        _("Trình ký báo cáo"), S.DUE, S.WRITTEN, by=AGENCY_OFFICER, needs=[REPORT_TEXT], does=[record_report],
    )
    give_back = Transition(
        _("Trả lại chuyên viên"), S.WRITTEN, S.DUE, by=AGENCY_HEAD, needs=[REASON], manner=Manner.BACK,
    )
    send = Transition(
        _("Ký gửi báo cáo"), S.WRITTEN, S.SENT, by=AGENCY_HEAD, not_by=["write"],
        guards=[signature_is_possible], does=[send_report], signs=True,
    )
    accept = Transition(_("Tiếp nhận báo cáo"), S.SENT, S.ACCEPTED, by=REPORT_RECEIVER, does=[accept_report])
    ask_for_more = Transition(
        _("Yêu cầu bổ sung"), S.SENT, S.DUE, by=REPORT_RECEIVER, needs=[REASON], notifies=[AGENCY_HEAD],
        manner=Manner.BACK,
    )
    extend = Transition(
        _("Gia hạn báo cáo"), (S.DUE, S.WRITTEN), SAME, by=REPORT_RECEIVER, needs=[NEW_DAY, REASON],
        guards=[timing.clock_runs], does=[timing.extend_deadline, record_new_day], notifies=[AGENCY_OFFICER],
        manner=Manner.EDIT,
    )
    take_back = TakeBack(_("Lấy lại hồ sơ"), of=["write"])
    cancel = Transition(_("Không còn phải báo cáo"), (S.DUE, S.WRITTEN, S.SENT), S.CANCELLED, by=SYSTEM)
