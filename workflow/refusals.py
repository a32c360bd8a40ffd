"""Why a step was refused: one exception a reason, with what is needed to say it. The sentence is made when shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from .definition import Text


class Refusal(Exception):
    """`code` is stable for machines; `str()` is the sentence in the reader's language; `http_status` for pages."""

    code: ClassVar[str] = "refused"
    http_status: ClassVar[int] = 403
    sentence: ClassVar[Text] = _("Không thực hiện được.")

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params

    def __str__(self) -> str:
        return str(self.sentence) % {key: str(value) for key, value in self.params.items()}


class Unknown(Refusal):
    code, http_status = "unknown", 404
    sentence = _("Không tìm thấy hồ sơ này, hoặc bạn không được xem.")


class NotPossible(Refusal):
    """The transition does not leave the present state. Params: action, state."""

    code, http_status = "not_possible", 409
    sentence = _("Không thể “%(action)s” khi hồ sơ đang ở trạng thái “%(state)s”.")


class WrongTarget(Refusal):
    code, http_status = "wrong_target", 422
    sentence = _("Hãy chọn bước mà hồ sơ sẽ chuyển đến.")


class NotYours(Refusal):
    """The person does not hold the role. Params: action, role, agency."""

    code = "not_yours"
    sentence = _("Việc “%(action)s” thuộc về %(role)s, %(agency)s; tài khoản của bạn hiện không giữ vị trí này.")


class NotYourField(NotYours):
    """Another holder of the same post answers for the file's field. Params: action, person."""

    code = "not_your_field"
    sentence = _("Lĩnh vực của hồ sơ này do %(person)s phụ trách; chỉ người đó hoặc người xử lý thay mới “%(action)s”.")


class StandInSigns(NotYours):
    """Who only stands in during an absence signs nothing. Params: action, person."""

    code = "stand_in_signs"
    sentence = _(
        "Bạn đang xử lý thay %(person)s nhưng không được ký văn bản; “%(action)s” cần người được giao ký thay."
    )


class AccountClosed(Refusal):
    """The account was closed while its page was open."""

    code = "account_closed"
    sentence = _("Tài khoản này đã ngừng hoạt động nên không thực hiện được việc nào.")


class SystemOnly(Refusal):
    code = "system_only"
    sentence = _("Bước “%(action)s” do hệ thống tự thực hiện.")


class Separated(Refusal):
    """Who did an earlier step may not do this one. Params: action."""

    code = "separated"
    sentence = _("Bạn đã tham gia bước trước của hồ sơ này nên không thể tự mình “%(action)s”; cần một người khác.")


class Stale(Refusal):
    """Someone else was faster. Params: action, person, at of the step in between."""

    code, http_status = "stale", 409
    sentence = _(
        "Hồ sơ đã thay đổi sau khi bạn mở trang: %(person)s đã thực hiện “%(action)s” lúc %(at)s. "
        "Hãy xem lại bản mới trước khi quyết định; những gì bạn đã nhập vẫn còn."
    )


class Unseen(Refusal):
    """A person decides on what they have before their eyes; this command does not say what that was."""

    code, http_status = "unseen", 422
    sentence = _("Hãy mở hồ sơ và đọc bản hiện tại trước khi quyết định.")


class DocumentChanged(Refusal):
    code, http_status = "document_changed", 409
    sentence = _("Văn bản đã được sửa sau khi bạn mở trang. Hãy đọc bản mới trước khi quyết định.")


class CommandReused(Refusal):
    code, http_status = "command_reused", 422
    sentence = _("Yêu cầu này đã được dùng cho một việc khác. Hãy tải lại trang và thực hiện lại.")


class InputsRefused(Refusal):
    """`errors`: input key → code and parameters, for the form to show beside each field."""

    code, http_status = "inputs_refused", 422
    sentence = _("Một số nội dung chưa hợp lệ; hãy xem các ô được đánh dấu.")

    def __init__(self, errors: Mapping[str, tuple[str, Mapping[str, Any]]]) -> None:
        super().__init__()
        self.errors = dict(errors)


class Unmet(Refusal):
    """A condition does not hold. `missing`: a sentence for each thing still to be done."""

    code, http_status = "unmet", 422
    sentence = _("Chưa thể “%(action)s” vì chưa đạt điều kiện: %(condition)s.")

    def __init__(self, *, guard: str, missing: Sequence[Text], action: Text, condition: Text) -> None:
        super().__init__(action=action, condition=condition)
        self.guard, self.missing = guard, tuple(missing)


class NotSentByYou(Refusal):
    """Only who sent the file takes it back. Params: action."""

    code = "not_sent_by_you"
    sentence = _("Chỉ người vừa chuyển hồ sơ mới được “%(action)s”.")


class AlreadyOpened(Refusal):
    """The receiver has opened the file. Params: action, person, at."""

    code, http_status = "already_opened", 409
    sentence = _("Không thể “%(action)s” vì %(person)s đã mở hồ sơ lúc %(at)s. Hãy liên hệ người nhận để được trả lại.")


class Unstaffed(Refusal):
    """The next step has no desk to go to. Params: role, agency."""

    code, http_status = "unstaffed", 409
    sentence = _(
        "Bước tiếp theo giao cho %(role)s, %(agency)s, nhưng cơ quan này chưa có vị trí đó. Hãy báo quản trị hệ thống."
    )


class MissingParticipant(Refusal):
    """No agency takes a part that the process needs. Params: participant."""

    code, http_status = "missing_participant", 409
    sentence = _("Chưa có cơ quan nào giữ vai “%(participant)s”. Hãy báo quản trị hệ thống.")


class CannotMove(Refusal):
    """Something stands against moving files to another version. `conflicts`: what, and which files."""

    code, http_status = "cannot_move", 409
    sentence = _("Chưa thể chuyển phiên bản: %(count)s vướng mắc phải xử lý trước.")

    def __init__(self, conflicts: Sequence[Any]) -> None:
        super().__init__(count=len(conflicts))
        self.conflicts = tuple(conflicts)


class NothingToMove(Refusal):
    """No open file runs by that version. Params: version."""

    code, http_status = "nothing_to_move", 409
    sentence = _("Không có hồ sơ nào đang xử lý theo phiên bản %(version)s.")


class VersionGone(Refusal):
    """Files cannot go where there is no definition. Params: version."""

    code, http_status = "version_gone", 409
    sentence = _("Phiên bản %(version)s của quy trình không còn bản khai.")


class AlreadyUndone(Refusal):
    code, http_status = "already_undone", 409
    sentence = _("Lần chuyển phiên bản này đã được hoàn tác.")


def when(at: datetime) -> str:
    """A moment as a refusal shows it: 22/11/2026 14:05."""
    from django.utils import timezone

    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M")
