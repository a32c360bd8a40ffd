"""A small province: two agencies, their desks, people with accounts, and one file in which both take part."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group

from workflow.context import Announcement
from workflow.models import Account, Agency, Appointment, Desk, Participation, Person, Position, ProcessInstance

AT = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
Facts = Callable[..., Announcement]


def make_desk(agency: str, position: str) -> Desk:
    """The desk, with its agency and position made where they are missing."""
    at, _new = Agency.objects.get_or_create(
        code=agency, defaults={"name": f"Sở {agency}", "kind": Agency.Kind.DEPARTMENT, "valid_from": date(2000, 1, 1)}
    )
    post, _new = Position.objects.get_or_create(code=position, defaults={"title": f"Chức vụ {position}"})
    group = Group.objects.create(name=f"{agency}/{position}")
    return Desk.objects.create(agency=at, position=post, group=group)


def seat(
    name: str, *desks: Desk, email: str = "", since: date = date(2020, 1, 1), until: date | None = None
) -> Account:
    """A person with an account who sits at these desks."""
    person = Person.objects.create(full_name=f"Người {name}", email=email)
    for desk in desks:
        Appointment.objects.create(person=person, desk=desk, valid_from=since, valid_to=until)
    return Account.objects.create_user(name, password="mật khẩu của kỳ thử", person=person)


def open_file(*desks: Desk) -> ProcessInstance:
    """A file in which the agencies of these desks take part."""
    file = ProcessInstance.objects.create(
        definition_key="unknown", definition_version=1, state="drafted", title="Kế hoạch thử", subject_id=1,
        opened_at=AT, entered_at=AT,
    )  # fmt: skip
    file.root = file
    file.save()
    for number, agency in enumerate({desk.agency for desk in desks}):
        Participation.objects.create(instance=file, participant=f"part_{number}", agency=agency)
    return file


@pytest.fixture
def finance(db: None) -> Desk:
    return make_desk("finance", "specialist")


@pytest.fixture
def culture(db: None) -> Desk:
    return make_desk("culture", "drafter")


@pytest.fixture
def file(finance: Desk, culture: Desk) -> ProcessInstance:
    return open_file(finance, culture)


@pytest.fixture
def fact(file: ProcessInstance) -> Facts:
    """Makes announcements about the file; `to` and `telling` are desks."""

    def make(*, to: tuple[Desk, ...] = (), telling: tuple[Desk, ...] = (), **changes: Any) -> Announcement:
        facts: dict[str, Any] = {
            "entry": uuid.uuid4(), "instance": file.uuid, "root": file.uuid, "definition": "unknown",
            "transition": "send", "state": "drafted", "title": file.title, "at": AT, "actor": "Người chuyển",
            "agency": "Sở culture", "reason": "",
        }  # fmt: skip
        desks = {"task_desks": tuple(desk.pk for desk in to), "told_desks": tuple(desk.pk for desk in telling)}
        return Announcement(**facts | desks | changes)

    return make
