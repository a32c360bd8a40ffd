"""Ý kiến: one agency answers to a draft, by a date. An agency answers as a body: its head signs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.deadline_rules import given_day
from workflow.definition import SYSTEM, Manner, ProcessDefinition, Reveal, Stage, Transition

from .asked import OPINION_KIND, OPINION_TEXT, REASON
from .guards import disagreement_is_explained
from .roles import AGENCY_HEAD, AGENCY_OFFICER, DRAFTER
from .services.consultation import record_opinion, sign_opinion


class S(models.TextChoices):
    ASKED = "asked", _("Chờ cơ quan góp ý")
    WRITTEN = "written", _("Chờ thủ trưởng ký văn bản góp ý")
    GIVEN = "given", _("Đã có ý kiến")
    SILENT = "silent", _("Quá hạn không trả lời")
    CANCELLED = "cancelled", _("Không còn phải góp ý")


class OpinionProcess(ProcessDefinition):
    key, version = "opinion", 1
    title = _("Lấy ý kiến")
    subject = "processes.Opinion"
    reveals = Reveal.DRAFT
    states, initial, final = S, S.ASKED, (S.GIVEN, S.SILENT, S.CANCELLED)
    stages = {
        S.ASKED: Stage(assigned_to=AGENCY_OFFICER, deadline=given_day(escalates_to=AGENCY_HEAD, then="fall_silent")),
        S.WRITTEN: Stage(assigned_to=AGENCY_HEAD, deadline=given_day(then="fall_silent")),
    }

    write = Transition(
        _("Trình ký ý kiến"), S.ASKED, S.WRITTEN, by=AGENCY_OFFICER,
        needs=[OPINION_KIND, OPINION_TEXT], guards=[disagreement_is_explained], does=[record_opinion],
    )
    sign = Transition(
        _("Ký gửi ý kiến"), S.WRITTEN, S.GIVEN, by=AGENCY_HEAD, not_by=["write"], does=[sign_opinion],
        notifies=[DRAFTER], signs=True,
    )
    give_back = Transition(
        _("Trả lại chuyên viên"), S.WRITTEN, S.ASKED, by=AGENCY_HEAD, needs=[REASON], manner=Manner.BACK,
    )
    fall_silent = Transition(_("Hết hạn trả lời"), (S.ASKED, S.WRITTEN), S.SILENT, by=SYSTEM, notifies=[DRAFTER])
    cancel = Transition(_("Không còn phải góp ý"), (S.ASKED, S.WRITTEN), S.CANCELLED, by=SYSTEM)
