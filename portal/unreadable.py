"""Why a file could not be read, said to who brought it: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from processes.documents.reading import UnreadableCode

_MEGABYTE = 1024 * 1024
SENTENCES = {
    UnreadableCode.EMPTY: _("Tệp không có nội dung."),
    UnreadableCode.TOO_LARGE: _("Tệp lớn quá %(limit)s MB. Hãy bớt hình ảnh hoặc tách phụ lục ra tệp khác."),
    UnreadableCode.UNPACKS_TOO_LARGE: _("Tệp khi mở ra quá lớn nên không được đọc. Hãy lưu lại từ Word."),
    UnreadableCode.UNKNOWN_KIND: _(
        "Chỉ đọc được tệp Word (.docx, .doc), OpenDocument (.odt), PDF có chữ, .txt hoặc .md. Hãy lưu lại thành .docx."
    ),
    UnreadableCode.NOT_TEXT: _(
        "Nội dung tệp không phải văn bản. Hãy kiểm tra lại tệp, hoặc dán nội dung vào ô bên dưới."
    ),
    UnreadableCode.NO_TEXT: _(
        "Tệp chỉ có hình ảnh (bản quét), không có chữ để đọc. Hãy dùng tệp Word gốc, hoặc dán nội dung vào ô bên dưới."
    ),
    UnreadableCode.BROKEN_FILE: _(
        "Tệp bị hỏng hoặc không đúng loại như tên gọi. Hãy mở bằng Word, lưu lại rồi thử lại."
    ),
    UnreadableCode.ENCRYPTED: _("Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."),
    UnreadableCode.PICTURE_TOO_LARGE: _(
        "Trong tệp có hình ảnh quá lớn nên không được đọc. Hãy nén hình (Word: Định dạng ảnh > Nén ảnh) "
        "rồi tải lên lại."
    ),
    UnreadableCode.ACTIVE_CONTENT: _(
        "Tệp có chứa mã chạy hoặc tệp khác nhúng bên trong nên không được nhận. Hãy bỏ các phần đó, hoặc in ra PDF mới."
    ),
    UnreadableCode.EXTERNAL_CONTENT: _(
        "Tệp lấy hình ảnh, mẫu hoặc dữ liệu từ nơi khác nên không được nhận. Hãy mở bằng Word, ngắt các liên kết "
        "(Tệp > Thông tin > Sửa liên kết đến tệp) rồi lưu và tải lên lại."
    ),
    UnreadableCode.NO_CONVERTER: _(
        "Máy chủ này chưa đọc được tệp %(name)s. Hãy mở tệp, lưu thành .docx rồi tải lên lại."
    ),
    UnreadableCode.MACROS: _("Tệp có macro nên không được nhận. Hãy lưu thành .docx không có macro."),
    UnreadableCode.OPEN_TRACKED_CHANGES: _(
        "Tệp còn %(count)s chỗ sửa (Track Changes) chưa chấp nhận hay bỏ. Đọc bản đã chấp nhận hết, hay bản gốc?"
    ),
    UnreadableCode.OPEN_COMMENTS: _("Tệp còn %(count)s nhận xét (Comment). Bỏ qua, hay xem bên cạnh văn bản?"),
    UnreadableCode.CLASSIFIED: _(
        "Văn bản có dấu “%(mark)s”. Văn bản mật không được đưa vào hệ thống này (Luật Bảo vệ bí mật nhà nước); "
        "không có gì được lưu lại. Hãy soạn thảo, chuyển giao theo quy định về văn bản mật."
    ),
    UnreadableCode.TOO_MANY_PAGES: _("Tệp có %(pages)s trang, nhiều hơn mức %(limit)s trang đọc được."),
    UnreadableCode.TOO_LONG: _("Đọc tệp mất quá nhiều thời gian nên đã dừng lại. Hãy dán nội dung vào ô bên dưới."),
}


def why_unreadable(code: UnreadableCode, params: Mapping[str, Any]) -> str:
    """The sentence. `params`: those of `Unreadable`."""
    limit = params.get("limit", settings.MAX_UPLOAD_BYTES) // _MEGABYTE if code is UnreadableCode.TOO_LARGE else ""
    return str(SENTENCES[code]) % {**params, "limit": limit or params.get("limit", "")}
