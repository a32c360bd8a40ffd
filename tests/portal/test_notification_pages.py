"""The pages around telling people: one's own choices, how far a message to many is, mails that could not leave."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from notifications.models import Dispatch, DispatchPart, Mail, Preference, Reader
from notifications.models.preference import language_of
from tests.factories import appoint, make_holder, make_person
from tests.processes.world import AT, World
from workflow import clock
from workflow.models import Account, Person, ProcessInstance

pytestmark = pytest.mark.django_db

SETTINGS = "/notifications/settings/"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(autouse=True)
def a_morning() -> Iterator[None]:
    with clock.simulated(AT):
        yield


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.accounts.get(), "django.contrib.auth.backends.ModelBackend")
    return client


# --- one's own choices


def test_the_whole_matrix_is_shown_and_what_is_fixed_says_so(world: World) -> None:
    page = signed_in(world.people["drafter"]).get(SETTINGS)

    shown = page.content.decode()
    assert shown.count("<tr>") - shown.count("<thead>") == 13
    assert 'name="work_arrived_bell"' not in shown and "Luôn báo" in shown
    assert 'name="work_arrived_mail"' in shown and 'name="due_in_7_days_bell"' in shown
    assert 'data-label="Thư điện tử"' in shown, "on a phone each choice says what it is"


def chosen(client: Client) -> dict[str, str]:
    """The form as it stands."""
    form = client.get(SETTINGS).context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def test_what_was_chosen_is_kept_and_shown_again(world: World) -> None:
    person = world.people["drafter"]
    client = signed_in(person)
    wanted = chosen(client) | {"work_arrived_mail": "digest", "told_bell": "never", "language": "en"}

    answer = client.post(SETTINGS, wanted)

    assert answer["Location"] == SETTINGS
    assert set(Preference.objects.values_list("person", "kind", "channel", "when")) == {
        (person.pk, "work_arrived", "mail", "digest"),
        (person.pk, "told", "bell", "never"),
    }
    assert chosen(client) == wanted


def test_a_reset_goes_back_to_the_beginning(world: World) -> None:
    client = signed_in(world.people["drafter"])
    first = chosen(client)
    client.post(SETTINGS, first | {"told_bell": "never"})

    client.post(SETTINGS, {"reset": "1"})

    assert chosen(client) == first and not Preference.objects.exists()


@pytest.mark.parametrize("wrong", [{"told_bell": "digest"}, {"work_arrived_mail": "often"}, {"language": "fr"}])
def test_what_is_not_offered_is_refused(world: World, wrong: dict[str, str]) -> None:
    client = signed_in(world.people["drafter"])

    page = client.post(SETTINGS, chosen(client) | wrong)

    assert page.status_code == 200 and page.context["form"].errors
    assert not Preference.objects.exists()


def test_who_has_no_address_is_told_so(world: World) -> None:
    person = world.people["drafter"]
    assert "Bạn chưa có địa chỉ thư" not in signed_in(person).get(SETTINGS).content.decode()

    Person.objects.filter(pk=person.pk).update(email="")

    assert "Bạn chưa có địa chỉ thư" in signed_in(person).get(SETTINGS).content.decode()


def test_an_account_without_a_person_has_no_choices(db: None) -> None:
    client = Client()
    client.force_login(Account.objects.create_user("machine"), "django.contrib.auth.backends.ModelBackend")

    assert client.get(SETTINGS).status_code == 403
    assert SETTINGS not in client.get(reverse("notifications")).content.decode()


def test_the_language_of_the_pages_becomes_the_language_of_mails(world: World) -> None:
    person = world.people["drafter"]

    signed_in(person).post(reverse("set_language"), {"language": "en", "next": "/"})
    assert language_of(Person.objects.get(pk=person.pk)) == "en"
    signed_in(person).post(reverse("set_language"), {"language": "fr", "next": "/"})
    Client().post(reverse("set_language"), {"language": "vi", "next": "/"})

    assert list(Reader.objects.values_list("person", "language")) == [(person.pk, "en")]


def test_the_choices_take_few_statements(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in(world.people["drafter"])

    with django_assert_max_num_queries(8):
        client.get(SETTINGS)


# --- many are being told


@pytest.fixture
def plan(world: World) -> ProcessInstance:
    """In force, and three parts of four told."""
    plan = world.put("plan", "in_force", subject=world.plan())
    dispatch = Dispatch.objects.create(root=plan.uuid, topic="delivery.start", total=2000, started_at=AT)
    DispatchPart.objects.bulk_create(
        DispatchPart(dispatch=dispatch, number=n, size=500, asked_at=AT, done_at=AT if n < 3 else None)
        for n in range(4)
    )
    return plan


def test_who_sees_the_whole_file_sees_how_far_the_telling_is(world: World, plan: ProcessInstance) -> None:
    client = signed_in(world.people["drafter"])
    asks = f'hx-get="/plans/{plan.uuid}/telling/" hx-trigger="load"'
    assert asks in client.get(reverse("plan", args=[plan.uuid])).content.decode()

    lines = client.get(reverse("plan_telling", args=[plan.uuid])).content.decode()

    assert "Đã báo 1.500/2.000 cơ quan" in lines
    assert '<progress id="telling-1" value="1500" max="2000">' in lines
    assert f'hx-get="/plans/{plan.uuid}/telling/" hx-trigger="every 2s"' in lines


def test_the_lines_are_asked_for_until_everybody_was_told(world: World, plan: ProcessInstance) -> None:
    client = signed_in(world.people["drafter"])
    address = reverse("plan_telling", args=[plan.uuid])
    assert "hx-trigger" in client.get(address).content.decode()

    DispatchPart.objects.update(done_at=AT)
    Dispatch.objects.update(finished_at=AT)
    over = client.get(address).content.decode()
    assert "Đã báo 2.000/2.000 cơ quan" in over and "hx-trigger" not in over

    Dispatch.objects.update(finished_at=AT - timedelta(hours=2))
    assert "Đã báo" not in client.get(address).content.decode()


def test_asking_takes_few_statements_however_many_are_told(
    world: World, plan: ProcessInstance, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(world.people["drafter"])

    with django_assert_max_num_queries(9):
        client.get(reverse("plan_telling", args=[plan.uuid]))


def test_an_agency_that_received_the_plan_is_not_shown_how_many_others_did(world: World, plan: ProcessInstance) -> None:
    world.put("delivery", "sent", parent=plan, subject=world.subject("delivery"))
    client = signed_in(make_holder(world.agencies["addressee"], "specialist"))

    page = client.get(reverse("plan", args=[plan.uuid]))
    assert page.status_code == 200 and "/telling/" not in page.content.decode()
    assert "Đã báo" not in client.get(reverse("plan_telling", args=[plan.uuid])).content.decode()


def test_a_stranger_learns_nothing_of_the_telling(world: World, plan: ProcessInstance) -> None:
    stranger = signed_in(make_person())

    found = stranger.get(reverse("plan_telling", args=[plan.uuid]))
    invented = stranger.get(reverse("plan_telling", args=[uuid.uuid4()]))

    assert (found.status_code, invented.status_code) == (404, 404)


# --- dead letters


@pytest.fixture
def administrator(world: World) -> Client:
    person = make_person()
    appoint(person, world.agencies["office"], "administrator")
    return signed_in(person)


@pytest.fixture
def dead(world: World) -> Mail:
    return Mail.objects.create(
        person=world.people["drafter"], created_at=AT, status=Mail.Status.FAILED, attempts=8, settled_at=AT,
        error="SMTPRecipientsRefused: 550 no such user",
    )  # fmt: skip


def test_the_administrator_sees_what_could_not_be_sent_and_sends_it_again(administrator: Client, dead: Mail) -> None:
    assert "1 thư" in administrator.get("/administration/").content.decode()
    page = administrator.get("/administration/mails/").content.decode()
    assert dead.person.email in page and "550 no such user" in page

    administrator.post(f"/administration/mails/{dead.uuid}/again/")

    dead.refresh_from_db()
    assert (dead.status, dead.attempts, dead.next_try_at) == ("waiting", 0, AT)
    assert administrator.post(f"/administration/mails/{dead.uuid}/again/").status_code == 404


def test_nobody_else_sees_dead_letters(world: World, dead: Mail) -> None:
    client = signed_in(world.people["drafter"])

    assert client.get("/administration/mails/").status_code == 403
    assert client.post(f"/administration/mails/{dead.uuid}/again/").status_code == 403
