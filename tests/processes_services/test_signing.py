"""Who signed, as what and for whom: by the own post, by a lent right; kept with the paper, refused where impossible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from processes import guards
from processes.documents.facts import Signer
from processes.documents.signature import Fault, ImpossibleSignature
from processes.models import Approval, Document
from processes.services import signing
from tests.factories import morning
from tests.processes_services.province import CULTURE, HEALTH, OFFICE, TODAY, Province, facts
from workflow import rights, tasks
from workflow.authorization import Authority
from workflow.context import Context
from workflow.definition import Transition
from workflow.models import Agency, AuditEntry, Delegation, Desk, Person, ProcessInstance
from workflow.registry import latest

COMMITTEE = "Ủy ban nhân dân tỉnh Thử"
OF_CHAIRMAN = facts(signer=Signer(authority="KT. CHỦ TỊCH", title="PHÓ CHỦ TỊCH"))
OF_COMMITTEE = facts(signer=Signer("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))


def test_a_vice_chairman_signs_for_the_chairman_whose_name_is_kept(province: Province) -> None:
    approval = province.approved(OF_COMMITTEE)
    chairman, deputy = (province.person(COMMITTEE, post).person for post in ("chairman", "vice_chairman"))
    lines = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    entry = AuditEntry.objects.get(instance=approval, transition="sign")
    assert entry.facts["signature"] == [*lines, str(deputy)]
    assert entry.facts["signed_for"] == str(chairman)
    province.take(approval, "number")
    paper = Document.objects.get(instance=approval, kind="plan")
    assert (paper.signature, paper.signer, paper.signed_for) == (lines, str(deputy), str(chairman))
    assert str(paper.how_signed) == "ký thay"
    assert Approval.objects.get(pk=approval.subject_id).signer == deputy


def test_what_the_chairman_decides_alone_is_signed_without_the_collective(province: Province) -> None:
    approval = province.approved(OF_CHAIRMAN)
    signature = Approval.objects.get(pk=approval.subject_id).signature["signature"]
    assert signature == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def test_a_letter_keeps_its_signer_and_a_head_signs_for_nobody(province: Province) -> None:
    approval = province.approved(until="number_submission")
    paper = Document.objects.get(instance=approval, kind="submission")
    assert (paper.signature, paper.signed_for, paper.how_signed) == (["GIÁM ĐỐC"], "", "")
    assert paper.signer == str(province.person(HEALTH, "head").person)


def test_a_commune_signs_for_its_committee(province: Province) -> None:
    _plan, instance = province.plan()
    uuids = [str(province["UBND xã Một"].uuid)]
    province.take(instance, "consult", agencies=uuids, answer_by="2026-03-20")
    [opinion] = province.below(instance, "opinion")
    province.take(opinion, "write", kind="agrees", text="")
    province.take(opinion, "sign")
    paper = Document.objects.get(instance=opinion)
    assert paper.signature == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Sở Y tế", "GIÁM ĐỐC"),
        ("Công an tỉnh", "GIÁM ĐỐC"),
        ("Thanh tra tỉnh", "CHÁNH THANH TRA"),
        ("Ban Quản lý khu kinh tế", "TRƯỞNG BAN"),
        ("Hội Nông dân tỉnh", "THỦ TRƯỞNG CƠ QUAN"),
    ],
)
def test_the_head_of_each_body_has_its_title(name: str, title: str) -> None:
    assert signing.head_title(Agency(name=name, kind=Agency.Kind.DEPARTMENT)) == title


# --- by a lent right


def step(province: Province, instance: ProcessInstance, name: str, right: Authority) -> Context:
    """The step as the person who has this right would take it."""
    transition = latest(instance.definition_key).transition(name)
    assert isinstance(transition, Transition)
    context = Context(
        instance, latest(instance.definition_key), transition, province.person(OFFICE, "head"), morning(TODAY),
        agencies=tasks.parts_of(instance).agencies,
    )  # fmt: skip
    context.authority = right
    return context


def lent(desk: Desk, capacity: str, delegate_desk: Desk | None, **more: Any) -> Authority:
    """A right of whoever sits at `desk`."""
    delegator = Person(full_name="Người giao")
    row = Delegation(delegator=delegator, desk=desk, capacity=capacity, delegate_desk=delegate_desk, **more)
    return Authority(desk, row)


@pytest.fixture
def desks(province: Province) -> Iterator[dict[str, Desk]]:
    rights.establish(province[HEALTH], ["deputy_head"])
    rights.establish(province[OFFICE], ["chief"])
    wanted = [HEALTH, OFFICE, COMMITTEE, CULTURE]
    found = Desk.objects.filter(agency__name__in=wanted).select_related("agency", "position")
    yield {f"{desk.agency.name}/{desk.position.code}": desk for desk in found}


def test_a_deputy_signs_the_letter_for_the_head(province: Province, desks: dict[str, Desk]) -> None:
    approval = province.approved(until="sign_submission")
    right = lent(desks[f"{HEALTH}/head"], "KT.", desks[f"{HEALTH}/deputy_head"])
    context = step(province, approval, "sign_submission", right)
    kept = signing.sign(context)
    assert kept["signature"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert kept["signed_for"] == context.facts["signed_for"] == "Người giao"


def test_an_order_passed_on_to_a_deputy_of_the_office(province: Province, desks: dict[str, Desk]) -> None:
    approval = province.approved(OF_CHAIRMAN, until="initial_off")
    chairman = desks[f"{COMMITTEE}/chairman"]
    order = Delegation(desk=chairman, capacity="TL.", delegate_desk=desks[f"{OFFICE}/chief"])
    right = lent(chairman, "KT.", desks[f"{OFFICE}/deputy_chief"], passed_on_from=order)
    assert signing.lines_of(step(province, approval, "sign", right)) == (
        "TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG",
    )  # fmt: skip


def test_who_stands_in_at_the_same_post_signs_by_the_own(province: Province, desks: dict[str, Desk]) -> None:
    approval = province.approved(OF_COMMITTEE, until="initial_off")
    desk = desks[f"{COMMITTEE}/vice_chairman"]
    lines = signing.lines_of(step(province, approval, "sign", lent(desk, "stand_in", desk)))
    assert lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


@pytest.mark.parametrize(
    ("content", "capacity", "post", "paper", "fault"),
    [
        (OF_COMMITTEE, "TL.", f"{OFFICE}/chief", "Quyết định", Fault.FOR_THE_COLLECTIVE),
        (OF_CHAIRMAN, "TUQ.", f"{OFFICE}/chief", "", Fault.WITHOUT_PAPER),
        (OF_CHAIRMAN, "stand_in", f"{OFFICE}/chief", "", Fault.STANDS_IN),
        (OF_CHAIRMAN, "KT.", f"{CULTURE}/head", "", Fault.NOT_A_DEPUTY),
        (OF_CHAIRMAN, "TL.", f"{OFFICE}/office_specialist", "Quyết định", Fault.NOT_A_LEADER),
    ],
)
def test_nobody_can_sign_by_a_right_that_gives_no_signature(
    province: Province, desks: dict[str, Desk], content: Any, capacity: str, post: str, paper: str, fault: Fault
) -> None:
    approval = province.approved(content, until="initial_off")
    right = lent(desks[f"{COMMITTEE}/vice_chairman"], capacity, desks[post], paper=paper)
    context = step(province, approval, "sign", right)
    verdict = guards.signature_is_possible.judge(context)
    assert verdict.missing == (guards.IMPOSSIBLE[fault],)
    with pytest.raises(ImpossibleSignature):
        signing.sign(context)


def test_every_fault_has_its_sentence() -> None:
    assert set(guards.IMPOSSIBLE) == set(Fault)


def test_every_step_that_signs_is_guarded() -> None:
    for key in ("approval", "opinion", "funding_review", "report", "consolidation"):
        signing_steps = [one for one in latest(key).transitions() if one.signs]
        assert signing_steps
        assert all(guards.signature_is_possible in one.guards for one in signing_steps)
