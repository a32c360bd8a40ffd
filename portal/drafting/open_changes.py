"""The question about a Word file with open changes or comments: how it is to be read, or not yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.documents.reading import UnreadableCode
from processes.documents.reading.tracked_changes import Changes, Comments, Decided

from .reading import NotRead
from .waiting import Upload

IN_WORD = "in_word"  # the person settles it there and comes again
Answers = tuple[tuple[str, str | Promise], ...]
CHANGES: Answers = (
    (Changes.ACCEPTED.value, gettext_lazy("Đọc bản đã chấp nhận hết các chỗ sửa")),
    (Changes.ORIGINAL.value, gettext_lazy("Đọc bản gốc, như chưa sửa")),
    (IN_WORD, gettext_lazy("Tôi sẽ xử lý trong Word rồi tải lên lại")),
)
COMMENTS: Answers = (
    (Comments.BESIDE.value, gettext_lazy("Đọc văn bản, hiện nhận xét bên cạnh văn bản nguồn")),
    (Comments.SKIPPED.value, gettext_lazy("Bỏ qua nhận xét khi đọc")),
    (IN_WORD, gettext_lazy("Tôi sẽ xử lý trong Word rồi tải lên lại")),
)
ASKED = (UnreadableCode.OPEN_TRACKED_CHANGES, UnreadableCode.OPEN_COMMENTS)


@dataclass(frozen=True)
class Question:
    """`changes`, `comments`: how many are open; `answers` what was chosen before."""

    changes: int
    comments: int
    samples: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Name, sentence and answers of each question."""
        changes = _("Tệp còn %(n)d chỗ sửa (Track Changes) chưa chấp nhận hay bỏ. Đọc theo bản nào?")
        comments = _("Tệp còn %(n)d nhận xét (Comment). Làm gì với các nhận xét đó?")
        rows = (("changes", self.changes, changes, CHANGES), ("comments", self.comments, comments, COMMENTS))
        return [
            {
                "name": name,
                "sentence": sentence % {"n": count},
                "choices": choices,
                "chosen": self.answers.get(name, ""),
            }
            for name, count, sentence, choices in rows
            if count
        ]


def asked_because(reason: NotRead) -> dict[str, Any]:
    """What has to be asked, to be kept with the file; nothing where the reason is no question."""
    if reason.code not in ASKED:
        return {}
    count, further = int(reason.params.get("count", 0)), int(reason.params.get("comments", 0))
    is_changes = reason.code == UnreadableCode.OPEN_TRACKED_CHANGES
    return {
        "changes": count if is_changes else 0,
        "comments": further if is_changes else count,
        "samples": reason.params.get("samples", []),
    }


def question_about(upload: Upload, data: QueryDict) -> Question:
    """The question with what was answered so far."""
    return Question(**upload.asked, answers={name: data.get(name, "") for name in ("changes", "comments")})


def decided(data: QueryDict) -> Decided:
    """What the person said so far; anything else is not said."""
    changes, comments = data.get("changes", ""), data.get("comments", "")
    return Decided(
        Changes(changes) if changes in set(Changes) else None, Comments(comments) if comments in set(Comments) else None
    )


def goes_back_to_word(data: QueryDict) -> bool:
    return IN_WORD in (data.get("changes"), data.get("comments"))
