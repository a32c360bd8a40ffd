"""What an issued plan sets going must not keep it from being issued: its number has been given already."""

from __future__ import annotations

import dataclasses

from processes.documents import facts as said
from tests.factories import make_agency
from tests.processes.world import World
from workflow.context import SYSTEM_ACTOR
from workflow.models import ProcessInstance


def numbered(world: World, lead: str) -> ProcessInstance:
    """An approval whose plan gives one task to the agency called `lead`."""
    plan = world.plan()
    task = said.Task("1", "Tuyên truyền", (said.Mention(lead),), time=said.Fact.of("Quý II"))
    world.write_version(plan, dataclasses.replace(world.facts(), tasks=(task,), recipients=(said.Recipient(lead),)))
    parent = world.put("plan", "submitted", subject=plan)
    return world.put("approval", "numbered", subject=world.subject("approval", plan), parent=parent)


def below(approval: ProcessInstance) -> list[tuple[str, str]]:
    """Definition and state of what now runs beside the approval."""
    rows = ProcessInstance.objects.filter(parent=approval.parent).exclude(pk=approval.pk).order_by("definition_key")
    return list(rows.values_list("definition_key", "state"))


def test_an_issued_plan_goes_to_its_recipients_and_gives_its_tasks(world: World) -> None:
    approval = numbered(world, world.agencies["addressee"].name)

    assert world.fire(approval, "issue", SYSTEM_ACTOR).state == "issued"
    assert {("assignment", "given"), ("delivery", "sent")} <= set(below(approval))
    approval.parent.refresh_from_db()
    assert approval.parent.state == "in_force"


def test_an_issued_plan_is_issued_also_where_a_leading_agency_has_nobody_in_the_system(world: World) -> None:
    make_agency("Báo Thử nghiệm")
    approval = numbered(world, "Báo Thử nghiệm")

    assert world.fire(approval, "issue", SYSTEM_ACTOR).state == "issued"
    assert ("delivery", "to_serve") in below(approval)
