"""Moving running files to another version: what stands against it, what it writes, and how it is undone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import morning
from tests.factories.matter import (
    ARCHIVIST,
    OTHER_HEAD,
    OWN,
    SIGNER,
    WRITER,
    MatterHouse,
    Q,
    S,
    again,
    choices,
    deploy,
    matter,
    question,
    withdraw,
)
from workflow import audit, engine, moving, organization, registry
from workflow.context import Actor, Announcement, Seen
from workflow.deadline_rules import working_days
from workflow.definition import SYSTEM, Manner, Outcome, ProcessDefinition, Role, Stage, Transition, guard, holds
from workflow.models import (
    Appointment,
    AuditEntry,
    Mandate,
    OrganizationEntry,
    ProcessInstance,
    VersionMove,
)
from workflow.refusals import AlreadyUndone, CannotMove, NothingToMove, NotSentByYou, Separated, Stale

AT = morning(date(2026, 3, 10))
LATER = AT + timedelta(hours=1)
CHIEF = Role("matter_chief", "chánh văn phòng", "chief", OWN)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Iterator[MatterHouse]:
    deploy(matter(), question())
    try:
        yield MatterHouse(AT)
    finally:
        withdraw("matter", "question")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    found: list[Announcement] = []
    monkeypatch.setattr(registry, "_listeners", [found.extend])
    return found


def beside(*definitions: type[ProcessDefinition]) -> None:
    for definition in definitions:
        registry.register(definition)
    organization.sync_rights()


def administrator(house: MatterHouse) -> Actor:
    return house.actor(house.archive.desks.get())


def moved(house: MatterHouse, states: Mapping[str, str] | None = None, key: str = "matter") -> VersionMove:
    return moving.move(key, 1, 2, states, reason="Quy trình mới", actor=administrator(house), at=LATER)


def at_signer(role: Role, **changes: Any) -> type[ProcessDefinition]:
    """The submitted matter lies at another post."""
    stages = matter().stages | {S.SUBMITTED: Stage(assigned_to=role)}
    return matter(
        2,
        stages=stages,
        give_back=Transition("Trả lại", S.SUBMITTED, S.REVIEWED, by=role, manner=Manner.BACK),
        sign=Transition("Ký", S.SUBMITTED, S.RESTING, by=role, not_by=["submit"]),
        **changes,
    )


def with_another_end() -> type[ProcessDefinition]:
    """A question that may end as no version before did."""
    states = choices(Q, passed_on="Đã chuyển nơi khác")
    pass_on = Transition("Chuyển nơi khác", Q.WRITTEN, "passed_on", by=OTHER_HEAD)
    return question(2, states=states, final=(*question().final, "passed_on"), pass_on=pass_on)


# --- preview


def test_a_preview_counts_the_files_of_each_state_and_says_where_they_would_go(house: MatterHouse) -> None:
    house.parked(S.REVIEWED)
    house.parked(S.SUBMITTED)
    house.open()
    house.open()
    house.finish(house.open())
    beside(matter(2))

    seen = moving.preview("matter", 1, 2, {"reviewed": "drafted"}, at=AT)

    assert [(line.state, line.count, line.target, line.target_title) for line in seen.lines] == [
        ("drafted", 2, "drafted", "Đang soạn"),
        ("reviewed", 1, "drafted", "Đang soạn"),
        ("submitted", 1, "submitted", "Đã trình"),
    ]
    assert (seen.count, seen.possible, seen.conflicts, seen.warnings) == (4, True, (), ())


def test_a_preview_writes_nothing(house: MatterHouse) -> None:
    file = house.parked(S.SUBMITTED)
    beside(at_signer(ARCHIVIST))

    moving.preview("matter", 1, 2, at=AT)

    assert again(file).definition_version == 1
    assert not file.participations.filter(participant="archive").exists()
    assert not VersionMove.objects.exists()


def nobody_signs(house: MatterHouse) -> None:
    desk = house.archive.desks.get()
    Appointment.objects.filter(desk=desk).update(valid_to=AT.date() - timedelta(days=1))


def nobody_archives(house: MatterHouse) -> None:
    Mandate.objects.all().delete()


def without_resting() -> type[ProcessDefinition]:
    states = choices(S, without="resting")
    stages = {state: stage for state, stage in matter().stages.items() if state != S.RESTING}
    sign = Transition("Ký", S.SUBMITTED, S.DONE, by=SIGNER)
    return matter(2, states=states, stages=stages, sign=sign, wake=None)


Make = Callable[[], type[ProcessDefinition]]
Prepare = Callable[[MatterHouse], None]
CONFLICTS: dict[str, tuple[str, Make, str, dict[str, str], Prepare | None, str]] = {
    "a state that is gone": ("no_counterpart", without_resting, S.RESTING, {}, None, "“Đang chờ”"),
    "a state that never was": ("no_counterpart", lambda: matter(2), S.RESTING, {"resting": "x"}, None, "“Đang chờ”"),
    "an end": ("final_target", lambda: matter(2), S.RESTING, {"resting": "done"}, None, "“Đã xong”"),
    "no desk": ("no_desk", lambda: at_signer(CHIEF), S.SUBMITTED, {}, None, "chưa có vị trí chánh văn phòng"),
    "nobody there": ("nobody", lambda: at_signer(ARCHIVIST), S.SUBMITTED, {}, nobody_signs, "lưu trữ, Kho lưu trữ"),
    "a part nobody takes": (
        "missing_part", lambda: at_signer(ARCHIVIST), S.DRAFTED, {}, nobody_archives, "Cơ quan lưu trữ",
    ),
    "a child's end that nobody answers": (
        "unanswered_child",
        lambda: matter(
            2, answered=Outcome("Đủ", S.ASKED, S.REVIEWED, child="question", ends=["answered", "silent"])
        ),
        S.ASKED, {}, None, "“Không còn hỏi” của Câu hỏi thử nghiệm",
    ),
    "children that are waited for no more": (
        "unanswered_child", lambda: matter(2), S.ASKED, {"asked": "drafted"}, None, "“Đang soạn”",
    ),
    "waiting for nobody": (
        "waits_for_nobody", lambda: matter(2), S.REVIEWED, {"reviewed": "asked"}, None, "“Đang hỏi”",
    ),
    "another subject": ("other_subject", lambda: matter(2, subject="workflow.Agency"), S.DRAFTED, {}, None, "Agency"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "make", "state", "states", "prepare", "said"), CONFLICTS.values(), ids=CONFLICTS.keys()
)
def test_files_cannot_be_moved_when_something_stands_against_it(
    house: MatterHouse, code: str, make: Make, state: str, states: dict[str, str], prepare: Prepare | None, said: str
) -> None:
    file = house.parked(state)
    if prepare is not None:
        prepare(house)
    beside(make())

    seen = moving.preview("matter", 1, 2, states, at=AT)
    with pytest.raises(CannotMove) as refused:
        moved(house, states)

    assert {conflict.code for conflict in seen.conflicts} == {code}
    assert [conflict.files[0].uuid for conflict in seen.conflicts] == [file.uuid] * len(seen.conflicts)
    assert said in " ".join(map(str, seen.conflicts))
    assert refused.value.conflicts == seen.conflicts
    assert again(file).definition_version == 1 and not VersionMove.objects.exists()


def test_a_child_cannot_be_moved_when_the_process_above_would_not_hear_it(house: MatterHouse) -> None:
    heard = Outcome("Đủ", S.ASKED, S.REVIEWED, child="question", ends=["answered", "silent", "cancelled"])
    deploy(matter(answered=heard), question())
    house.parked(S.ASKED)
    beside(with_another_end())

    [conflict] = moving.preview("question", 1, 2, at=AT).conflicts

    assert (conflict.code, conflict.count) == ("unanswered_by_parent", 2)
    assert "“Đã chuyển nơi khác”" in str(conflict)


def test_a_child_cannot_answer_by_being_moved(house: MatterHouse) -> None:
    house.parked(S.ASKED)
    beside(question(2, settled=(Q.WRITTEN,)))

    [conflict] = moving.preview("question", 1, 2, at=AT).conflicts

    assert (conflict.code, conflict.count) == ("answered", 1)


def test_a_conflict_names_twenty_files_and_counts_the_rest(house: MatterHouse) -> None:
    for number in range(22):
        house.open(f"Việc {number}")
    beside(matter(2))

    [conflict] = moving.preview("matter", 1, 2, {"drafted": "done"}, at=AT).conflicts

    assert (conflict.count, len(conflict.files)) == (22, 20)


def test_nothing_is_moved_where_there_is_nothing(house: MatterHouse) -> None:
    house.finish(house.open())
    beside(matter(2))

    with pytest.raises(NothingToMove):
        moved(house)


# --- warnings


@guard("đã có mặt ở đây")
def always(context: Any) -> Any:
    return holds()


def test_a_preview_warns_of_separation_that_is_lost(house: MatterHouse) -> None:
    house.parked(S.SUBMITTED)
    present = Transition("Trình ký", S.REVIEWED, S.SUBMITTED, by=WRITER)
    sign = Transition("Ký", S.SUBMITTED, S.RESTING, by=SIGNER, not_by=["present"])
    beside(matter(2, submit=None, take_back=None, present=present, sign=sign))

    assert moving.preview("matter", 1, 2, at=AT).warnings == (
        "Ai đã làm bước tương ứng với “Trình ký” ở phiên bản cũ vẫn có thể “Ký”.",
        "Ai đã “Trình” từ nay được phép “Ký”.",
    )


def test_a_preview_warns_of_separation_below_that_is_lost(house: MatterHouse) -> None:
    withdraw("question")
    beside(question(answer=Transition("Trả lời", Q.WRITTEN, Q.ANSWERED, by=OTHER_HEAD, not_by=["parent.submit"])))
    house.open()
    present = Transition("Trình ký", S.REVIEWED, S.SUBMITTED, by=WRITER)
    beside(
        matter(
            2, submit=None, take_back=None, present=present, sign=Transition("Ký", S.SUBMITTED, S.RESTING, by=SIGNER)
        )
    )

    assert (
        "Ai đã làm bước tương ứng với “Trình” vẫn có thể “Trả lời” (Câu hỏi thử nghiệm)."
        in moving.preview("matter", 1, 2, at=AT).warnings
    )


@pytest.mark.parametrize(("state", "warned"), [(S.SUBMITTED, True), (S.DRAFTED, False)])
def test_a_preview_warns_of_new_conditions_where_files_come_to(house: MatterHouse, state: str, warned: bool) -> None:
    house.parked(state)
    sign = Transition("Ký", S.SUBMITTED, S.RESTING, by=SIGNER, not_by=["submit"], guards=[always])
    beside(matter(2, sign=sign))

    warnings = moving.preview("matter", 1, 2, at=AT).warnings

    assert warnings == (("“Ký” có điều kiện mới: đã có mặt ở đây.",) if warned else ())


# --- move


def test_a_move_is_written_into_each_trail_and_into_the_organizations(house: MatterHouse) -> None:
    file, other = house.parked(S.RESTING), house.parked(S.DRAFTED)
    beside(matter(2))

    made = moved(house, {"resting": "submitted"})

    file, other = again(file), again(other)
    assert (file.definition_version, file.state, file.entered_at) == (2, "submitted", LATER)
    assert (other.definition_version, other.state, other.entered_at) == (2, "drafted", AT)
    entry = file.entries.get(revision=file.revision)
    assert (entry.transition, entry.from_state, entry.to_state, entry.definition_version) == (
        "move", "resting", "submitted", 2,
    )  # fmt: skip
    assert entry.person == administrator(house).person
    assert entry.facts == {"from_version": 1, "to_version": 2, "move": str(made.uuid), "reason": "Quy trình mới"}
    assert (made.files, made.states) == (2, {"drafted": "drafted", "resting": "submitted"})
    act = OrganizationEntry.objects.get()
    assert (act.act, act.facts["move"], act.facts["files"]) == ("move_version", str(made.uuid), 2)
    assert not audit.verify_all().faults


def test_work_stays_where_it_lies_with_its_day(house: MatterHouse) -> None:
    file = house.parked(S.REVIEWED)
    before = file.tasks.get(status="open")
    beside(matter(2, stages=matter().stages | {S.REVIEWED: Stage(assigned_to=WRITER, deadline=working_days(9))}))

    moved(house)

    after = file.tasks.get(status="open")
    assert (after.pk, after.due_at) == (before.pk, before.due_at)


def test_work_that_comes_to_another_desk_is_told_there(house: MatterHouse, heard: list[Announcement]) -> None:
    file = house.parked(S.SUBMITTED)
    house.parked(S.DRAFTED)
    before = file.tasks.get(status="open")
    heard.clear()
    beside(at_signer(ARCHIVIST))

    moved(house)

    before.refresh_from_db()
    after, archive = file.tasks.get(status="open"), house.archive.desks.get()
    assert (before.status, before.closed_at, after.desk, after.opened_at) == ("cancelled", LATER, archive, LATER)
    assert [(one.topic, one.instance, one.task_desks, one.version) for one in heard] == [
        ("matter.move", file.uuid, (archive.pk,), 2)
    ]


def test_an_agency_that_the_new_version_needs_takes_part(house: MatterHouse) -> None:
    file = house.parked(S.SUBMITTED)
    beside(at_signer(ARCHIVIST))

    moved(house)

    assert file.participations.get(participant="archive").agency == house.archive
    assert file.entries.get(transition="move").facts["parts"] == {"archive": "Kho lưu trữ"}
    assert house.finish(file).definition_version == 2


def test_files_of_a_version_that_is_gone_can_be_moved(house: MatterHouse) -> None:
    file = house.parked(S.SUBMITTED)
    registry.unregister(registry.get("matter", 1))
    beside(matter(2))

    seen = moving.preview("matter", 1, 2, at=AT)
    moved(house)

    assert [(line.title, line.target_title) for line in seen.lines] == [("submitted", "Đã trình")]
    assert seen.warnings == (
        "Phiên bản cũ không còn bản khai: không so sánh được điều kiện và việc ai không được làm bước nào.",
    )
    assert house.finish(file).definition_version == 2


def test_files_that_wait_under_a_version_that_is_gone_can_be_moved(house: MatterHouse) -> None:
    file = house.parked(S.ASKED)
    registry.unregister(registry.get("matter", 1))
    beside(matter(2))

    moved(house)

    assert house.finish(file).definition_version == 2


@pytest.mark.parametrize("count", [1, 12])
def test_the_statements_of_a_move_do_not_grow_with_the_files(
    house: MatterHouse, heard: list[Announcement], count: int
) -> None:
    for _number in range(count):
        house.parked(S.SUBMITTED)
    beside(at_signer(ARCHIVIST))

    actor = administrator(house)

    with CaptureQueriesContext(connection) as captured:
        moving.move("matter", 1, 2, reason="Thử", actor=actor, at=LATER)

    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    assert len([one for one in captured.captured_queries if not one["sql"].startswith(frame)]) <= 19


# --- afterwards


def signer(house: MatterHouse) -> Actor:
    return house.actor(house.own.desks.get(position__code="head"))


def test_signer_cannot_decide_on_a_page_opened_before_the_move(house: MatterHouse) -> None:
    file = house.parked(S.SUBMITTED)
    seen = Seen(file.revision)
    beside(matter(2))
    moved(house)

    with pytest.raises(Stale) as refused:
        engine.fire(instance_id=file.uuid, transition="sign", actor=signer(house), at=LATER, seen=seen)

    assert "đã thực hiện “Chuyển sang phiên bản khác của quy trình” lúc 10/03/2026 10:00" in str(refused.value)


def test_a_command_given_before_the_move_has_its_first_answer(house: MatterHouse) -> None:
    file, command = house.parked(S.SUBMITTED), uuid.uuid4()
    actor, seen = signer(house), Seen(file.revision)

    def sign() -> engine.Answer:
        return engine.fire(instance_id=file.uuid, transition="sign", actor=actor, at=AT, seen=seen, command_id=command)

    first = sign()
    beside(matter(2))
    moved(house)
    second = sign()

    assert (second.entry, second.repeated) == (first.entry, True)


def test_writer_cannot_sign_after_the_move_what_the_writer_submitted_before(house: MatterHouse) -> None:
    file = house.parked(S.SUBMITTED)
    beside(matter(2))
    moved(house)
    writer = AuditEntry.objects.get(instance=file, transition="submit").person
    assert writer is not None
    Appointment.objects.create(
        person=writer, desk=house.own.desks.get(position__code="head"), valid_from=date(2026, 1, 1)
    )

    with pytest.raises(Separated):
        engine.fire(
            instance_id=file.uuid, transition="sign", actor=Actor.of(writer.accounts.get()), at=LATER,
            seen=Seen(again(file).revision),
        )  # fmt: skip


def test_writer_cannot_take_back_by_a_way_that_the_new_version_has_not(house: MatterHouse) -> None:
    file = house.parked(S.SUBMITTED)
    stages = matter().stages | {"checked": Stage(assigned_to=SIGNER)}
    states = choices(S, checked="Đã kiểm tra")
    submit = Transition("Trình", "checked", S.SUBMITTED, by=SIGNER)
    check = Transition("Kiểm tra", S.REVIEWED, "checked", by=WRITER)
    beside(matter(2, stages=stages, states=states, submit=submit, check=check))
    moved(house)
    writer = AuditEntry.objects.get(instance=file, transition="submit").actor
    assert writer is not None

    with pytest.raises(NotSentByYou):
        engine.fire(
            instance_id=file.uuid, transition="take_back", actor=Actor.of(writer), at=LATER,
            seen=Seen(again(file).revision),
        )  # fmt: skip


def ended_early(house: MatterHouse) -> ProcessInstance:
    """A file whose children go on although nobody waits for them."""
    early = Transition("Thôi chờ", S.ASKED, S.REVIEWED, by=WRITER, manner=Manner.BACK)
    deploy(matter(end_early=early), question())
    file = house.parked(S.ASKED)
    engine.fire(
        instance_id=file.uuid, transition="end_early", seen=Seen(file.revision), at=AT,
        actor=house.actor(house.own.desks.get(position__code="specialist")),
    )  # fmt: skip
    return again(file)


def test_a_late_answer_stays_late_after_the_move(house: MatterHouse) -> None:
    """A child of an earlier round is not waited for, by whichever version."""
    file = ended_early(house)
    beside(matter(2))
    moved(house)

    for child in file.children.order_by("pk"):
        house.finish(child)

    assert again(file).state == "reviewed"


def test_files_cannot_be_moved_to_where_only_late_answers_could_come(house: MatterHouse) -> None:
    file = ended_early(house)
    beside(matter(2))

    [conflict] = moving.preview("matter", 1, 2, {"reviewed": "asked"}, at=AT).conflicts

    assert (conflict.code, [one.uuid for one in conflict.files]) == ("waits_for_nobody", [file.uuid])


# --- undo


def test_an_undone_move_gives_back_state_version_work_and_parts(house: MatterHouse) -> None:
    file = house.parked(S.SUBMITTED)
    before = file.tasks.get(status="open")
    beside(at_signer(ARCHIVIST))
    made = moved(house)

    moving.undo(made, actor=administrator(house), at=LATER + timedelta(hours=1))

    file = again(file)
    after = file.tasks.get(status="open")
    assert (file.definition_version, file.state, after.desk, after.due_at) == (
        1, "submitted", before.desk, before.due_at,
    )  # fmt: skip
    assert not file.participations.filter(participant="archive").exists()
    assert file.entries.get(revision=file.revision).facts["undoes"] == str(made.uuid)
    assert [act.act for act in OrganizationEntry.objects.all()] == ["move_version", "undo_move_version"]
    assert not audit.verify_all().faults


@pytest.mark.parametrize("closed", [True, False])
def test_a_move_cannot_be_undone_when_one_file_has_gone_on(house: MatterHouse, closed: bool) -> None:
    staying, going = house.parked(S.SUBMITTED), house.parked(S.DRAFTED)
    beside(matter(2))
    made = moved(house)
    going = house.step(going, "drop") if closed else house.step(going, "ask")

    with pytest.raises(CannotMove) as refused:
        moving.undo(made, actor=administrator(house), at=LATER)

    [conflict] = refused.value.conflicts
    assert (conflict.code, [file.uuid for file in conflict.files]) == ("moved_on", [going.uuid])
    assert again(staying).definition_version == 2
    assert VersionMove.objects.get().undone_at is None


def test_a_move_is_undone_once(house: MatterHouse) -> None:
    house.open()
    beside(matter(2))
    made = moved(house)
    moving.undo(made, actor=administrator(house), at=LATER)

    with pytest.raises(AlreadyUndone):
        moving.undo(made, actor=administrator(house), at=LATER)


def test_only_what_the_move_took_comes_back(house: MatterHouse) -> None:
    old = house.open()
    beside(matter(2))
    new = house.open("Mở theo phiên bản 2")
    made = moved(house)

    moving.undo(made, actor=administrator(house), at=LATER)

    versions = ProcessInstance.objects.values_list("pk", "definition_version")
    assert dict(versions) == {old.pk: 1, new.pk: 2}


def test_a_timer_runs_by_the_new_version(house: MatterHouse) -> None:
    """The day stays; one that has passed without effect is counted anew where the new version acts on it."""
    file = house.parked(S.REVIEWED)
    house.at = AT + timedelta(days=30)
    stages = matter().stages | {S.REVIEWED: Stage(assigned_to=WRITER, deadline=working_days(3, then="give_up"))}
    beside(matter(2, stages=stages, give_up=Transition("Hết hạn", S.REVIEWED, S.DROPPED, by=SYSTEM)))
    passed = file.tasks.get(status="open")

    moving.move("matter", 1, 2, reason="Thử", actor=administrator(house), at=house.at)

    task = file.tasks.get(status="open")
    assert passed.due_at is not None and task.due_at is not None
    assert passed.due_at < house.at < task.due_at
