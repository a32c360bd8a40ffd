"""Trình duyệt: the way up, from the head of the department to the Vice Chairman's signature, number and issue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow import timing
from workflow.deadline_rules import after, working_days
from workflow.definition import HOLDER, SAME, SYSTEM, Earlier, Manner, ProcessDefinition, Stage, TakeBack, Transition
from workflow.timing import URGENCY

from .asked import CHANGE_NOTE, FACTS, NOTE, REASON, SLIP
from .guards import every_name_known, funding_settled, nothing_blank, signature_is_possible
from .roles import (
    DEPARTMENT_CLERK,
    DEPARTMENT_HEAD,
    DEPUTY_CHIEF,
    DRAFTER,
    OFFICE_CLERK,
    OFFICE_SPECIALIST,
    VICE_CHAIRMAN,
)
from .services.drafting import save_version
from .services.issuing import number_document, record_signature
from .services.submission import number_submission, record_slip, register_incoming, sign_submission_letter


class S(models.TextChoices):
    RETURNED = "returned", _("Trả lại chuyên viên soạn thảo")
    SUBMITTED = "submitted", _("Chờ thủ trưởng ký tờ trình")
    ENDORSED = "endorsed", _("Chờ văn thư cho số tờ trình")
    SENT = "sent", _("Chờ Văn phòng đăng ký")
    REGISTERED = "registered", _("Văn phòng thẩm tra")
    CHECKED = "checked", _("Chờ Phó Chánh Văn phòng ký tắt")
    INITIALED = "initialed", _("Chờ Phó Chủ tịch ký")
    SIGNED = "signed", _("Chờ văn thư cấp số")
    NUMBERED = "numbered", _("Đang phát hành")
    ISSUED = "issued", _("Đã ban hành")
    REOPENED = "reopened", _("Đưa về hoàn thiện")
    WITHDRAWN = "withdrawn", _("Đã rút")
    CANCELLED = "cancelled", _("Không còn trình")


WAY_UP = (S.RETURNED, S.SUBMITTED, S.ENDORSED, S.SENT, S.REGISTERED, S.CHECKED, S.INITIALED)
UNSIGNED = WAY_UP[1:]
UP_THE_OFFICE = [after(0, DEPUTY_CHIEF), after(2, VICE_CHAIRMAN)]
DECIDING = (S.SUBMITTED, S.CHECKED, S.INITIALED)  # whoever may sign may also mend: that bars from no signature
WRITERS = ["start", "revise", "resubmit", "parent.start", "parent.revise"]
PREPARERS = [*WRITERS, "sign_submission", "propose", "initial_off"]


class ApprovalProcess(ProcessDefinition):
    key, version = "approval", 1
    title = _("Trình duyệt")
    subject = "processes.Approval"
    states, initial = S, S.SUBMITTED
    final = (S.ISSUED, S.REOPENED, S.WITHDRAWN, S.CANCELLED)
    stages = {
        S.RETURNED: Stage(assigned_to=DRAFTER, deadline=working_days(3, escalates_to=DEPARTMENT_HEAD)),
        S.SUBMITTED: Stage(assigned_to=DEPARTMENT_HEAD, deadline=working_days(2)),
        S.ENDORSED: Stage(assigned_to=DEPARTMENT_CLERK, deadline=working_days(1, escalates_to=DEPARTMENT_HEAD)),
        S.SENT: Stage(assigned_to=OFFICE_CLERK, deadline=working_days(1, escalates_to=DEPUTY_CHIEF)),
        S.REGISTERED: Stage(assigned_to=OFFICE_SPECIALIST, deadline=working_days(3, escalates_to=UP_THE_OFFICE)),
        S.CHECKED: Stage(assigned_to=DEPUTY_CHIEF, deadline=working_days(2, escalates_to=[after(2, VICE_CHAIRMAN)])),
        S.INITIALED: Stage(assigned_to=VICE_CHAIRMAN, deadline=working_days(3, escalates_to=[after(1, DEPUTY_CHIEF)])),
        S.SIGNED: Stage(assigned_to=OFFICE_CLERK, deadline=working_days(1, escalates_to=UP_THE_OFFICE)),
        S.NUMBERED: Stage(assigned_to=SYSTEM),
    }

    sign_submission = Transition(
        _("Ký tờ trình"), S.SUBMITTED, S.ENDORSED, by=DEPARTMENT_HEAD, not_by=WRITERS,
        guards=[signature_is_possible], does=[sign_submission_letter], signs=True,
    )
    number_submission = Transition(
        _("Cho số tờ trình và gửi"), S.ENDORSED, S.SENT, by=DEPARTMENT_CLERK, does=[number_submission],
    )
    register = Transition(
        _("Đăng ký văn bản đến"), S.SENT, S.REGISTERED, by=OFFICE_CLERK, does=[register_incoming],
    )
    propose = Transition(
        _("Lập phiếu trình"), S.REGISTERED, S.CHECKED, by=OFFICE_SPECIALIST, needs=[SLIP], does=[record_slip],
    )
    initial_off = Transition(
        _("Ký tắt"), S.CHECKED, S.INITIALED, by=DEPUTY_CHIEF, not_by=["propose"], needs=[NOTE],
    )
    sign = Transition(
        _("Ký ban hành"), S.INITIALED, S.SIGNED, by=VICE_CHAIRMAN, not_by=PREPARERS,
        guards=[nothing_blank, every_name_known, funding_settled, signature_is_possible], does=[record_signature],
        notifies=[DRAFTER], signs=True,
    )
    number = Transition(
        _("Cấp số, ban hành"), S.SIGNED, S.NUMBERED, by=OFFICE_CLERK, not_by=["sign"], does=[number_document],
    )
    issue = Transition(_("Phát hành"), S.NUMBERED, S.ISSUED, by=SYSTEM, notifies=[DRAFTER, OFFICE_CLERK])

    return_ = Transition(
        _("Trả lại"), UNSIGNED, Earlier(WAY_UP), by=HOLDER, needs=[REASON], notifies=[DRAFTER], manner=Manner.BACK,
    )
    edit = Transition(
        _("Lãnh đạo sửa trực tiếp"), DECIDING, SAME, by=HOLDER, needs=[FACTS, CHANGE_NOTE], does=[save_version],
        notifies=[DRAFTER], manner=Manner.EDIT,
    )
    mark_urgency = Transition(
        _("Đặt độ khẩn"), (S.RETURNED, S.REGISTERED, S.CHECKED), SAME, by=HOLDER, needs=[URGENCY],
        does=[timing.mark_urgency], manner=Manner.EDIT,
    )
    take_back = TakeBack(_("Lấy lại hồ sơ"), of=["propose", "initial_off", "resubmit"])
    revise = Transition(
        _("Sửa nội dung"), S.RETURNED, SAME, by=DRAFTER, needs=[FACTS, CHANGE_NOTE], does=[save_version],
        manner=Manner.EDIT,
    )
    resubmit = Transition(
        _("Trình lại"), S.RETURNED, S.SUBMITTED, by=DRAFTER, needs=[NOTE],
        guards=[nothing_blank, every_name_known, funding_settled],
    )
    reopen = Transition(
        _("Đưa về bước hoàn thiện"), S.RETURNED, S.REOPENED, by=DRAFTER, needs=[REASON], manner=Manner.BACK,
    )
    withdraw = Transition(
        _("Rút hồ sơ trình"), UNSIGNED, S.WITHDRAWN, by=DRAFTER, needs=[REASON], manner=Manner.END,
    )
    cancel = Transition(_("Không còn trình"), (*WAY_UP, S.SIGNED, S.NUMBERED), S.CANCELLED, by=SYSTEM)
