"""A step taken in somebody's place: by whose right, written down with both names, and what bars from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import appoint, letters, make_account, make_agency, make_holder, make_person, morning, write_letter
from tests.factories.lending import go_away, lend
from tests.processes.world import World
from workflow import absence, authorization, delegation, engine, queries
from workflow.context import Actor, Seen
from workflow.engine.authority import did_or_lent
from workflow.models import Agency, AuditEntry, FieldOfWork, Person, ProcessInstance, Responsibility, Task
from workflow.opening import opened
from workflow.refusals import AccountClosed, NotYourField, NotYours, Refusal, Separated, StandInSigns

DAY = date(2026, 3, 10)
AT = morning(DAY)
SIGN, GIVE_BACK = "test_letter.sign", "test_letter.give_back"


def acting(person: Person) -> Actor:
    return Actor.of(person.accounts.order_by("pk")[0])


@dataclass
class House:
    """An agency whose letter waits for its head; a deputy, a specialist and a unit below."""

    agency: Agency
    writer: Person
    head: Person
    deputy: Person
    unit_head: Person
    unit_deputy: Person
    letter: ProcessInstance

    def fire(self, name: str, person: Person, **options: Any) -> engine.Answer:
        options.setdefault("actor", acting(person))
        options.setdefault("at", AT)
        seen = ProcessInstance.objects.values_list("revision", flat=True).get(pk=self.letter.pk)
        inputs = {"reason": "Thiếu phụ lục"} if name == "give_back" else {}
        return engine.fire(instance_id=self.letter.uuid, transition=name, seen=Seen(seen), inputs=inputs, **options)

    def entry(self) -> AuditEntry:
        return self.letter.entries.order_by("-revision")[0]

    def lend(self, to: Person, capacity: str, **options: Any) -> Any:
        return lend(self.head, to, capacity, at=AT, **options)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with letters():
        agency = make_agency("Sở Thử nghiệm")
        unit = make_agency("Chi cục Thử nghiệm", kind=Agency.Kind.SUB_UNIT, parent=agency)
        writer, head = make_holder(agency, "specialist"), make_holder(agency, "head", full_name="Giám đốc")
        people = (make_holder(agency, "deputy_head", full_name="Phó Giám đốc"), make_holder(unit, "head"))
        letter = write_letter(agency, writer, at=AT)
        found = House(agency, writer, head, *people, make_holder(unit, "deputy_head"), letter)
        found.fire("submit", writer)
        letter.refresh_from_db()
        yield found


def refused(house: House, kind: type[Refusal], name: str, person: Person, **options: Any) -> str:
    before = AuditEntry.objects.count()
    with pytest.raises(kind) as caught:
        house.fire(name, person, **options)
    assert type(caught.value) is kind
    assert AuditEntry.objects.count() == before
    assert "%(" not in str(caught.value)
    return str(caught.value)


# --- by whose right


@pytest.mark.parametrize("capacity", ["KT.", "TL.", "TUQ."])
def test_a_step_in_anothers_place_has_both_names(house: House, capacity: str) -> None:
    row = house.lend(house.deputy, capacity, scope=[SIGN], paper="QĐ 7/QĐ-STN")
    answer = house.fire("sign", house.deputy)
    entry = house.entry()

    assert (answer.state, answer.acting_for, answer.capacity) == ("signed", "Giám đốc", capacity)
    assert (entry.person, entry.acting_for, entry.capacity) == (house.deputy, house.head, capacity)
    assert entry.authority == {
        "agency": "Sở Thử nghiệm", "position": "head", "delegation": str(row.uuid), "paper": "QĐ 7/QĐ-STN",
    }  # fmt: skip


def test_an_own_right_comes_first_unless_another_is_chosen(house: House) -> None:
    appoint(house.deputy, house.agency, "head")
    house.lend(house.deputy, "KT.")
    house.fire("give_back", house.deputy)
    assert house.entry().acting_for is None

    house.fire("submit", house.writer)
    house.fire("give_back", house.deputy, acting_for=house.head)
    assert (house.entry().acting_for, house.entry().capacity) == (house.head, "KT.")


def test_nobody_can_act_for_who_lent_them_nothing(house: House) -> None:
    refused(house, NotYours, "sign", house.head, acting_for=house.deputy)
    refused(house, NotYours, "sign", house.deputy)


def test_a_deputy_cannot_take_a_step_that_was_not_lent(house: House) -> None:
    house.lend(house.deputy, "KT.", scope=[GIVE_BACK])

    refused(house, NotYours, "sign", house.deputy)
    assert house.fire("give_back", house.deputy).state == "draft"


@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_deputy_cannot_act_outside_the_days(house: House, days: int, allowed: bool) -> None:
    house.lend(house.deputy, "KT.", valid_from=DAY + timedelta(days=1), valid_to=DAY + timedelta(days=2))
    at = AT + timedelta(days=days)
    if allowed:
        assert house.fire("sign", house.deputy, at=at).state == "signed"
    else:
        refused(house, NotYours, "sign", house.deputy, at=at)


def test_a_deputy_cannot_act_after_the_head_has_left(house: House) -> None:
    house.lend(house.deputy, "KT.")
    house.head.appointments.update(valid_to=DAY)

    refused(house, NotYours, "sign", house.deputy, at=AT + timedelta(days=1))


def test_nobody_can_use_a_right_after_its_revocation(house: House) -> None:
    row = house.lend(house.deputy, "KT.")
    delegation.revoke(row, actor=acting(house.head), reason="Đã về", at=AT + timedelta(minutes=5))

    refused(house, NotYours, "sign", house.deputy, at=AT + timedelta(minutes=6))
    refused(house, NotYours, "sign", house.deputy, at=AT + timedelta(minutes=4))


def test_what_was_passed_on_names_all_three(house: House) -> None:
    house.lend(house.unit_head, "TL.", scope=[SIGN])
    desk = house.head.appointments.get().desk
    row = lend(house.unit_head, house.unit_deputy, "KT.", at=AT, desk=desk, scope=[SIGN])
    house.fire("sign", house.unit_deputy)

    entry = house.entry()
    assert (entry.person, entry.acting_for, entry.capacity) == (house.unit_deputy, house.head, "KT.")
    assert entry.authority["delegation"] == str(row.uuid)
    assert entry.authority["through"] == str(house.unit_head.uuid)


# --- accounts


def test_nobody_can_act_with_an_account_that_was_closed_meanwhile(house: House) -> None:
    actor = acting(house.head)
    house.head.accounts.update(is_active=False)

    refused(house, AccountClosed, "sign", house.head, actor=actor)
    assert house.fire("sign", house.head, actor=Actor.of(make_account(house.head))).state == "signed"


def test_nobody_can_start_with_an_account_that_was_closed_meanwhile(house: House) -> None:
    actor = acting(house.writer)
    house.writer.accounts.update(is_active=False)

    with pytest.raises(AccountClosed):
        engine.start(
            definition_key="test_letter", subject_id=house.writer.pk, title="", agencies={"writer": house.agency},
            actor=actor, at=AT,
        )  # fmt: skip


# --- separation of duties, through whatever was lent


def test_who_submitted_cannot_sign_by_a_lent_right(house: House) -> None:
    appoint(house.deputy, house.agency, "specialist")
    house.fire("give_back", house.head)
    house.fire("submit", house.deputy)
    lend(house.head, house.deputy, "KT.", at=AT)

    refused(house, Separated, "sign", house.deputy)
    refused(house, Separated, "sign", house.deputy, actor=Actor.of(make_account(house.deputy)))


def test_nobody_can_sign_for_who_submitted(house: House) -> None:
    appoint(house.head, house.agency, "specialist")
    house.fire("give_back", house.head)
    house.fire("submit", house.head)
    lend(house.head, house.deputy, "KT.", at=AT, desk=house.head.appointments.get(desk__position__code="head").desk)

    refused(house, Separated, "sign", house.deputy)
    [action] = [one for one in queries.actions(fresh(house), acting(house.deputy), AT) if one.name == "sign"]
    assert action.refusal is not None and action.refusal.code == "separated"


def test_nobody_can_sign_what_was_submitted_in_their_place(house: House) -> None:
    """A specialist is away, a colleague submits in their place; they are head by then."""
    away, colleague = make_holder(house.agency, "specialist"), make_holder(house.agency, "specialist")
    house.fire("give_back", house.head)
    go_away(away, colleague, at=AT)
    house.fire("submit", colleague, acting_for=away)
    appoint(away, house.agency, "head")

    refused(house, Separated, "sign", away)
    refused(house, Separated, "sign", away, actor=Actor.of(make_account(away)))


def test_nobody_can_sign_what_was_submitted_by_a_right_they_passed_on(house: House) -> None:
    """The unit's head got the order and passed it on: what its deputy does counts for all three."""
    house.lend(house.unit_head, "TL.")
    desk = house.head.appointments.get().desk
    lend(house.unit_head, house.unit_deputy, "KT.", at=AT, desk=desk)
    house.fire("give_back", house.unit_deputy)
    for person in (house.head, house.unit_head, house.unit_deputy):
        assert AuditEntry.objects.filter(did_or_lent([person]), transition="give_back").exists()
    assert not AuditEntry.objects.filter(did_or_lent([house.deputy]), transition="give_back").exists()


