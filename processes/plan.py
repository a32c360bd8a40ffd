"""Kế hoạch: from the first draft to the last report."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow import timing
from workflow.definition import SAME, SYSTEM, Manner, Outcome, ProcessDefinition, Stage, Transition
from workflow.timing import URGENCY

from .asked import ANSWER_BY, ASKED_AGENCIES, CHANGE_NOTE, FACTS, FIELD, NOTE, REASON
from .guards import (
    asked_can_answer,
    every_assignment_finished,
    every_consolidation_sent,
    every_name_known,
    funding_settled,
    money_asks_for_review,
    nothing_blank,
)
from .roles import DRAFTER
from .services.consultation import ask_opinions, end_earlier_questions, record_skipped_consultation
from .services.distribution import distribute
from .services.drafting import record_field, save_version
from .services.funding import open_funding_review
from .services.stopping import stop_everything_below, stop_opinions
from .services.submission import open_approval


class S(models.TextChoices):
    DRAFTED = "drafted", _("Đang soạn thảo")
    CONSULTED = "consulted", _("Đang lấy ý kiến")
    COMPLETED = "completed", _("Đang hoàn thiện hồ sơ")
    APPRAISED = "appraised", _("Đang thẩm định kinh phí")
    SUBMITTED = "submitted", _("Đang trình duyệt")
    IN_FORCE = "in_force", _("Đang thực hiện")
    CLOSED = "closed", _("Đã kết thúc")
    WITHDRAWN = "withdrawn", _("Đã rút")


class PlanProcess(ProcessDefinition):
    key, version = "plan", 1
    title = _("Kế hoạch")
    subject = "processes.Plan"
    starts_by = DRAFTER
    states, initial, final = S, S.DRAFTED, (S.CLOSED, S.WITHDRAWN)
    stages = {
        S.DRAFTED: Stage(assigned_to=DRAFTER),
        S.CONSULTED: Stage(assigned_to=SYSTEM),
        S.COMPLETED: Stage(assigned_to=DRAFTER),
        S.APPRAISED: Stage(assigned_to=SYSTEM),
        S.SUBMITTED: Stage(assigned_to=SYSTEM),
        S.IN_FORCE: Stage(assigned_to=SYSTEM),
    }

    consult = Transition(
        _("Gửi lấy ý kiến"), S.DRAFTED, S.CONSULTED, by=DRAFTER,
        needs=[ASKED_AGENCIES, ANSWER_BY], guards=[nothing_blank, asked_can_answer], does=[ask_opinions],
    )
    skip_consultation = Transition(
        _("Không lấy ý kiến"), S.DRAFTED, S.COMPLETED, by=DRAFTER, needs=[REASON],
        guards=[nothing_blank], does=[record_skipped_consultation],
    )
    opinions_received = Outcome(
        _("Đã đủ ý kiến"), S.CONSULTED, S.COMPLETED, child="opinion", notifies=[DRAFTER],
    )
    end_consultation = Transition(
        _("Kết thúc lấy ý kiến sớm"), S.CONSULTED, S.COMPLETED, by=DRAFTER, needs=[REASON],
        does=[stop_opinions], manner=Manner.BACK,
    )
    consult_again = Transition(
        _("Lấy ý kiến lại"), S.COMPLETED, S.CONSULTED, by=DRAFTER,
        needs=[ASKED_AGENCIES, ANSWER_BY], guards=[nothing_blank, asked_can_answer],
        does=[end_earlier_questions, ask_opinions], manner=Manner.BACK,
    )
    revise = Transition(
        _("Sửa nội dung"), (S.DRAFTED, S.COMPLETED), SAME, by=DRAFTER,
        needs=[FACTS, CHANGE_NOTE], does=[save_version], manner=Manner.EDIT,
    )
    choose_field = Transition(
        _("Xác định lĩnh vực"), (S.DRAFTED, S.CONSULTED, S.COMPLETED, S.APPRAISED), SAME, by=DRAFTER, needs=[FIELD],
        does=[record_field], manner=Manner.EDIT,
    )
    mark_urgency = Transition(
        _("Đặt độ khẩn"), (S.DRAFTED, S.CONSULTED, S.COMPLETED, S.APPRAISED), SAME, by=DRAFTER, needs=[URGENCY],
        does=[timing.mark_urgency], manner=Manner.EDIT,
    )
    submit = Transition(
        _("Trình lãnh đạo"), S.COMPLETED, S.SUBMITTED, by=DRAFTER, needs=[NOTE],
        guards=[nothing_blank, every_name_known, funding_settled], does=[open_approval],
    )
    ask_funding_review = Transition(
        _("Gửi thẩm định kinh phí"), S.COMPLETED, S.APPRAISED, by=DRAFTER,
        guards=[nothing_blank, money_asks_for_review], does=[open_funding_review],
    )
    funding_agreed = Outcome(
        _("Kinh phí được đồng ý"), S.APPRAISED, S.COMPLETED, child="funding_review", ends=["agreed"],
        notifies=[DRAFTER],
    )
    funding_refused = Outcome(
        _("Kinh phí không được đồng ý"), S.APPRAISED, S.COMPLETED, child="funding_review", ends=["refused"],
        notifies=[DRAFTER],
    )
    funding_withdrawn = Outcome(
        _("Đã rút đề nghị thẩm định"), S.APPRAISED, S.COMPLETED, child="funding_review",
        ends=["withdrawn", "cancelled"],
    )
    reopened = Outcome(
        _("Đưa về hoàn thiện"), S.SUBMITTED, S.COMPLETED, child="approval", ends=["reopened", "withdrawn", "cancelled"],
        notifies=[DRAFTER],
    )
    issued = Outcome(
        _("Đã ban hành"), S.SUBMITTED, S.IN_FORCE, child="approval", ends=["issued"],
        does=[stop_opinions, distribute], notifies=[DRAFTER],
    )
    close = Transition(
        _("Kết thúc kế hoạch"), S.IN_FORCE, S.CLOSED, by=DRAFTER, needs=[NOTE],
        guards=[every_assignment_finished, every_consolidation_sent], does=[stop_everything_below],
    )
    withdraw = Transition(
        _("Rút kế hoạch"), (S.DRAFTED, S.CONSULTED, S.COMPLETED, S.APPRAISED), S.WITHDRAWN, by=DRAFTER,
        needs=[REASON], does=[stop_everything_below], manner=Manner.END,
    )
