"""A demonstration's province: agencies from a file, and one invented person, named by the post, at every desk."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from workflow import organization
from workflow.context import SYSTEM_ACTOR
from workflow.models import Account, Agency, Appointment, Desk, Person

HERE = Path(__file__).resolve().parent
PROVINCES = HERE / "provinces"
PLANS = HERE / "plans"


class NoProvince(LookupError):
    """No province file fits; `known` lists those there are."""

    def __init__(self, place: str, day: date, known: list[str]) -> None:
        super().__init__(f"{place} {day}")
        self.place, self.day, self.known = place, day, known


def read_province(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def province_of(place: str, day: date) -> dict[str, Any]:
    """The province file for a date line's place as it was on `day`. Raises NoProvince."""
    known = [read_province(path) for path in sorted(PROVINCES.glob("*.toml"))]
    for data in known:
        province = data["province"]
        if organization.fold(province["place"]) == organization.fold(place) and (
            province["valid_from"] <= day <= province.get("valid_to", date.max)
        ):
            return data
    raise NoProvince(place, day, [data["province"]["name"] for data in known])


@transaction.atomic
def settle(data: dict[str, Any], at: datetime) -> None:
    """The province with somebody at every desk. Repeating it changes nothing."""
    organization.load_province(data, at)
    day = timezone.localdate(at)
    empty = Desk.objects.filter(appointments__isnull=True).select_related("agency", "position")
    desks = list(empty.order_by("pk"))
    people = Person.objects.bulk_create([Person(full_name=post_name(desk)) for desk in desks])
    seats = [
        Appointment(person=person, desk=desk, valid_from=min(day, desk.agency.valid_from))
        for person, desk in zip(people, desks, strict=True)
    ]
    organization.seat_many(seats, actor=SYSTEM_ACTOR, at=at)
    no_password = make_password(None)
    Account.objects.bulk_create(
        Account(username=f"{desk.agency.code}.{desk.position.code}", password=no_password, person=person)
        for person, desk in zip(people, desks, strict=True)
    )


def post_name(desk: Desk) -> str:
    """A person called by the post, as officials say it: "Giám đốc Sở Y tế", "Văn thư Văn phòng UBND tỉnh"."""
    title, agency = desk.position.title, desk.agency
    if desk.position.code == "head":
        title = HEADS.get(agency.kind, title)
    if agency.kind in (Agency.Kind.AUTHORITY, Agency.Kind.OFFICE) or desk.position.code == "head":
        title = title.removesuffix(" UBND").removesuffix(" Văn phòng")
    if desk.position.code == "head" and agency.name.startswith("Sở "):
        title = "Giám đốc"
    return f"{title} {agency.name}"


HEADS = {
    Agency.Kind.OFFICE: "Chánh",
    Agency.Kind.DISTRICT: "Chủ tịch",
    Agency.Kind.COMMUNE: "Chủ tịch",
    Agency.Kind.PRESS: "Người đứng đầu",
    Agency.Kind.FORCE: "Chỉ huy",
}
