"""Checking a plan with what the system knows: its calendar, its directory on the plan's day, and what was waived."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property

from django.db import transaction
from django.utils import timezone

from processes.documents.checking import Bodies, Context, Finding, Severity, check
from processes.documents.facts import PlanFacts
from processes.models import FindingWaiver, Plan, PlanVersion
from workflow import acts
from workflow.calendar import WorkingDays
from workflow.context import Actor
from workflow.models import Agency, AgencyName
from workflow.names import fold
from workflow.successors import Answering

from .naming import Names

LINE_END = re.compile(r"\r\n|\r|\n|\f")  # as the reader counts


@dataclass(frozen=True)
class Waived:
    finding: Finding
    waiver: FindingWaiver


class Checked:
    """One plan's findings as of one moment, each part loaded when first asked for."""

    def __init__(self, plan: Plan, facts: PlanFacts, at: datetime) -> None:
        self.plan, self.facts = plan, facts
        self.today = timezone.localdate(at)

    @cached_property
    def context(self) -> Context:
        days = WorkingDays()
        plain = Context(today=self.today)
        return Context(
            today=self.today,
            is_day_off=lambda day: not days.works(day),
            lines=source_lines(self.plan),
            bodies=_bodies(self.plan, plain.day_of(self.facts)),
        )

    @cached_property
    def findings(self) -> list[Finding]:
        """Waived or not."""
        return check(self.facts, self.context)

    @cached_property
    def waivers(self) -> dict[str, FindingWaiver]:
        rows = FindingWaiver.objects.filter(plan=self.plan).select_related("person")
        return {row.fingerprint: row for row in rows}

    @property
    def open(self) -> list[Finding]:
        return [one for one in self.findings if one.fingerprint not in self.waivers]

    @property
    def waived(self) -> list[Waived]:
        """Whose words still stand: with them the waiver goes."""
        kept = self.waivers
        return [Waived(one, kept[one.fingerprint]) for one in self.findings if one.fingerprint in kept]

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.open)

    def finding(self, fingerprint: str) -> Finding | None:
        return next((one for one in self.findings if one.fingerprint == fingerprint), None)


def source_lines(plan: Plan) -> tuple[str, ...]:
    """The lines of the file or text from which the plan was made, as the reader counted them."""
    version = PlanVersion.objects.filter(plan=plan).exclude(source_text="").order_by("number").first()
    return tuple(LINE_END.split(version.source_text)) if version else ()


def _bodies(plan: Plan, day: date) -> Callable[[str], Bodies | None]:
    """Who a name means on that day; the directory is loaded when the first name is asked."""
    names = cache(lambda: Names(plan, day))
    former = cache(lambda: Former(day))

    @cache
    def bodies(name: str) -> Bodies | None:
        meant = names().resolve(name)
        if not meant.question:
            return Bodies(frozenset(str(agency.pk) for agency in meant.agencies))
        return Bodies(is_open=True) if meant.question == "open" else former().of(name)

    return bodies


class Former:
    """Agencies that had ended before a day, by every name they had."""

    def __init__(self, day: date) -> None:
        self._answering = Answering(day)
        self._ended: dict[str, Agency] = {}
        for agency in Agency.objects.filter(valid_to__lt=day):
            for name in (agency.name, agency.short_name):
                if name:
                    self._ended[fold(name)] = agency
        for spelling in AgencyName.objects.filter(agency__valid_to__lt=day).select_related("agency"):
            self._ended[spelling.folded] = spelling.agency

    def of(self, name: str) -> Bodies | None:
        agency = self._ended.get(fold(name))
        if agency is None:
            return None
        follower = self._answering.of(agency)
        return Bodies(ended_on=agency.valid_to, successors=(follower.name,) if follower != agency else ())


@transaction.atomic
def waive(*, plan: Plan, finding: Finding, reason: str, actor: Actor, at: datetime, request: str = "") -> FindingWaiver:
    """Let a finding stand; a later reason replaces an earlier one."""
    assert actor.person is not None
    told = {"rule": finding.code, "reason": reason, "person": actor.person, "at": at}
    waiver, _new = FindingWaiver.objects.update_or_create(plan=plan, fingerprint=finding.fingerprint, defaults=told)
    facts = {"plan": str(plan.uuid), "rule": finding.code, "finding": finding.fingerprint, "reason": reason}
    acts.record("waive_finding", actor=actor, at=at, facts=facts, request=request)
    return waiver


@transaction.atomic
def take_waiver_back(*, plan: Plan, fingerprint: str, actor: Actor, at: datetime, request: str = "") -> None:
    """Nothing happens where it was taken back already."""
    waiver = FindingWaiver.objects.select_for_update().filter(plan=plan, fingerprint=fingerprint).first()
    if waiver is None:
        return
    facts = {"plan": str(plan.uuid), "rule": waiver.rule, "finding": fingerprint}
    waiver.delete()
    acts.record("take_finding_waiver_back", actor=actor, at=at, facts=facts, request=request)
