"""What people are told: one class per message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from workflow.context import Announcement
from workflow.deadlines import DUE_SOON, DUE_TODAY, LATE, OVERDUE
from workflow.definition import Manner, TakeBack
from workflow.names_of_entries import ANSWER, MOVE, REMARK, REMARKS, SUCCEED

from .message import Audience, Category, Message, Words, days_left, step_of

OTHERWISE = (
    DUE_SOON,
    DUE_TODAY,
    OVERDUE,
    LATE,
    SUCCEED,
    MOVE,
    *REMARKS,
)  # what happens to a file without a step of its process


# --- a step was taken


class OfStep(Message):
    """A message about a step of a process."""

    @classmethod
    def tells(cls, fact: Announcement) -> bool:
        return fact.transition not in OTHERWISE


class WorkArrived(OfStep):
    """Work came to your desk."""

    kind, audience, category = "work_arrived", Audience.WORKERS, Category.WORK
    title = _("Có việc chuyển đến bạn")
    mailed = mandatory = True
    wordings = {
        "plan.opinions_received": _("Đã đủ ý kiến, hồ sơ chờ hoàn thiện"),
        "plan.funding_agreed": _("Kinh phí được đồng ý, hồ sơ chờ hoàn thiện"),
        "plan.funding_refused": _("Kinh phí không được đồng ý, kế hoạch cần xem lại"),
        "plan.reopened": _("Hồ sơ trình được đưa về để hoàn thiện"),
        "opinion.start": _("Được lấy ý kiến về dự thảo"),
        "opinion.write": _("Văn bản góp ý chờ ký"),
        "opinion.write_late": _("Văn bản góp ý chờ ký, đã quá hạn trả lời"),
        "opinion.fall_silent": _("Đã hết hạn trả lời; cơ quan vẫn có thể góp ý muộn"),
        "opinion.miss_the_day": _("Đã hết hạn trả lời, văn bản góp ý chưa ký"),
        "funding_review.start": _("Hồ sơ chờ tiếp nhận để thẩm định kinh phí"),
        "funding_review.ask_for_more": _("Cơ quan thẩm định yêu cầu bổ sung hồ sơ"),
        "funding_review.supplement": _("Hồ sơ đã được bổ sung, chờ thẩm định tiếp"),
        "funding_review.propose": _("Văn bản thẩm định chờ ký"),
        "approval.start": _("Hồ sơ chờ ký tờ trình"),
        "approval.resubmit": _("Hồ sơ được trình lại, chờ ký tờ trình"),
        "approval.return_": _("Hồ sơ trình được trả lại, cần xử lý"),
        "approval.initial_off": _("Hồ sơ đã ký tắt, chờ ký ban hành"),
        "approval.sign": _("Văn bản đã ký, chờ cấp số"),
        "assignment.start": _("Nhiệm vụ mới được giao"),
        "assignment.dispute": _("Cơ quan đề nghị xem lại nhiệm vụ được giao"),
        "assignment.insist": _("Nhiệm vụ được giao vẫn giữ nguyên"),
        "report.start": _("Đến kỳ phải lập báo cáo"),
        "report.write": _("Báo cáo chờ ký"),
        "report.send": _("Báo cáo đã gửi đến, chờ kiểm tra"),
        "report.ask_for_more": _("Báo cáo được yêu cầu bổ sung"),
        "consolidation.submit": _("Báo cáo tổng hợp chờ ký"),
        "opinion.give_back_late": _("Được trả lại để chỉnh sửa: %(process)s"),
        "*.take_back": _("Người gửi đã lấy lại hồ sơ để xử lý tiếp: %(process)s"),
        "*.give_back": _("Được trả lại để chỉnh sửa: %(process)s"),
    }
    manners = {Manner.BACK: _("Hồ sơ được trả lại: %(state)s")}
    general = _("Việc chờ xử lý: %(state)s")


class Told(OfStep):
    """Something happened that you should know; nothing is asked of you."""

    kind, audience, category = "told", Audience.TOLD, Category.NEWS
    title = _("Hồ sơ bạn theo dõi có thay đổi")
    wordings = {
        "plan.opinions_received": _("Đã đủ ý kiến của các cơ quan"),
        "plan.funding_agreed": _("Kinh phí được đồng ý"),
        "plan.funding_refused": _("Kinh phí không được đồng ý"),
        "plan.reopened": _("Hồ sơ trình được đưa về để hoàn thiện"),
        "plan.issued": _("Kế hoạch đã ban hành, chuyển sang thực hiện"),
        "opinion.sign": _("Đã có ý kiến của cơ quan được hỏi"),
        "opinion.fall_silent": _("Đã hết hạn, cơ quan được hỏi chưa trả lời"),
        "opinion.miss_the_day": _("Đã hết hạn, cơ quan được hỏi chưa ký văn bản góp ý"),
        "funding_review.ask_for_more": _("Cơ quan thẩm định yêu cầu bổ sung hồ sơ"),
        "funding_review.suspend": _("Cơ quan thẩm định tạm dừng tính thời hạn"),
        "funding_review.resume": _("Cơ quan thẩm định tính tiếp thời hạn"),
        "funding_review.extend": _("Cơ quan thẩm định gia hạn"),
        "assignment.suspend": _("Tạm dừng tính thời hạn nhiệm vụ được giao"),
        "assignment.resume": _("Tính tiếp thời hạn nhiệm vụ được giao"),
        "assignment.extend": _("Nhiệm vụ được giao được gia hạn"),
        "report.extend": _("Báo cáo được gia hạn"),
        "funding_review.refuse": _("Cơ quan thẩm định không đồng ý kinh phí"),
        "approval.sign": _("Văn bản đã được ký"),
        "approval.issue": _("Văn bản đã được phát hành"),
        "approval.return_": _("Hồ sơ trình được trả lại"),
        "approval.edit": _("Lãnh đạo đã sửa trực tiếp nội dung dự thảo"),
        "assignment.dispute": _("Cơ quan đề nghị xem lại nhiệm vụ được giao"),
        "assignment.finish": _("Nhiệm vụ được báo đã hoàn thành"),
        "report.ask_for_more": _("Báo cáo đã gửi được yêu cầu bổ sung"),
        "consolidation.send": _("Báo cáo tổng hợp đã được gửi"),
    }
    manners = {
        Manner.BACK: _("%(process)s được trả lại: %(state)s"),
        Manner.END: _("%(process)s đã dừng: %(step)s"),
    }
    general = _("%(process)s: %(step)s")


class TakenBack(OfStep):
    """The work that lay at your desk is gone: who sent it took it back."""

    kind, audience, category = "taken_back", Audience.LEFT, Category.NEWS
    title = _("Việc đã chuyển đến được lấy lại")
    general = _("Người gửi đã lấy lại hồ sơ, bạn không còn phải xử lý")

    @classmethod
    def tells(cls, fact: Announcement) -> bool:
        return isinstance(step_of(fact.topic, fact.version), TakeBack)


class HandedOver(Message):
    """Your agency answers for the file from now on, because another one was merged, split or ended."""

    kind, audience, category = "handed_over", Audience.WORKERS, Category.WORK
    title = _("Nhận bàn giao việc của cơ quan khác")
    mailed = mandatory = True
    general = _("Cơ quan của bạn nhận bàn giao việc: %(state)s")

    @classmethod
    def tells(cls, fact: Announcement) -> bool:
        return fact.transition == SUCCEED


class Remarked(Message):
    """Somebody said something about a draft of yours, or answered you."""

    kind, audience, category = "remarked", Audience.TOLD, Category.NEWS
    title = _("Góp ý vào dự thảo")
    wordings = {
        f"*.{REMARK}": _("Dự thảo có góp ý mới"),
        f"*.{ANSWER}": _("Góp ý của bạn vào dự thảo được trả lời"),
    }
    general = _("Dự thảo có góp ý mới")

    @classmethod
    def tells(cls, fact: Announcement) -> bool:
        return fact.transition in REMARKS


# --- time


class OfTime(Message):
    """A message about a mark of a deadline."""

    category = Category.DEADLINE
    mark: ClassVar[str]

    @classmethod
    def tells(cls, fact: Announcement) -> bool:
        return fact.transition == cls.mark


class DueSoon(OfTime):
    """Some days are left for your work. One class per reminder, so that everybody chooses among them."""

    audience, mark = Audience.WORKERS, DUE_SOON
    general = _("Còn %(days)s ngày đến hạn: %(state)s")
    days: ClassVar[int]

    @classmethod
    def tells(cls, fact: Announcement) -> bool:
        return fact.transition == DUE_SOON and cls is _reminder(days_left(fact))

    @classmethod
    def words(cls, topic: str, params: Mapping[str, Any]) -> Words:
        """One that came so late that the last day is here says that."""
        return super().words(topic, params) if params.get("days") else DueToday.words(topic, params)


class DueInSevenDays(DueSoon):
    kind, days = "due_in_7_days", 7
    title = _("Nhắc trước hạn 7 ngày")


class DueInThreeDays(DueSoon):
    kind, days = "due_in_3_days", 3
    title = _("Nhắc trước hạn 3 ngày")


class DueInOneDay(DueSoon):
    kind, days = "due_in_1_day", 1
    title = _("Nhắc trước hạn 1 ngày")


class DueToday(OfTime):
    """Your work has to be done today."""

    kind, audience, mark = "due_today", Audience.WORKERS, DUE_TODAY
    title = _("Nhắc trong ngày đến hạn")
    general = _("Hôm nay là hạn cuối: %(state)s")


class DeadlinePassed(OfTime):
    """The time for your work is over and it is not done."""

    kind, audience, mark = "deadline_passed", Audience.WORKERS, OVERDUE
    title = _("Việc của bạn quá hạn")
    mailed = mandatory = True
    general = _("Việc của bạn đã quá hạn: %(state)s")


class DeadlineEscalated(OfTime):
    """The time of those whom you direct is over."""

    kind, audience, mark = "deadline_escalated", Audience.TOLD, OVERDUE
    title = _("Việc của cấp dưới quá hạn")
    mandatory = True
    general = _("Việc quá hạn cần chỉ đạo: %(state)s")


class StillLate(OfTime):
    """Your work is late and stays so."""

    kind, audience, mark = "still_late", Audience.WORKERS, LATE
    title = _("Nhắc lại việc quá hạn")
    mailed = mandatory = True
    general = _("Việc của bạn vẫn quá hạn: %(state)s")


class StillLateEscalated(OfTime):
    """The work of those whom you direct stays late: the ladder has come to you."""

    kind, audience, mark = "still_late_escalated", Audience.TOLD, LATE
    title = _("Việc quá hạn kéo dài được báo lên bạn")
    mailed = mandatory = True
    general = _("Việc quá hạn kéo dài cần chỉ đạo: %(state)s")


# In this order: whom two messages would tell of one fact, the first tells.
MESSAGES: tuple[type[Message], ...] = (
    WorkArrived, HandedOver, TakenBack, Told, Remarked, DueInSevenDays, DueInThreeDays, DueInOneDay, DueToday,
    DeadlinePassed, StillLate, DeadlineEscalated, StillLateEscalated,
)  # fmt: skip
REMINDERS: tuple[type[DueSoon], ...] = (DueInOneDay, DueInThreeDays, DueInSevenDays)


def message_of(kind: str) -> type[Message]:
    """Raises LookupError for a kind that no message has."""
    for message in MESSAGES:
        if message.kind == kind:
            return message
    raise LookupError(kind)


def messages_for(fact: Announcement) -> Iterator[type[Message]]:
    """The messages that tell of the fact, the nearest first."""
    return (message for message in MESSAGES if message.tells(fact))


def _reminder(days: int | None) -> type[DueSoon]:
    """The reminder that says it best: one that comes a little late still counts as the mark before it."""
    return next((one for one in REMINDERS if days is not None and days <= one.days), REMINDERS[-1])
