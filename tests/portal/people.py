"""People for the tests of the portal's shell: an account, with or without a person, with or without a post."""

from datetime import date

from django.contrib.auth.models import Group

from workflow.models import Account, Agency, Appointment, Desk, Person, Position

PASSWORD = "mot-mat-khau-du-dai"
SINCE = date(2025, 7, 1)


def make_account(username: str, full_name: str = "", positions: tuple[str, ...] = ()) -> Account:
    """An account; `full_name` gives it a person, `positions` seat that person at the Office."""
    person = Person.objects.create(full_name=full_name) if full_name else None
    account = Account.objects.create_user(username=username, password=PASSWORD, person=person)
    for code in positions:
        Appointment.objects.create(person=person, desk=make_desk(code), valid_from=SINCE)
    return account


def make_desk(position_code: str) -> Desk:
    """The desk of this position at the Office."""
    office, _made = Agency.objects.get_or_create(
        code="office", defaults={"name": "Văn phòng Ủy ban nhân dân tỉnh", "kind": "office", "valid_from": SINCE}
    )
    position, _made = Position.objects.get_or_create(code=position_code, defaults={"title": position_code.title()})
    group, _made = Group.objects.get_or_create(name=f"office {position_code}")
    desk, _made = Desk.objects.get_or_create(agency=office, position=position, defaults={"group": group})
    return desk
