"""How the review calls things: kinds of facts with their icons, doubts, how sure the reader is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.documents.reading.questions import SURE
from processes.documents.reviewing import Doubt, Item
from processes.models import ReportDuty

VERY_SURE = 0.9
Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """`code` is the color's class; `title` names one of them."""

    code: str
    title: Text
    icon: str


IDENTITY = "identity"
KINDS: dict[str, Kind] = {
    "issuer": Kind(IDENTITY, _("Cơ quan ban hành"), "id"),
    "symbol": Kind(IDENTITY, _("Ký hiệu"), "id"),
    "place": Kind(IDENTITY, _("Địa danh"), "id"),
    "kind": Kind(IDENTITY, _("Tên loại văn bản"), "id"),
    "title": Kind(IDENTITY, _("Trích yếu"), "id"),
    "bases": Kind("basis", _("Căn cứ"), "book-2"),
    "tasks": Kind("task", _("Nhiệm vụ"), "checklist"),
    "duties": Kind("duty", _("Trách nhiệm"), "building"),
    "reports": Kind("report", _("Yêu cầu báo cáo"), "report"),
    "feedback": Kind("feedback", _("Tiếp nhận vướng mắc"), "message-report"),
    "costs": Kind("money", _("Dòng kinh phí"), "coin"),
    "funding": Kind("money", _("Kinh phí"), "coin"),
    "recipients": Kind("recipient", _("Nơi nhận"), "send"),
    "signer": Kind("signer", _("Người ký"), "signature"),
    "name": Kind("name", _("Tên cơ quan chưa rõ"), "building-community"),
}
# what the marks in the source mean, one line for each color
LEGEND: tuple[Kind, ...] = (
    Kind(IDENTITY, _("Thông tin chung"), "id"),
    KINDS["bases"],
    KINDS["tasks"],
    KINDS["duties"],
    KINDS["reports"],
    KINDS["feedback"],
    KINDS["funding"],
    KINDS["recipients"],
    KINDS["signer"],
)

DOUBTS: dict[Doubt, Text] = {
    Doubt.UNSURE: _("Chưa chắc đã đọc đúng. Hãy so với văn bản nguồn."),
    Doubt.TIME_UNSURE: _("Chưa chắc về thời gian thực hiện."),
    Doubt.BLANK: _("Văn bản nguồn để trống."),
    Doubt.NO_LEAD: _("Chưa có cơ quan chủ trì."),
    Doubt.NO_TIME: _("Chưa có thời gian thực hiện."),
    Doubt.NO_RECEIVER: _("Chưa rõ báo cáo gửi về đâu."),
    Doubt.NO_DUE: _("Chưa rõ hạn báo cáo."),
    Doubt.NO_NAME: _("Chưa có họ tên người ký."),
    Doubt.ABSENT: _("Không tìm thấy trong văn bản nguồn."),
}
# what a plan cannot be sent without: leaving it for later is possible, saying that there is none is not
REQUIRED = ("title", "symbol", "bases", "tasks", "recipients", "signer")


def sureness(item: Item, is_settled: bool) -> tuple[Text, str]:
    """In words, and the tone of the chip."""
    if is_settled:
        return _("Đã kiểm tra"), "done"
    if item.fact is None or Doubt.ABSENT in item.doubts or Doubt.BLANK in item.doubts:
        return _("Chưa có"), "returned"
    if item.confidence < SURE or Doubt.TIME_UNSURE in item.doubts:
        return _("Chưa chắc"), "returned"
    if item.doubts:
        return _("Còn thiếu"), "returned"
    return (_("Đọc rõ"), "waiting") if item.confidence >= VERY_SURE else (_("Khá chắc"), "waiting")


@dataclass(frozen=True)
class Box:
    """A box of the small form of one fact. shape: "line", "prose", "names" (one a line), "choice", "check"."""

    name: str
    label: Text
    shape: str = "line"
    choices: tuple[tuple[str, Text], ...] = ()


CYCLES: tuple[tuple[str, Text], ...] = tuple(ReportDuty.Cycle.choices)
TIERS: tuple[tuple[str, Text], ...] = (("1", _("Cơ quan báo cáo")), ("2", _("Tổng hợp báo cáo của các cơ quan")))
BOXES: dict[str, tuple[Box, ...]] = {
    "bases": (Box("text", _("Căn cứ"), "prose"),),
    "tasks": (
        Box("text", _("Nội dung"), "prose"),
        Box("lead", _("Cơ quan chủ trì (mỗi dòng một cơ quan)"), "names"),
        Box("coordinating", _("Cơ quan phối hợp (mỗi dòng một cơ quan)"), "names"),
        Box("time", _("Thời gian thực hiện")),
        Box("label", _("Mục")),
    ),
    "duties": (
        Box("agencies", _("Cơ quan (mỗi dòng một cơ quan)"), "names"),
        Box("text", _("Nội dung"), "prose"),
    ),
    "reports": (
        Box("who", _("Ai báo cáo"), "prose"),
        Box("to", _("Gửi đến (mỗi dòng một nơi)"), "names"),
        Box("via", _("Qua cơ quan tổng hợp")),
        Box("onward", _("Báo cáo tiếp lên (mỗi dòng một nơi)"), "names"),
        Box("cycle", _("Kỳ"), "choice", CYCLES),
        Box("due", _("Ngày (15/6 hằng năm, hoặc 15/12/2026)")),
        Box("before", _("“Trước” ngày đó: hạn cuối là ngày liền trước"), "check"),
        Box("tier", _("Cấp báo cáo"), "choice", TIERS),
    ),
    "feedback": (
        Box("who", _("Ai phản ánh")),
        Box("to", _("Nơi tiếp nhận")),
        Box("via", _("Qua cơ quan tổng hợp")),
    ),
    "costs": (
        Box("content", _("Nội dung chi"), "prose"),
        Box("amount", _("Số tiền (đồng)")),
        Box("year", _("Năm")),
        Box("agency", _("Cơ quan thực hiện")),
        Box("source", _("Nguồn")),
    ),
    "funding": (
        Box("quote", _("Văn bản viết về kinh phí"), "prose"),
        Box("who_prepares", _("Lập dự toán")),
        Box("who_reviews", _("Thẩm định")),
        Box("who_decides", _("Quyết định")),
    ),
    "recipients": (Box("name", _("Nơi nhận")), Box("purpose", _("Mục đích gửi"))),
    "signer": (
        Box("on_behalf", _("Thay mặt")),
        Box("authority", _("Thẩm quyền")),
        Box("title", _("Chức vụ")),
        Box("name", _("Họ và tên")),
    ),
}
SINGLE_BOX = "value"


def boxes_of(kind: str) -> tuple[Box, ...]:
    return BOXES.get(kind) or (Box(SINGLE_BOX, KINDS[kind].title, "prose" if kind == "title" else "line"),)
