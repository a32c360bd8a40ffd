"""Agencies, people and who sits where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count

from workflow import organization, rights
from workflow.context import SYSTEM_ACTOR
from workflow.models import Account, Agency, AgencyName, Appointment, Mandate, Person
from workflow.provinces import spellings

FIRST_DAY = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
_numbers = count(1)


def make_agency(
    name: str = "",
    *,
    code: str = "",
    kind: str = Agency.Kind.DEPARTMENT,
    short_name: str = "",
    symbol: str = "",
    aliases: Iterable[str] = (),
    parent: Agency | None = None,
    mandates: Iterable[str] = (),
    posts: Iterable[str] = (),
    valid_from: date = FIRST_DAY,
    valid_to: date | None = None,
) -> Agency:
    """An agency under all its names, with its mandates and empty desks."""
    number = next(_numbers)
    agency = Agency.objects.create(
        code=code or f"agency-{number}",
        name=name or f"Cơ quan thử nghiệm {number}",
        short_name=short_name,
        symbol=symbol,
        kind=kind,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    AgencyName.objects.bulk_create(spellings(agency, aliases))
    Mandate.objects.bulk_create(Mandate(agency=agency, key=key, valid_from=valid_from) for key in mandates)
    if posts:
        organization.establish(agency, posts)
    return agency


def make_person(full_name: str = "", *, username: str = "") -> Person:
    """A person with one account, `person.accounts.get()`, that signs in with the password "mật khẩu thử nghiệm"."""
    number = next(_numbers)
    person = Person.objects.create(full_name=full_name or f"Cán bộ {number}", email=f"can-bo-{number}@example.vn")
    make_account(person, username=username or f"can-bo-{number}")
    return person


def make_account(person: Person, *, username: str = "") -> Account:
    """One more account of the person."""
    username = username or f"tai-khoan-{next(_numbers)}"
    return Account.objects.create_user(username, password="mật khẩu thử nghiệm", person=person)


def appoint(
    person: Person, agency: Agency, position: str, *, valid_from: date = FIRST_DAY, valid_to: date | None = None
) -> Appointment:
    """Seat the person, with the desk made where it is missing: a row alone, without what appointing writes down."""
    [desk] = organization.establish(agency, [position])
    return Appointment.objects.create(person=person, desk=desk, valid_from=valid_from, valid_to=valid_to)


def make_holder(agency: Agency, position: str, *, full_name: str = "", username: str = "") -> Person:
    """A new person who sits at that desk."""
    person = make_person(full_name or f"{post_titles()[position]} {agency}", username=username)
    appoint(person, agency, position)
    return person


def make_appointed(agency: Agency, position: str) -> Person:
    """A new person who was appointed to that desk by an act, which the organization's chain keeps."""
    person = make_person(f"{post_titles()[position]} {agency}")
    organization.appoint(
        person=person, agency=agency, position=position, valid_from=FIRST_DAY, actor=SYSTEM_ACTOR, at=BEGINNING
    )
    return person


def post_titles() -> dict[str, str]:
    """Position code → Vietnamese title."""
    return dict(rights.POSITIONS)
