"""What a plan does not say yet and must: asked of its drafter, never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from processes.content import MAX_AMOUNT
from processes.documents.facts import Fact, PlanFacts, Task
from workflow.definition import Text

SYMBOL = re.compile(r"[^\W\d_][^-]{0,9}(?:-.{1,40})?")  # the type comes first: it chooses the register
LONGEST_REF = 30
BUDGET_YEARS = range(2000, 2101)


def gaps(facts: PlanFacts) -> list[Text]:
    """A sentence for each thing that is missing or cannot be carried out, in the order of the document."""
    found: list[Text] = []
    if not _said(facts.title):
        found.append(_("Chưa có trích yếu của kế hoạch."))
    if not _said(facts.symbol):
        found.append(_("Chưa có ký hiệu văn bản (ví dụ KH-UBND)."))
    elif not SYMBOL.fullmatch(facts.symbol.value or ""):
        found.append(_("Ký hiệu văn bản chưa đúng dạng (ví dụ KH-UBND)."))
    if not facts.bases:
        found.append(_("Chưa có căn cứ ban hành."))
    found += _of_tasks(facts.tasks)
    found += _of_costs(facts)
    if not any(recipient.name.strip() for recipient in facts.recipients):
        found.append(_("Chưa có nơi nhận."))
    if facts.signer is None or not (facts.signer.authority or facts.signer.title).strip():
        found.append(_("Chưa có thẩm quyền và chức vụ người ký."))
    return found


def _of_tasks(tasks: tuple[Task, ...]) -> Iterator[Text]:
    if not tasks:
        yield _("Chưa có nhiệm vụ nào.")
    for task in tasks:
        if not any(mention.name.strip() for mention in task.lead):
            yield _("Nhiệm vụ %(ref)s chưa có cơ quan chủ trì.") % {"ref": task.ref}
        if not _said(task.time):
            yield _("Nhiệm vụ %(ref)s chưa có thời gian thực hiện.") % {"ref": task.ref}
    for ref, count in Counter(task.ref for task in tasks).items():
        if count > 1:
            yield _("Có %(count)s nhiệm vụ cùng mang mục %(ref)s.") % {"count": count, "ref": ref}
        if len(ref) > LONGEST_REF:
            yield _("Mục %(ref)s quá dài; hãy rút gọn.") % {"ref": ref}


def _of_costs(facts: PlanFacts) -> Iterator[Text]:
    for order, line in enumerate(facts.costs, start=1):
        if not 0 <= line.amount <= MAX_AMOUNT:
            yield _("Dòng kinh phí %(order)s: số tiền không hợp lệ.") % {"order": order}
        if line.year is not None and line.year not in BUDGET_YEARS:
            yield _("Dòng kinh phí %(order)s: năm ngân sách không hợp lệ.") % {"order": order}


def _said(fact: Fact[str]) -> bool:
    return fact.known and bool((fact.value or "").strip())
