"""A step by a lent right, and its revocation at the same moment: one comes first, and the other knows of it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import appoint, make_holder
from tests.factories.lending import lend
from tests.factories.trail import clearable_trail
from tests.integration.test_races import at_once, firing
from tests.processes.world import AT, World
from workflow import absence, authorization, delegation, engine
from workflow.context import Actor
from workflow.models import Absence, AuditEntry, Delegation, Desk, Person, ProcessInstance
from workflow.refusals import NotYours

__all__ = ["clearable_trail"]

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 15


class Lent:
    """A department's head has lent the desk to a deputy, and a submission waits for the signature."""

    def __init__(self) -> None:
        self.world = World()
        self.head = self.world.people["department_head"]
        self.deputy = make_holder(self.world.agencies["drafting"], "deputy_head")

    def again(self) -> tuple[Delegation, ProcessInstance]:
        desk = Desk.objects.get(agency=self.world.agencies["drafting"], position__code="head")
        row = lend(self.head, self.deputy, "KT.", at=AT, desk=desk)
        return row, self.world.put_below("approval", "submitted")

    def revoking(self, row: Delegation) -> Any:
        return lambda: delegation.revoke(row, actor=acting(self.head), reason="Đã về", at=AT + timedelta(minutes=1))


def acting(person: Person) -> Actor:
    return Actor.of(person.accounts.get())


def test_a_step_and_the_revocation_of_its_right_have_an_order() -> None:
    lent = Lent()
    for _round in range(ROUNDS):
        row, approval = lent.again()

        step, revoked = at_once(
            firing(lent.world, approval, "sign_submission", acting(lent.deputy)), lent.revoking(row)
        )

        assert revoked is None, repr(revoked)
        assert isinstance(step, engine.Answer | NotYours), repr(step)
        assert AuditEntry.objects.filter(instance=approval).exists() is isinstance(step, engine.Answer)
        again = lent.world.put_below("approval", "submitted")
        with pytest.raises(NotYours):
            lent.world.fire(again, "sign_submission", acting(lent.deputy), at=AT)


@pytest.mark.only_on("postgresql")
def test_a_step_waits_for_a_revocation_that_has_begun_and_is_refused() -> None:
    """(On SQLite nothing else writes meanwhile.)"""
    assert _step_beside_an_open_revocation(Lent()) is NotYours


@pytest.mark.only_on("postgresql")
def test_without_the_lock_a_step_slips_past_a_revocation(monkeypatch: pytest.MonkeyPatch) -> None:
    work = authorization._lent

    def unlocked(*args: Any) -> Any:
        return work(*args[:-1], False)

    monkeypatch.setattr(authorization, "_lent", unlocked)
    assert _step_beside_an_open_revocation(Lent()) is engine.Answer


def _step_beside_an_open_revocation(lent: Lent) -> type:
    """The revocation has written and not yet committed when the step comes."""
    row, approval = lent.again()
    fire = firing(lent.world, approval, "sign_submission", acting(lent.deputy))
    written, looked = threading.Event(), threading.Event()

    def revoke() -> None:
        with transaction.atomic():
            lent.revoking(row)()
            written.set()
            looked.wait(1)

    def step() -> Any:
        written.wait(10)
        try:
            return fire()
        finally:
            looked.set()

    _revoked, answer = at_once(revoke, step)
    return type(answer)


def test_an_absence_and_a_lending_at_the_same_desks_both_come_through() -> None:
    """Each locks a desk and the organization's chain: in one order, or one of them is thrown out as a deadlock."""
    lent = Lent()
    drafting, head, deputy = lent.world.agencies["drafting"], lent.head, lent.deputy
    appoint(head, drafting, "specialist")
    second = make_holder(drafting, "deputy_head")
    desk = Desk.objects.get(agency=drafting, position__code="head")
    for number in range(ROUNDS):
        day, at = timezone.localdate(AT) + timedelta(days=number), AT + timedelta(minutes=number)
        period = {"valid_from": day, "valid_to": day, "actor": acting(head), "at": at}

        def away(period: dict[str, Any] = period) -> Any:
            return absence.record_absence(person=head, reason="Đi họp", stand_in=deputy, **period)

        def deputed(period: dict[str, Any] = period) -> Any:
            return delegation.delegate(delegator=head, desk=desk, delegate=second, capacity="KT.", **period)

        answers = at_once(away, deputed)
        assert [type(answer) for answer in answers] == [Absence, Delegation], answers
