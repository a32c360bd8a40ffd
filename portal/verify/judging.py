"""A file's signatures, judged in a process of its own and said in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.documents.confined import Died, TookTooLong, ask_confined
from processes.documents.sealing import Later, SignatureFound, Verdict, Verification
from processes.key_store import trusted_roots

JUDGING_SECONDS = 30.0

VERDICTS = {
    Verdict.UNSIGNED: gettext_lazy("Tệp không có chữ ký số nào."),
    Verdict.WHOLE: gettext_lazy("Mọi chữ ký số đều hợp lệ; nội dung nguyên vẹn từ khi ký."),
    Verdict.UNTRUSTED: gettext_lazy(
        "Nội dung nguyên vẹn từ khi ký, nhưng có chữ ký số do tổ chức chứng thực chưa được hệ thống tin cậy cấp."
    ),
    Verdict.CHANGED: gettext_lazy("Tệp đã bị thay đổi sau khi ký, hoặc có chữ ký số không hợp lệ. Không được sử dụng."),
    Verdict.UNREADABLE: gettext_lazy("Không đọc được tệp này như một tệp PDF, nên không kiểm tra được chữ ký số."),
}
LATER = {
    Later.NOTHING: gettext_lazy("Không có thay đổi nào sau chữ ký này"),
    Later.ALLOWED: gettext_lazy("Sau đó chỉ có phần được phép: điền số, ngày và chữ ký tiếp theo"),
    Later.CHANGED: gettext_lazy("Sau đó có thay đổi mà chữ ký này không cho phép"),
}


def bears_signatures(content: bytes) -> bool:
    """A signature names the bytes it covers, and it can do so only in plain sight."""
    return content.startswith(b"%PDF-") and b"/ByteRange" in content


def judge(content: bytes, at: datetime) -> Verification:
    """Whose signatures `content` bears. What cannot be judged in time is unreadable."""
    asked = {"roots": [root.decode() for root in trusted_roots()], "at": at.isoformat()}
    try:
        answer = ask_confined("processes.documents.sealing.child", asked, content, JUDGING_SECONDS)
    except (TookTooLong, Died):
        return Verification(Verdict.UNREADABLE)
    return Verification(Verdict(answer["verdict"]), tuple(_signature(row) for row in answer["signatures"]))


def _signature(row: dict[str, Any]) -> SignatureFound:
    stated_at = datetime.fromisoformat(row["stated_at"]) if row["stated_at"] else None
    return SignatureFound(**{**row, "stated_at": stated_at, "later": Later(row["later"])})


def in_words(found: Verification) -> str:
    """In one line for a page on which something else matters: who signed, and whether it holds."""
    signers = "; ".join(one.signer for one in found.signatures if one.signer)
    sentence = str(VERDICTS[found.verdict])
    return (
        _("Chữ ký số trên tệp: %(signers)s. %(verdict)s") % {"signers": signers, "verdict": sentence}
        if signers
        else sentence
    )
