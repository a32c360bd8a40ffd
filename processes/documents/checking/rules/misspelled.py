"""Syllables that almost make a word of administration: a tone, a final consonant or an initial is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from processes.documents.checking.context import Context
from processes.documents.checking.laws import OWN
from processes.documents.checking.rule import Found, Repair, Severity, rule
from processes.documents.checking.spelling import Speller
from processes.documents.checking.texts import each_text, excerpt, reword
from processes.documents.facts import PlanFacts


@rule(Severity.SHOULD, OWN)
def misspelled(facts: PlanFacts, context: Context) -> Iterator[Found]:
    """Each misspelling once, at its first place: one click sets it right everywhere."""
    told = each_text(facts)
    speller, seen = Speller(text.words for text in told), set[str]()
    for text in told:
        for slip in speller.slips(text.words):
            if slip.written in seen:
                continue
            seen.add(slip.written)
            repair = Repair(reword(slip.written, slip.right))
            where = excerpt(text.words, slip.start, slip.end)
            params = {"written": slip.written, "right": slip.right, "where": where}
            yield Found(text.path, slip.written, context.line_with(slip.written, text.place), params, (repair,))
