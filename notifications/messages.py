"""What people are told: one class per message. Sentences are made when they are shown, in the language of the reader.

A message finds its wording by the topic of the fact, `definition.transition`: first the topic itself, then
`*.transition` (the same step of any process), then what sort of step it is, then the message's general wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from workflow import registry
from workflow.context import Announcement
from workflow.deadlines import MARK_NAMES, OVERDUE
from workflow.definition import Manner, ProcessDefinition, Text, Transition


class Audience(StrEnum):
    """Which desks of a fact a message is for."""

    WORKERS = "task_desks"  # that now have work
    TOLD = "told_desks"  # that hear of it


class Category(StrEnum):
    WORK = "work"
    NEWS = "news"
    DEADLINE = "deadline"


@dataclass(frozen=True)
class Words:
    """A message as its reader sees it. `who` and `reason` may be empty: the system acted, none was asked for."""

    headline: str
    who: str
    reason: str
    category: Category


class Message:
    """Base of every message. `wordings`: topic or `*.transition` → sentence, with %(process)s, %(step)s, %(state)s."""

    kind: ClassVar[str]
    audience: ClassVar[Audience]
    category: ClassVar[Category]
    mailed: ClassVar[bool] = False
    wordings: ClassVar[Mapping[str, Text]] = {}
    manners: ClassVar[Mapping[Manner, Text]] = {}
    general: ClassVar[Text]

    @classmethod
    def tells(cls, announcement: Announcement) -> bool:
        """Is this the message for the fact? What a deadline tells has messages of its own."""
        return announcement.transition not in MARK_NAMES

    @classmethod
    def desks(cls, announcement: Announcement) -> tuple[int, ...]:
        found: tuple[int, ...] = getattr(announcement, cls.audience)
        return found

    @classmethod
    def wording(cls, topic: str) -> Text:
        key, _dot, transition = topic.partition(".")
        for name in (topic, f"*.{transition}"):
            if name in cls.wordings:
                return cls.wordings[name]
        step = _step(_definition(key), transition)
        manner = step.manner if isinstance(step, Transition) else Manner.FORWARD
        return cls.manners.get(manner, cls.general)

    @classmethod
    def words(cls, topic: str, params: Mapping[str, Any]) -> Words:
        """`params` as `params_of` made them; what a definition has lost since is shown by its code."""
        sentence = str(cls.wording(topic)) % _names(topic, str(params.get("state", "")))
        who = ", ".join(part for part in (params.get("actor"), params.get("agency")) if part)
        return Words(sentence, who, str(params.get("reason") or ""), cls.category)


class WorkArrived(Message):
    """Work came to your desk."""

    kind, audience, category = "work_arrived", Audience.WORKERS, Category.WORK
    mailed = True
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


class Told(Message):
    """Something happened that you should know; nothing is asked of you."""

    kind, audience, category = "told", Audience.TOLD, Category.NEWS
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


class DeadlinePassed(Message):
    """The time for your work is over and it is not done."""

    kind, audience, category = "deadline_passed", Audience.WORKERS, Category.DEADLINE
    general = _("Việc của bạn đã quá hạn: %(state)s")

    @classmethod
    def tells(cls, announcement: Announcement) -> bool:
        return announcement.transition == OVERDUE


class DeadlineEscalated(DeadlinePassed):
    """The time of those whom you direct is over."""

    kind, audience = "deadline_escalated", Audience.TOLD
    general = _("Việc quá hạn cần chỉ đạo: %(state)s")


# In this order: whom two messages would tell of one fact, the first tells.
MESSAGES: tuple[type[Message], ...] = (WorkArrived, Told, DeadlinePassed, DeadlineEscalated)


def message_of(kind: str) -> type[Message]:
    """Raises LookupError for a kind that no message has."""
    for message in MESSAGES:
        if message.kind == kind:
            return message
    raise LookupError(kind)


def messages_for(announcement: Announcement) -> Iterator[type[Message]]:
    """The messages that tell of the fact to anybody."""
    return (message for message in MESSAGES if message.tells(announcement) and message.desks(announcement))


def params_of(announcement: Announcement) -> dict[str, str]:
    """What a message needs besides topic and title: facts and codes, no sentence."""
    return {
        "state": announcement.state,
        "actor": announcement.actor,
        "agency": announcement.agency,
        "reason": announcement.reason,
    }


def _definition(key: str) -> type[ProcessDefinition] | None:
    try:
        return registry.latest(key)
    except registry.UnknownDefinition:
        return None


def _step(definition: type[ProcessDefinition] | None, name: str) -> Any:
    return definition.steps.get(name) if definition else None


def _names(topic: str, state: str) -> dict[str, str]:
    """The names by which an official knows process, step and state."""
    key, _dot, transition = topic.partition(".")
    definition = _definition(key)
    step = _step(definition, transition)
    known = definition is not None and state in definition.states.values
    return {
        "process": str(definition.title) if definition else key,
        "step": str(step.title) if step else transition,
        "state": definition.state_title(state) if definition and known else state,
    }
