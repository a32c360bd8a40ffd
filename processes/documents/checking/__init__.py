"""Checking: facts → findings. Pure: the day, the calendar and the directory of names come with the context."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from processes.documents.facts import PlanFacts

from .context import Bodies, Context
from .rule import Finding, Found, Repair, Rule, Severity
from .rules import FORMAT, RULES

MOST_REPAIRS = 200  # of one rule

__all__ = [
    "FORMAT",
    "RULES",
    "Bodies",
    "Context",
    "Finding",
    "Found",
    "Repair",
    "Rule",
    "Severity",
    "check",
    "repaired",
]


def check(facts: PlanFacts, context: Context, rules: Sequence[Rule] = RULES) -> list[Finding]:
    """What every rule that holds on the plan's day finds, the gravest first, each grade in the document's order."""
    day = context.day_of(facts)
    found: dict[str, Finding] = {}  # the same words are told once, at their first place
    for rule in rules:
        law = rule.law(day)
        if law is None:
            continue
        for one in rule(facts, context):
            finding = Finding(rule, law, one)
            found.setdefault(finding.fingerprint, finding)
    return sorted(found.values(), key=lambda finding: list(Severity).index(finding.severity))


def repaired(facts: PlanFacts, context: Context, rules: Sequence[Rule] = RULES, but: Collection[str] = ()) -> PlanFacts:
    """Every finding of these rules that has exactly one repair, one after another. `but`: fingerprints to let stand."""
    for rule in rules:
        for _again in range(MOST_REPAIRS):
            found = [one for one in check(facts, context, [rule]) if one.is_plain and one.fingerprint not in but]
            changed = found[0].found.repairs[0].apply(facts) if found else facts
            if changed == facts:
                break
            facts = changed
    return facts
