"""A province with as many people as are wanted, each with an account, a sign-in and a desk, made in few statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from workflow.context import Announcement
from workflow.models import Account, Agency, Appointment, Desk, Participation, Person, Position, ProcessInstance

AT_A_DESK = 10
BACKEND = "django.contrib.auth.backends.ModelBackend"
SINCE = timezone.localdate() - timedelta(days=100)


class Crowd:
    """`cookies`: account id → the cookie of its sign-in."""

    def __init__(self, count: int) -> None:
        self.desks = _desks(-(-count // AT_A_DESK))
        accounts = _accounts(count)
        Appointment.objects.bulk_create(
            Appointment(person_id=account.person_id, desk=self.desks[n // AT_A_DESK], valid_from=SINCE)
            for n, account in enumerate(accounts)
        )
        self.cookies = {account.pk: cookie for account, cookie in zip(accounts, _sign_in(accounts), strict=True)}
        self.file = _file(self.desks)

    def facts(self, name: str) -> list[Announcement]:
        """One fact for each desk: together they concern everybody once."""
        return [
            Announcement(
                entry=uuid.uuid4(), instance=self.file.uuid, root=self.file.uuid, definition="plan", transition=name,
                state="drafted", title=self.file.title, at=timezone.now(), actor="", agency="", reason="",
                task_desks=(desk.pk,),
            )
            for desk in self.desks
        ]  # fmt: skip


def _desks(count: int) -> list[Desk]:
    position = Position.objects.create(code="crowd", title="Chuyên viên")
    rows = [Agency(code=f"crowd-{n}", name=f"Cơ quan {n}", kind="department", valid_from=SINCE) for n in range(count)]
    agencies = Agency.objects.bulk_create(rows)
    groups = Group.objects.bulk_create(Group(name=f"crowd {n}") for n in range(count))
    return Desk.objects.bulk_create(
        Desk(agency=agency, position=position, group=group) for agency, group in zip(agencies, groups, strict=True)
    )


def _accounts(count: int) -> list[Account]:
    people = Person.objects.bulk_create(Person(full_name=f"Người {n}") for n in range(count))
    return Account.objects.bulk_create(
        Account(username=f"crowd-{n}", password=f"!{n}", person=person) for n, person in enumerate(people)
    )


def _sign_in(accounts: list[Account]) -> Iterator[str]:
    store = SessionStore()
    rows = []
    for account in accounts:
        data = {
            SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: account.get_session_auth_hash(),
        }  # fmt: skip
        expires = timezone.now() + timedelta(days=1)
        rows.append(Session(session_key=uuid.uuid4().hex, session_data=store.encode(data), expire_date=expires))
    Session.objects.bulk_create(rows, batch_size=500)
    return (f"{settings.SESSION_COOKIE_NAME}={row.session_key}" for row in rows)


def _file(desks: list[Desk]) -> ProcessInstance:
    now = timezone.now()
    file = ProcessInstance.objects.create(
        definition_key="plan", definition_version=1, state="drafted", title="Kế hoạch thử", subject_id=1,
        opened_at=now, entered_at=now,
    )  # fmt: skip
    ProcessInstance.objects.filter(pk=file.pk).update(root=file)
    Participation.objects.bulk_create(
        Participation(instance=file, participant=f"part-{n}", agency_id=desk.agency_id) for n, desk in enumerate(desks)
    )
    return file
