from __future__ import annotations

import copy
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from tests.factories import morning
from workflow import organization
from workflow.models import Agency, AgencyGroup, AgencyName, Desk, FieldOfWork, GroupMember, Mandate
from workflow.organization import Directory, ProvinceFault, load_province

pytestmark = pytest.mark.django_db
AT = morning(date(2019, 1, 2))
FILES = Path(__file__).parents[3] / "portal" / "demonstration" / "provinces"
PROVINCE = {
    "province": {"code": "tinh", "name": "tỉnh Thử", "place": "Thử", "valid_from": date(1991, 8, 12),
                 "valid_to": date(2025, 6, 30)},
    "agency": [
        {"code": "so-tttt", "name": "Sở Thông tin và Truyền thông", "short": "Sở TT&TT", "symbol": "STTTT",
         "kind": "department", "parent": "ubnd-tinh", "valid_from": date(2004, 12, 1), "aliases": ["Sở TTTT"],
         "posts": ["head", "clerk", "specialist"]},
        {"code": "ubnd-tinh", "name": "Ủy ban nhân dân tỉnh", "symbol": "UBND", "kind": "authority",
         "aliases": ["Chủ tịch, các PCT UBND tỉnh", "UBND tỉnh"], "mandates": ["issuer"],
         "posts": ["chairman", "vice_chairman"]},
        {"code": "so-cu", "name": "Sở Bưu chính", "kind": "department", "valid_to": date(2008, 1, 1)},
    ],
    "group": [
        {"code": "so-ban-nganh", "name": "các sở, ban, ngành", "sort": "by_date", "kinds": ["department"],
         "aliases": ["các Sở, ban ngành tỉnh"]},
        {"code": "hai-co-quan", "name": "hai cơ quan", "sort": "fixed", "members": ["so-tttt", "so-cu"]},
    ],
}  # fmt: skip


def everything():
    """Every row that the organization holds, without its changing parts."""
    tables = [model for model in apps.get_app_config("workflow").get_models() if model.objects.exists()]
    return {model.__name__: set(model.objects.values_list("pk", flat=True)) for model in tables}


def changed(**changes):
    """The province with the first agency's keys changed."""
    data = copy.deepcopy(PROVINCE)
    data["agency"][0] |= changes
    return data


def test_province_is_loaded():
    load_province(PROVINCE, AT)
    department = Agency.objects.get(code="so-tttt")
    assert (department.parent.code, department.symbol, department.short_name) == ("ubnd-tinh", "STTTT", "Sở TT&TT")
    assert (department.valid_from, department.valid_to) == (date(2004, 12, 1), date(2025, 6, 30))
    assert Mandate.objects.get().agency.code == "ubnd-tinh"
    assert Desk.objects.filter(agency=department).count() == 3
    assert organization.mandated("issuer", date(2019, 1, 2)).symbol == "UBND"


def test_its_names_are_found():
    load_province(PROVINCE, AT)
    directory = Directory(date(2019, 1, 2))
    assert directory.find("Sở TTTT") == directory.find("Sở TT & TT") == Agency.objects.get(code="so-tttt")
    assert directory.find("Chủ tịch, các PCT UBND tỉnh;") == directory.find("UBND tỉnh")
    group = directory.find("Các sở, ban, ngành")
    assert [agency.code for agency in directory.members(group)] == ["so-tttt"]
    fixed = AgencyGroup.objects.get(code="hai-co-quan")
    assert {agency.code for agency in directory.members(fixed)} == {"so-tttt"}
    assert {agency.code for agency in Directory(date(2007, 1, 1)).members(fixed)} == {"so-tttt", "so-cu"}
    assert GroupMember.objects.get(agency__code="so-tttt").valid_from == date(2004, 12, 1)
    assert GroupMember.objects.get(agency__code="so-cu").valid_to == date(2008, 1, 1)


def test_loading_twice_changes_nothing():
    load_province(PROVINCE, AT)
    before = everything()
    load_province(PROVINCE, AT)
    assert everything() == before


def test_loading_again_adds_what_is_new():
    load_province(PROVINCE, AT)
    load_province(changed(aliases=["Sở TTTT", "Sở Truyền thông"], posts=["head", "clerk", "specialist"]), AT)
    assert AgencyName.objects.filter(name="Sở Truyền thông").exists()
    assert Agency.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed(parent="nowhere"), "unknown parent nowhere"),
        (changed(kind="ministry"), "unknown kind ministry"),
        (changed(posts=["king"]), "unknown post king"),
        (changed(code="ubnd-tinh"), "two agency entries have the code ubnd-tinh"),
        (PROVINCE | {"group": [{"code": "g", "name": "g", "sort": "fixed", "members": ["x"]}]}, "unknown member x"),
        (PROVINCE | {"group": [{"code": "g", "name": "g", "sort": "loose"}]}, "unknown sort loose"),
    ],
)
def test_faulty_data_is_refused_whole(data, message):
    with pytest.raises(ProvinceFault, match=message):
        load_province(data, AT)
    assert not Agency.objects.exists()


def test_province_of_another_time_is_refused():
    with pytest.raises(ProvinceFault, match="2025-07-01"):
        load_province(PROVINCE, morning(date(2025, 7, 1)))


@pytest.mark.parametrize(("stem", "day"), [("kon_tum", date(2019, 1, 2)), ("demonstration", date(2026, 11, 23))])
def test_every_name_in_our_files_means_one(stem, day, django_assert_max_num_queries):
    data = tomllib.loads((FILES / f"{stem}.toml").read_text(encoding="utf-8"))
    with django_assert_max_num_queries(40):
        load_province(data, morning(day))
    directory = Directory(day)
    for model, entries in ((Agency, data["agency"]), (AgencyGroup, data["group"])):
        for entry in entries:
            if entry.get("valid_to", day) < day or entry.get("valid_from", day) > day:
                continue
            for name in filter(None, [entry["name"], entry.get("short"), *entry.get("aliases", [])]):
                found = directory.find(name)
                assert isinstance(found, model) and found.code == entry["code"], name


def test_fields_of_work_are_loaded_once_and_keep_their_names():
    data = PROVINCE | {"field": [{"code": "press", "name": "Báo chí"}]}
    load_province(data, AT)
    FieldOfWork.objects.update(name="Báo chí, xuất bản")
    load_province(data, AT)
    assert [str(field) for field in FieldOfWork.objects.all()] == ["Báo chí, xuất bản"]


def test_a_field_named_twice_is_a_fault():
    with pytest.raises(ProvinceFault, match="press"):
        load_province(PROVINCE | {"field": [{"code": "press", "name": name} for name in ("Báo chí", "Xuất bản")]}, AT)
