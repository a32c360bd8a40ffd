"""Reorganizations with the smallest process: what may be prepared, what moves, in how many statements, what rests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    FIRST_DAY,
    appoint,
    letters,
    make_agency,
    make_holder,
    make_person,
    morning,
    write_letter,
)
from tests.factories.lending import lend
from workflow import audit, authorization, engine, organization, queries, staffing, succession
from workflow.context import SYSTEM_ACTOR, Actor, Child, Seen
from workflow.definition import Reveal
from workflow.models import (
    Agency,
    AgencyName,
    Appointment,
    Delegation,
    Desk,
    FieldOfWork,
    HandedOver,
    Incident,
    Mandate,
    OrganizationEntry,
    Person,
    ProcessInstance,
    Responsibility,
    Succession,
    Task,
)
from workflow.refusals import NotYours
from workflow.succession import Part
from workflow.successors import Answering

DAY = date(2027, 3, 1)
BEFORE, AT = morning(DAY - timedelta(days=10)), morning(DAY)


class Scene:
    """Two departments with people and letters under way at the first."""

    def __init__(self) -> None:
        self.old, self.new, self.third = (make_agency(f"Sở {name}") for name in ("Một", "Hai", "Ba"))
        self.writer = make_holder(self.old, "specialist")
        self.head = make_holder(self.old, "head")
        self.writers = {agency.pk: make_holder(agency, "specialist") for agency in (self.new, self.third)}
        self.heads = {agency.pk: make_holder(agency, "head") for agency in (self.new, self.third)}
        self.letter = self.write("Công văn một")
        self.administrator = Actor.of(make_person().accounts.get())

    def write(self, title: str, field: FieldOfWork | None = None) -> ProcessInstance:
        letter = write_letter(self.old, self.writer, at=BEFORE, title=title)
        ProcessInstance.objects.filter(pk=letter.pk).update(field=field)
        return letter

    def fire(self, letter: ProcessInstance, step: str, person: Person, **options: Any) -> engine.Answer:
        revision = ProcessInstance.objects.get(pk=letter.pk).revision
        actor = Actor.of(person.accounts.get())
        options.setdefault("at", AT)
        return engine.fire(instance_id=letter.uuid, transition=step, actor=actor, seen=Seen(revision), **options)

    def prepare(self, *parts: Part, kind: str = "merge", day: date = DAY, **more: Any) -> Succession:
        return succession.prepare(
            kind=kind, effective_on=day, paper="NQ 1", parts=parts, actor=self.administrator, at=BEFORE, **more
        )

    def merger(self) -> Succession:
        return self.prepare(Part(self.old, self.new))

    def apply(self, prepared: Succession) -> succession.Handover:
        return succession.apply(prepared, self.administrator, AT)

    def holder(self, letter: ProcessInstance) -> Agency:
        desk = Task.objects.get(instance=letter, status="open").desk
        assert desk is not None
        return desk.agency


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with letters():
        yield Scene()


@pytest.fixture
def press(db: None) -> FieldOfWork:
    return FieldOfWork.objects.create(code="press", name="Báo chí")


# --- preparing


def test_nobody_can_prepare_what_goes_nowhere(scene: Scene) -> None:
    gone = make_agency("Sở Đã qua", valid_to=DAY - timedelta(days=30))
    refused: list[tuple[type[Exception], list[Part], dict[str, Any]]] = [
        (succession.NothingToMove, [], {}),
        (succession.NothingToMove, [Part(scene.old)], {"kind": "rename", "new_name": " "}),
        (succession.ToWhoEnds, [Part(scene.old, scene.old)], {}),
        (succession.ToWhoEnds, [Part(scene.old, scene.new), Part(scene.new, scene.third)], {}),
        (succession.NamedTwice, [Part(scene.old, scene.new), Part(scene.old, scene.third)], {}),
        (succession.NotThere, [Part(gone, scene.new)], {}),
        (succession.NotThere, [Part(scene.old, gone)], {}),
    ]
    for refusal, parts, more in refused:
        with pytest.raises(refusal):
            scene.prepare(*parts, **more)
    assert not Succession.objects.exists() and not OrganizationEntry.objects.exists()


def test_nobody_can_prepare_the_same_agency_twice_while_one_waits(scene: Scene) -> None:
    first = scene.merger()
    with pytest.raises(succession.PreparedAlready):
        scene.prepare(Part(scene.old, scene.third))
    succession.undo(first, scene.administrator, BEFORE)
    scene.prepare(Part(scene.old, scene.third))
    acts = OrganizationEntry.objects.order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["succession_prepared", "succession_withdrawn", "succession_prepared"]


def test_nobody_can_apply_before_the_day_or_twice(scene: Scene) -> None:
    merger = scene.merger()
    with pytest.raises(succession.TooEarly):
        succession.apply(merger, scene.administrator, BEFORE)
    scene.apply(merger)
    with pytest.raises(succession.NotWaiting):
        scene.apply(merger)
    with pytest.raises(succession.NotWaiting):
        succession.choose(merger, scene.letter, scene.third, actor=scene.administrator, at=AT)


# --- what moves


def test_a_letter_goes_on_at_the_successors_desk(scene: Scene) -> None:
    scene.apply(scene.merger())
    scene.letter.refresh_from_db()
    entry = scene.letter.entries.get(transition=engine.SUCCEED)
    assert (entry.revision, scene.letter.revision, entry.from_state, entry.to_state) == (1, 1, "draft", "draft")
    assert (entry.facts["participant"], entry.facts["from"], entry.facts["to"]) == ("writer", "Sở Một", "Sở Hai")
    assert scene.holder(scene.letter) == scene.new
    with pytest.raises(NotYours):
        scene.fire(scene.letter, "submit", scene.writer)
    scene.fire(scene.letter, "submit", scene.writers[scene.new.pk])
    assert scene.holder(scene.letter) == scene.new
    assert audit.verify_all().faults == []


def test_the_people_of_the_predecessor_end_with_it_and_are_asked_for(scene: Scene) -> None:
    handover = scene.apply(scene.merger())
    last = DAY - timedelta(days=1)
    assert set(Appointment.objects.filter(desk__agency=scene.old).values_list("valid_to", flat=True)) == {last}
    again = [item.what for item in handover.items if "bổ nhiệm lại" in item.title]
    assert len(again) == 2 and any(scene.writer.full_name in what for what in again)
    assert Agency.objects.get(pk=scene.old.pk).valid_to == last
    assert authorization.desks(scene.writer, AT) == []


def test_who_was_to_be_appointed_later_never_is(scene: Scene) -> None:
    appoint(make_person(), scene.old, "specialist", valid_from=DAY + timedelta(days=5))
    merger = scene.merger()
    scene.apply(merger)
    assert not Appointment.objects.filter(valid_from__gt=DAY).exists()
    succession.undo(merger, scene.administrator, AT)
    assert Appointment.objects.filter(valid_from__gt=DAY).count() == 1


def test_a_field_and_a_choice_go_another_way_than_the_rest(scene: Scene, press: FieldOfWork) -> None:
    fourth = make_agency("Sở Bốn")
    make_holder(fourth, "specialist")
    of_press, chosen = scene.write("Báo chí", press), scene.write("Riêng", press)
    merger = scene.prepare(Part(scene.old, scene.new), Part(scene.old, scene.third, press))
    succession.choose(merger, chosen, fourth, actor=scene.administrator, at=BEFORE)
    why = {item.what.split(" (")[0]: item.why for item in succession.rehearse(merger, AT).items if item.instance}
    assert why == {"Công văn một": "Phần việc còn lại", "Báo chí": "Theo lĩnh vực", "Riêng": "Quyết định riêng"}
    scene.apply(merger)
    assert [scene.holder(one) for one in (scene.letter, of_press, chosen)] == [scene.new, scene.third, fourth]


def test_a_split_without_a_rest_leaves_the_predecessor_standing(scene: Scene, press: FieldOfWork) -> None:
    of_press = scene.write("Báo chí", press)
    scene.apply(scene.prepare(Part(scene.old, scene.third, press), kind="split"))
    assert (scene.holder(of_press), scene.holder(scene.letter)) == (scene.third, scene.old)
    assert Agency.objects.get(pk=scene.old.pk).valid_to is None
    scene.fire(scene.letter, "submit", scene.writer)


def test_a_field_that_nobody_takes_holds_everything_up(scene: Scene, press: FieldOfWork) -> None:
    merger = scene.prepare(Part(scene.old, scene.third, press))
    [gap] = succession.rehearse(merger, AT).blocking
    assert gap.code == "nobody" and "Công văn một" in gap.text
    assert succession.apply_due(AT) == 0 and succession.apply_due(AT) == 0
    incident = Incident.objects.get(closed_at=None)
    assert (incident.kind, incident.subject) == ("succession_blocked", str(merger.uuid))
    succession.choose(merger, scene.letter, scene.third, actor=scene.administrator, at=AT)
    assert succession.apply_due(AT) == 1
    incident.refresh_from_db()
    assert incident.closed_at == AT


def test_a_desk_that_the_successor_lacks_is_made_and_said_to_be_empty(scene: Scene) -> None:
    bare = make_agency("Sở Mới")
    merger = scene.prepare(Part(scene.old, bare))
    gaps = [gap for gap in scene.apply(merger).gaps if gap.code == "unstaffed"]
    assert len(gaps) == 2 and any("1 việc" in gap.text for gap in gaps)
    assert set(Desk.objects.filter(agency=bare).values_list("position__code", flat=True)) == {"specialist", "head"}
    scene.letter.refresh_from_db()
    person = make_person()
    succession.undo(merger, scene.administrator, AT)
    assert not Desk.objects.filter(agency=bare).exists()
    assert scene.holder(scene.letter) == scene.old
    assert person.appointments.count() == 0


def test_a_desk_at_which_somebody_sits_by_now_is_left(scene: Scene) -> None:
    bare = make_agency("Sở Mới")
    merger = scene.prepare(Part(scene.old, bare))
    scene.apply(merger)
    appoint(make_person(), bare, "head")
    succession.undo(merger, scene.administrator, AT)
    assert [desk.position.code for desk in Desk.objects.filter(agency=bare)] == ["head"]


def test_the_archive_can_be_read_and_is_closed_again(scene: Scene) -> None:
    scene.fire(scene.letter, "submit", scene.writer, at=BEFORE)
    scene.fire(scene.letter, "sign", scene.head, at=BEFORE)
    reader = scene.writers[scene.new.pk]
    assert authorization.reveal(reader, scene.letter, AT) is None
    merger = scene.merger()
    assert succession.rehearse(merger, AT).archived == 1
    scene.apply(merger)
    assert authorization.reveal(reader, scene.letter, AT) is Reveal.WORKING
    assert queries.actions(scene.letter, Actor.of(reader.accounts.get()), AT) == []
    succession.undo(merger, scene.administrator, AT)
    assert authorization.reveal(reader, scene.letter, AT) is None


def test_a_mandate_and_its_rights_move_with_the_rest(scene: Scene, press: FieldOfWork) -> None:
    mandate = Mandate.objects.create(agency=scene.old, key="letters", valid_from=FIRST_DAY)
    merger = scene.prepare(Part(scene.old, scene.new), Part(scene.old, scene.third, press))
    scene.apply(merger)
    assert organization.mandated("letters", DAY) == scene.new
    assert organization.mandated("letters", DAY - timedelta(days=1)) == scene.old
    succession.undo(merger, scene.administrator, AT)
    assert [one.pk for one in Mandate.objects.filter(key="letters", valid_to=None)] == [mandate.pk]


def test_what_persons_lent_goes_along_only_where_both_go_along(scene: Scene, press: FieldOfWork) -> None:
    desk = Desk.objects.get(agency=scene.old, position__code="head")
    other = make_person()
    for delegate in (scene.writer, other):
        Delegation.objects.create(
            delegator=scene.head, delegate=delegate, desk=desk, capacity="TUQ.", valid_from=FIRST_DAY,
            granted_at=BEFORE, granted_by=scene.administrator.account,
        )  # fmt: skip
    Responsibility.objects.create(person=scene.head, desk=desk, field=press, valid_from=FIRST_DAY)
    appoint(scene.head, scene.new, "head", valid_from=DAY)
    appoint(scene.writer, scene.new, "specialist", valid_from=DAY)
    gaps = scene.apply(scene.merger()).gaps
    assert [gap.code for gap in gaps] == ["delegation"]
    [kept] = Delegation.objects.filter(valid_to=None)
    assert (kept.delegate, kept.desk.agency, kept.valid_from) == (scene.writer, scene.new, DAY)
    assert Responsibility.objects.get(valid_to=None).desk.agency == scene.new


def test_a_new_name_leaves_everything_where_it_is(scene: Scene) -> None:
    renaming = scene.prepare(Part(scene.old), kind="rename", new_name="Sở Một và Hai")
    scene.apply(renaming)
    found = {day: organization.Directory(day).find("Sở Một") for day in (DAY - timedelta(days=1), DAY)}
    assert found == {DAY - timedelta(days=1): scene.old, DAY: None}
    assert organization.Directory(DAY).find("Sở Một và Hai") == scene.old
    assert scene.holder(scene.letter).name == "Sở Một và Hai"
    scene.fire(scene.letter, "submit", scene.writer)
    succession.undo(renaming, scene.administrator, AT)
    assert Agency.objects.get(pk=scene.old.pk).name == "Sở Một"
    assert AgencyName.objects.get(agency=scene.old, name="Sở Một").valid_to is None


# --- who answers afterwards


def test_who_answers_is_followed_through_every_reorganization(scene: Scene, press: FieldOfWork) -> None:
    scene.apply(scene.prepare(Part(scene.old, scene.new), Part(scene.old, scene.third, press)))
    later = DAY + timedelta(days=100)
    second = scene.prepare(Part(scene.new, scene.third), day=later)
    succession.apply(second, scene.administrator, morning(later))
    assert Answering(DAY).of(scene.old) == scene.new
    assert Answering(later).of(scene.old) == scene.third
    assert Answering(DAY).of(scene.old, press.pk) == scene.third
    assert Answering(DAY).of(scene.third) == scene.third


def test_what_is_begun_for_who_ended_answers_to_the_successor(scene: Scene, press: FieldOfWork) -> None:
    of_press = scene.write("Báo chí", press)
    scene.apply(scene.prepare(Part(scene.old, scene.new), Part(scene.old, scene.third, press)))
    scene.old.refresh_from_db()
    for parent, successor in ((scene.letter, scene.new), (of_press, scene.third)):
        parent.refresh_from_db()
        child = Child("test_letter", scene.writer.pk, "Công văn sau", {"writer": scene.old})
        [letter] = engine.start_children(parent, [child], SYSTEM_ACTOR, AT)
        assert scene.holder(letter) == successor


def test_nobody_pays_for_reorganizations_that_were_not(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as first:
        write_letter(scene.old, scene.writer, at=BEFORE)
    assert not [query for query in first.captured_queries if "succession" in query["sql"]]


def test_what_came_late_is_handed_over_by_the_next_tick(scene: Scene) -> None:
    """Begun by who had read the agency before the handover, and committed after it."""
    scene.apply(scene.merger())
    letter = scene.write("Công văn đến muộn")
    assert scene.holder(letter) == scene.old
    assert succession.apply_due(AT) == 1
    assert scene.holder(letter) == scene.new
    assert succession.apply_due(AT) == 0
    assert audit.verify_all().faults == []


# --- undoing


def test_nobody_can_undo_once_somebody_went_on(scene: Scene) -> None:
    merger = scene.merger()
    scene.apply(merger)
    scene.fire(scene.letter, "submit", scene.writers[scene.new.pk])
    with pytest.raises(succession.RestsOnIt) as refused:
        succession.undo(merger, scene.administrator, AT)
    assert any("Công văn một" in item for item in refused.value.items)
    assert scene.holder(scene.letter) == scene.new


def test_nobody_can_undo_under_a_later_reorganization(scene: Scene) -> None:
    first = scene.merger()
    scene.apply(first)
    second = scene.prepare(Part(scene.new, scene.third), day=DAY + timedelta(days=1))
    succession.apply(second, scene.administrator, AT + timedelta(days=1))
    with pytest.raises(succession.RestsOnIt):
        succession.undo(first, scene.administrator, AT + timedelta(days=1))
    succession.undo(second, scene.administrator, AT + timedelta(days=1))


def test_nobody_can_undo_when_a_fact_was_changed_since(scene: Scene) -> None:
    Mandate.objects.create(agency=scene.old, key="letters", valid_from=FIRST_DAY)
    merger = scene.merger()
    scene.apply(merger)
    Mandate.objects.filter(agency=scene.new).update(valid_to=DAY + timedelta(days=3))
    with pytest.raises(succession.RestsOnIt):
        succession.undo(merger, scene.administrator, AT)


def test_undoing_is_a_step_in_every_trail_and_is_done_once(scene: Scene) -> None:
    merger = scene.merger()
    scene.apply(merger)
    succession.undo(merger, scene.administrator, AT)
    back = scene.letter.entries.filter(transition=engine.SUCCEED).latest("revision")
    assert (back.facts["from"], back.facts["to"], back.facts["undone"]) == ("Sở Hai", "Sở Một", True)
    assert audit.verify_all().faults == []
    with pytest.raises(succession.NotApplied):
        succession.undo(merger, scene.administrator, AT)
    scene.fire(scene.letter, "submit", scene.writer)


def test_rights_lent_and_passed_on_that_very_day_do_not_stand_in_the_way(scene: Scene) -> None:
    """They hold no more, so both rows go, also the one that the other rests on; undone, both come back."""
    unit = make_agency("Chi cục Một", parent=scene.old)
    unit_head, unit_deputy = make_holder(unit, "head"), make_holder(unit, "deputy_head")
    merger = scene.merger()
    desk = scene.head.appointments.get().desk
    order = lend(scene.head, unit_head, "TL.", at=AT, scope=["test_letter.sign"])
    passed = lend(unit_head, unit_deputy, "KT.", at=AT, desk=desk, scope=["test_letter.sign"])
    scene.apply(merger)
    assert not Delegation.objects.exists()
    succession.undo(merger, scene.administrator, AT)
    assert Delegation.objects.get(passed_on_from=order) == passed


def test_nobody_can_undo_when_a_renewed_right_was_passed_on(scene: Scene) -> None:
    unit = make_agency("Chi cục Một", parent=scene.old)
    unit_head, unit_deputy = make_holder(unit, "head"), make_holder(unit, "deputy_head")
    lend(scene.head, unit_head, "TL.", at=BEFORE, scope=["test_letter.sign"])
    there = appoint(scene.head, scene.new, "head", valid_from=DAY)
    merger = scene.merger()
    scene.apply(merger)
    passed = lend(unit_head, unit_deputy, "KT.", at=AT, desk=there.desk, scope=["test_letter.sign"], valid_to=DAY)
    with pytest.raises(succession.RestsOnIt) as refused:
        succession.undo(merger, scene.administrator, AT)
    assert str(passed) in refused.value.items[0]


def test_work_that_comes_to_nobody_is_told_at_once_and_not_tomorrow(scene: Scene) -> None:
    empty = make_agency("Sở Chưa có người")
    merger = scene.prepare(Part(scene.old, empty))

    def missing() -> set[str]:
        found = Incident.objects.filter(kind=staffing.UNSTAFFED, closed_at__isnull=True)
        return set(found.filter(subject__startswith=f"{empty.code}:").values_list("subject", flat=True))

    assert not missing()
    scene.apply(merger)
    assert f"{empty.code}:specialist" in missing()
    succession.undo(merger, scene.administrator, AT)
    assert not missing()


# --- statements


def _statements(scene: Scene, count: int) -> tuple[int, int]:
    for number in range(count):
        scene.write(f"Công văn {number}")
    merger = scene.merger()
    with CaptureQueriesContext(connection) as applied:
        scene.apply(merger)
    with CaptureQueriesContext(connection) as undone:
        succession.undo(merger, scene.administrator, AT)
    moved = HandedOver.objects.filter(succession=merger, sort="workflow.participation").count()
    assert moved >= count
    return len(applied), len(undone)


def test_statements_do_not_grow_with_the_files(scene: Scene) -> None:
    few = _statements(scene, 20)
    many = _statements(scene, 200)
    batches = 12 if connection.vendor == "sqlite" else 0  # SQLite takes 999 variables a statement
    assert many[0] <= few[0] + batches and many[1] <= few[1] + batches
