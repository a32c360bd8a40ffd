"""Why a reorganization cannot be prepared, carried out or undone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from ..refusals import Refusal


class NothingToMove(Refusal):
    """No agency is named, or no new name."""

    code, http_status = "nothing_to_move", 422
    sentence = _("Hãy ghi căn cứ, cơ quan được sắp xếp và cơ quan kế thừa (hoặc tên mới khi đổi tên).")


class NamedTwice(Refusal):
    """Params: agency."""

    code, http_status = "named_twice", 422
    sentence = _("%(agency)s được ghi hai lần cho cùng một phần việc.")


class NotThere(Refusal):
    """The agency does not exist on that day. Params: agency, day."""

    code, http_status = "not_there", 422
    sentence = _("%(agency)s không hoạt động vào ngày %(day)s.")


class ToWhoEnds(Refusal):
    """Work would go to the agency itself or to another one that ends. Params: agency."""

    code, http_status = "to_who_ends", 422
    sentence = _("%(agency)s không thể nhận việc: chính cơ quan này kết thúc hoạt động trong lần sắp xếp này.")


class PreparedAlready(Refusal):
    """Another reorganization of the agency is waiting. Params: agency."""

    code, http_status = "prepared_already", 409
    sentence = _("%(agency)s đang có một lần sắp xếp khác chưa thực hiện.")


class NoPartInIt(Refusal):
    """None of the predecessors takes part in the file. Params: title."""

    code, http_status = "no_part_in_it", 422
    sentence = _("Không cơ quan nào được sắp xếp tham gia hồ sơ “%(title)s”.")


class NotWaiting(Refusal):
    """It was carried out or withdrawn before."""

    code, http_status = "not_waiting", 409
    sentence = _("Lần sắp xếp này đã được thực hiện hoặc đã hủy.")


class TooEarly(Refusal):
    """Params: day."""

    code, http_status = "too_early", 409
    sentence = _("Việc sắp xếp chỉ thực hiện từ ngày %(day)s.")


class NobodyAnswers(Refusal):
    """`gaps`: a sentence for each thing that nobody would take."""

    code, http_status = "nobody_answers", 409
    sentence = _("Chưa thể thực hiện: còn %(count)s việc chưa có cơ quan nào nhận.")

    def __init__(self, gaps: Sequence[str]) -> None:
        super().__init__(count=len(gaps))
        self.gaps = tuple(gaps)


class NotApplied(Refusal):
    """There is nothing to undo any more."""

    code, http_status = "not_applied", 409
    sentence = _("Lần sắp xếp này đã được hoàn tác trước đó.")


class RestsOnIt(Refusal):
    """`items`: a sentence for each thing that was built on the handover since."""

    code, http_status = "rests_on_it", 409
    sentence = _("Không thể hoàn tác: đã có %(count)s việc mới dựa trên lần sắp xếp này.")

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(count=len(items))
        self.items = tuple(items)
