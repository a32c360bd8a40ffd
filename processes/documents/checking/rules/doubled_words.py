"""The same words twice in a row ("giữa các giữa các") are a slip of the hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.checking.texts import excerpt, reword, texts
from processes.documents.facts import PlanFacts

_RUN = re.compile(r"(?<![\w-])((?:[^\W\d_]+[ ]+){1,4}[^\W\d_]+)[ ]+\1(?![\w-])", re.IGNORECASE)
# Single words that are never doubled; many others are, and rightly ("ngày ngày", "song song").
_FUNCTION_WORDS = "các|và|của|trong|để|về|với|cho|là|được|theo|tại|trên|những|từ các|bởi|hoặc|phải|này|nhằm|có|do|đến"
_ONE = re.compile(rf"(?<![\w-])({_FUNCTION_WORDS})[ ]+\1(?![\w-])", re.IGNORECASE)


@rule(Severity.SHOULD, OWN)
def doubled_words(facts: PlanFacts, context: Context) -> Iterator[Found]:
    seen: set[str] = set()
    for text in texts(facts):
        for match in (*_RUN.finditer(text.words), *_ONE.finditer(text.words)):
            written, once = match.group(), match.group(1)
            if written in seen:
                continue
            seen.add(written)
            repair = Repair(reword(written, once))
            params = {"written": written, "right": once, "where": excerpt(text.words, *match.span())}
            yield Found(text.path, written, context.line_with(written, text.place), params, (repair,))
