"""What a check of the chains can find, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

ORGANIZATION, SEALS = "organization", "seals"  # chains besides those of the instances
SENTENCES = {
    "no_entries": _("hồ sơ không có dấu vết nào"),
    "gap": _("thiếu dấu vết: phải là lần %(expected)s"),
    "previous_hash": _("không nối với dấu vết trước đó"),
    "hash": _("nội dung đã bị sửa sau khi ghi"),
    "definition": _("không thuộc phiên bản quy trình của hồ sơ"),
    "unknown_definition": _("không còn bản khai quy trình %(definition)s"),
    "start": _("không bắt đầu ở trạng thái đầu của quy trình"),
    "from_state": _("không nối với trạng thái trước đó"),
    "edge": _("quy trình không có bước “%(transition)s” từ “%(source)s” đến “%(target)s”"),
    "head": _("dấu vết cuối không phải là dấu vết mà hồ sơ ghi nhận"),
    "revision": _("hồ sơ ghi lần chuyển %(recorded)s, dấu vết cuối là lần khác"),
    "state": _("hồ sơ ở trạng thái “%(recorded)s”, dấu vết cuối dẫn đến trạng thái khác"),
    "version": _("hồ sơ ghi phiên bản quy trình %(recorded)s, dấu vết cuối thuộc phiên bản khác"),
    "cut": _("dấu vết từng được xuất ra nay không còn"),
    "replaced": _("khác với dấu vết từng được xuất ra"),
    "organization_head": _("dấu vết tổ chức cuối cùng không phải là dấu vết được ghi nhận"),
    "sealed_cut": _("dấu vết đã được niêm phong ngày %(day)s nay không còn"),
    "sealed_replaced": _("khác với dấu vết đã được niêm phong ngày %(day)s"),
    "root": _("niêm phong ngày %(day)s không khớp với danh sách dấu vết của ngày đó"),
    "seal_gone": _("niêm phong ngày %(day)s đã được xuất ra nay không còn"),
    "seal_replaced": _("khác với niêm phong đã được xuất ra ngày %(day)s"),
    "seal_file": _("tệp niêm phong %(file)s không đọc được hoặc đã bị sửa"),
    "no_seal_file": _("không có tệp niêm phong %(file)s"),
}


@dataclass(frozen=True)
class Fault:
    """`code` is a key of SENTENCES. `chain`: an instance's UUID, ORGANIZATION or SEALS; `revision`: the place in it
    where the fault shows, an instance's own revision for its head.
    """

    chain: str
    revision: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.params

    @property
    def where(self) -> str:
        """The place, as people read it."""
        if self.chain == ORGANIZATION:
            return _now("Dấu vết tổ chức số %(number)s") % {"number": self.revision}
        if self.chain == SEALS:
            return _now("Niêm phong số %(number)s") % {"number": self.revision}
        return _now("Hồ sơ %(instance)s lần %(revision)s") % {"instance": self.chain, "revision": self.revision}
