"""The link of a mail: it survives the sign-in, and leads to the decision that waits there, or to the file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from notifications.models import Notification
from tests.processes.world import AT, World
from workflow import clock
from workflow.models import Account, ProcessInstance, Task

pytestmark = pytest.mark.django_db

PASSWORD = "mật khẩu thử nghiệm"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(autouse=True)
def a_morning() -> Iterator[None]:
    with clock.simulated(AT):
        yield


def told(instance: ProcessInstance, account: Account) -> str:
    """The address in the mail that tells the account of the instance."""
    root = (instance.root or instance).uuid
    row = Notification.objects.create(
        uuid=uuid.uuid4(), account=account, kind="work_arrived", topic=f"{instance.definition_key}.start",
        entry=uuid.uuid4(), instance=instance.uuid, root=root, title=instance.title, created_at=AT,
    )  # fmt: skip
    return reverse("notification", args=[row.uuid])


def account(world: World, role: str) -> Account:
    found = world.actor(role).account
    assert found is not None
    return found


def signed_in(of: Account) -> Client:
    client = Client()
    client.force_login(of, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("key", "state", "role", "page"),
    [
        ("assignment", "given", "agency_officer", "/act/{instance}/acknowledge/"),
        ("opinion", "written", "agency_head", "/act/{instance}/sign/"),
        ("approval", "initialed", "vice_chairman", "/leadership/{instance}/"),
        ("approval", "registered", "office_specialist", "/act/{instance}/propose/"),
        ("approval", "initialed", "drafter", "/plans/{root}/"),
        ("approval", "issued", "vice_chairman", "/plans/{root}/"),
    ],
)
def test_the_link_leads_to_the_decision_where_it_is_the_persons(
    world: World, key: str, state: str, role: str, page: str
) -> None:
    instance = world.put_below(key, state)
    reader = account(world, role)

    answer = signed_in(reader).get(told(instance, reader))

    assert answer["Location"] == page.format(instance=instance.uuid, root=instance.root.uuid)
    assert signed_in(reader).get(answer["Location"]).status_code == 200


def test_the_link_survives_the_sign_in(world: World, settings: Any) -> None:
    """A wrong password in between, the guard against guessing on: the reader still lands on the decision."""
    settings.AXES_ENABLED = True
    instance = world.put_below("assignment", "given")
    reader = account(world, "agency_officer")
    link = told(instance, reader)
    browser = Client(REMOTE_ADDR="10.0.0.7")

    asked = browser.get(link, follow=True)
    assert asked.redirect_chain == [(f"/sign-in/?next={link}", 302)]
    hidden = f'<input type="hidden" name="next" value="{link}">'
    assert hidden in asked.content.decode()
    refused = browser.post("/sign-in/", {"username": reader.username, "password": "sai", "next": link})
    assert refused.status_code == 200 and hidden in refused.content.decode()
    landed = browser.post("/sign-in/", {"username": reader.username, "password": PASSWORD, "next": link}, follow=True)

    decision = f"/act/{instance.uuid}/acknowledge/"
    assert landed.redirect_chain == [(link, 302), (decision, 302)]
    assert landed.status_code == 200
    assert Notification.objects.get().read_at is None, "a GET marks nothing"


def test_a_link_leads_nowhere_else_after_the_sign_in(world: World) -> None:
    reader = account(world, "agency_officer")
    form = {"username": reader.username, "password": PASSWORD, "next": "https://elsewhere.example/"}

    assert Client().post("/sign-in/", form)["Location"] == "/"


def test_whoever_signs_in_as_somebody_else_is_told_so(world: World) -> None:
    instance = world.put_below("assignment", "given")
    link = told(instance, account(world, "agency_officer"))

    answer = signed_in(account(world, "vice_chairman")).get(link)

    assert answer.status_code == 404
    assert "thông báo gửi cho người khác" in answer.content.decode()


def test_work_that_others_did_meanwhile_leads_to_the_file(world: World) -> None:
    instance = world.put_below("assignment", "given")
    reader, colleague = account(world, "agency_officer"), world.colleague("agency_officer")
    link = told(instance, reader)
    world.fire(instance, "acknowledge", colleague, seen=world.seen(instance))

    answer = signed_in(reader).get(link)

    assert answer["Location"] == f"/act/{instance.uuid}/update/", "what is to be done now, if it is theirs"


def test_a_line_of_the_digest_leads_to_its_decision(world: World) -> None:
    instance = world.put_below("assignment", "given")
    task = Task.objects.get(instance=instance)

    own = signed_in(account(world, "agency_officer")).get(reverse("task", args=[task.uuid]))
    others = signed_in(account(world, "vice_chairman")).get(reverse("task", args=[task.uuid]))

    assert own["Location"] == f"/act/{instance.uuid}/acknowledge/"
    assert others.status_code == 404


def test_opening_takes_few_statements(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    instance = world.put_below("approval", "initialed")
    reader = account(world, "vice_chairman")
    link, client = told(instance, reader), signed_in(reader)

    with django_assert_max_num_queries(13):
        client.post(link)
