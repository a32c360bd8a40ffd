"""Facts outside the processes are written down in one chain, whoever writes at the same time."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from tests.factories import make_person, morning
from workflow import acts, calendar
from workflow.canonical import act_fields, digest, row_of
from workflow.context import SYSTEM_ACTOR, Actor
from workflow.models import CalendarDay, OrganizationEntry, OrganizationHead

AT = morning(date(2026, 11, 23))


def record(*names):
    return acts.record_many("test", actor=SYSTEM_ACTOR, at=AT, facts=[{"name": name} for name in names])


@pytest.mark.django_db
def test_acts_are_chained_in_their_order():
    person = make_person()
    first = acts.record("appoint", actor=Actor.of(person.accounts.get()), at=AT, facts={"tên": "Sở Y tế"}, request="r1")
    [second, third] = record("b", "c")
    assert [entry.sequence for entry in (first, second, third)] == [1, 2, 3]
    assert [entry.previous_hash for entry in (first, second, third)] == ["", first.hash, second.hash]
    assert (first.person, first.actor, first.request) == (person, person.accounts.get(), "r1")
    head = OrganizationHead.objects.get()
    assert (head.sequence, head.hash) == (3, third.hash)


@pytest.mark.django_db
def test_the_canonical_form_names_every_field():
    """A field that the chain does not cover could be edited unseen."""
    [entry] = record("a")
    fields = {field.name for field in OrganizationEntry._meta.get_fields()} - {"id", "previous_hash", "hash"}
    assert {*act_fields(row_of(entry))} - {"format"} == fields
    entry.refresh_from_db()
    assert entry.hash == digest(act_fields(row_of(entry)), "")


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 90])
def test_many_acts_cost_three_statements(django_assert_num_queries, count):
    record("the first makes the head")
    with django_assert_num_queries(3 + 2):  # and a savepoint around them
        record(*map(str, range(count)))


@pytest.mark.django_db
def test_nothing_to_say_writes_nothing():
    assert record() == []
    assert not OrganizationHead.objects.exists()


@pytest.mark.django_db
def test_only_json_enters_the_chain():
    with pytest.raises(TypeError):
        acts.record("test", actor=SYSTEM_ACTOR, at=AT, facts={"day": AT.date()})


@pytest.mark.django_db
def test_an_act_that_is_undone_leaves_no_gap():
    record("a")
    with transaction.atomic():
        record("b")
        transaction.set_rollback(True)
    assert [entry.sequence for entry in record("c")] == [2]


@pytest.mark.django_db(transaction=True)
def test_who_write_at_once_are_one_after_the_other():
    """Also the first ones, who find no head yet."""
    together = threading.Barrier(4)

    def write(name):
        together.wait()
        for number in range(5):
            record(f"{name} {number}")
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    rows = list(OrganizationEntry.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == list(range(1, 21))
    assert [row.previous_hash for row in rows] == ["", *(row.hash for row in rows[:-1])]


@pytest.mark.django_db
def test_a_declared_day_is_written_down_and_counts():
    saturday = date(2026, 11, 28)
    calendar.set_day(saturday, True, "Quyết định 1", actor=SYSTEM_ACTOR, at=AT)
    assert calendar.is_working_day(saturday)
    calendar.set_day(saturday, False, "Quyết định 2", actor=SYSTEM_ACTOR, at=AT)
    assert not calendar.is_working_day(saturday)
    assert CalendarDay.objects.get().note == "Quyết định 2"
    assert [act.facts["working"] for act in OrganizationEntry.objects.all()] == [True, False]
