"""What is the matter with a signing key, in words for clerks and administrators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from processes.documents.sealing import KeyFault

FAULTS = {
    KeyFault.MISSING: gettext_lazy("Chưa có khóa ký số của %(owner)s."),
    KeyFault.UNREADABLE: gettext_lazy("Không mở được khóa ký số của %(owner)s."),
    KeyFault.NOT_YET_VALID: gettext_lazy("Chứng thư số của %(owner)s chưa đến ngày có hiệu lực."),
    KeyFault.EXPIRED: gettext_lazy("Chứng thư số của %(owner)s đã hết hạn."),
}


def said_of(fault: str, owner: str) -> str:
    """ "" where nothing is the matter."""
    return str(FAULTS[KeyFault(fault)]) % {"owner": owner} if fault else ""
