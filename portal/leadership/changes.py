"""What a later version of a plan says differently, in a reader's words: for whoever has read the earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.templatetags.formats import money
from processes.documents.facts import Mention, PlanFacts, Task


def changes(before: PlanFacts, after: PlanFacts) -> list[str]:
    """A sentence for each part that differs, in the order of the document; nothing for two equal texts."""
    return [*_head(before, after), *_tasks(before, after), *_money(before, after), *_tail(before, after)]


def _head(before: PlanFacts, after: PlanFacts) -> Iterator[str]:
    if before.title.value != after.title.value:
        yield _("Trích yếu: nay là “%(title)s”.") % {"title": after.title.value or "…"}
    if [basis.text for basis in before.bases] != [basis.text for basis in after.bases]:
        yield _("Căn cứ ban hành đã sửa.")
    old, new = ({block.text for block in facts.body} for facts in (before, after))
    if different := len(old ^ new):
        yield ngettext(
            "Phần lời văn: %(n)d đoạn thêm, bớt hoặc sửa.", "Phần lời văn: %(n)d đoạn thêm, bớt hoặc sửa.", different
        ) % {"n": different}


def _tasks(before: PlanFacts, after: PlanFacts) -> Iterator[str]:
    old, new = _by_ref(before), _by_ref(after)
    if added := [ref for ref in new if ref not in old]:
        yield _("Thêm nhiệm vụ %(refs)s.") % {"refs": ", ".join(added)}
    if removed := [ref for ref in old if ref not in new]:
        yield _("Bỏ nhiệm vụ %(refs)s.") % {"refs": ", ".join(removed)}
    for ref in new:
        if ref in old and (parts := list(_of_task(old[ref], new[ref]))):
            yield _("Nhiệm vụ %(ref)s: sửa %(parts)s.") % {"ref": ref, "parts": ", ".join(parts)}


def _by_ref(facts: PlanFacts) -> Mapping[str, Task]:
    return {task.ref: task for task in facts.tasks}


def _of_task(old: Task, new: Task) -> Iterator[str]:
    if old.text != new.text:
        yield _("nội dung")
    if _names(old.lead) != _names(new.lead):
        yield _("cơ quan chủ trì")
    if _names(old.coordinating) != _names(new.coordinating):
        yield _("cơ quan phối hợp")
    if old.time.value != new.time.value:
        yield _("thời gian")


def _names(mentions: Iterable[Mention]) -> list[str]:
    return [mention.name for mention in mentions]


def _money(before: PlanFacts, after: PlanFacts) -> Iterator[str]:
    old, new = (sum(line.amount for line in facts.costs) for facts in (before, after))
    if old != new:
        yield _("Kinh phí: từ %(old)s thành %(new)s.") % {"old": money(old), "new": money(new)}
    elif before.costs != after.costs:
        yield _("Các dòng kinh phí đã sửa, tổng không đổi.")


def _tail(before: PlanFacts, after: PlanFacts) -> Iterator[str]:
    if before.reports != after.reports:
        yield _("Chế độ báo cáo đã sửa.")
    if [(one.name, one.purpose) for one in before.recipients] != [(one.name, one.purpose) for one in after.recipients]:
        yield _("Nơi nhận đã sửa.")
    if before.signer != after.signer:
        yield _("Thẩm quyền, chức vụ người ký đã sửa.")
