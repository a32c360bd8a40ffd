"""What stands against moving files to another version, or leaves files stranded: said in sentences, files named."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from .definition import Text
from .models import ProcessInstance

NAMED = 20  # files named for each conflict; the others are counted

SENTENCES: dict[str, Text] = {
    "no_counterpart": _("Phiên bản mới không có trạng thái “%(state)s”: hãy chọn trạng thái tương ứng."),
    "final_target": _("“%(state)s” là trạng thái kết thúc: không thể kết thúc hồ sơ bằng việc chuyển phiên bản."),
    "answered": _("“%(state)s” là trả lời cho hồ sơ cấp trên: không thể trả lời bằng việc chuyển phiên bản."),
    "no_desk": _("%(agency)s chưa có vị trí %(role)s để nhận việc ở trạng thái “%(state)s”."),
    "nobody": _("Vị trí %(role)s, %(agency)s, hiện không có người để nhận việc ở trạng thái “%(state)s”."),
    "missing_part": _("Phiên bản mới cần cơ quan giữ vai “%(participant)s”, nhưng không có cơ quan nào giữ vai này."),
    "unanswered_child": _("Ở “%(state)s” phiên bản mới không xử lý kết quả “%(end)s” của %(child)s mà hồ sơ đang chờ."),
    "unanswered_by_parent": _("Hồ sơ cấp trên (%(parent)s) không xử lý kết quả “%(end)s” của phiên bản mới."),
    "waits_for_nobody": _("Ở trạng thái “%(state)s” hồ sơ chỉ chờ hồ sơ cấp dưới, mà không còn hồ sơ nào đang xử lý."),
    "other_subject": _("Hai phiên bản có đối tượng khác nhau (%(before)s, %(after)s)."),
    "moved_on": _("Hồ sơ đã được xử lý tiếp sau khi chuyển phiên bản."),
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file as people know it."""

    uuid: uuid.UUID
    title: str

    def __str__(self) -> str:
        return f"{self.title} ({self.uuid})"


@dataclass(frozen=True)
class Conflict:
    """`code` is a key of SENTENCES; `count` files have it, the first of them named."""

    code: str
    params: Mapping[str, Any]
    count: int
    files: tuple[File, ...]

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.params


@dataclass
class Conflicts:
    """Collects them: one for each code with the same words, however many files."""

    _files: dict[tuple[str, tuple[tuple[str, Any], ...]], list[File]] = field(default_factory=dict)
    _counts: dict[tuple[str, tuple[tuple[str, Any], ...]], int] = field(default_factory=dict)

    def add(self, code: str, instance: ProcessInstance, **params: Any) -> None:
        key = (code, tuple((name, str(value)) for name, value in params.items()))
        self._counts[key] = self._counts.get(key, 0) + 1
        files = self._files.setdefault(key, [])
        if len(files) < NAMED:
            files.append(File(instance.uuid, instance.title))

    def __iter__(self) -> Iterator[Conflict]:
        for (code, params), count in self._counts.items():
            yield Conflict(code, dict(params), count, tuple(self._files[code, params]))

    def __bool__(self) -> bool:
        return bool(self._counts)