# --- standing in


def test_who_stands_in_handles_the_work_but_cannot_sign(house: House) -> None:
    go_away(house.head, house.deputy, at=AT)

    assert "xử lý thay Giám đốc nhưng không được ký" in refused(house, StandInSigns, "sign", house.deputy)
    assert [one.name for one in queries.actions(fresh(house), acting(house.deputy), AT)] == ["give_back"]
    refusal = queries.why_not(fresh(house), "sign", acting(house.deputy), AT)
    assert refusal is not None and refusal.code == "stand_in_signs"
    house.fire("give_back", house.deputy)
    assert (house.entry().acting_for, house.entry().capacity) == (house.head, "stand_in")


def test_nobody_can_stand_in_after_the_absence_is_cancelled(house: House) -> None:
    away = go_away(house.head, house.deputy, at=AT)
    absence.cancel_absence(away, actor=acting(house.head), at=AT, reason="Hoãn đi công tác")

    refused(house, NotYours, "give_back", house.deputy)


def fresh(house: House) -> ProcessInstance:
    return ProcessInstance.objects.get(pk=house.letter.pk)


# --- what is seen: list, detail and inbox agree


def sees(person: Person, house: House, at: Any = AT) -> tuple[bool, bool, bool]:
    """In the list, in detail, in the inbox."""
    listed = house.letter.pk in set(authorization.visible_roots(person, at))
    shown = authorization.reveal(person, fresh(house), at) is not None
    waits = [task.instance_id for task in queries.inbox(authorization.seats(person, at))] == [house.letter.pk]
    assert waits == (queries.waiting_count(authorization.seats(person, at)) == 1)
    return listed, shown, waits


