"""Nhiệm vụ được giao: one agency carries out its part of a task."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.deadline_rules import given_day, working_days
from workflow.definition import SAME, SYSTEM, Manner, ProcessDefinition, Reveal, Stage, TakeBack, Transition

from .asked import PERCENT, PROGRESS, REASON, RESULT
from .roles import AGENCY_HEAD, AGENCY_OFFICER, DRAFTER
from .services.carrying_out import record_progress, record_result


class S(models.TextChoices):
    GIVEN = "given", _("Chờ nhận nhiệm vụ")
    ACCEPTED = "accepted", _("Đang thực hiện")
    DISPUTED = "disputed", _("Cơ quan đề nghị xem lại")
    FINISHED = "finished", _("Đã hoàn thành")
    RELEASED = "released", _("Không phải thực hiện")
    CANCELLED = "cancelled", _("Không còn thực hiện")


class AssignmentProcess(ProcessDefinition):
    key, version = "assignment", 1
    title = _("Nhiệm vụ được giao")
    subject = "processes.AssignmentAgency"
    reveals = Reveal.ISSUED
    states, initial, final = S, S.GIVEN, (S.FINISHED, S.RELEASED, S.CANCELLED)
    stages = {
        S.GIVEN: Stage(assigned_to=AGENCY_OFFICER, deadline=working_days(5, escalates_to=AGENCY_HEAD)),
        S.ACCEPTED: Stage(assigned_to=AGENCY_OFFICER, deadline=given_day(escalates_to=AGENCY_HEAD)),
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
    take_back = TakeBack(_("Lấy lại hồ sơ"), of=["dispute", "insist"])
    cancel = Transition(_("Không còn thực hiện"), (S.GIVEN, S.ACCEPTED, S.DISPUTED), S.CANCELLED, by=SYSTEM)
