from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import make_agency, make_instance, morning
from workflow import numbering
from workflow.context import SYSTEM_ACTOR
from workflow.models import IssuedNumber, OrganizationEntry, Register

AT = morning(date(2019, 1, 2))
OUTGOING, INCOMING = Register.Direction.OUTGOING, Register.Direction.INCOMING


def give(agency, instance, *, at=AT, type_symbol="KH", direction=OUTGOING):
    with transaction.atomic():
        return numbering.give_number(
            agency=agency,
            direction=direction,
            type_symbol=type_symbol,
            symbol=f"{type_symbol}-UBND" if type_symbol else "",
            title="Kế hoạch thử nghiệm",
            instance=instance,
            at=at,
        )


def open_from(agency, first, reason="tiếp sổ giấy", *, year=2019, at=AT):
    return numbering.open_register(
        agency=agency,
        direction=OUTGOING,
        type_symbol="KH",
        year=year,
        first=first,
        reason=reason,
        actor=SYSTEM_ACTOR,
        at=at,
    )


@pytest.fixture
def agency(db):
    return make_agency("Ủy ban nhân dân tỉnh", kind="authority")


@pytest.fixture
def instance(db):
    return make_instance(at=AT)


def test_missing_register_opens_with_01(agency, instance):
    assert [give(agency, instance).text for _ in range(3)] == ["01/KH-UBND", "02/KH-UBND", "03/KH-UBND"]


def test_register_opened_with_another_number(agency, instance):
    register = open_from(agency, 215)
    assert give(agency, instance).text == "215/KH-UBND"
    assert give(agency, instance).number == 216
    register.refresh_from_db()
    assert (register.first, register.last, register.opening_reason) == (215, 216, "tiếp sổ giấy")


def test_series_are_separate(agency, instance):
    other = make_agency()
    assert give(agency, instance).number == 1
    assert give(agency, instance, type_symbol="TTr").number == 1
    assert give(other, instance).number == 1
    assert give(agency, instance, type_symbol="", direction=INCOMING).text == "1"
    assert give(agency, instance).number == 2


def test_year_turns_at_midnight_in_vietnam(agency, instance):
    before = give(agency, instance, at=datetime(2019, 12, 31, 16, 59, 59, tzinfo=UTC))
    after = give(agency, instance, at=datetime(2019, 12, 31, 17, 0, 0, tzinfo=UTC))
    assert (before.number, before.issued_on) == (1, date(2019, 12, 31))
    assert (after.number, after.issued_on) == (1, date(2020, 1, 1))
    assert {before.register.year, after.register.year} == {2019, 2020}


def test_number_is_not_given_for_a_day_before_the_last_one(agency, instance):
    give(agency, instance, at=AT + timedelta(days=3))
    with pytest.raises(numbering.BackDated) as refused:
        give(agency, instance, at=AT)
    assert "02/01/2019" in str(refused.value)
    assert give(agency, instance, at=AT + timedelta(days=3)).number == 2


def test_three_statements(agency, instance, django_assert_num_queries):
    give(agency, instance)
    with transaction.atomic(), django_assert_num_queries(3):
        numbering.give_number(
            agency=agency,
            direction=OUTGOING,
            type_symbol="KH",
            symbol="KH-UBND",
            title="Kế hoạch",
            instance=instance,
            at=AT,
        )


def test_register_cannot_be_opened_twice(agency):
    open_from(agency, 215)
    with pytest.raises(numbering.RegisterExists):
        open_from(agency, 1, "")


def test_other_first_number_needs_a_reason(agency):
    with pytest.raises(numbering.OpeningReasonMissing):
        open_from(agency, 215, "  ")


@pytest.mark.parametrize("year", [2018, 2021])
def test_only_this_year_and_the_next_are_opened(agency, year):
    with pytest.raises(numbering.WrongYear):
        open_from(agency, 1, "", year=year)


def test_next_year_is_opened_in_advance(agency, instance):
    open_from(agency, 7, year=2020)
    assert give(agency, instance, at=morning(date(2020, 1, 2))).number == 7


@pytest.mark.parametrize(("direction", "type_symbol"), [(OUTGOING, ""), (INCOMING, "KH")])
def test_unknown_series(agency, instance, direction, type_symbol):
    with pytest.raises(ValueError, match="no such series"):
        give(agency, instance, direction=direction, type_symbol=type_symbol)


def test_void_number_keeps_its_place(agency, instance):
    number = give(agency, instance)
    with pytest.raises(numbering.VoidReasonMissing):
        numbering.void(number=number, reason=" ", actor=SYSTEM_ACTOR, at=AT)
    numbering.void(number=number, reason="ghi nhầm loại văn bản", actor=SYSTEM_ACTOR, at=AT)
    with pytest.raises(numbering.AlreadyVoid):
        numbering.void(number=number, reason="lần nữa", actor=SYSTEM_ACTOR, at=AT)
    assert give(agency, instance).number == 2
    assert IssuedNumber.objects.get(number=1).void_reason == "ghi nhầm loại văn bản"
    [act] = OrganizationEntry.objects.filter(act="void_number")
    assert act.facts == {"issued_number": str(number.uuid), "number": "01/KH-UBND", "reason": "ghi nhầm loại văn bản"}


def test_constraints_hold_without_us(agency, instance):
    register = give(agency, instance).register
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedNumber.objects.create(
            register=register, number=1, title="trùng số", instance=instance, issued_on=date(2019, 1, 2), given_at=AT
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Register.objects.create(agency=agency, direction=OUTGOING, type_symbol="BC", year=2019, first=9, last=8)


# --- on real connections


@pytest.mark.django_db(transaction=True)
def test_no_number_outside_a_transaction():
    agency, instance = make_agency(), make_instance(at=AT)
    with pytest.raises(numbering.OutsideTransaction):
        numbering.give_number(
            agency=agency,
            direction=OUTGOING,
            type_symbol="KH",
            symbol="KH-UBND",
            title="Kế hoạch",
            instance=instance,
            at=AT,
        )


@pytest.mark.django_db(transaction=True)
def test_failed_transaction_gives_its_number_back():
    agency, instance = make_agency(), make_instance(at=AT)
    with pytest.raises(RuntimeError), transaction.atomic():
        give(agency, instance)
        raise RuntimeError("the rest failed")
    assert give(agency, instance).number == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_and_no_double():
    agency, instance = make_agency(), make_instance(at=AT)
    together, failures = threading.Barrier(6), []

    def clerk() -> None:
        together.wait()  # all meet where the register does not exist yet
        try:
            for _ in range(5):
                give(agency, instance)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    clerks = [threading.Thread(target=clerk) for _ in range(6)]
    for thread in clerks:
        thread.start()
    for thread in clerks:
        thread.join()
    assert failures == []
    assert list(IssuedNumber.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 31))
    assert Register.objects.get().last == 30