def test_a_right_lent_elsewhere_opens_the_file_while_it_is_lent(house: House) -> None:
    assert sees(house.unit_head, house) == (False, False, False)
    row = house.lend(house.unit_head, "TUQ.", scope=[SIGN])

    assert sees(house.unit_head, house) == (True, True, True)
    assert sees(house.unit_head, house, AT + timedelta(days=31)) == (False, False, False)
    delegation.revoke(row, actor=acting(house.head), reason="Đã về", at=AT)
    assert sees(house.unit_head, house) == (False, False, False)


def test_a_right_lent_in_part_shows_the_work_of_that_part_alone(house: House) -> None:
    house.lend(house.unit_head, "TUQ.", scope=[SIGN])
    other = write_letter(house.agency, house.writer, at=AT)

    found = queries.inbox(authorization.seats(house.unit_head, AT))
    assert [task.instance for task in found] == [house.letter], "a draft waits for nobody who signs"
    assert other.pk in set(authorization.visible_roots(house.unit_head, AT)), "its process is lent"


def test_a_stand_in_who_opens_the_file_has_opened_it_for_the_desk(house: House) -> None:
    go_away(house.head, house.deputy, at=AT)
    opened(instances=[house.letter.uuid], account=house.deputy.accounts.get(), at=AT)

    task = Task.objects.get(instance=house.letter, status="open")
    assert (task.seen_by, task.seen_at) == (house.deputy, AT)


