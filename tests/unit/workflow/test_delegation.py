"""Who may lend what to whom, in which capacity, until when: a decision table, and each refusal by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import appoint, letters, make_account, make_agency, make_holder, make_person, morning
from tests.factories.lending import go_away, lend
from workflow import absence, delegation, lent
from workflow.context import Actor
from workflow.lending_refusals import LendingRefused
from workflow.models import Absence, Agency, Delegation, Desk, OrganizationEntry, Person
from workflow.refusals import AccountClosed

DAY = date(2026, 3, 10)
AT = morning(DAY)
SIGN = "test_letter.sign"
KT, TL, TUQ, Q, STAND_IN = "KT.", "TL.", "TUQ.", "Q.", "stand_in"


@dataclass
class House:
    """A department with its posts, a unit below it, and another department."""

    agency: Agency
    people: dict[str, Person]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def desk(self, name: str) -> Desk:
        return self.people[name].appointments.get().desk


@pytest.fixture
def house(db: None) -> Any:
    with letters():
        agency = make_agency("Sở Thử nghiệm")
        unit = make_agency("Chi cục Thử nghiệm", kind=Agency.Kind.SUB_UNIT, parent=agency)
        other = make_agency("Sở Khác")
        posts = {
            "head": (agency, "head"),
            "deputy": (agency, "deputy_head"),
            "second_deputy": (agency, "deputy_head"),
            "specialist": (agency, "specialist"),
            "colleague": (agency, "specialist"),
            "unit_head": (unit, "head"),
            "unit_deputy": (unit, "deputy_head"),
            "unit_specialist": (unit, "specialist"),
            "other_head": (other, "head"),
            "other_specialist": (other, "specialist"),
            "administrator": (other, "administrator"),
        }
        yield House(agency, {name: make_holder(*post) for name, post in posts.items()})


# --- capacity × who lends × to whom

EVERYBODY = {"deputy", "second_deputy", "specialist", "colleague", "unit_head", "unit_deputy", "unit_specialist",
             "other_head", "other_specialist"}  # fmt: skip
MAY_HOLD = {
    ("head", KT): {"deputy", "second_deputy"},
    ("head", TL): {"deputy", "second_deputy", "specialist", "colleague", "unit_head"},
    ("head", TUQ): {"deputy", "second_deputy", "unit_head", "unit_deputy"},
    ("head", Q): EVERYBODY,
    ("deputy", KT): {"second_deputy"},
    ("deputy", TL): set(),
    ("deputy", TUQ): set(),
    ("specialist", KT): set(),
    ("specialist", TL): set(),
    ("specialist", TUQ): set(),
    ("specialist", Q): set(),
}
TABLE = [(giver, capacity, to, to in may) for (giver, capacity), may in MAY_HOLD.items() for to in sorted(EVERYBODY)]


@pytest.mark.parametrize(("giver", "capacity", "to", "allowed"), TABLE)
def test_a_capacity_goes_only_to_whom_the_law_lets_have_it(
    house: House, giver: str, capacity: str, to: str, allowed: bool
) -> None:
    if giver == to:
        allowed = False
    actor = house["administrator"] if capacity == Q else None
    scope = [SIGN] if giver == "head" else ["test_letter.submit"] if giver == "specialist" else []
    try:
        lend(house[giver], house[to], capacity, at=AT, scope=scope, actor=actor)
        found = True
    except LendingRefused as refusal:
        assert "%(" not in str(refusal)
        found = False

    assert found is allowed
    assert Delegation.objects.exists() is allowed


@pytest.mark.parametrize("to", sorted(EVERYBODY - {"specialist"}))
def test_who_stands_in_is_of_the_same_agency_or_position(house: House, to: str) -> None:
    colleagues = {"deputy", "second_deputy", "colleague", "unit_specialist", "other_specialist"}
    try:
        go_away(house["specialist"], house[to], at=AT)
        found = True
    except LendingRefused as refusal:
        assert refusal.code == "not_a_colleague"
        found = False

    assert found is (to in colleagues)


# --- each refusal


def refused(house: House, giver: str, to: str, capacity: str = KT, **options: Any) -> str:
    options.setdefault("at", AT)
    if isinstance(options.get("actor"), str):
        options["actor"] = house[options["actor"]]
    if isinstance(options.get("desk"), str):
        options["desk"] = house.desk(options["desk"])
    with pytest.raises(LendingRefused) as caught:
        lend(house[giver], house[to], capacity, **options)
    assert "%(" not in str(caught.value)
    return str(caught.value.code)


@pytest.mark.parametrize(
    ("giver", "to", "capacity", "options", "code"),
    [
        ("head", "deputy", KT, {"actor": "deputy"}, "not_yours_to_lend"),
        ("head", "deputy", KT, {"actor": "administrator", "paper": " "}, "needs_paper"),
        ("head", "unit_head", TUQ, {"paper": "", "scope": [SIGN]}, "needs_paper"),
        ("head", "unit_head", TUQ, {}, "needs_scope"),
        ("head", "deputy", Q, {}, "needs_decision"),
        ("head", "deputy", Q, {"actor": "administrator", "paper": ""}, "needs_paper"),
        ("head", "head", KT, {}, "lent_to_oneself"),
        ("head", "deputy", KT, {"valid_from": DAY - timedelta(days=1)}, "wrong_period"),
        ("head", "deputy", KT, {"valid_to": DAY - timedelta(days=1)}, "wrong_period"),
        ("head", "deputy", KT, {"scope": ["test_letter.submit"]}, "unknown_step"),
        ("head", "deputy", KT, {"scope": ["test_letter.fly"]}, "unknown_step"),
        ("head", "deputy", KT, {"desk": "other_head"}, "does_not_hold_desk"),
        ("deputy", "unit_head", TL, {}, "only_heads_lend"),
        ("head", "deputy", STAND_IN, {}, "needs_absence"),
    ],
)
def test_nobody_can_lend_against_a_rule(
    house: House, giver: str, to: str, capacity: str, options: dict[str, Any], code: str
) -> None:
    assert refused(house, giver, to, capacity, **options) == code
    assert not Delegation.objects.exists()
    assert not OrganizationEntry.objects.exists()


def test_an_administrator_cannot_write_down_a_right_for_their_own_person(house: House) -> None:
    administrator = house["administrator"]
    second = make_account(administrator)
    for account in administrator.accounts.all():
        with pytest.raises(LendingRefused) as caught:
            delegation.delegate(
                delegator=house["head"], desk=house.desk("head"), delegate=administrator, capacity=Q,
                valid_from=DAY, valid_to=None, paper="QĐ 1", actor=Actor.of(account), at=AT,
            )  # fmt: skip
        assert caught.value.code == "to_oneself"
    with pytest.raises(LendingRefused) as caught:
        absence.record_absence(
            person=house["other_head"], valid_from=DAY, valid_to=DAY, reason="Đi công tác",
            stand_in=administrator, actor=Actor.of(second), at=AT,
        )  # fmt: skip
    assert caught.value.code == "to_oneself"
    assert not Delegation.objects.exists() and not Absence.objects.exists()
    assert lend(house["other_head"], administrator, TL, at=AT).pk, "by who has the right"


def test_a_mandate_cannot_be_without_end(house: House) -> None:
    with pytest.raises(LendingRefused) as caught:
        delegation.delegate(
            delegator=house["head"], desk=house.desk("head"), delegate=house["deputy"], capacity=TUQ, scope=[SIGN],
            valid_from=DAY, valid_to=None, paper="Giấy ủy quyền 3", actor=acting(house["head"]), at=AT,
        )  # fmt: skip
    assert caught.value.code == "needs_end"


def test_nobody_can_lend_to_who_cannot_sign_in(house: House) -> None:
    house["deputy"].accounts.update(is_active=False)

    assert refused(house, "head", "deputy") == "no_account"


def test_nobody_can_lend_with_a_closed_account(house: House) -> None:
    actor = acting(house["head"])
    house["head"].accounts.update(is_active=False)

    with pytest.raises(AccountClosed):
        delegation.delegate(
            delegator=house["head"], desk=house.desk("head"), delegate=house["deputy"], capacity=KT, scope=[],
            valid_from=DAY, valid_to=None, actor=actor, at=AT,
        )  # fmt: skip


def test_nobody_can_lend_a_desk_that_is_theirs_only_later(house: House) -> None:
    house["head"].appointments.update(valid_from=DAY + timedelta(days=1))

    assert refused(house, "head", "deputy") == "does_not_hold_desk"
    assert lend(house["head"], house["deputy"], KT, at=AT, valid_from=DAY + timedelta(days=1)).pk


def test_the_same_cannot_be_lent_twice(house: House) -> None:
    lend(house["head"], house["deputy"], KT, at=AT, scope=[SIGN])

    assert refused(house, "head", "deputy") == "already_lent"
    assert refused(house, "head", "deputy", scope=[SIGN]) == "already_lent"
    assert lend(house["head"], house["deputy"], KT, at=AT, scope=["test_letter.give_back"]).pk
    assert lend(house["head"], house["second_deputy"], KT, at=AT).pk
    assert lend(house["head"], house["deputy"], KT, at=AT, valid_from=DAY + timedelta(days=31)).pk


# --- passing on


def test_an_order_is_passed_on_once_to_a_deputy(house: House) -> None:
    desk, unit_head, unit_deputy = house.desk("head"), house["unit_head"], house["unit_deputy"]
    order = lend(house["head"], unit_head, TL, at=AT, scope=[SIGN])

    assert refused(house, "unit_head", "unit_deputy", TL, desk="head", scope=[SIGN]) == "passed_on_only_to_deputy"
    assert refused(house, "unit_head", "unit_specialist", KT, desk="head", scope=[SIGN]) == "not_a_deputy"
    assert refused(house, "unit_head", "deputy", KT, desk="head", scope=[SIGN]) == "not_a_deputy"
    assert refused(house, "unit_head", "unit_deputy", KT, desk="head") == "scope_too_wide"
    long = {"scope": [SIGN], "valid_to": DAY + timedelta(days=31)}
    assert refused(house, "unit_head", "unit_deputy", KT, desk="head", **long) == "period_too_long"
    passed = lend(unit_head, unit_deputy, KT, at=AT, desk=desk, scope=[SIGN])
    assert (passed.passed_on_from, passed.first_hand, passed.delegate_desk) == (order, order, house.desk("unit_deputy"))
    third = make_person()
    appoint(third, unit_deputy.appointments.get().desk.agency, "deputy_head")
    with pytest.raises(LendingRefused) as caught:
        lend(unit_deputy, third, KT, at=AT, desk=desk, scope=[SIGN])
    assert caught.value.code == "cannot_pass_on"


@pytest.mark.parametrize(("capacity", "to"), [(TUQ, "unit_head"), (KT, "deputy")])
def test_a_mandate_or_a_deputys_right_cannot_be_passed_on(house: House, capacity: str, to: str) -> None:
    lend(house["head"], house[to], capacity, at=AT, scope=[SIGN])
    deputy = "unit_deputy" if to == "unit_head" else "second_deputy"

    for passed in (KT, TL, TUQ):
        assert refused(house, to, deputy, passed, desk="head", scope=[SIGN]) == "cannot_pass_on"


def test_an_acting_head_lends_as_the_head(house: House) -> None:
    desk, acting_head = house.desk("head"), house["second_deputy"]
    decision = lend(house["head"], acting_head, Q, at=AT, actor=house["administrator"])

    passed = lend(acting_head, house["deputy"], KT, at=AT, desk=desk)
    assert (passed.passed_on_from, passed.first_hand) == (decision, passed), "as if it were their own"
    with pytest.raises(LendingRefused) as caught:
        lend(acting_head, house["deputy"], Q, at=AT, desk=desk, actor=house["administrator"])
    assert caught.value.code == "cannot_pass_on"
    with pytest.raises(LendingRefused) as circle:
        lend(acting_head, house["head"], TUQ, at=AT, desk=desk, scope=[SIGN])
    assert circle.value.code == "lent_in_a_circle"


# --- when it is in force


def in_force(days: int) -> list[Delegation]:
    return list(lent.in_force(AT + timedelta(days=days)))


def test_a_right_is_lent_from_the_first_to_the_last_day(house: House) -> None:
    row = lend(
        house["head"], house["deputy"], KT, at=AT, valid_from=DAY + timedelta(days=1), valid_to=DAY + timedelta(days=2)
    )

    assert [in_force(day) for day in range(4)] == [[], [row], [row], []]


def test_nothing_is_lent_before_it_was_granted(house: House) -> None:
    lend(house["head"], house["deputy"], KT, at=AT)

    assert not lent.in_force(AT - timedelta(minutes=1)).exists()


@pytest.mark.parametrize("who", ["head", "deputy"])
def test_a_right_ends_with_the_post_of_either(house: House, who: str) -> None:
    row = lend(house["head"], house["deputy"], KT, at=AT)
    house[who].appointments.update(valid_to=DAY + timedelta(days=1))

    assert [in_force(day) for day in range(3)] == [[row], [row], []]


@pytest.mark.parametrize("who", ["head", "unit_head", "unit_deputy"])
def test_what_was_passed_on_ends_with_any_post_of_the_chain(house: House, who: str) -> None:
    lend(house["head"], house["unit_head"], TL, at=AT)
    passed = lend(house["unit_head"], house["unit_deputy"], KT, at=AT, desk=house.desk("head"))
    assert passed in in_force(1)
    house[who].appointments.update(valid_to=DAY)

    assert passed in in_force(0)
    assert passed not in in_force(1)


@pytest.mark.parametrize("who", ["another", "head"])
def test_an_acting_head_stays_until_a_head_is_appointed(house: House, who: str) -> None:
    """Also where it is the former head who comes back: the right was theirs, and now they use it themselves."""
    house["head"].appointments.update(valid_to=DAY)
    desk, comes = house.desk("head"), house["head"] if who == "head" else make_person()
    row = lend(
        house["head"], house["deputy"], Q, at=AT, desk=desk, actor=house["administrator"],
        valid_from=DAY + timedelta(days=1),
    )  # fmt: skip
    appoint(comes, house.agency, "head", valid_from=DAY + timedelta(days=3))

    assert [in_force(day) for day in range(1, 5)] == [[row], [row], [], []]


# --- taking it back


def acting(person: Person) -> Actor:
    return Actor.of(person.accounts.order_by("pk")[0])


def test_what_is_revoked_ends_at_once_with_all_that_was_passed_on(house: House) -> None:
    order = lend(house["head"], house["unit_head"], TL, at=AT)
    passed = lend(house["unit_head"], house["unit_deputy"], KT, at=AT, desk=house.desk("head"))
    later = AT + timedelta(hours=1)
    delegation.revoke(order, actor=acting(house["head"]), reason="Đã đi công tác về", at=later)
    passed.refresh_from_db()

    assert (order.revoked_at, passed.revoked_at, passed.revoke_reason) == (later, later, "Đã đi công tác về")
    assert list(lent.in_force(AT + timedelta(minutes=30))) == [order, passed], "the past stays as it was"
    assert not lent.in_force(later).exists()
    assert not lent.in_force(AT + timedelta(minutes=30), is_command=True).exists(), "whatever the command's moment"


@pytest.mark.parametrize(("who", "code"), [("deputy", "not_yours_to_end"), ("other_head", "not_yours_to_end")])
def test_nobody_else_can_revoke(house: House, who: str, code: str) -> None:
    row = lend(house["head"], house["deputy"], KT, at=AT)
    with pytest.raises(LendingRefused) as caught:
        delegation.revoke(row, actor=acting(house[who]), reason="Không cần nữa", at=AT)

    assert caught.value.code == code
    assert in_force(0) == [row]


def test_nobody_can_revoke_without_a_reason_or_twice(house: House) -> None:
    row = lend(house["head"], house["deputy"], KT, at=AT)
    for reason, code in ((" ", "needs_reason"), ("Về sớm", ""), ("Về sớm", "already_ended")):
        try:
            delegation.revoke(row, actor=acting(house["administrator"]), reason=reason, at=AT)
            assert code == ""
        except LendingRefused as refusal:
            assert refusal.code == code


def test_lending_and_revoking_are_written_down(house: House) -> None:
    row = lend(house["head"], house["deputy"], KT, at=AT, scope=[SIGN])
    delegation.revoke(row, actor=acting(house["head"]), reason="Về sớm", at=AT)

    lent_entry, revoked = OrganizationEntry.objects.all()
    assert (lent_entry.act, lent_entry.person, lent_entry.facts["delegation"]) == (
        "delegate", house["head"], str(row.uuid),
    )  # fmt: skip
    assert (lent_entry.facts["capacity"], lent_entry.facts["scope"]) == ("KT.", [SIGN])
    assert (revoked.act, revoked.facts) == ("revoke", {"delegation": str(row.uuid), "reason": "Về sớm"})


# --- the order of locks


def test_the_organizations_chain_is_locked_after_every_desk_and_right(house: House) -> None:
    """Another order lets two who lend at once wait for each other: the database throws one of them out."""
    head, desk = house["head"], house.desk("head")
    appoint(head, house.agency, "specialist")
    away = {"person": head, "valid_from": DAY, "valid_to": DAY, "reason": "Đi họp", "stand_in": house["deputy"]}
    written = _written_by(lambda: absence.record_absence(**away, actor=acting(head), at=AT))
    assert (written, Delegation.objects.count()) == (["delegation", "organizationhead"], 2)

    order = lend(head, house["unit_head"], TL, at=AT, desk=desk, scope=[SIGN])
    lend(house["unit_head"], house["unit_deputy"], KT, at=AT, desk=desk, scope=[SIGN])
    written = _written_by(lambda: delegation.revoke(order, actor=acting(head), reason="Đã về", at=AT))
    assert (written, Delegation.objects.filter(revoked_at=AT).count()) == (["delegation", "organizationhead"], 2)


def _written_by(deed: Callable[[], Any]) -> list[str]:
    """The tables written one after the other: each lending has its desk locked just before."""
    with CaptureQueriesContext(connection) as sent:
        deed()
    tables = [re.match(r'(?:INSERT INTO|UPDATE) "workflow_(delegation|organizationhead)"', one["sql"]) for one in sent]
    return [name for name, _rows in groupby(table[1] for table in tables if table)]
