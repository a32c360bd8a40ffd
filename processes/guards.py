"""Conditions: one condition, one function, one sentence, one test."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflow import organization
from workflow.context import Context
from workflow.definition import Text, Verdict, guard, holds, missing
from workflow.models import Agency, ProcessInstance

from .documents.signature import Fault, ImpossibleSignature
from .models import Consolidation, Plan
from .services import signing
from .services.funding import agreed_review, funding_need, lowered_review
from .services.gaps import gaps
from .services.naming import unresolved
from .services.reporting import awaited

MOST_SHOWN = 12


def _plan(context: Context) -> Plan:
    subject = context.subject
    return subject if isinstance(subject, Plan) else subject.plan


@guard(_("mọi nội dung bắt buộc đã được điền"))
def nothing_blank(context: Context) -> Verdict:
    found = gaps(_plan(context).facts)
    return missing(*found) if found else holds()


@guard(_("mọi tên cơ quan trong kế hoạch đã được xác định"))
def every_name_known(context: Context) -> Verdict:
    open_names = unresolved(_plan(context), timezone.localdate(context.at))
    if not open_names:
        return holds()
    return missing(*(named.name for named in open_names[:MOST_SHOWN]))


@guard(_("cơ quan được hỏi ở trong hệ thống và còn thời gian trả lời"))
def asked_can_answer(context: Context) -> Verdict:
    """Judged with what the drafter entered; before that there is nothing to judge."""
    if "agencies" not in context.inputs:
        return holds()
    today, drafting = timezone.localdate(context.at), _plan(context).drafting_agency
    sentences: list[Text] = []
    if context.inputs["answer_by"] <= today.isoformat():
        sentences.append(_("Thời hạn trả lời phải sau ngày hôm nay."))
    asked = Agency.objects.filter(uuid__in=context.inputs["agencies"])
    inside = organization.connected_ids(today)
    known = {str(agency.uuid): agency for agency in asked}
    if len(known) < len(context.inputs["agencies"]):
        sentences.append(_("Có cơ quan không còn trong danh mục; hãy chọn lại."))
    for agency in known.values():
        if agency == drafting:
            sentences.append(_("Không cần hỏi ý kiến chính cơ quan soạn thảo."))
        elif agency.pk not in inside:
            sentences.append(_("%(agency)s chưa có người dùng trong hệ thống để trả lời.") % {"agency": agency})
    return missing(*sentences) if sentences else holds()


@guard(_("kinh phí của kế hoạch thuộc diện phải thẩm định"))
def money_asks_for_review(context: Context) -> Verdict:
    plan = _plan(context)
    need = funding_need(plan, timezone.localdate(context.at))
    if not need.asked:
        return missing(need.reason)
    if agreed_review(plan) is not None:
        return missing(_("Kinh phí này đã được thẩm định và đồng ý."))
    return holds(need.reason)


@guard(_("kinh phí đã được giải quyết"))
def funding_settled(context: Context) -> Verdict:
    """Nothing to appraise, or appraised and agreed with exactly these cost lines; the reason goes into the trail."""
    plan = _plan(context)
    need = funding_need(plan, timezone.localdate(context.at))
    if not need.asked:
        return holds(need.reason)
    review = agreed_review(plan)
    if review is None:
        return missing(need.reason, _to_be_done(plan))
    return holds(f"Cơ quan tài chính đã đồng ý tại văn bản số {review.number}.")


def _to_be_done(plan: Plan) -> Text:
    lowered = lowered_review(plan)
    if lowered is None:
        return _("Gửi cơ quan tài chính thẩm định và chờ văn bản đồng ý.")
    return _("Sửa kinh phí của từng dòng theo mức đã thẩm định tại văn bản số %(number)s.") % {"number": lowered.number}


@guard(_("mọi dòng kinh phí đã có ý kiến"))
def every_cost_line_judged(context: Context) -> Verdict:
    unjudged = context.subject.lines.filter(agreed__isnull=True)
    sentences = [_("Dòng %(order)s: %(content)s") % {"order": line.order, "content": line.content} for line in unjudged]
    return missing(*sentences) if sentences else holds()


@guard(_("ý kiến khác với thống nhất có nêu nội dung"))
def disagreement_is_explained(context: Context) -> Verdict:
    if context.inputs.get("kind") in ("remarks", "disagrees") and not context.inputs.get("text"):
        return missing(_("Hãy viết nội dung góp ý để cơ quan soạn thảo tiếp thu được."))
    return holds()


@guard(_("người ký có thẩm quyền và thể thức ký đúng quy định"))
def signature_is_possible(context: Context) -> Verdict:
    """Judged by the right that the actor would use; before that is known there is nothing to judge."""
    if context.authority is None:
        return holds()
    try:
        signing.lines_of(context)
    except ImpossibleSignature as impossible:
        return missing(IMPOSSIBLE[impossible.fault])
    return holds()


IMPOSSIBLE: dict[Fault, Text] = {
    Fault.STANDS_IN: _("Người xử lý thay khi vắng mặt không ký văn bản; hãy chờ người có thẩm quyền ký."),
    Fault.NOT_A_LEADER: _("Chỉ người đứng đầu hoặc cấp phó mới được ký văn bản; chuyên viên không ký."),
    Fault.OF_ANOTHER_BODY: _("Người của cơ quan khác chỉ ký khi được giao thừa lệnh (TL.) hoặc thừa ủy quyền (TUQ.)."),
    Fault.NOT_A_DEPUTY: _("Chỉ cấp phó của người đứng đầu chính cơ quan ban hành mới được ký thay (KT.)."),
    Fault.FOR_THE_COLLECTIVE: _("Văn bản của tập thể do người đứng đầu hoặc cấp phó ký (TM.), không ký TL., TUQ."),
    Fault.BY_ORDER_OF_THE_OWN_HEAD: _("Cấp phó ký thay (KT.) người đứng đầu, không ký thừa lệnh (TL.)."),
    Fault.WITHOUT_PAPER: _("Ký thừa ủy quyền (TUQ.) phải căn cứ văn bản ủy quyền; chưa có văn bản nào được ghi nhận."),
    Fault.MANDATE_PASSED_ON: _("Người được ký thừa ủy quyền (TUQ.) không được ủy quyền lại cho cấp phó."),
}


@guard(_("mọi nhiệm vụ đã hoàn thành"))
def every_assignment_finished(context: Context) -> Verdict:
    return _none_open(context, "assignment", _("Còn %(count)s phần việc chưa hoàn thành."))


@guard(_("mọi báo cáo tổng hợp đã gửi"))
def every_consolidation_sent(context: Context) -> Verdict:
    """Those that have been asked for or will be this year: a plan for several years may end before the next one's."""
    asked = Q(started=True) | Q(opens_on__year__lte=timezone.localdate(context.at).year)
    ended = ProcessInstance.objects.filter(definition_key="consolidation", closed_at__isnull=False)
    released = Exists(ended.filter(subject_id=OuterRef("pk")))  # another agency makes it
    waiting = Consolidation.objects.filter(~released, asked, duty__plan=_plan(context), sent_at__isnull=True)
    return missing(*(str(paper) for paper in waiting[:MOST_SHOWN])) if waiting else holds()


@guard(_("mọi cơ quan đã gửi báo cáo và được tiếp nhận"))
def every_report_accepted(context: Context) -> Verdict:
    waiting = awaited(context.subject).filter(accepted=False)
    return missing(*(str(report) for report in waiting[:MOST_SHOWN])) if waiting else holds()


@guard(_("còn cơ quan chưa gửi báo cáo"))
def some_report_missing(context: Context) -> Verdict:
    if awaited(context.subject).filter(accepted=False).exists():
        return holds()
    return missing(_("Tất cả đã gửi; hãy dùng “Tổng hợp”."))


def _none_open(context: Context, key: str, sentence: Text) -> Verdict:
    count = ProcessInstance.objects.filter(parent=context.instance, definition_key=key, closed_at__isnull=True).count()
    return missing(str(sentence) % {"count": count}) if count else holds()
