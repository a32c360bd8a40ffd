"""Asking agencies for opinions: answered, silent, ended early, asked again."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from processes.models import Document, Opinion
from tests.factories import morning
from tests.processes_services.province import (
    CULTURE,
    FINANCE,
    HEALTH,
    MINISTRY,
    SCIENCE,
    TODAY,
    WAY_UP,
    Province,
    facts,
    just_before_midnight,
)
from workflow import deadlines
from workflow.models import AuditEntry, ProcessInstance
from workflow.refusals import Separated, Unmet

ANSWER_BY = date(2026, 3, 20)


def asked(
    province: Province, *names: str, step: str = "consult", instance: ProcessInstance | None = None
) -> tuple[ProcessInstance, list[ProcessInstance]]:
    """The plan, and the opinions it waits for."""
    if instance is None:
        _plan, instance = province.plan()
    uuids = [str(province[name].uuid) for name in names]
    province.take(instance, step, agencies=uuids, answer_by=ANSWER_BY.isoformat())
    return instance, province.below(instance, "opinion")


def answer(province: Province, opinion: ProcessInstance, kind: str = "agrees", text: str = "") -> None:
    province.take(opinion, "write", kind=kind, text=text)
    province.take(opinion, "sign")


def state(instance: ProcessInstance) -> str:
    instance.refresh_from_db()
    return instance.state


def test_each_agency_is_asked_about_this_version_until_that_day(province: Province) -> None:
    instance, opinions = asked(province, CULTURE, FINANCE)
    rows = Opinion.objects.filter(pk__in=[opinion.subject_id for opinion in opinions])
    assert {row.agency.name for row in rows} == {CULTURE, FINANCE}
    assert {(row.due_on, row.version.number) for row in rows} == {(ANSWER_BY, 1)}
    entry = AuditEntry.objects.get(instance=instance, transition="consult")
    assert sorted(entry.facts["agencies"]) == sorted([CULTURE, FINANCE])


def test_the_plan_goes_on_with_the_last_answer(province: Province) -> None:
    instance, (first, second) = asked(province, CULTURE, FINANCE)
    answer(province, first)
    assert state(instance) == "consulted"
    answer(province, second, "disagrees", "Trùng nhiệm vụ.")
    assert state(instance) == "completed"
    row = Opinion.objects.get(pk=second.subject_id)
    assert (row.kind, row.text, row.given_at) == ("disagrees", "Trùng nhiệm vụ.", morning(TODAY))
    assert Document.objects.filter(instance=second, kind="opinion", issuer=row.agency).count() == 1


def test_an_agency_answers_as_a_body(province: Province) -> None:
    _instance, [opinion] = asked(province, CULTURE)
    writer = province.person(CULTURE, "specialist")
    assert writer.person is not None
    writer.person.appointments.create(desk=province[CULTURE].desks.get(position__code="head"), valid_from=TODAY)
    province.take(opinion, "write", kind="agrees", text="")
    with pytest.raises(Separated):
        province.take(opinion, "sign", by=writer)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(just_before_midnight(ANSWER_BY), "consulted"), (morning(date(2026, 3, 21)), "completed")],
    ids=["on the last day", "after it"],
)
def test_silence_is_only_after_the_last_day_and_lets_the_plan_go_on(
    province: Province, at: datetime, expected: str
) -> None:
    instance, (first, _silent) = asked(province, CULTURE, FINANCE)
    answer(province, first)
    deadlines.fire_due(at)
    deadlines.fire_due(at)
    assert state(instance) == expected


def test_when_all_are_silent_the_plan_goes_on_too(province: Province) -> None:
    instance, opinions = asked(province, CULTURE, FINANCE, SCIENCE)
    province.take(opinions[0], "write", kind="remarks", text="Chưa ký")
    deadlines.fire_due(morning(date(2026, 3, 21)))
    assert state(instance) == "completed"
    assert [state(opinion) for opinion in opinions] == ["late", "silent", "silent"]
    assert Opinion.objects.filter(given_at=None).count() == 3


AFTER = morning(date(2026, 3, 23))


def silent(province: Province, *names: str) -> tuple[ProcessInstance, list[ProcessInstance]]:
    """The plan that went on, and the opinions of those who said nothing in time."""
    instance, opinions = asked(province, *names)
    deadlines.fire_due(morning(date(2026, 3, 21)))
    return instance, opinions


def test_an_agency_that_was_silent_may_still_answer_and_the_plan_stays_where_it_is(province: Province) -> None:
    instance, [opinion] = silent(province, CULTURE)
    province.take(opinion, "write_late", kind="remarks", text="Đề nghị bổ sung kinh phí.", at=AFTER)
    province.take(opinion, "sign", at=AFTER)
    row = Opinion.objects.get(pk=opinion.subject_id)
    assert (state(opinion), row.kind, row.days_late) == ("given", "remarks", 3)
    assert state(instance) == "completed"
    assert not AuditEntry.objects.filter(instance=instance, transition="opinions_received")[1:]


def test_what_was_written_in_time_waits_for_the_head_after_it(province: Province) -> None:
    instance, [opinion] = asked(province, CULTURE)
    province.take(opinion, "write", kind="agrees", text="")
    deadlines.fire_due(morning(date(2026, 3, 21)))
    assert (state(opinion), state(instance)) == ("late", "completed")
    province.take(opinion, "give_back_late", reason="Viết rõ hơn", at=AFTER)
    assert state(opinion) == "silent"


def test_an_answer_on_the_last_day_is_not_late(province: Province) -> None:
    _instance, [opinion] = asked(province, CULTURE)
    province.take(opinion, "write", kind="agrees", text="", at=just_before_midnight(ANSWER_BY))
    province.take(opinion, "sign", at=just_before_midnight(ANSWER_BY))
    assert Opinion.objects.get(pk=opinion.subject_id).days_late == 0


def test_who_is_asked_again_answers_the_new_question_and_who_is_not_may_still_be_late(province: Province) -> None:
    instance, opinions = silent(province, CULTURE, FINANCE)
    first, second = sorted(opinions, key=lambda one: Opinion.objects.get(pk=one.subject_id).agency.name != CULTURE)
    uuids = [str(province[CULTURE].uuid)]
    province.take(instance, "consult_again", agencies=uuids, answer_by="2026-03-31", at=AFTER)
    assert (state(first), state(second), state(instance)) == ("cancelled", "silent", "consulted")
    again = province.below(instance, "opinion")[-1]
    province.take(second, "write_late", kind="agrees", text="", at=AFTER)
    province.take(second, "sign", at=AFTER)
    assert state(instance) == "consulted"  # a late answer to an earlier round answers nothing of this one
    province.take(again, "write", kind="agrees", text="", at=AFTER)
    province.take(again, "sign", at=AFTER)
    assert state(instance) == "completed"


def test_late_answers_end_when_the_plan_is_issued(province: Province) -> None:
    instance, [opinion] = silent(province, CULTURE)
    province.take(instance, "submit", at=AFTER)
    [approval] = province.below(instance, "approval")
    for step, inputs in WAY_UP:
        province.take(approval, step, at=AFTER, **inputs)
    assert state(opinion) == "silent"
    province.issue(approval, at=AFTER)
    assert (state(instance), state(opinion)) == ("in_force", "cancelled")


def test_the_drafter_ends_it_early_and_no_answer_comes_after(province: Province) -> None:
    instance, (first, second) = asked(province, CULTURE, FINANCE)
    answer(province, first)
    province.take(instance, "end_consultation", reason="Cấp bách")
    assert (state(instance), state(first), state(second)) == ("completed", "given", "cancelled")
    deadlines.fire_due(morning(date(2026, 3, 21)))
    assert (state(instance), state(second)) == ("completed", "cancelled")


def test_asked_again_about_the_same_version_the_row_waits_for_the_new_answer(province: Province) -> None:
    instance, [first] = asked(province, CULTURE)
    answer(province, first, "disagrees", "Trùng nhiệm vụ.")
    _same, [second] = asked(province, CULTURE, step="consult_again", instance=instance)
    assert second.subject_id == first.subject_id
    row = Opinion.objects.get(pk=second.subject_id)
    assert (row.kind, row.text, row.author, row.given_at) == ("", "", None, None)

    answer(province, second)
    assert state(instance) == "completed"
    assert Document.objects.filter(kind="opinion", instance__in=[first, second]).count() == 2
    earlier = AuditEntry.objects.get(instance=first, transition="write")
    assert earlier.inputs == {"kind": "disagrees", "text": "Trùng nhiệm vụ."}


def test_asked_again_about_a_new_version_the_old_answer_stays_with_the_old_one(province: Province) -> None:
    instance, [first] = asked(province, CULTURE)
    answer(province, first, "disagrees", "Trùng nhiệm vụ.")
    province.take(instance, "revise", facts=facts(title=facts().title.of("Khác")).to_dict())
    _same, [second] = asked(province, CULTURE, step="consult_again", instance=instance)
    assert second.subject_id != first.subject_id
    assert Opinion.objects.get(pk=first.subject_id).kind == "disagrees"


def test_who_has_nobody_in_the_system_cannot_be_asked_in_it(province: Province) -> None:
    with pytest.raises(Unmet) as refused:
        asked(province, CULTURE, MINISTRY)
    assert refused.value.guard == "asked_can_answer"
    assert not Opinion.objects.exists()


def test_the_reason_for_asking_nobody_is_kept(province: Province) -> None:
    plan, instance = province.plan(agency=HEALTH)
    province.take(instance, "skip_consultation", reason="Cấp bách")
    plan.refresh_from_db()
    assert (plan.consultation_skipped, state(instance)) == ("Cấp bách", "completed")
