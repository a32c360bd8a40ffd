"""A step that nobody can take today is found: people leave by date, accounts are closed, mandates move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.factories import appoint, make_account, make_agency, make_holder, make_person, morning
from workflow import engine, incidents, organization, registry, staffing
from workflow.context import SYSTEM_ACTOR, Actor, Child, Seen
from workflow.definition import (
    HOLDER,
    SYSTEM,
    Earlier,
    Manner,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    Transition,
)
from workflow.engine.starting import start_many
from workflow.models import Agency, Delegation, Incident, Mandate, Periodic, Person, ProcessInstance
from workflow.staffing import UNSTAFFED, Gap, Why

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
AT = morning(DAY)
LATER = AT + timedelta(days=1)

OWN = Participant("request_own", "Cơ quan đề nghị")
PAYER = Participant("request_payer", "Cơ quan chi", mandate="paying")
ASKER = Role("request_asker", "chuyên viên", "specialist", OWN)
HEAD = Role("request_head", "thủ trưởng", "head", OWN)
CLERK = Role("request_clerk", "văn thư", "clerk", OWN)
PAYING = Role("request_paying", "người chi", "head", PAYER)


class S(models.TextChoices):
    WRITTEN = "written", "Đang viết"
    SIGNED = "signed", "Chờ ký"
    SENT = "sent", "Chờ gửi"
    PAID = "paid", "Chờ chi"
    DONE = "done", "Đã chi"


class Request(ProcessDefinition):
    """Written, signed, sent by the own agency, paid by the one that has the mandate."""

    key, version = "test_request", 1
    title = "Đề nghị chi"
    subject = "workflow.Person"
    starts_by = ASKER
    states, initial, final = S, S.WRITTEN, (S.DONE,)
    stages = {
        S.WRITTEN: Stage(assigned_to=ASKER),
        S.SIGNED: Stage(assigned_to=HEAD),
        S.SENT: Stage(assigned_to=CLERK),
        S.PAID: Stage(assigned_to=PAYING),
    }
    submit = Transition("Trình", S.WRITTEN, S.SIGNED, by=ASKER)
    sign = Transition("Ký", S.SIGNED, S.SENT, by=HEAD)
    send = Transition("Gửi", S.SENT, S.PAID, by=CLERK)
    pay = Transition("Chi", S.PAID, S.DONE, by=PAYING)
    back = Transition("Trả lại", (S.SIGNED, S.SENT), Earlier((S.WRITTEN, S.SIGNED, S.SENT)), by=HOLDER,
                      manner=Manner.BACK)  # fmt: skip
    give_up = Transition("Rút", (S.SIGNED, S.SENT), S.DONE, by=ASKER, manner=Manner.END)
    cancel = Transition("Thôi", (S.WRITTEN, S.SIGNED, S.SENT, S.PAID), S.DONE, by=SYSTEM)


@dataclass
class House:
    """An agency with a specialist, a head and a clerk, and one that pays."""

    agency: Agency
    payer: Agency
    asker: Person
    head: Person
    clerk: Person

    def ask(self, count: int = 1) -> list[ProcessInstance]:
        """That many requests, begun by the specialist."""
        agencies = {OWN.key: self.agency}
        wanted = [Child(Request.key, self.asker.pk, f"Đề nghị {number}", agencies) for number in range(count)]
        return start_many(wanted, None, Actor.of(self.asker.accounts.get()), AT).instances


def leave(person: Person, last_day: date = DAY - timedelta(days=1)) -> None:
    person.appointments.update(valid_to=last_day)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Only requests are known, so that nothing else can be missing."""
    monkeypatch.setattr(registry, "_definitions", {(Request.key, 1): Request})
    agency = make_agency("Sở Mẫu", code="so-mau")
    payer = make_agency("Kho bạc", code="kho-bac", mandates=["paying"])
    make_holder(payer, "head")
    holders = [make_holder(agency, position) for position in ("specialist", "head", "clerk")]
    with translation.override("vi"):
        yield House(agency, payer, *holders)


