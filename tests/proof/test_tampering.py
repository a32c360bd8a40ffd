"""A thousand random tamperings: each is found, and the chain and the place are named."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.factories import letters, make_agency, make_appointed, morning, write_letter
from workflow import audit, calendar, engine, seals, triggers
from workflow.audit_faults import Fault
from workflow.context import Actor, Seen
from workflow.models import AuditEntry, OrganizationEntry, ProcessInstance, Seal

from .forgers import FORGERS, Place

TAMPERINGS, SEED = 1000, 20261125
DAY = date(2026, 11, 23)
LETTERS, DAYS = 60, 3

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SEAL_FOLDER = tmp_path / "seals"
    return tmp_path / "seals"


@pytest.fixture
def written(folder: Path) -> Iterator[None]:
    """Letters at different places of their way, worked on over days, each sealed at its end."""
    random = Random(SEED)
    with letters():
        agencies = [make_agency(posts=["specialist", "head"]) for _ in range(10)]
        houses = [(agency, make_appointed(agency, "specialist"), make_appointed(agency, "head")) for agency in agencies]
        started: list[tuple[ProcessInstance, Any, Any]] = []
        for day in range(DAYS):
            at = morning(DAY + timedelta(days=day))
            for agency, specialist, head in random.choices(houses, k=LETTERS // DAYS):
                started.append((write_letter(agency, specialist, at=at), specialist, head))
            for letter, specialist, head in random.sample(started, len(started) * 2 // 3):
                _go_on(letter, specialist, head, random, at)
            seals.seal_due(calendar.end_of_day(at.date()) + timedelta(seconds=1))
        yield


def _go_on(letter: ProcessInstance, specialist: Any, head: Any, random: Random, at: Any) -> None:
    for _ in range(random.randrange(1, 5)):
        letter.refresh_from_db()
        if letter.state == "signed":
            return
        person, name = (specialist, "submit") if letter.state == "draft" else (head, "give_back")
        name = "sign" if name == "give_back" and random.random() < 0.2 else name
        engine.fire(
            instance_id=letter.uuid,
            transition=name,
            actor=Actor.of(person.accounts.get()),
            at=at,
            seen=Seen(letter.revision),
            command_id=uuid.uuid4(),
            inputs={"reason": "Thiếu căn cứ"} if name == "give_back" else {},
        )


def test_a_thousand_of_a_thousand_tamperings_are_found_and_located(written: None, folder: Path) -> None:
    assert (ProcessInstance.objects.count(), Seal.objects.count()) == (LETTERS, DAYS)
    assert AuditEntry.objects.count() > 200 and OrganizationEntry.objects.count() == 20
    assert audit.verify_all(seals=folder).faults == []

    random, found, missed = Random(SEED), Counter[str](), []
    with triggers.switched_off():
        for number in range(TAMPERINGS):
            forger = FORGERS[number % len(FORGERS)]
            with transaction.atomic():
                place = forger(random)
                faults = audit.verify_all(seals=folder).faults
                transaction.set_rollback(True)
            if _located(place, faults):
                found[forger.__name__] += 1
            else:
                missed.append((number, forger.__name__, place, faults[:3]))

    assert missed == []
    assert found.total() == TAMPERINGS
    assert set(found) == {forger.__name__ for forger in FORGERS}
    assert audit.verify_all(seals=folder).faults == []


def _located(place: Place, faults: list[Fault]) -> bool:
    return any(fault.chain == place.chain and place.first <= fault.revision <= place.last for fault in faults)
