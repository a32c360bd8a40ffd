from __future__ import annotations

from datetime import date

import pytest

from tests.factories import FIRST_DAY, appoint, letters, make_account, make_agency, make_holder, make_person, morning
from tests.factories.process import HEAD_OF_LETTERS
from workflow import authorization, organization, registry
from workflow.calendar import end_of_day
from workflow.context import SYSTEM_ACTOR, Actor
from workflow.definition import Participant, Role
from workflow.models import (
    AgencyGroup,
    AgencyPermission,
    Appointment,
    Desk,
    GroupMember,
    GroupName,
    Mandate,
    OrganizationEntry,
)
from workflow.names import fold
from workflow.organization import Directory

pytestmark = pytest.mark.django_db
DAY = date(2019, 1, 2)
AT = morning(DAY)


@pytest.fixture(autouse=True)
def no_other_definitions(monkeypatch):
    """The province's own processes would give these desks rights too."""
    monkeypatch.setattr(registry, "_definitions", {})


def make_group(name, *, sort="fixed", members=(), kinds=(), aliases=()):
    group = AgencyGroup.objects.create(
        code=f"group-{AgencyGroup.objects.count()}", name=name, sort=sort, kinds=list(kinds), valid_from=FIRST_DAY
    )
    GroupName.objects.bulk_create(GroupName(group=group, name=alias, folded=fold(alias)) for alias in aliases)
    GroupMember.objects.bulk_create(GroupMember(group=group, agency=a, valid_from=FIRST_DAY) for a in members)
    return group


# --- names


@pytest.fixture
def culture():
    return make_agency("Sở Văn hóa, Thể thao và Du lịch", short_name="Sở VHTT&DL", aliases=["Sở VH,TT&DL"])


@pytest.mark.parametrize(
    "written",
    [
        "Sở Văn hóa, Thể thao và Du lịch",
        "- Sở Văn hoá - Thể thao và Du lịch;",
        "sở VHTT&DL",
        "Sở VH, TT & DL",
        "Sở Văn hóa, Thể thoa và Du lịch",  # nearly
    ],
)
def test_agency_is_found_as_texts_write_it(culture, written):
    assert Directory(DAY).find(written) == culture


@pytest.mark.parametrize("written", ["", "…", "Cục Văn hóa, Thể thao và Du lịch", "Sở Văn hóa"])
def test_nobody_is_meant(culture, written):
    assert Directory(DAY).find(written) is None


def test_a_name_that_means_two_means_nobody():
    make_agency("Phòng Nội vụ")
    make_agency("Phòng Nội vụ")
    assert Directory(DAY).find("Phòng Nội vụ") is None
    assert organization.agency_named("Phòng Nội vụ", DAY) is None


def test_a_near_name_that_may_mean_two_means_nobody():
    make_agency("Ban Quản lý dự án số một của tỉnh")
    make_agency("Ban Quản lý dự án số mốt của tỉnh")
    assert Directory(DAY).find("Ban Quản lý dự án số mót của tỉnh") is None


def test_neighbouring_places_are_not_taken_for_each_other():
    make_agency("Ủy ban nhân dân xã Đăk Na", kind="commune")
    make_agency("Thường trực Tỉnh ủy", kind="party")
    assert Directory(DAY).find("UBND xã Đăk Hà") is None
    assert Directory(DAY).find("Thường trực Thành ủy") is None


def test_names_hold_on_their_days():
    old = make_agency("Sở Văn hóa", aliases=["Sở Du lịch"])
    old.names.update(valid_to=date(2020, 1, 1))
    new = make_agency("Cục Lữ hành", aliases=["Sở Du lịch"], valid_from=date(2021, 3, 1))
    for day, meant in [(date(2020, 1, 1), old), (date(2020, 2, 1), None), (date(2021, 3, 1), new)]:
        assert Directory(day).find("Sở Du lịch") == meant
        assert organization.agency_named("Sở Du lịch", day) == meant


def test_groups_are_found_by_their_spellings():
    group = make_group("các sở, ban, ngành", aliases=["Các Sở, ban ngành tỉnh"])
    directory = Directory(DAY)
    assert directory.find("Các sở, ban, ngành;") == group
    assert directory.find("các sở ban ngành tỉnh") == group


