"""Why a right cannot be lent, an absence not be recorded: one exception a reason, like `refusals.py`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .refusals import Refusal


class LendingRefused(Refusal):
    """Base: nothing was lent, nothing recorded. `field` of a form beside which the sentence belongs, "" for none."""

    code, http_status = "lending_refused", 422
    field = ""


# --- by whom


class NotYoursToLend(LendingRefused):
    """Params: person."""

    code, http_status = "not_yours_to_lend", 403
    sentence = _("Chỉ %(person)s, hoặc quản trị hệ thống theo văn bản, mới được giao quyền này.")


class ToOneself(LendingRefused):
    code, http_status, field = "to_oneself", 403, "delegate"
    sentence = _("Không ai được tự ghi nhận quyền của người khác giao cho mình. Hãy nhờ người quản trị khác.")


class NotYoursToEnd(LendingRefused):
    """Params: person."""

    code, http_status = "not_yours_to_end", 403
    sentence = _("Chỉ %(person)s hoặc quản trị hệ thống mới được chấm dứt việc này.")


class NeedsPaper(LendingRefused):
    code, field = "needs_paper", "paper"
    sentence = _("Phải nêu văn bản làm căn cứ giao quyền.")


class NeedsDecision(LendingRefused):
    code = "needs_decision"
    sentence = _("Quyền (Q.) do cấp trên quyết định; quản trị hệ thống ghi nhận theo quyết định đó.")


class NeedsReason(LendingRefused):
    code, field = "needs_reason", "reason"
    sentence = _("Hãy nêu lý do.")


# --- what


class DoesNotHoldDesk(LendingRefused):
    """Params: person, desk, day."""

    code = "does_not_hold_desk"
    sentence = _("%(person)s không giữ chức vụ %(desk)s vào ngày %(day)s nên không có quyền để giao.")


class CannotPassOn(LendingRefused):
    """Params: capacity."""

    code = "cannot_pass_on"
    sentence = _("Quyền được giao với tư cách “%(capacity)s” không được giao lại cho người khác.")


class PassedOnOnlyToDeputy(LendingRefused):
    code = "passed_on_only_to_deputy"
    sentence = _("Quyền ký thừa lệnh (TL.) chỉ được giao lại một lần, cho cấp phó ký thay (KT.).")


class OnlyHeadsLend(LendingRefused):
    """Params: capacity, desk."""

    code, field = "only_heads_lend", "capacity"
    sentence = _("Chỉ người đứng đầu cơ quan mới giao “%(capacity)s”; %(desk)s không phải người đứng đầu.")


class UnknownStep(LendingRefused):
    """Params: steps, desk."""

    code, field = "unknown_step", "scope"
    sentence = _("Việc %(steps)s không thuộc %(desk)s nên không giao được.")


class ScopeTooWide(LendingRefused):
    code, field = "scope_too_wide", "scope"
    sentence = _("Phạm vi giao lại không được rộng hơn phạm vi mình được giao.")


class NeedsScope(LendingRefused):
    code, field = "needs_scope", "scope"
    sentence = _("Thừa ủy quyền (TUQ.) phải giới hạn nội dung: hãy chọn những việc được ủy quyền.")


# --- to whom


class LentToOneself(LendingRefused):
    code, field = "lent_to_oneself", "delegate"
    sentence = _("Không thể giao quyền cho chính mình.")


class NoAccount(LendingRefused):
    """Params: person."""

    code, field = "no_account", "delegate"
    sentence = _("%(person)s không có tài khoản đang hoạt động nên không xử lý được trong hệ thống.")


class NotADeputy(LendingRefused):
    """Params: person, desk."""

    code, field = "not_a_deputy", "delegate"
    sentence = _("Ký thay (KT.) chỉ giao cho cấp phó; %(person)s không phải cấp phó của %(desk)s.")


class NotByOrder(LendingRefused):
    """Params: person, agency."""

    code, field = "not_by_order", "delegate"
    sentence = _(
        "Thừa lệnh (TL.) chỉ giao cho người của %(agency)s hoặc người đứng đầu cơ quan trực thuộc; "
        "%(person)s không thuộc diện đó."
    )


class NotByAuthorization(LendingRefused):
    """Params: person, agency."""

    code, field = "not_by_authorization", "delegate"
    sentence = _(
        "Thừa ủy quyền (TUQ.) chỉ giao cho cấp trưởng, cấp phó của %(agency)s hoặc của cơ quan trực thuộc; "
        "%(person)s không thuộc diện đó."
    )


class NotAColleague(LendingRefused):
    """Params: person, desk."""

    code, field = "not_a_colleague", "delegate"
    sentence = _("Người xử lý thay %(desk)s phải cùng cơ quan hoặc cùng chức vụ; %(person)s không thuộc diện đó.")


class NoPost(LendingRefused):
    """Params: person, day."""

    code, field = "no_post", "delegate"
    sentence = _("%(person)s không giữ chức vụ nào vào ngày %(day)s.")


class StandInAway(LendingRefused):
    """Params: person, start, end."""

    code, field = "stand_in_away", "delegate"
    sentence = _("%(person)s cũng vắng mặt từ %(start)s đến hết %(end)s nên không xử lý thay được.")


class LentInACircle(LendingRefused):
    """Params: person."""

    code, field = "lent_in_a_circle", "delegate"
    sentence = _("Quyền này vốn do %(person)s giao; không thể giao ngược lại.")


class AlreadyLent(LendingRefused):
    """Params: person."""

    code, field = "already_lent", "delegate"
    sentence = _("%(person)s đã được giao quyền này trong khoảng thời gian đó.")


# --- when


class WrongPeriod(LendingRefused):
    code, field = "wrong_period", "valid_to"
    sentence = _("Ngày kết thúc phải từ ngày bắt đầu trở đi, và ngày bắt đầu không được trước hôm nay.")


class NeedsEnd(LendingRefused):
    code, field = "needs_end", "valid_to"
    sentence = _("Phải nêu ngày kết thúc.")


class PeriodTooLong(LendingRefused):
    """Params: start, end."""

    code, field = "period_too_long", "valid_to"
    sentence = _("Chỉ giao lại được trong thời gian mình được giao: từ %(start)s đến hết %(end)s.")


class NeedsAbsence(LendingRefused):
    code, field = "needs_absence", "capacity"
    sentence = _("Xử lý thay chỉ giao cho những ngày vắng mặt đã ghi nhận.")


class AlreadyAway(LendingRefused):
    """Params: person, start, end."""

    code, field = "already_away", "valid_from"
    sentence = _("%(person)s đã được ghi nhận vắng mặt từ %(start)s đến hết %(end)s.")


class AlreadyEnded(LendingRefused):
    code, http_status = "already_ended", 409
    sentence = _("Việc này đã được chấm dứt trước đó.")


def days(day: object) -> str:
    """A day as a refusal shows it: 22/11/2026; none: open."""
    return f"{day:%d/%m/%Y}" if day else "…"
