"""What a plan does not say yet and must: asked of its drafter, never guessed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from processes.documents.facts import PlanFacts
from workflow.definition import Text


def gaps(facts: PlanFacts) -> list[Text]:
    """A sentence for each thing that is missing, in the order of the document."""
    found: list[Text] = []
    if not facts.title.known:
        found.append(_("Chưa có trích yếu của kế hoạch."))
    if not facts.symbol.known:
        found.append(_("Chưa có ký hiệu văn bản (ví dụ KH-UBND)."))
    if not facts.bases:
        found.append(_("Chưa có căn cứ ban hành."))
    if not facts.tasks:
        found.append(_("Chưa có nhiệm vụ nào."))
    for task in facts.tasks:
        if not task.lead:
            found.append(_("Nhiệm vụ %(ref)s chưa có cơ quan chủ trì.") % {"ref": task.ref})
        if not task.time.known:
            found.append(_("Nhiệm vụ %(ref)s chưa có thời gian thực hiện.") % {"ref": task.ref})
    if not facts.recipients:
        found.append(_("Chưa có nơi nhận."))
    if facts.signer is None or not (facts.signer.authority or facts.signer.title):
        found.append(_("Chưa có thẩm quyền và chức vụ người ký."))
    return found
