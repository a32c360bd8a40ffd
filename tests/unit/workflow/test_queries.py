"""The read side: what waits for whom, what may be done now, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.factories import (
    appoint,
    letters,
    make_agency,
    make_holder,
    make_instance,
    make_person,
    morning,
    write_letter,
)
from workflow import authorization, engine, queries
from workflow.context import SYSTEM_ACTOR, Actor, Seen
from workflow.held import Authority
from workflow.models import Agency, Desk, Person, ProcessInstance, Task

DAY = date(2026, 3, 10)
AT = morning(DAY)


@pytest.fixture
def agency(db: None) -> Iterator[Agency]:
    with letters():
        yield make_agency("Sở Thử nghiệm")


@pytest.fixture
def writer(agency: Agency) -> Person:
    return make_holder(agency, "specialist")


@pytest.fixture
def head(agency: Agency) -> Person:
    return make_holder(agency, "head")


@pytest.fixture
def letter(agency: Agency, writer: Person, head: Person) -> ProcessInstance:
    return write_letter(agency, writer, at=AT)


def acting(person: Person) -> Actor:
    return Actor.of(person.accounts.get())


def submit(letter: ProcessInstance, person: Person) -> None:
    engine.fire(instance_id=letter.uuid, transition="submit", actor=acting(person), at=AT, seen=Seen(0))
    letter.refresh_from_db()


def desk_of(person: Person) -> Desk:
    return person.appointments.get().desk


def hand_out(desk: Desk, *, due: int | None, opened: int = 0, status: str = "open") -> Task:
    return Task.objects.create(
        instance=make_instance(at=AT),
        state="draft",
        desk=desk,
        status=status,
        opened_at=AT + timedelta(days=opened),
        due_at=None if due is None else AT + timedelta(days=due),
        closed_at=None if status == "open" else AT,
    )


def test_the_inbox_shows_what_is_due_first_and_what_has_no_day_last(writer: Person) -> None:
    desk = desk_of(writer)
    without, late, soon, later = (hand_out(desk, due=due) for due in (None, -1, 1, 5))
    older = hand_out(desk, due=1, opened=-3)
    hand_out(desk, due=0, status="done")

    assert queries.inbox([Authority(desk)]) == [late, older, soon, later, without]
    assert queries.inbox([Authority(desk)], limit=2) == [late, older]
    assert queries.waiting_count([Authority(desk)]) == 5


def test_the_inbox_is_that_of_the_desks_on_the_day(agency: Agency, writer: Person) -> None:
    task = hand_out(desk_of(writer), due=1)
    successor = make_person()
    appoint(successor, agency, "specialist", valid_from=DAY + timedelta(days=1))
    writer.appointments.update(valid_to=DAY)

    def seen_by(person: Person, days: int) -> list[Task]:
        return queries.inbox(authorization.seats(person, AT + timedelta(days=days)))

    assert (seen_by(writer, 0), seen_by(successor, 0)) == ([task], [])
    assert (seen_by(writer, 1), seen_by(successor, 1)) == ([], [task])


def test_nobody_sees_the_tasks_of_other_desks(letter: ProcessInstance, head: Person) -> None:
    assert queries.inbox(authorization.seats(head, AT)) == []
    assert queries.inbox([]) == []


def test_who_has_the_file_now_and_since_when(letter: ProcessInstance, writer: Person, head: Person) -> None:
    submit(letter, writer)

    [task] = queries.holders([letter])[letter.pk]
    assert (task.desk, task.opened_at) == (desk_of(head), AT)


def test_the_history_tells_all_of_a_file_newest_first(letter: ProcessInstance, writer: Person) -> None:
    submit(letter, writer)

    assert [entry.transition for entry in queries.history(letter)] == ["submit", "start"]
    assert list(queries.history(letter, ["plan"])) == []
    assert list(queries.family(letter)) == [letter]


# --- what may I do now


def names(letter: ProcessInstance, person: Person) -> list[str]:
    return [action.name for action in queries.actions(letter, acting(person), AT)]


def test_each_may_do_what_the_state_hands_to_the_own_desk(
    letter: ProcessInstance, writer: Person, head: Person
) -> None:
    assert (names(letter, writer), names(letter, head)) == (["submit"], [])
    submit(letter, writer)
    assert (names(letter, writer), names(letter, head)) == ([], ["give_back", "sign"])


def test_a_stranger_may_do_nothing(letter: ProcessInstance) -> None:
    assert names(letter, make_holder(make_agency(), "specialist")) == []
    assert names(letter, make_person()) == []
    assert queries.actions(letter, SYSTEM_ACTOR, AT) == []


def test_an_action_says_by_which_desk_and_where_it_leads(letter: ProcessInstance, writer: Person) -> None:
    [action] = queries.actions(letter, acting(writer), AT)

    assert (action.possible, action.targets, action.desk) == (True, ("submitted",), desk_of(writer))


def test_who_did_the_step_before_sees_why_another_must_sign(
    letter: ProcessInstance, agency: Agency, writer: Person
) -> None:
    appoint(writer, agency, "head")
    submit(letter, writer)

    by_name = {action.name: action for action in queries.actions(letter, acting(writer), AT)}
    assert by_name["give_back"].possible
    assert (by_name["sign"].possible, by_name["sign"].refusal.code) == (False, "separated")


@pytest.mark.parametrize(
    ("name", "who", "code"),
    [
        ("submit", "writer", None),
        ("submit", "head", "not_yours"),
        ("submit", "nobody", "not_yours"),
        ("sign", "head", "not_possible"),
        ("fly", "writer", "not_possible"),
    ],
)
def test_why_not_names_what_fire_would_refuse(
    letter: ProcessInstance, writer: Person, head: Person, name: str, who: str, code: str | None
) -> None:
    people = {"writer": writer, "head": head, "nobody": make_person()}

    refusal = queries.why_not(letter, name, acting(people[who]), AT)

    assert (refusal.code if refusal else None) == code
    assert "%(" not in str(refusal)


def test_nobody_can_do_anything_after_the_end(letter: ProcessInstance, writer: Person, head: Person) -> None:
    submit(letter, writer)
    engine.fire(instance_id=letter.uuid, transition="sign", actor=acting(head), at=AT, seen=Seen(1))
    letter.refresh_from_db()

    assert names(letter, head) == []
    refusal = queries.why_not(letter, "sign", acting(head), AT)
    assert refusal is not None and refusal.code == "not_possible"