def found(at=AT, agencies=None) -> list[tuple[str, str, Why]]:
    return [(gap.need.state, gap.need.role.key, gap.why) for gap in staffing.gaps(at, agencies)]


def only(gaps: list[Gap], state: str, role: Role) -> Gap:
    [gap] = [gap for gap in gaps if (gap.need.state, gap.need.role) == (state, role)]
    return gap


SENT_WITHOUT_CLERK = [("sent", "request_clerk", Why.EMPTY)]


# --- what counts as somebody


def test_where_everybody_is_there_nothing_is_missing(house: House) -> None:
    house.ask()

    assert found() == []


def test_a_post_is_missing_from_the_day_after_the_last(house: House) -> None:
    leave(house.clerk, last_day=DAY)

    assert found(AT) == []
    assert found(LATER) == SENT_WITHOUT_CLERK
    assert only(staffing.gaps(LATER), "sent", CLERK).since == DAY + timedelta(days=1)


def test_the_day_ends_in_vietnam_not_in_greenwich(house: House) -> None:
    leave(house.clerk, last_day=DAY)
    just_before = timezone.make_aware(timezone.datetime(2026, 3, 10, 23, 59))

    assert found(just_before) == []
    assert found(just_before + timedelta(minutes=2)) == SENT_WITHOUT_CLERK


def test_who_cannot_sign_in_is_nobody(house: House) -> None:
    house.clerk.accounts.update(is_active=False)

    assert found() == [("sent", "request_clerk", Why.INACTIVE)]


def test_one_of_two_accounts_is_enough(house: House) -> None:
    make_account(house.clerk)
    house.clerk.accounts.filter(pk=house.clerk.accounts.first().pk).update(is_active=False)

    assert found() == []


def test_one_of_two_holders_is_enough(house: House) -> None:
    leave(house.clerk)
    make_holder(house.agency, "clerk")

    assert found() == []


def test_an_agency_that_lacks_the_post_is_told_apart(house: House) -> None:
    other = make_agency("Sở Khác")
    make_holder(other, "specialist")
    make_holder(other, "head")

    assert found() == [("sent", "request_clerk", Why.NO_DESK)]


# --- delegations


def lend(house: House, **changes) -> Delegation:
    options = {
        "delegator": house.clerk, "desk": house.clerk.appointments.get().desk, "delegate": house.asker,
        "capacity": "TUQ.", "valid_from": DAY, "valid_to": DAY + timedelta(days=5), "granted_at": AT,
        "granted_by": house.clerk.accounts.get(),
    }  # fmt: skip
    return Delegation.objects.create(**(options | changes))


@pytest.fixture
def without_clerk(house: House) -> House:
    house.clerk.accounts.update(is_active=False)
    return house


@pytest.mark.parametrize(
    "changes", [{}, {"scope": ["test_request.send", "test_request.back"]}], ids=["all of the desk", "its steps"]
)
def test_a_delegation_fills_the_gap(without_clerk: House, changes: dict) -> None:
    lend(without_clerk, **changes)

    assert found() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": AT},
        {"valid_from": DAY + timedelta(days=1)},
        {"valid_from": DAY - timedelta(days=9), "valid_to": DAY - timedelta(days=1)},
        {"scope": ["test_request.submit"]},
    ],
    ids=["revoked", "not yet", "over", "of something else"],
)
def test_a_delegation_that_does_not_hold_fills_no_gap(without_clerk: House, changes: dict) -> None:
    lend(without_clerk, **changes)

    assert found() == [("sent", "request_clerk", Why.INACTIVE)]


def test_of_a_delegation_for_one_step_the_others_stay_missing(without_clerk: House) -> None:
    lend(without_clerk, scope=["test_request.send"])

    assert only(staffing.gaps(AT), "sent", CLERK).need.steps == ("back",)


def test_a_delegate_who_cannot_sign_in_fills_no_gap(without_clerk: House) -> None:
    lend(without_clerk, delegate=make_person())
    Person.objects.filter(delegations_held__isnull=False).get().accounts.update(is_active=False)

    assert found() == [("sent", "request_clerk", Why.INACTIVE)]


# --- mandates


