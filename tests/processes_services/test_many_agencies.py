"""One plan to many agencies: the number of statements does not grow with them, whether it goes out or is closed."""

from __future__ import annotations

import re
from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from processes.documents.facts import Recipient
from processes.models import AssignmentAgency, Opinion, Report
from tests.factories import morning
from tests.processes_services.province import (
    COMMUNES,
    FIRST_DAY,
    HEALTH,
    POSTS,
    TODAY,
    Province,
    consolidation,
    facts,
    rule,
    task,
)
from workflow import engine
from workflow.context import SYSTEM_ACTOR, Child
from workflow.models import Account, Agency, Appointment, Desk, Person, ProcessInstance, Task
from workflow.rights import establish_all

BATCHED = re.compile(r"^(INSERT (OR IGNORE )?INTO|UPDATE) \S+")  # many rows go in batches: those in a row count as one


def settle_communes(count: int) -> None:
    """That many communes more, with somebody at each of their desks."""
    communes = Agency.objects.bulk_create(
        [
            Agency(
                code=f"commune-{count}-{n:04d}",
                name=f"UBND xã số {count}.{n:04d}",
                kind="commune",
                valid_from=FIRST_DAY,
            )
            for n in range(count)
        ],
        batch_size=500,
    )
    establish_all(dict.fromkeys(communes, POSTS))
    desks = list(Desk.objects.filter(agency__in=communes))
    people = Person.objects.bulk_create([Person(full_name=f"Cán bộ {n}") for n in range(len(desks))], batch_size=500)
    Account.objects.bulk_create(
        [Account(username=f"commune-{count}-{n}", password="!", person=person) for n, person in enumerate(people)],
        batch_size=500,
    )
    Appointment.objects.bulk_create(
        [Appointment(person=p, desk=d, valid_from=FIRST_DAY) for p, d in zip(people, desks, strict=True)],
        batch_size=500,
    )


def counted(queries: list[dict[str, str]]) -> Counter[str]:
    """Statements by what they do, runs of batches as one."""
    found: list[str] = []
    for query in queries:
        batch = BATCHED.match(query["sql"])
        what = batch[0] if batch else re.split(' WHERE | "s\\d', query["sql"])[0][:200]
        if not (batch and found and found[-1] == what):
            found.append(what)
    return Counter(found)


MANY = 2000
CONTENT = {
    "tasks": (task("1", COMMUNES),),
    "recipients": (Recipient(COMMUNES), Recipient("VT", "lưu")),
    "reports": (rule(COMMUNES), consolidation()),
}


def test_a_plan_goes_to_two_thousand_agencies_with_as_many_statements_as_to_thirty(province: Province) -> None:
    issued_to(province, 1)  # the year's registers are open from now on
    few, many = issued_to(province, 30), issued_to(province, MANY)

    assert few == many, (few - many, many - few)
    assert few.total() <= 80


def issued_to(province: Province, count: int) -> Counter[str]:
    """Statements of numbering and issuing a plan for that many communes."""
    settle_communes(count)
    approval = province.approved(facts(**CONTENT))
    with CaptureQueriesContext(connection) as captured:
        province.issue(approval)
    plan = approval.parent.subject_id
    assert AssignmentAgency.objects.filter(assignment__plan=plan).count() >= count
    assert Report.objects.filter(duty__plan=plan).count() >= count
    assert ProcessInstance.objects.filter(definition_key="delivery", parent=approval.parent).count() >= count
    return counted(captured.captured_queries)


def test_a_plan_is_withdrawn_from_two_thousand_agencies_with_as_many_statements_as_from_thirty(
    province: Province,
) -> None:
    few, many = withdrawn_from(province, 30), withdrawn_from(province, MANY)

    assert few == many, (few - many, many - few)
    assert few.total() <= 40


def withdrawn_from(province: Province, count: int) -> Counter[str]:
    """Statements of withdrawing a plan about which that many communes are being asked."""
    settle_communes(count)
    plan, instance = province.plan(agency=HEALTH)
    opinions = Opinion.objects.bulk_create(
        [
            Opinion(plan=plan, version=plan.current_version, agency=agency, due_on=TODAY)
            for agency in Agency.objects.filter(code__startswith=f"commune-{count}-")
        ],
        batch_size=500,
    )
    children = [
        Child("opinion", o.pk, "Ý kiến", {"addressee": o.agency, "drafting": province[HEALTH]}) for o in opinions
    ]
    engine.start_children(instance, children, SYSTEM_ACTOR, morning(TODAY))
    waiting = Task.objects.filter(status="open", instance__parent=instance)
    assert waiting.count() == count
    with CaptureQueriesContext(connection) as captured:
        province.take(instance, "withdraw", reason="Không còn cần thiết")
    assert not waiting.exists()
    assert not ProcessInstance.objects.filter(parent=instance, closed_at__isnull=True).exists()
    return counted(captured.captured_queries)
