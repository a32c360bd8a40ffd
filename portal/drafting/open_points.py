"""What is asked of the drafter: first what must be there before the plan goes anywhere, then what to look at again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.documents.facts import Place, PlanFacts
from processes.documents.reading import Question, QuestionCode, questions

CLERKS = ("number", "date")  # given by the clerk at the issue
REQUIRED = ("title", "symbol", "bases", "tasks", "recipients")  # said among what must be there
TITLES: dict[str, str | Promise] = {
    "place": gettext_lazy("địa danh"),
    "kind": gettext_lazy("tên loại văn bản"),
    "title": gettext_lazy("trích yếu"),
    "symbol": gettext_lazy("ký hiệu"),
    "issuer": gettext_lazy("cơ quan ban hành"),
    "reports": gettext_lazy("yêu cầu báo cáo"),
    "feedback": gettext_lazy("nơi tiếp nhận khó khăn, vướng mắc"),
    "funding": gettext_lazy("nội dung về kinh phí"),
    "signer.name": gettext_lazy("họ tên người ký"),
}
TASK = re.compile(r"tasks\[(.+?)\](?:\.(\w+))?")
REPORT = re.compile(r"reports\[(\d+)\](?:\.(\w+))?")


@dataclass(frozen=True)
class OpenPoint:
    """A sentence, the box of the form where it is answered, and where the source speaks of it."""

    sentence: str
    anchor: str
    place: Place | None = None


def required(facts: PlanFacts) -> list[OpenPoint]:
    """The same things as `gaps` asks for, each with its place in the form."""
    return list(_required(facts))


def _required(facts: PlanFacts) -> Iterator[OpenPoint]:
    if not facts.title.known:
        yield OpenPoint(_("Chưa có trích yếu của kế hoạch."), "id-title", facts.title.place)
    if not facts.symbol.known:
        yield OpenPoint(_("Chưa có ký hiệu văn bản (ví dụ KH-UBND)."), "id-symbol", facts.symbol.place)
    if not facts.bases:
        yield OpenPoint(_("Chưa có căn cứ ban hành."), "section-bases")
    if not facts.tasks:
        yield OpenPoint(_("Chưa có nhiệm vụ nào."), "section-tasks")
    for number, task in enumerate(facts.tasks):
        if not task.lead:
            sentence = _("Nhiệm vụ %(ref)s chưa có cơ quan chủ trì.") % {"ref": task.ref}
            yield OpenPoint(sentence, f"tasks-{number}", task.place)
        if not task.time.known:
            sentence = _("Nhiệm vụ %(ref)s chưa có thời gian thực hiện.") % {"ref": task.ref}
            yield OpenPoint(sentence, f"tasks-{number}", task.place)
    if not facts.recipients:
        yield OpenPoint(_("Chưa có nơi nhận."), "section-recipients")
    if facts.signer is None or not (facts.signer.authority or facts.signer.title):
        yield OpenPoint(_("Chưa có thẩm quyền và chức vụ người ký."), "section-signer")


def advised(facts: PlanFacts) -> list[OpenPoint]:
    """What the reader was not sure of, or did not find and a plan usually has."""
    return [point for question in questions(facts) if (point := _advised(question, facts))]


def _advised(question: Question, facts: PlanFacts) -> OpenPoint | None:
    if task := TASK.fullmatch(question.path):
        return _about_task(question, task[1], facts)
    if rule := REPORT.fullmatch(question.path):
        words = {"due": _("Yêu cầu báo cáo %(n)s chưa rõ hạn."), "to": _("Yêu cầu báo cáo %(n)s chưa rõ gửi về đâu.")}
        sentence = words.get(rule[2], _("Hãy xem lại yêu cầu báo cáo %(n)s."))
        return OpenPoint(sentence % {"n": int(rule[1]) + 1}, f"reports-{rule[1]}", question.place)
    unsure = question.code is QuestionCode.UNSURE
    if question.path in CLERKS or question.path not in TITLES or (question.path in REQUIRED and not unsure):
        return None
    sentence = _("Hãy kiểm tra lại %(what)s.") if unsure else _("Chưa có %(what)s.")
    return OpenPoint(sentence % {"what": TITLES[question.path]}, _anchor(question.path), question.place)


def _about_task(question: Question, ref: str, facts: PlanFacts) -> OpenPoint | None:
    """Doubts only: what a task lacks stands among what is required."""
    if question.code is not QuestionCode.UNSURE:
        return None
    number = next((n for n, task in enumerate(facts.tasks) if task.ref == ref), 0)
    sentence = _("Hãy kiểm tra lại nhiệm vụ %(ref)s: chưa chắc đã tách đúng.") % {"ref": ref}
    return OpenPoint(sentence, f"tasks-{number}", question.place)


def _anchor(path: str) -> str:
    places = {"reports": "section-reports", "feedback": "section-feedback", "funding": "section-funding"}
    return "section-signer" if path.startswith("signer") else places.get(path, f"id-{path}")