def test_seats_and_rights_cost_one_statement_where_nothing_is_lent(
    house: House, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert len(authorization.seats(house.head, AT)) == 1
    with django_assert_num_queries(1):
        assert not authorization.held(house.head, [house.agency.pk], AT).lent
    house.lend(house.deputy, "KT.")
    with django_assert_num_queries(2):
        seats = authorization.seats(house.deputy, AT)
        assert [str(seat.acting_for or "") for seat in seats] == ["", "Giám đốc"]
    with django_assert_num_queries(2):
        held = authorization.held(house.deputy, [house.agency.pk], AT)
        assert {str(one.acting_for) for rights in held.lent.values() for one in rights} == {"Giám đốc"}


# --- fields


@pytest.fixture
def world(db: None) -> World:
    return World()


def in_field(world: World, who: Person) -> ProcessInstance:
    """An approval that waits for a signature, in a field for which `who` answers."""
    field, _new = FieldOfWork.objects.get_or_create(code="press", defaults={"name": "Báo chí"})
    desk = world.people["vice_chairman"].appointments.get().desk
    Responsibility.objects.get_or_create(person=who, desk=desk, field=field, valid_from=DAY)
    approval = world.put_below("approval", "initialed")
    ProcessInstance.objects.filter(pk=approval.pk).update(field=field)
    return approval


def test_another_deputy_cannot_sign_in_a_field_that_is_not_theirs(world: World) -> None:
    other = world.colleague("vice_chairman")
    approval = in_field(world, world.people["vice_chairman"])

    with pytest.raises(NotYourField) as caught:
        world.fire(approval, "sign", other)
    assert str(world.people["vice_chairman"]) in str(caught.value)
    approval.refresh_from_db()
    assert queries.actions(approval, other, AT) == []
    assert world.fire(approval, "sign", world.actor("vice_chairman")).state == "signed"


@pytest.mark.parametrize("how", ["no_field", "nobody_answers", "left", "ended"])
def test_any_deputy_may_sign_where_nobody_answers_for_the_field(world: World, how: str) -> None:
    other, answering = world.colleague("vice_chairman"), make_person()
    desk = world.people["vice_chairman"].appointments.get().desk
    appoint(answering, desk.agency, "vice_chairman")
    approval = in_field(world, answering)
    if how == "no_field":
        ProcessInstance.objects.filter(pk=approval.pk).update(field=None)
    elif how == "nobody_answers":
        Responsibility.objects.all().delete()
    elif how == "left":
        answering.appointments.update(valid_to=DAY - timedelta(days=1))
    else:
        Responsibility.objects.update(valid_from=DAY - timedelta(days=2), valid_to=DAY - timedelta(days=1))

    assert world.fire(approval, "sign", other).state == "signed"


def test_standing_in_for_another_deputy_opens_no_field_of_a_third(world: World) -> None:
    approval = in_field(world, world.people["vice_chairman"])
    away, stand_in = world.colleague("vice_chairman"), world.colleague("vice_chairman")
    assert away.person is not None and stand_in.person is not None
    go_away(away.person, stand_in.person, at=AT)

    with pytest.raises(NotYourField):
        world.fire(approval, "sign", stand_in)


@pytest.mark.parametrize("how", ["absent", "lent"])
def test_another_deputy_may_sign_in_the_place_of_who_answers(world: World, how: str) -> None:
    answering, other = world.people["vice_chairman"], world.colleague("vice_chairman")
    assert other.person is not None
    approval = in_field(world, answering)
    if how == "absent":
        go_away(answering, other.person, at=AT)
    else:
        lend(answering, other.person, "KT.", at=AT)
    third = world.colleague("vice_chairman")

    with pytest.raises(NotYourField):
        world.fire(approval, "sign", third)
    assert world.fire(approval, "sign", other).state == "signed"
    entry = AuditEntry.objects.get(instance=approval)
    assert (entry.person, entry.acting_for) == (other.person, answering)
    assert entry.capacity == ("stand_in" if how == "absent" else "KT.")
