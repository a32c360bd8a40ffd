"""Many at once see exactly what each of them sees alone."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import Letter, appoint, letters, make_agency, make_instance, make_person, morning
from workflow import authorization
from workflow.models import Agency, Participation, Person, ProcessInstance

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
AT = morning(TODAY)


def province(seed: int) -> tuple[list[Person], list[ProcessInstance]]:
    """Agencies, files with processes below them, people with present, former and future posts."""
    choose = random.Random(seed)
    agencies = [make_agency() for _ in range(6)]
    files = [_file(choose, agencies) for _ in range(8)]
    people = [make_person() for _ in range(12)]
    for person in people:
        for agency in choose.sample(agencies, choose.randrange(3)):
            since = TODAY + timedelta(days=choose.choice([-50, -1, 0, 1]))
            until = choose.choice([None, since + timedelta(days=choose.choice([0, 30, 100]))])
            appoint(person, agency, choose.choice(["head", "clerk"]), valid_from=since, valid_to=until)
    return people, files


def _file(choose: random.Random, agencies: list[Agency]) -> ProcessInstance:
    file = make_instance(at=AT)
    below = make_instance(at=AT)
    ProcessInstance.objects.filter(pk__in=[file.pk, below.pk]).update(root=file)
    for number, agency in enumerate(choose.sample(agencies, 2)):
        Participation.objects.create(instance=choose.choice([file, below]), participant=f"part_{number}", agency=agency)
    return file


@pytest.mark.parametrize("seed", range(5))
def test_for_many_the_same_is_visible_as_for_each(seed: int) -> None:
    people, files = province(seed)

    together = authorization.visible_to([p.pk for p in people], [f.uuid for f in files], AT)

    with letters():
        assert Letter.reveals
        alone = {(p.pk, f.uuid) for p in people for f in files if authorization.reveal(p, f, AT) is not None}
    listed = {
        (p.pk, f.uuid)
        for p in people
        for f in ProcessInstance.objects.filter(pk__in=authorization.visible_roots(p, AT))
    }
    assert together == alone == listed
    assert together and len(together) < len(people) * len(files)


def test_what_was_not_asked_for_is_not_told() -> None:
    people, files = province(1)

    assert authorization.visible_to([], [file.uuid for file in files], AT) == set()
    assert authorization.visible_to([person.pk for person in people], [], AT) == set()


def test_it_is_three_queries_however_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people, files = province(1)

    with django_assert_num_queries(3):
        authorization.visible_to([person.pk for person in people], [file.uuid for file in files], AT)
