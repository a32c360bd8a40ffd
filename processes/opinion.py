"""Ý kiến: one agency answers to a draft, by a date. An agency answers as a body: its head signs.

Silence holds up nobody: when the day has passed the plan goes on, and the agency may still answer, late, until the
plan is issued. A late answer is kept and shown as late.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.deadline_rules import given_day
from workflow.definition import SYSTEM, Manner, ProcessDefinition, Reveal, Stage, TakeBack, Transition

from .asked import OPINION_KIND, OPINION_TEXT, REASON
from .guards import disagreement_is_explained, signature_is_possible
from .roles import AGENCY_HEAD, AGENCY_OFFICER, DRAFTER
from .services.consultation import record_opinion, sign_opinion


class S(models.TextChoices):
    ASKED = "asked", _("Chờ cơ quan góp ý")
    WRITTEN = "written", _("Chờ thủ trưởng ký văn bản góp ý")
    SILENT = "silent", _("Im lặng: quá hạn không trả lời")
    LATE = "late", _("Quá hạn, chờ thủ trưởng ký văn bản góp ý")
    GIVEN = "given", _("Đã có ý kiến")
    CANCELLED = "cancelled", _("Không còn phải góp ý")


WRITING = ["write", "write_late"]


class OpinionProcess(ProcessDefinition):
    key, version = "opinion", 1
    title = _("Lấy ý kiến")
    subject = "processes.Opinion"
    reveals = Reveal.DRAFT
    states, initial, final = S, S.ASKED, (S.GIVEN, S.CANCELLED)
    settled = (S.SILENT, S.LATE)
    stages = {
        S.ASKED: Stage(assigned_to=AGENCY_OFFICER, deadline=given_day(escalates_to=AGENCY_HEAD, then="fall_silent")),
        S.WRITTEN: Stage(assigned_to=AGENCY_HEAD, deadline=given_day(then="miss_the_day")),
        S.SILENT: Stage(assigned_to=AGENCY_OFFICER),
        S.LATE: Stage(assigned_to=AGENCY_HEAD),
    }

    write = Transition(
        _("Trình ký ý kiến"), S.ASKED, S.WRITTEN, by=AGENCY_OFFICER,
        needs=[OPINION_KIND, OPINION_TEXT], guards=[disagreement_is_explained], does=[record_opinion],
    )
    sign = Transition(
        _("Ký gửi ý kiến"), (S.WRITTEN, S.LATE), S.GIVEN, by=AGENCY_HEAD, not_by=WRITING,
        guards=[signature_is_possible], does=[sign_opinion], notifies=[DRAFTER], signs=True,
    )
    give_back = Transition(
        _("Trả lại chuyên viên"), S.WRITTEN, S.ASKED, by=AGENCY_HEAD, needs=[REASON], manner=Manner.BACK,
    )
    fall_silent = Transition(_("Hết hạn trả lời"), S.ASKED, S.SILENT, by=SYSTEM, notifies=[DRAFTER])
    miss_the_day = Transition(_("Hết hạn mà chưa ký"), S.WRITTEN, S.LATE, by=SYSTEM, notifies=[DRAFTER])
    write_late = Transition(
        _("Trình ký ý kiến muộn"), S.SILENT, S.LATE, by=AGENCY_OFFICER,
        needs=[OPINION_KIND, OPINION_TEXT], guards=[disagreement_is_explained], does=[record_opinion],
    )
    give_back_late = Transition(
        _("Trả lại chuyên viên"), S.LATE, S.SILENT, by=AGENCY_HEAD, needs=[REASON], manner=Manner.BACK,
    )
    take_back = TakeBack(_("Lấy lại hồ sơ"), of=WRITING)
    cancel = Transition(
        _("Không còn phải góp ý"), (S.ASKED, S.WRITTEN, S.SILENT, S.LATE), S.CANCELLED, by=SYSTEM,
    )
