"""What the transitions ask their actors for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflow.inputs import Input, InputKind

from .content import clean_facts, clean_field, clean_judgement
from .models import Opinion, Recipient

REASON = Input("reason", _("Lý do"), max_length=2000, help=_("Người nhận sẽ đọc nguyên văn lý do này."))
NOTE = Input("note", _("Ghi chú"), required=False, max_length=2000)
FACTS = Input("facts", _("Nội dung kế hoạch"), InputKind.DATA, clean_data=clean_facts)
CHANGE_NOTE = Input("note", _("Đã sửa những gì"), InputKind.LINE, required=False, max_length=500)
FIELD = Input("field", _("Lĩnh vực"), InputKind.DATA, clean_data=clean_field)
ASKED_AGENCIES = Input("agencies", _("Cơ quan được lấy ý kiến"), InputKind.AGENCIES)
ANSWER_BY = Input("answer_by", _("Trả lời trước hết ngày"), InputKind.DATE)

OPINION_KIND = Input("kind", _("Ý kiến"), InputKind.CHOICE, choices=Opinion.Kind.choices)
OPINION_TEXT = Input(
    "text", _("Nội dung góp ý"), required=False, max_length=20000, help=_("Nêu rõ mục, đoạn và đề nghị sửa thành.")
)

JUDGEMENT = Input("lines", _("Ý kiến từng dòng kinh phí"), InputKind.DATA, clean_data=clean_judgement)
CONCLUSION = Input("conclusion", _("Kết luận thẩm định"), max_length=10000)
SUPPLEMENT = Input("supplement", _("Nội dung bổ sung, giải trình"), max_length=10000)

SLIP = Input(
    "slip", _("Ý kiến thẩm tra"), max_length=10000, help=_("Thẩm quyền, nội dung, thể thức; đề xuất của chuyên viên.")
)

METHOD = Input("method", _("Cách gửi"), InputKind.CHOICE, choices=Recipient.Method.choices)
SERVED_ON = Input("served_on", _("Ngày gửi"), InputKind.DATE)

PERCENT = Input(
    "percent",
    _("Tiến độ"),
    InputKind.CHOICE,
    choices=[(str(value), f"{value} %") for value in (10, 25, 50, 75, 90)],
)
PROGRESS = Input("result", _("Kết quả đến nay"), max_length=10000)
RESULT = Input("result", _("Kết quả thực hiện"), max_length=10000, help=_("Sản phẩm, số liệu, văn bản kèm theo."))

REPORT_TEXT = Input("text", _("Nội dung báo cáo"), max_length=50000)
MISSING_REASON = Input("missing_reason", _("Lý do tổng hợp khi còn thiếu báo cáo"), max_length=2000)