def test_directory_costs_two_queries_and_looking_up_none(culture, django_assert_num_queries):
    with django_assert_num_queries(2):
        directory = Directory(DAY)
    with django_assert_num_queries(0):
        directory.find("Sở Văn hóa, Thể thao và Du lich")


def test_members_of_each_sort_of_group(culture):
    ended = make_agency("Sở Thủy sản", valid_to=date(2018, 12, 31))
    press = make_agency("Báo Kon Tum", kind="press")
    directory = Directory(DAY)
    assert directory.members(make_group("cố định", members=[press, ended])) == [press]
    assert directory.members(make_group("theo ngày", sort="by_date", kinds=["department"])) == [culture]
    assert directory.members(make_group("liên quan", sort="open", kinds=["press", "department"])) == [press, culture]
    assert set(Directory(date(2018, 1, 1)).members(AgencyGroup.objects.get(name="theo ngày"))) == {culture, ended}


# --- mandates


def test_mandate_on_its_days():
    old = make_agency("Sở Tài chính")
    new = make_agency("Sở Tài chính - Kế hoạch", valid_from=date(2025, 3, 1))
    Mandate.objects.create(agency=old, key="funding", valid_from=FIRST_DAY, valid_to=date(2025, 2, 28))
    Mandate.objects.create(agency=new, key="funding", valid_from=date(2025, 3, 1))
    assert organization.mandated("funding", date(2025, 2, 28)) == old
    assert organization.mandated("funding", date(2025, 3, 1)) == new
    assert organization.mandates(["funding", "office"], DAY) == {"funding": old}


def test_agency_that_ended_holds_no_mandate():
    ended = make_agency(mandates=["funding"], valid_to=date(2018, 12, 31))
    assert organization.mandated("funding", date(2018, 12, 31)) == ended
    assert organization.mandates(["funding"], DAY) == {}


def test_missing_and_doubled_mandates_are_refused():
    with pytest.raises(organization.Unmandated, match="office"):
        organization.mandated("office", DAY)
    make_agency(mandates=["office"])
    make_agency(mandates=["office"])
    with pytest.raises(organization.Unmandated, match="office"):
        organization.mandated("office", DAY)


# --- desks and rights


def rights(agency):
    return set(agency.agencypermission_set.values_list("group__desk__position__code", "permission__codename"))


def test_desk_gets_the_rights_of_its_roles():
    with letters():
        agency = make_agency(posts=["head", "clerk"])
        assert rights(agency) == {("head", "act_as_letter_head")}


def test_rights_that_need_a_mandate(monkeypatch):
    role = Role("appraiser", "Người thẩm định", "specialist", Participant("funding", "Sở Tài chính", mandate="funding"))
    monkeypatch.setattr(registry, "roles", lambda: [role])
    assert rights(make_agency(posts=["specialist"])) == set()
    assert rights(make_agency(posts=["specialist"], mandates=["funding"])) == {("specialist", "act_as_appraiser")}


def test_establishing_twice_changes_nothing():
    with letters():
        agency = make_agency(posts=["head", "specialist"])
        before = set(AgencyPermission.objects.values_list("pk", flat=True))
        desks = organization.establish(agency, ["head"])
        assert [desk.position.code for desk in desks] == ["head"]
        assert Desk.objects.count() == 2
        assert set(AgencyPermission.objects.values_list("pk", flat=True)) == before


def test_sync_adds_what_is_missing_and_deletes_what_is_surplus():
    agency = make_agency(posts=["head", "specialist"])
    assert rights(agency) == set()
    with letters():
        assert organization.sync_rights() == (2, 0)
        assert organization.sync_rights() == (0, 0)
    assert organization.sync_rights() == (0, 2)


def test_sync_costs_the_same_for_many(django_assert_max_num_queries):
    with letters():
        for _ in range(12):
            make_agency(posts=["head", "specialist"])
        AgencyPermission.objects.all().delete()
        with django_assert_max_num_queries(10):
            organization.sync_rights()
    assert AgencyPermission.objects.count() == 24


def test_unknown_position_is_refused():
    with pytest.raises(organization.UnknownPosition, match="king"):
        organization.establish(make_agency(), ["king"])


# --- appointments


