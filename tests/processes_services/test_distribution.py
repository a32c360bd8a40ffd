"""An issued plan goes out: who receives it, who has which part; later changes of the province change nothing."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.outlet import MANY
from processes.documents.facts import Mention, PlanFacts, Recipient, Role
from processes.models import AssignmentAgency, Plan, Report
from processes.models import Recipient as Row
from processes.services import naming
from tests.factories import make_agency, morning
from tests.processes_services.province import (
    ALL_DEPARTMENTS,
    COMMUNES,
    CONCERNED,
    CULTURE,
    FINANCE,
    HEALTH,
    LEADERS,
    MINISTRY,
    OFFICE,
    SCIENCE,
    TODAY,
    WAY_UP,
    Province,
    coordinating,
    facts,
    rule,
    task,
)
from workflow.context import SYSTEM_ACTOR
from workflow.models import Agency, AuditEntry, CalendarDay, ProcessInstance

ARCHIVE = Recipient("VT, KGVX", "lưu")


def served(plan: Plan) -> dict[tuple[str, str], str]:
    """(agency, purpose) → where its delivery stands."""
    states = dict(ProcessInstance.objects.filter(definition_key="delivery").values_list("subject_id", "state"))
    found = {(row.agency_name, row.purpose): states[row.pk] for row in Row.objects.filter(plan=plan)}
    assert len(found) == Row.objects.filter(plan=plan).count()
    return found


def parts(plan: Plan) -> dict[str, str]:
    rows = AssignmentAgency.objects.filter(assignment__plan=plan)
    found = dict(rows.values_list("agency_name", "role"))
    assert len(found) == rows.count()
    return found


def trail(instance: ProcessInstance) -> dict[str, object]:
    return dict(AuditEntry.objects.get(instance=instance, transition="issued").facts)


# --- recipients


def test_groups_are_spelled_out_and_each_goes_its_way(province: Province) -> None:
    lines = (Recipient(MINISTRY, "b/c"), Recipient(LEADERS), Recipient(ALL_DEPARTMENTS), Recipient(COMMUNES), ARCHIVE)
    plan, instance = province.in_force(facts(recipients=lines))
    assert served(plan) == {
        (MINISTRY, "report"): "to_serve",
        ("Ủy ban nhân dân tỉnh Thử", "know"): "to_serve",
        (HEALTH, "know"): "sent",
        (FINANCE, "know"): "sent",
        (CULTURE, "execute"): "sent",
        (SCIENCE, "know"): "sent",
        ("UBND xã Một", "know"): "sent",
        ("UBND phường Hai", "know"): "sent",
        (OFFICE, "archive"): "to_serve",
    }
    assert trail(instance)["recipients"] == 9


def test_inside_are_those_with_a_clerk_of_their_own(province: Province) -> None:
    lines = (Recipient(LEADERS), Recipient("Hội Nông dân tỉnh"), Recipient(CULTURE), ARCHIVE)
    plan, _instance = province.in_force(facts(recipients=lines))
    inside = dict(Row.objects.filter(plan=plan).values_list("agency_name", "inside"))
    assert inside == {
        "Ủy ban nhân dân tỉnh Thử": False, "Hội Nông dân tỉnh": False, CULTURE: True, OFFICE: False,
    }  # fmt: skip


def test_the_names_are_frozen_on_the_day_of_issue(province: Province) -> None:
    content = facts(
        tasks=(task("1", ALL_DEPARTMENTS),), recipients=(Recipient(ALL_DEPARTMENTS),), reports=(rule(ALL_DEPARTMENTS),)
    )
    plan, _instance = province.in_force(content)
    before = (
        served(plan),
        parts(plan),
        list(Report.objects.filter(duty__plan=plan).values_list("agency_name", "period")),
    )

    make_agency("Sở Mới", posts=["specialist", "clerk"])
    Agency.objects.filter(pk=province[CULTURE].pk).update(name="Sở Văn hóa và Thể thao")
    after = served(plan), parts(plan), list(Report.objects.filter(duty__plan=plan).values_list("agency_name", "period"))
    assert after == before
    assert ("Sở Mới", "know") not in after[0]


def test_a_department_of_tomorrow_gets_nothing_today(province: Province) -> None:
    make_agency("Sở Ngày mai", valid_from=date(2026, 3, 11), posts=["specialist", "clerk"])
    make_agency("Sở Hôm qua", valid_to=date(2026, 3, 9), posts=["specialist", "clerk"])
    plan, _instance = province.in_force(facts(recipients=(Recipient(ALL_DEPARTMENTS),)))
    assert {name for name, purpose in served(plan) if purpose != "archive"} == {HEALTH, FINANCE, CULTURE, SCIENCE}


def test_who_has_a_part_but_is_not_named_gets_the_plan_too(province: Province) -> None:
    requested = Mention("Công an tỉnh", Role.REQUESTED)
    work = task("1", CULTURE, coordinating=(*coordinating(FINANCE), requested))
    plan, _instance = province.in_force(facts(tasks=(work,), recipients=(Recipient(HEALTH), ARCHIVE)))
    assert set(served(plan)) == {
        (HEALTH, "know"), (CULTURE, "execute"), (FINANCE, "execute"), ("Công an tỉnh", "know"), (OFFICE, "archive"),
    }  # fmt: skip


def test_the_office_that_leads_a_task_gets_it_besides_the_archive(province: Province) -> None:
    plan, _instance = province.in_force(facts(tasks=(task("1", OFFICE),), recipients=(Recipient(HEALTH), ARCHIVE)))
    assert served(plan)[OFFICE, "execute"] == "sent"
    assert served(plan)[OFFICE, "archive"] == "to_serve"


def test_the_archive_line_goes_to_the_office_whatever_its_units_are_called(province: Province) -> None:
    plan, _instance = province.in_force(facts(recipients=(Recipient(CULTURE), Recipient("VT, KGVX.Quân", "lưu"))))
    assert Row.objects.get(plan=plan, purpose="archive").written == "VT, KGVX.Quân"


def test_a_copy_is_kept_even_where_the_draft_names_no_archive(province: Province) -> None:
    plan, _instance = province.in_force(facts(recipients=(Recipient(CULTURE),)))
    archived = Row.objects.get(plan=plan, purpose="archive")
    assert (archived.agency, archived.written) == (province[OFFICE], "VT")


def test_an_agency_that_is_named_twice_receives_one_copy(province: Province) -> None:
    lines = (Recipient(CULTURE, "b/c"), Recipient(ALL_DEPARTMENTS), Recipient(CULTURE), ARCHIVE)
    plan, _instance = province.in_force(facts(recipients=lines))
    assert [row.purpose for row in Row.objects.filter(plan=plan, agency=province[CULTURE])] == ["report"]


def test_the_drafting_agency_is_a_recipient_like_others(province: Province) -> None:
    plan, instance = province.in_force(facts(tasks=(task("1", HEALTH),), recipients=(Recipient(ALL_DEPARTMENTS),)))
    assert served(plan)[HEALTH, "execute"] == "sent"
    [assignment] = province.below(instance, "assignment")
    province.take(assignment, "acknowledge")


def test_a_line_of_several_bodies_goes_to_each(province: Province) -> None:
    plan, _instance = province.in_force(facts(recipients=(Recipient(f"{FINANCE}; {SCIENCE}"), ARCHIVE)))
    assert {(FINANCE, "know"), (SCIENCE, "know")} <= set(served(plan))


def test_the_purposes_are_those_that_the_paper_says(province: Province) -> None:
    lines = (Recipient(MINISTRY, "b/c"), Recipient(FINANCE, "để thực hiện"), Recipient(SCIENCE), Recipient(CULTURE))
    plan, _instance = province.in_force(facts(recipients=lines))
    assert set(served(plan)) == {
        (MINISTRY, "report"), (FINANCE, "execute"), (SCIENCE, "know"), (CULTURE, "execute"), (OFFICE, "archive"),
    }  # fmt: skip


# --- duties


def test_leading_coordinating_and_requested(province: Province) -> None:
    requested = coordinating("Công an tỉnh", role=Role.REQUESTED)
    work = task("1", CULTURE, coordinating=(*coordinating(FINANCE), *requested))
    plan, instance = province.in_force(facts(tasks=(work,)))
    assert parts(plan) == {CULTURE: "lead", FINANCE: "coordinating", "Công an tỉnh": "requested"}
    assert len(province.below(instance, "assignment")) == 1


def test_who_leads_does_not_coordinate_too(province: Province) -> None:
    plan, _instance = province.in_force(facts(tasks=(task("1", CULTURE, coordinating=coordinating(ALL_DEPARTMENTS)),)))
    assert parts(plan)[CULTURE] == "lead"
    assert Counter(parts(plan).values()) == {"lead": 1, "coordinating": 3}


def test_a_body_that_is_named_comes_before_its_group(province: Province) -> None:
    named = coordinating(SCIENCE, role=Role.REQUESTED)
    work = task("1", CULTURE, coordinating=(*coordinating(ALL_DEPARTMENTS), *named))
    plan, _instance = province.in_force(facts(tasks=(work,)))
    assert parts(plan)[SCIENCE] == "requested"


def test_an_open_group_means_whom_the_drafter_chose(province: Province) -> None:
    content = facts(tasks=(task("1", CONCERNED),))
    plan, instance = province.plan(content)
    naming.choose(
        plan=plan,
        name=CONCERNED,
        agencies=[province[FINANCE], province[SCIENCE]],
        actor=SYSTEM_ACTOR,
        at=morning(TODAY),
    )
    province.take(instance, "skip_consultation", reason="Cấp bách")
    province.take(instance, "submit")
    [approval] = province.below(instance, "approval")
    _up(province, approval)
    assert parts(plan) == {FINANCE: "lead", SCIENCE: "lead"}


def test_who_leads_from_outside_is_recorded_and_holds_up_nothing(province: Province) -> None:
    plan, instance = province.in_force(facts(tasks=(task("1", CULTURE, MINISTRY, "Báo Thử"),)))
    assert parts(plan) == {CULTURE: "lead", MINISTRY: "lead", "Báo Thử": "lead"}
    assert len(province.below(instance, "assignment")) == 1
    assert trail(instance)["leading_outside"] == ["Báo Thử", MINISTRY]


def test_a_name_that_was_known_and_is_no_longer_on_the_day_of_issue_is_told(
    province: Province, caplog: pytest.LogCaptureFixture
) -> None:
    approval = province.approved(facts(tasks=(task("1", CULTURE, FINANCE),), recipients=(Recipient(HEALTH),)))
    Agency.objects.filter(pk=province[CULTURE].pk).update(valid_to=date(2026, 3, 9))
    province.issue(approval)
    instance = ProcessInstance.objects.get(pk=approval.parent_id)
    assert trail(instance)["names_without_agency"] == [CULTURE]
    assert CULTURE in caplog.text


def test_a_task_without_a_day_is_due_at_the_end_of_the_plans_first_year(province: Province) -> None:
    content = facts(tasks=(task("1", CULTURE, time="Thường xuyên"), task("2", FINANCE, time="Quý II năm 2026")))
    _plan, instance = province.in_force(content)
    dues = [assignment.due_on for assignment in province.below(instance, "assignment")]
    assert dues == [date(2026, 12, 31), date(2026, 6, 30)]


def test_long_words_are_cut_where_a_column_is_short(province: Province) -> None:
    plan, _instance = province.in_force(facts(tasks=(task("1", CULTURE, time="Thường xuyên " * 60),)))
    assert len(plan.assignments.get().time) == 300


def test_the_file_bears_the_title_under_which_it_was_issued(province: Province) -> None:
    approval = province.approved(until="number_submission")
    approval = province.take(approval, "return_", target="returned", reason="Sửa trích yếu")
    province.take(approval, "revise", facts=facts(title=facts().title.of("Trích yếu mới")).to_dict())
    province.take(approval, "resubmit")
    _up(province, approval)
    assert ProcessInstance.objects.get(pk=approval.parent_id).title == "Trích yếu mới"


# --- how many statements


def test_the_number_of_statements_does_not_grow_with_the_agencies(province: Province) -> None:
    content = facts(
        tasks=(task("1", COMMUNES), task("2", CULTURE, coordinating=coordinating(COMMUNES))),
        recipients=(Recipient(COMMUNES), ARCHIVE),
        reports=(rule(COMMUNES),),
    )
    _more_communes(MANY)  # from so many on the telling has rows of its own
    _statements(province, content)  # opens the year's registers
    few = _statements(province, content)
    _more_communes(60)
    many = _statements(province, content)
    assert many == few


def _more_communes(count: int) -> None:
    for number in range(count):
        make_agency(f"UBND xã thứ {number} trong {count}", kind="commune", posts=["head", "specialist", "clerk"])


def _statements(province: Province, content: PlanFacts) -> Counter[str]:
    """What issuing sends to the store; the batches of one large INSERT count as one.

    The calendar, which is asked for the days off of each new task, is left out: it is the engine's.
    """
    approval = province.approved(content)
    with CaptureQueriesContext(connection) as captured:
        province.issue(approval)
    found: list[str] = []
    for query in captured.captured_queries:
        words = re.match(r"(SELECT|INSERT|UPDATE|DELETE).*?\"(\w+)\"(?: WHERE|\.| |$)", query["sql"].replace("\n", " "))
        what = " ".join(words.groups()) if words else ""
        if what and CalendarDay._meta.db_table not in what and not (what.startswith("INSERT") and what == found[-1]):
            found.append(what)
    return Counter(found)


def _up(province: Province, approval: ProcessInstance) -> None:
    """From wherever it is to issued."""
    order = ["submitted", "endorsed", "sent", "registered", "checked", "initialed"]
    approval.refresh_from_db()
    for step, inputs in WAY_UP[order.index(approval.state) :]:
        approval = province.take(approval, step, **inputs)
    province.issue(approval)
