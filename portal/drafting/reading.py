"""A drafter's file or text read into facts, within limits of time, and why it could not be."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.documents.facts import PlanFacts
from processes.documents.reading import UnreadableCode, read_text
from processes.documents.reading.layout import tables_of
from processes.documents.reading.text_file import units_of
from processes.documents.reading.tracked_changes import UNDECIDED, Decided

READING_SECONDS = 60
MEGABYTE = 1024 * 1024
TOO_LONG = "too_long"
SENTENCES = {
    UnreadableCode.EMPTY: gettext_lazy("Tệp không có nội dung."),
    UnreadableCode.TOO_LARGE: gettext_lazy("Tệp lớn quá %(limit)s MB. Hãy bớt hình ảnh hoặc tách phụ lục ra tệp khác."),
    UnreadableCode.UNPACKS_TOO_LARGE: gettext_lazy("Tệp khi mở ra quá lớn nên không được đọc. Hãy lưu lại từ Word."),
    UnreadableCode.UNKNOWN_KIND: gettext_lazy(
        "Chỉ đọc được tệp .docx, .pdf, .txt hoặc .md. Tệp .doc cũ: hãy mở bằng Word và lưu thành .docx."
    ),
    UnreadableCode.NOT_TEXT: gettext_lazy(
        "Nội dung tệp không phải văn bản. Hãy kiểm tra lại tệp, hoặc dán nội dung vào ô bên dưới."
    ),
    UnreadableCode.NO_TEXT: gettext_lazy(
        "Tệp chỉ có hình ảnh (bản quét), không có chữ để đọc. Hãy dùng tệp Word gốc, hoặc dán nội dung vào ô bên dưới."
    ),
    UnreadableCode.BROKEN_FILE: gettext_lazy(
        "Tệp bị hỏng hoặc không đúng loại như tên gọi. Hãy mở bằng Word, lưu lại rồi thử lại."
    ),
    UnreadableCode.ENCRYPTED: gettext_lazy("Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."),
    UnreadableCode.MACROS: gettext_lazy("Tệp có macro nên không được nhận. Hãy lưu thành .docx không có macro."),
    UnreadableCode.OPEN_TRACKED_CHANGES: gettext_lazy(
        "Tệp còn %(count)s chỗ sửa (Track Changes) chưa chấp nhận hay bỏ. Hãy chọn cách đọc ở dưới."
    ),
    UnreadableCode.OPEN_COMMENTS: gettext_lazy("Tệp còn %(count)s nhận xét (Comment). Hãy chọn cách đọc ở dưới."),
    UnreadableCode.TOO_MANY_PAGES: gettext_lazy("Tệp có %(pages)s trang, nhiều hơn mức %(limit)s trang đọc được."),
    TOO_LONG: gettext_lazy("Đọc tệp mất quá nhiều thời gian nên đã dừng lại. Hãy dán nội dung vào ô bên dưới."),
}


class NotRead(Exception):
    """Why nothing could be read; `str()` is the sentence for the drafter."""

    def __init__(self, code: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, params or {}

    def __str__(self) -> str:
        params = dict(self.params)
        if self.code == UnreadableCode.TOO_LARGE:
            params["limit"] = int(params.get("limit", settings.MAX_UPLOAD_BYTES)) // MEGABYTE
        sentence = SENTENCES.get(self.code)
        return str(sentence) % params if sentence else _("Không đọc được tệp này.")


@dataclass(frozen=True)
class Source:
    """What was read, the lines to which its facts point, and how it was read (see PlanVersion.source_notes)."""

    facts: PlanFacts
    text: str
    notes: dict[str, Any] = field(default_factory=dict)


def read_pasted(text: str) -> Source:
    """Raises NotRead for a text without letters."""
    if not text.strip():
        raise NotRead(UnreadableCode.EMPTY)
    return Source(read_text(text), text, {"tables": tables_of(units_of(text))})


def read_upload(content: bytes, name: str, decided: Decided = UNDECIDED) -> Source:
    """Reads in a process of its own. Raises NotRead."""
    said = {"changes": decided.changes, "comments": decided.comments}
    arguments = [f"--{name}={value}" for name, value in said.items() if value]
    try:
        done = subprocess.run(  # noqa: S603  # its arguments are words of ours
            [sys.executable, "-m", "portal.drafting.read_source", *arguments],
            input=name.replace("\n", " ").encode() + b"\n" + content,
            capture_output=True,
            timeout=READING_SECONDS,
            cwd=settings.BASE_DIR,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise NotRead(TOO_LONG) from None
    except subprocess.CalledProcessError:
        raise NotRead(UnreadableCode.BROKEN_FILE) from None
    answer = json.loads(done.stdout)
    if "code" in answer:
        raise NotRead(answer["code"], answer["params"])
    notes = answer["notes"] | {key: str(value) for key, value in (("changes", decided.changes),) if value}
    return Source(PlanFacts.from_dict(answer["facts"]), answer["text"], notes)