def test_a_part_that_no_agency_takes_is_missing(house: House) -> None:
    Mandate.objects.update(valid_to=DAY - timedelta(days=1))

    assert found() == [("paid", "request_paying", Why.NO_MANDATE)]


def test_a_part_that_two_agencies_take_is_missing(house: House) -> None:
    make_agency("Kho bạc hai", mandates=["paying"])

    [gap] = staffing.gaps(AT)
    assert gap.why is Why.MANDATES
    assert str(gap) == (
        "Đề nghị chi, bước “Chờ chi”: nhiều cơ quan cùng được giao vai “Cơ quan chi”; hồ sơ mới sẽ bị vướng."
    )


def test_a_running_file_stays_with_the_agency_it_was_given(house: House) -> None:
    house.ask()
    Mandate.objects.update(valid_to=DAY)
    Mandate.objects.create(agency=house.agency, key="paying", valid_from=DAY + timedelta(days=1))
    house.payer.desks.get().appointments.update(valid_to=DAY)

    assert found(LATER) == [("paid", "request_paying", Why.EMPTY)], "of the treasury; the new payer has its head"


# --- which agencies, which files


def test_a_file_far_before_the_step_is_told(house: House) -> None:
    leave(house.clerk)
    [first, *_others] = house.ask(7)

    gap = only(staffing.gaps(AT), "sent", CLERK)

    assert (gap.standing, gap.coming, gap.path) == (0, 7, ("written", "signed", "sent"))
    assert gap.examples[0] == staffing.Example(str(first.uuid), "Đề nghị 0", "written")
    assert len(gap.examples) == 5
    assert str(gap) == (
        "Đề nghị chi, bước “Chờ gửi”: vị trí “Văn thư” tại Sở Mẫu không có người đảm nhiệm từ ngày 10/03/2026; "
        "7 hồ sơ sẽ đến bước này."
    )


def test_files_that_wait_come_before_those_to_come(house: House) -> None:
    letters = house.ask(3)
    fire(letters[2], "submit", house.asker)
    leave(house.head)

    gap = only(staffing.gaps(AT), "signed", HEAD)

    assert (gap.standing, gap.coming) == (1, 2)
    assert [one.state for one in gap.examples] == ["signed", "written", "written"]
    assert str(gap).endswith("; 1 hồ sơ đang chờ, 2 hồ sơ sẽ đến bước này.")


def fire(instance: ProcessInstance, name: str, person: Person, inputs=None) -> None:
    row = ProcessInstance.objects.get(pk=instance.pk)
    engine.fire(
        instance_id=row.uuid, transition=name, actor=Actor.of(person.accounts.get()), at=AT, seen=Seen(row.revision),
        inputs=inputs or {},
    )  # fmt: skip


def test_a_file_that_has_passed_the_step_is_not_told(house: House) -> None:
    [letter] = house.ask()
    for name, person in (("submit", house.asker), ("sign", house.head), ("send", house.clerk)):
        fire(letter, name, person)
    leave(house.head)

    assert {(gap.standing, gap.coming) for gap in staffing.gaps(AT)} == {(0, 0)}, "only what may be opened"


def test_a_step_beside_the_way_is_told_as_such(house: House) -> None:
    [letter] = house.ask()
    fire(letter, "submit", house.asker)
    leave(house.asker)

    assert str(only(staffing.gaps(AT), "sent", ASKER)) == (
        "Đề nghị chi, bước “Chờ gửi”: không ai thực hiện được “Rút” vì vị trí “Chuyên viên” tại Sở Mẫu không có người "
        "đảm nhiệm từ ngày 10/03/2026; 1 hồ sơ sẽ đến bước này."
    )


def test_the_way_begins_where_the_nearest_file_is(house: House) -> None:
    far, near = house.ask(2)
    fire(near, "submit", house.asker)
    leave(house.clerk)

    gap = only(staffing.gaps(AT), "sent", CLERK)

    assert (gap.path, gap.coming) == (("signed", "sent"), 2)
    assert [one.uuid for one in gap.examples] == [str(near.uuid), str(far.uuid)]


