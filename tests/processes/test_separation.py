"""Who prepared a paper does not decide on it; who decides, decides on the very text that was read."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from processes.models import Plan
from tests.factories import appoint
from tests.processes.world import AT, World
from workflow import registry
from workflow.context import Actor, Seen
from workflow.definition import Transition
from workflow.models import ProcessInstance
from workflow.refusals import DocumentChanged, Separated, WrongTarget

WAY_UP = [
    ("sign_submission", "department_head"),
    ("number_submission", "department_clerk"),
    ("register", "office_clerk"),
    ("propose", "office_specialist"),
    ("initial_off", "deputy_chief"),
]


def submitted(world: World, drafter: Actor | None = None) -> ProcessInstance:
    """An approval as it comes from a plan that was revised and submitted by its drafter."""
    drafter = drafter or world.actor("drafter")
    plan = world.put("plan", "completed", subject=world.plan())
    world.fire(plan, "revise", drafter)
    world.fire(plan, "submit", drafter)
    return ProcessInstance.objects.get(parent=plan, definition_key="approval")


def seated_as_vice_chairman(world: World, role: str) -> Actor:
    appoint(world.people[role], world.agencies["issuer"], "vice_chairman")
    return world.actor(role)


@pytest.mark.parametrize("role", ["drafter", "department_head", "office_specialist", "deputy_chief"])
def test_a_preparer_cannot_sign(world: World, role: str) -> None:
    approval = submitted(world)
    preparer = seated_as_vice_chairman(world, role)
    for name, actor in WAY_UP:
        world.fire(approval, name, world.actor(actor))

    for account in (preparer, world.second_account(role)):
        with pytest.raises(Separated):
            world.fire(approval, "sign", account)
    assert world.fire(approval, "sign", world.actor("vice_chairman")).state == "signed"


@pytest.mark.parametrize("deed", ["parent.start", "revise"])
def test_who_wrote_the_draft_cannot_sign_it(world: World, deed: str) -> None:
    """Having opened the plan, or changed it when it was returned, is drafting too, whoever sent it up."""
    approval = world.put_below("approval", "initialed")
    world.did(world.actor("vice_chairman"), approval, deed)

    with pytest.raises(Separated):
        world.fire(approval, "sign", world.actor("vice_chairman"))


def test_a_clerk_who_only_numbered_the_letter_may_sign(world: World) -> None:
    approval = submitted(world)
    clerk = seated_as_vice_chairman(world, "department_clerk")
    for name, actor in WAY_UP:
        world.fire(approval, name, world.actor(actor))

    assert world.fire(approval, "sign", clerk).state == "signed"


@pytest.mark.parametrize(
    ("key", "state", "deed", "role", "step", "position", "part"),
    [
        ("opinion", "asked", "write", "agency_officer", "sign", "head", "addressee"),
        ("report", "due", "write", "agency_officer", "send", "head", "addressee"),
        ("consolidation", "compiled", "submit", "consolidator", "send", "head", "addressee"),
        ("funding_review", "appraised", "propose", "finance_specialist", "agree", "head", "funding"),
        ("funding_review", "appraised", "propose", "finance_specialist", "refuse", "head", "funding"),
    ],
)
def test_a_writer_cannot_sign_the_own_paper(
    world: World, key: str, state: str, deed: str, role: str, step: str, position: str, part: str
) -> None:
    appoint(world.people[role], world.agencies[part], position)
    instance = world.put_below(key, state)
    world.fire(instance, deed, world.actor(role))

    for account in (world.actor(role), world.second_account(role)):
        with pytest.raises(Separated):
            world.fire(instance, step, account)
    assert world.fire(instance, step, world.colleague(_head_of(part))).revision == 2


def _head_of(part: str) -> str:
    return {"addressee": "agency_head", "funding": "finance_head"}[part]


def test_a_leader_cannot_sign_a_text_that_was_changed_after_reading(world: World) -> None:
    approval = world.put_below("approval", "initialed")
    leader, read = world.actor("vice_chairman"), world.seen(approval)
    plan = Plan.objects.get(pk=approval.parent.subject_id)
    world.write_version(plan, world.facts(title="Một kế hoạch khác"))

    with pytest.raises(DocumentChanged):
        world.fire(approval, "sign", leader, seen=read)
    with pytest.raises(DocumentChanged):
        world.fire(approval, "sign", leader, seen=Seen(0))
    answer = world.fire(approval, "sign", leader)
    assert approval.entries.get(uuid=answer.entry).document_hash == world.facts(title="Một kế hoạch khác").hash


def test_a_revised_plan_is_called_by_its_new_title(world: World) -> None:
    plan = world.put("plan", "drafted", subject=world.plan())
    world.fire(plan, "revise", world.actor("drafter"))

    plan.refresh_from_db()
    assert (plan.title, plan.state, plan.revision) == ("Đã sửa", "drafted", 1)


# --- returning, and ending what runs below


@pytest.mark.parametrize("target", ["returned", "submitted", "endorsed", "sent", "registered", "checked"])
def test_a_leader_returns_a_file_to_any_earlier_step(world: World, target: str) -> None:
    approval = world.put_below("approval", "initialed")

    answer = world.fire(approval, "return_", world.actor("vice_chairman"), inputs={"target": target})

    assert answer.state == target
    assert approval.entries.get().inputs == {"reason": "Nội dung thử nghiệm", "target": target}
    assert approval.tasks.get(status="open").state == target


@pytest.mark.parametrize("target", ["initialed", "signed", "issued", "", None, "nowhere"])
def test_a_leader_cannot_return_a_file_forwards(world: World, target: Any) -> None:
    approval = world.put_below("approval", "initialed")

    with pytest.raises(WrongTarget):
        world.fire(approval, "return_", world.actor("vice_chairman"), inputs={"target": target})


def test_a_withdrawn_plan_ends_everything_below_it(world: World) -> None:
    plan = world.put("plan", "consulted", subject=world.plan())
    opinions = [world.put("opinion", state, parent=plan) for state in ("asked", "written")]
    given = world.put("opinion", "given", parent=plan)
    ProcessInstance.objects.filter(pk=given.pk).update(closed_at=AT)

    world.fire(plan, "withdraw", world.actor("drafter"), command_id=uuid.uuid4())

    states = list(ProcessInstance.objects.filter(parent=plan).order_by("pk").values_list("state", flat=True))
    assert states == ["cancelled", "cancelled", "given"]
    assert all(opinion.entries.get().facts == {"because_of": "plan.withdraw"} for opinion in opinions)
    plan.refresh_from_db()
    assert (plan.state, plan.revision, plan.entries.count()) == ("withdrawn", 1, 1)


def test_only_names_of_steps_bar_from_a_step(world: World) -> None:
    """A step in another file of the same person bars from nothing."""
    other, approval = world.put_below("approval", "initialed"), world.put_below("approval", "initialed")
    world.did(world.actor("vice_chairman"), other, "propose")

    step = registry.latest("approval").transition("sign")
    assert isinstance(step, Transition) and "propose" in step.not_by
    assert world.fire(approval, "sign", world.actor("vice_chairman")).state == "signed"
