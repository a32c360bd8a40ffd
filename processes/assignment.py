"""Nhiệm vụ được giao: one agency carries out its part of a task."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow import timing
from workflow.deadline_rules import after, given_day, working_days
from workflow.definition import SAME, SYSTEM, Manner, ProcessDefinition, Reveal, Stage, TakeBack, Transition
from workflow.timing import NEW_DAY

from .asked import NOTE, PERCENT, PROGRESS, REASON, RESULT
from .roles import AGENCY_HEAD, AGENCY_OFFICER, DRAFTER
from .services.carrying_out import record_progress, record_result


class S(models.TextChoices):
    GIVEN = "given", _("Chờ nhận nhiệm vụ")
    ACCEPTED = "accepted", _("Đang thực hiện")
    DISPUTED = "disputed", _("Cơ quan đề nghị xem lại")
    FINISHED = "finished", _("Đã hoàn thành")
    RELEASED = "released", _("Không phải thực hiện")
    CANCELLED = "cancelled", _("Không còn thực hiện")


LATE = [after(0, AGENCY_HEAD), after(5, DRAFTER)]


class AssignmentProcess(ProcessDefinition):
    key, version = "assignment", 1
    title = _("Nhiệm vụ được giao")
    subject = "processes.AssignmentAgency"
    reveals = Reveal.ISSUED
    states, initial, final = S, S.GIVEN, (S.FINISHED, S.RELEASED, S.CANCELLED)
    stages = {
        S.GIVEN: Stage(assigned_to=AGENCY_OFFICER, deadline=working_days(5, escalates_to=AGENCY_HEAD)),
        S.ACCEPTED: Stage(assigned_to=AGENCY_OFFICER, deadline=given_day(escalates_to=LATE)),
        S.DISPUTED: Stage(assigned_to=DRAFTER, deadline=working_days(5)),
    }

    acknowledge = Transition(_("Nhận nhiệm vụ"), S.GIVEN, S.ACCEPTED, by=AGENCY_OFFICER)
    dispute = Transition(
        _("Đề nghị xem lại"), S.GIVEN, S.DISPUTED, by=AGENCY_OFFICER, needs=[REASON], notifies=[DRAFTER],
        manner=Manner.BACK,
    )
    insist = Transition(_("Giữ nguyên giao nhiệm vụ"), S.DISPUTED, S.GIVEN, by=DRAFTER, needs=[REASON])
    release = Transition(
        _("Chấp nhận, không giao nữa"), S.DISPUTED, S.RELEASED, by=DRAFTER, needs=[REASON], manner=Manner.END,
    )
    update = Transition(
        _("Cập nhật tiến độ"), S.ACCEPTED, SAME, by=AGENCY_OFFICER, needs=[PERCENT, PROGRESS],
        does=[record_progress], manner=Manner.EDIT,
    )
    finish = Transition(
        _("Báo hoàn thành"), S.ACCEPTED, S.FINISHED, by=AGENCY_OFFICER, needs=[RESULT], does=[record_result],
        notifies=[DRAFTER],
    )
    suspend = Transition(
        _("Tạm dừng tính thời hạn"), S.ACCEPTED, SAME, by=DRAFTER, needs=[REASON],
        guards=[timing.clock_runs], does=[timing.suspend_clock], notifies=[AGENCY_OFFICER], manner=Manner.EDIT,
    )
    resume = Transition(
        _("Tính tiếp thời hạn"), S.ACCEPTED, SAME, by=DRAFTER, needs=[NOTE],
        guards=[timing.clock_stands], does=[timing.resume_clock], notifies=[AGENCY_OFFICER], manner=Manner.EDIT,
    )
    extend = Transition(
        _("Gia hạn"), S.ACCEPTED, SAME, by=DRAFTER, needs=[NEW_DAY, REASON],
        guards=[timing.clock_runs], does=[timing.extend_deadline], notifies=[AGENCY_OFFICER], manner=Manner.EDIT,
    )
    take_back = TakeBack(_("Lấy lại hồ sơ"), of=["dispute", "insist"])
    cancel = Transition(_("Không còn thực hiện"), (S.GIVEN, S.ACCEPTED, S.DISPUTED), S.CANCELLED, by=SYSTEM)