def test_a_closed_file_waits_for_nobody(house: House) -> None:
    [letter] = house.ask()
    engine.fire(instance_id=letter.uuid, transition="cancel", actor=Actor(), at=AT)
    house.agency.desks.first().appointments.update(valid_to=DAY - timedelta(days=1))
    for person in (house.head, house.clerk, house.asker):
        leave(person)

    assert found() == [], "nobody sits there any more: the agency is not connected and opens nothing"


def test_an_agency_where_nobody_sits_is_told_while_its_files_run(house: House) -> None:
    house.ask()
    for person in (house.head, house.clerk, house.asker):
        leave(person)

    assert ("written", "request_asker", Why.EMPTY) in found()


def test_an_agency_that_is_no_more_opens_nothing(house: House) -> None:
    leave(house.clerk)
    Agency.objects.filter(pk=house.agency.pk).update(valid_to=DAY - timedelta(days=1))

    assert found() == []


def test_an_older_version_counts_while_its_files_run(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    [letter] = house.ask()
    newer = type(ProcessDefinition)("Newer", (ProcessDefinition,), vars_of(Request) | {"version": 2})
    monkeypatch.setitem(registry._definitions, (Request.key, 2), newer)
    leave(house.clerk)

    versions = [(gap.need.definition.version, gap.coming) for gap in staffing.gaps(AT)]
    assert versions == [(1, 1), (2, 0)]

    engine.fire(instance_id=letter.uuid, transition="cancel", actor=Actor(), at=AT)
    assert [gap.need.definition.version for gap in staffing.gaps(AT)] == [2]


def vars_of(definition: type[ProcessDefinition]) -> dict:
    return {name: value for name, value in vars(definition).items() if not name.startswith("__")}


def test_only_the_agencies_asked_about_are_looked_at(house: House) -> None:
    leave(house.clerk)
    house.payer.desks.get().appointments.update(valid_to=DAY - timedelta(days=1))

    assert found(agencies=[house.agency]) == SENT_WITHOUT_CLERK
    assert found(agencies=[house.payer]) == [("paid", "request_paying", Why.EMPTY)]


def test_statements_do_not_grow_with_the_files(house: House) -> None:
    leave(house.clerk)
    house.payer.desks.get().appointments.update(valid_to=DAY - timedelta(days=1))
    counted = []
    for more in (10, 490):
        house.ask(more)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(staffing.gaps(AT)) == 2
        counted.append(len(queries))

    assert counted == [8, 8]


# --- one person in two posts


def separated(*names: str) -> type[ProcessDefinition]:
    """Signing is kept from whoever did `names`."""
    sign = Transition("Ký", S.SIGNED, S.SENT, by=HEAD, not_by=names)
    return type(ProcessDefinition)("Separated", (ProcessDefinition,), vars_of(Request) | {"sign": sign})


@pytest.fixture
def one_person(house: House) -> House:
    """The head is the specialist, too, and nobody else is."""
    leave(house.head)
    appoint(house.asker, house.agency, "head")
    return house


@pytest.mark.parametrize("name", ["start", "submit"])
def test_one_person_in_two_posts_that_are_kept_apart_is_told(
    one_person: House, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_definitions", {(Request.key, 1): separated(name)})

    [gap] = staffing.gaps(AT)

    assert (gap.need.state, gap.need.steps, gap.why) == ("signed", ("sign",), Why.ALONE)
    assert "tại Sở Mẫu, vị trí “Thủ trưởng cơ quan” chỉ có người đã phải làm bước trước" in str(gap)


@pytest.mark.parametrize("name", ["back", "give_up"])
def test_one_person_is_not_told_where_the_earlier_step_can_be_left_out(
    one_person: House, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_definitions", {(Request.key, 1): separated(name)})

    assert found() == []


@pytest.mark.parametrize("position", ["specialist", "head"])
def test_a_second_person_in_either_post_is_enough(
    one_person: House, position: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_definitions", {(Request.key, 1): separated("submit")})
    make_holder(one_person.agency, position)

    assert found() == []


def test_a_delegate_may_take_what_the_one_person_may_not(one_person: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_definitions", {(Request.key, 1): separated("submit")})
    seat = one_person.asker.appointments.get(desk__position__code="head")
    lend(one_person, delegator=one_person.asker, desk=seat.desk, delegate=one_person.clerk)

    assert found() == []


# --- incidents


def test_a_gap_becomes_one_incident_of_its_post(house: House) -> None:
    leave(house.asker)
    staffing.recheck(AT)

    [incident] = Incident.objects.all()
    assert (incident.kind, incident.subject, incident.opened_at) == (UNSTAFFED, "so-mau:specialist", AT)
    assert [(step["state"], step["holds"]) for step in incident.params["steps"]] == [
        ("written", True), ("signed", False), ("sent", False),
    ]  # fmt: skip
    assert incidents.sentence(incident) == (
        "Vị trí “Chuyên viên” tại Sở Mẫu không có người đảm nhiệm từ ngày 10/03/2026; hồ sơ mới sẽ bị vướng."
    )


def test_each_file_is_counted_once_for_a_post(house: House) -> None:
    letters = house.ask(4)
    fire(letters[0], "submit", house.asker)
    leave(house.asker)
    staffing.recheck(AT)

    params = Incident.objects.get().params
    assert (params["waiting"], params["coming"]) == (3, 1), "the one to be signed may come back"


def test_the_incident_closes_when_somebody_is_appointed(house: House) -> None:
    leave(house.clerk)
    staffing.recheck(AT)

    appoint_now(house, make_person(), LATER)

    incident = Incident.objects.get()
    assert (incident.opened_at, incident.closed_at) == (AT, LATER)


def appoint_now(house: House, person: Person, at, valid_to=None) -> None:
    organization.appoint(
        person=person,
        agency=house.agency,
        position="clerk",
        valid_from=DAY,
        valid_to=valid_to,
        actor=SYSTEM_ACTOR,
        at=at,
    )


def test_the_incident_opens_with_the_end_of_the_appointment(house: House) -> None:
    organization.end_appointment(
        appointment=house.clerk.appointments.get(), valid_to=DAY - timedelta(days=1), actor=SYSTEM_ACTOR, at=AT
    )

    assert Incident.objects.get().subject == "so-mau:clerk"


def test_the_incident_opens_and_closes_with_the_account(house: House) -> None:
    account = house.clerk.accounts.get()

    organization.deactivate(account, actor=SYSTEM_ACTOR, at=AT)
    assert incidents.open_now().get().params["why"] == Why.INACTIVE

    organization.activate(account, actor=SYSTEM_ACTOR, at=LATER)
    assert not incidents.open_now().exists()


def test_the_incident_opens_with_the_account_of_a_delegate(without_clerk: House) -> None:
    delegate = make_person()
    lend(without_clerk, delegate=delegate)

    organization.deactivate(delegate.accounts.get(), actor=SYSTEM_ACTOR, at=AT)

    assert incidents.open_now().get().subject == "so-mau:clerk"


def test_a_change_at_one_agency_closes_nothing_of_another(house: House) -> None:
    leave(house.clerk)
    Mandate.objects.update(valid_to=DAY - timedelta(days=1))
    staffing.recheck(AT)

    appoint(make_person(), house.payer, "clerk")
    organization.appoint(
        person=make_person(), agency=house.payer, position="head", valid_from=DAY, actor=SYSTEM_ACTOR, at=AT
    )

    assert sorted(incidents.open_now().values_list("subject", flat=True)) == [":paying", "so-mau:clerk"]


def test_the_end_of_an_appointment_is_seen_on_the_first_tick_of_the_day(house: House) -> None:
    leave(house.clerk, last_day=DAY)

    assert [staffing.recheck_due(at) for at in (AT, AT, LATER, LATER)] == [0, 0, 1, 0]
    assert Periodic.objects.get().day == DAY + timedelta(days=1)


def test_a_day_that_was_looked_at_costs_one_statement(house: House, django_assert_num_queries) -> None:
    staffing.recheck_due(AT)

    with django_assert_num_queries(1):
        staffing.recheck_due(AT)
