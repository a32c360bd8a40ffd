"""Thẩm định kinh phí: the agency with the money's mandate judges every cost line."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow import timing
from workflow.deadline_rules import after, working_days
from workflow.definition import SAME, SYSTEM, Manner, ProcessDefinition, Stage, TakeBack, Transition
from workflow.timing import NEW_DAY

from .asked import CONCLUSION, JUDGEMENT, NOTE, REASON, SUPPLEMENT
from .guards import every_cost_line_judged, signature_is_possible
from .roles import DRAFTER, FINANCE_CLERK, FINANCE_HEAD, FINANCE_SPECIALIST
from .services.funding import record_conclusion, record_judgement, record_refusal, sign_funding_opinion


class S(models.TextChoices):
    SENT = "sent", _("Chờ cơ quan tài chính tiếp nhận")
    APPRAISED = "appraised", _("Đang thẩm định")
    ASKED = "asked", _("Chờ bổ sung hồ sơ")
    PROPOSED = "proposed", _("Chờ ký văn bản thẩm định")
    AGREED = "agreed", _("Đồng ý kinh phí")
    REFUSED = "refused", _("Không đồng ý kinh phí")
    WITHDRAWN = "withdrawn", _("Đã rút")
    CANCELLED = "cancelled", _("Không còn thẩm định")


LATE = [after(0, FINANCE_HEAD), after(3, DRAFTER)]


class FundingReviewProcess(ProcessDefinition):
    key, version = "funding_review", 1
    title = _("Thẩm định kinh phí")
    subject = "processes.FundingReview"
    states, initial = S, S.SENT
    final = (S.AGREED, S.REFUSED, S.WITHDRAWN, S.CANCELLED)
    stages = {
        S.SENT: Stage(assigned_to=FINANCE_CLERK, deadline=working_days(1, escalates_to=FINANCE_HEAD)),
        S.APPRAISED: Stage(assigned_to=FINANCE_SPECIALIST, deadline=working_days(10, escalates_to=LATE)),
        S.ASKED: Stage(assigned_to=DRAFTER, deadline=working_days(5)),
        S.PROPOSED: Stage(assigned_to=FINANCE_HEAD, deadline=working_days(3)),
    }

    receive = Transition(_("Tiếp nhận"), S.SENT, S.APPRAISED, by=FINANCE_CLERK)
    ask_for_more = Transition(
        _("Yêu cầu bổ sung"), S.APPRAISED, S.ASKED, by=FINANCE_SPECIALIST, needs=[REASON], notifies=[DRAFTER],
        manner=Manner.BACK,
    )
    supplement = Transition(_("Gửi bổ sung"), S.ASKED, S.APPRAISED, by=DRAFTER, needs=[SUPPLEMENT])
    judge = Transition(
        _("Ghi ý kiến từng dòng"), S.APPRAISED, SAME, by=FINANCE_SPECIALIST, not_by=["start"], needs=[JUDGEMENT],
        does=[record_judgement], manner=Manner.EDIT,
    )
    propose = Transition(
        _("Trình ký văn bản thẩm định"), S.APPRAISED, S.PROPOSED, by=FINANCE_SPECIALIST, not_by=["start"],
        needs=[CONCLUSION], guards=[every_cost_line_judged], does=[record_conclusion],
    )
    give_back = Transition(
        _("Trả lại chuyên viên"), S.PROPOSED, S.APPRAISED, by=FINANCE_HEAD, needs=[REASON], manner=Manner.BACK,
    )
    agree = Transition(
        _("Đồng ý"), S.PROPOSED, S.AGREED, by=FINANCE_HEAD, not_by=["start", "propose"],
        guards=[signature_is_possible], does=[sign_funding_opinion], signs=True,
    )
    refuse = Transition(
        _("Không đồng ý"), S.PROPOSED, S.REFUSED, by=FINANCE_HEAD, not_by=["start", "propose"], needs=[REASON],
        guards=[signature_is_possible], does=[record_refusal], notifies=[DRAFTER], signs=True, manner=Manner.END,
    )
    suspend = Transition(
        _("Tạm dừng tính thời hạn"), S.APPRAISED, SAME, by=FINANCE_HEAD, needs=[REASON],
        guards=[timing.clock_runs], does=[timing.suspend_clock], notifies=[DRAFTER], manner=Manner.EDIT,
    )
    resume = Transition(
        _("Tính tiếp thời hạn"), S.APPRAISED, SAME, by=FINANCE_HEAD, needs=[NOTE],
        guards=[timing.clock_stands], does=[timing.resume_clock], notifies=[DRAFTER], manner=Manner.EDIT,
    )
    extend = Transition(
        _("Gia hạn"), (S.APPRAISED, S.ASKED), SAME, by=FINANCE_HEAD, needs=[NEW_DAY, REASON],
        guards=[timing.clock_runs], does=[timing.extend_deadline], notifies=[DRAFTER], manner=Manner.EDIT,
    )
    take_back = TakeBack(_("Lấy lại hồ sơ"), of=["propose", "supplement"])
    withdraw = Transition(
        _("Rút đề nghị"), (S.SENT, S.APPRAISED, S.ASKED), S.WITHDRAWN, by=DRAFTER, needs=[REASON], manner=Manner.END,
    )
    cancel = Transition(
        _("Không còn thẩm định"), (S.SENT, S.APPRAISED, S.ASKED, S.PROPOSED), S.CANCELLED, by=SYSTEM,
    )
