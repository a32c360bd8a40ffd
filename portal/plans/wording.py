"""What the parts of a plan and their fields are called where single things of it are shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.documents.items import Item, Part

PARTS: dict[Part, str | Promise] = {
    Part.HEAD: _("Phần mở đầu"),
    Part.BASES: _("Căn cứ"),
    Part.BODY: _("Đoạn văn"),
    Part.TASKS: _("Nhiệm vụ"),
    Part.DUTIES: _("Trách nhiệm thực hiện"),
    Part.REPORTS: _("Chế độ báo cáo"),
    Part.FEEDBACK: _("Khó khăn, vướng mắc"),
    Part.FUNDING: _("Kinh phí"),
    Part.COSTS: _("Dự toán"),
    Part.RECIPIENTS: _("Nơi nhận"),
    Part.SIGNER: _("Người ký"),
}
FIELDS: dict[str, str | Promise] = {
    "kind": _("tên loại văn bản"),
    "title": _("trích yếu"),
    "symbol": _("ký hiệu"),
    "issuer": _("cơ quan ban hành"),
    "place": _("địa danh"),
    "urgency": _("độ khẩn"),
    "text": _("nội dung"),
    "lead": _("chủ trì"),
    "coordinating": _("phối hợp"),
    "time": _("thời gian"),
    "agencies": _("cơ quan"),
    "who": _("ai báo cáo"),
    "to": _("gửi đến"),
    "via": _("thông qua"),
    "onward": _("báo cáo tiếp"),
    "cycle": _("chu kỳ"),
    "due": _("hạn"),
    "before": _("trước ngày hạn"),
    "tier": _("cấp báo cáo"),
    "who_prepares": _("ai lập dự toán"),
    "who_reviews": _("ai thẩm định"),
    "who_decides": _("ai quyết định"),
    "content": _("nội dung chi"),
    "amount": _("số tiền"),
    "year": _("năm"),
    "agency": _("cơ quan thực hiện"),
    "source": _("nguồn kinh phí"),
    "name": _("tên"),
    "purpose": _("để làm gì"),
    "on_behalf": _("thay mặt"),
    "authority": _("thẩm quyền ký"),
}


SIGNERS: dict[str, str | Promise] = {"title": _("chức vụ"), "name": _("họ tên")}  # where a signer's fields differ


def field_called(item: Item, name: str) -> str | Promise:
    """What a field of this thing is called."""
    own = SIGNERS.get(name) if item.part is Part.SIGNER else None
    return own or FIELDS.get(name, name)


def called(item: Item) -> str:
    """ "Nhiệm vụ 1.2.", "Căn cứ": what a heading over one thing says."""
    return f"{PARTS[item.part]} {item.label}".strip()


def spot(item: Item) -> str:
    """The anchor of one thing on a page."""
    return f"spot-{item.part}-{item.index}"