def test_appointment_gives_the_right_on_its_days_only():
    with letters():
        agency, person = make_agency(), make_person()
        appoint(person, agency, "head", valid_from=date(2026, 1, 5), valid_to=date(2026, 1, 9))
        may = [
            authorization.may(person, HEAD_OF_LETTERS, agency, end_of_day(date(2026, 1, day))) for day in range(4, 11)
        ]
        assert may == [False, True, True, True, True, True, False]


def test_appointment_needs_a_desk():
    with pytest.raises(organization.NoDesk):
        organization.appoint(
            person=make_person(),
            agency=make_agency(),
            position="head",
            valid_from=DAY,
            actor=SYSTEM_ACTOR,
            at=AT,
        )


def test_appointments_do_not_overlap():
    agency, person = make_agency(posts=["head"]), make_person()

    def seat(first, last=None):
        days = {"valid_from": date(2026, 1, first), "valid_to": date(2026, 1, last) if last else None}
        organization.appoint(person=person, agency=agency, position="head", **days, actor=SYSTEM_ACTOR, at=AT)

    seat(5, 9)
    for first, last in [(5, 5), (9, None), (1, 5), (1, None)]:
        with pytest.raises(organization.AlreadyAppointed):
            seat(first, last)
    seat(10)
    assert Appointment.objects.count() == 2


def test_an_administrator_cannot_appoint_himself_with_another_account():
    agency = make_agency(posts=["head"])
    administrator = make_holder(agency, "administrator")
    other_account = Actor.of(make_account(administrator))
    with pytest.raises(organization.OwnAppointment, match="tự bổ nhiệm mình"):
        organization.appoint(
            person=administrator, agency=agency, position="head", valid_from=DAY, actor=other_account, at=AT
        )
    assert not administrator.appointments.filter(desk__position__code="head").exists()


def test_an_administrator_cannot_prolong_his_own_appointment():
    administrator = make_person()
    held = appoint(administrator, make_agency(), "administrator", valid_to=DAY)
    with pytest.raises(organization.OwnAppointment):
        organization.end_appointment(
            appointment=held, valid_to=date(2030, 1, 1), actor=Actor.of(administrator.accounts.get()), at=AT
        )
    held.refresh_from_db()
    assert held.valid_to == DAY


def test_an_appointment_cannot_be_prolonged_into_the_next_one():
    agency, person = make_agency(), make_person()
    first = appoint(person, agency, "head", valid_to=DAY)
    appoint(person, agency, "head", valid_from=date(2019, 1, 5))
    with pytest.raises(organization.AlreadyAppointed):
        organization.end_appointment(appointment=first, valid_to=date(2019, 1, 5), actor=SYSTEM_ACTOR, at=AT)


def test_appointments_and_their_ends_are_written_down():
    administrator, agency = make_person(), make_agency("Sở Y tế", posts=["head"])
    actor = Actor.of(administrator.accounts.get())
    held = organization.appoint(
        person=make_person("Trưởng"), agency=agency, position="head", valid_from=DAY, actor=actor, at=AT
    )
    organization.end_appointment(appointment=held, valid_to=date(2019, 3, 1), actor=actor, at=AT)
    made, ended = OrganizationEntry.objects.order_by("-sequence")[:2][::-1]
    assert (made.act, made.person, made.actor) == ("appoint", administrator, actor.account)
    assert made.facts == {
        "appointment": str(held.uuid),
        "person": str(held.person.uuid),
        "name": "Trưởng",
        "agency": str(agency.uuid),
        "agency_name": "Sở Y tế",
        "position": "head",
        "valid_from": "2019-01-02",
        "valid_to": None,
    }
    assert (ended.act, ended.facts["before"], ended.facts["valid_to"]) == ("end_appointment", None, "2019-03-01")


def test_connected_agencies_have_somebody_that_day():
    agency, empty = make_agency(), make_agency(posts=["head"])
    appoint(make_person(), agency, "head", valid_from=date(2026, 1, 5), valid_to=date(2026, 1, 9))
    assert organization.connected_ids(date(2026, 1, 9)) == {agency.pk}
    assert organization.connected_ids(date(2026, 1, 10)) == set()
    assert empty.pk not in organization.connected_ids(date(2026, 1, 9))
