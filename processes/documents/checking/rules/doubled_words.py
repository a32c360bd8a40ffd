"""The same words twice in a row ("giữa các giữa các") are a slip of the hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.checking.spelling import syllables
from processes.documents.checking.texts import each_text, excerpt, reword
from processes.documents.facts import PlanFacts

_RUN = re.compile(r"(?<![\w-])((?:[^\W\d_]+[ ]+){1,4}[^\W\d_]+)[ ]+\1(?![\w-])", re.IGNORECASE)
# Single words that are never doubled; many others are, and rightly ("ngày ngày", "song song").
_FUNCTION_WORDS = "các|và|của|trong|để|về|với|cho|là|được|theo|tại|trên|những|từ các|bởi|hoặc|phải|này|nhằm|có|do|đến"
_ONE = re.compile(rf"(?<![\w-])({_FUNCTION_WORDS})[ ]+\1(?![\w-])", re.IGNORECASE)


@rule(Severity.SHOULD, OWN)
def doubled_words(facts: PlanFacts, context: Context) -> Iterator[Found]:
    seen: set[str] = set()
    for text in each_text(facts):
        for match in _matches(text.words):
            written, once = match.group(), match.group(1)
            if written in seen:
                continue
            seen.add(written)
            repair = Repair(reword(written, once))
            params = {"written": written, "right": once, "where": excerpt(text.words, *match.span())}
            yield Found(text.path, written, context.line_with(written, text.place), params, (repair,))


def _matches(words: str) -> list[re.Match[str]]:
    said = [syllable for syllable, _start, _end in syllables(words)]
    if not any(said[at : at + n] == said[at + n : at + 2 * n] for n in range(1, 6) for at in _again(said, n)):
        return []
    return [*_RUN.finditer(words), *_ONE.finditer(words)]


def _again(said: list[str], n: int) -> list[int]:
    return [at for at, (one, other) in enumerate(zip(said, said[n:], strict=False)) if one == other]
