"""The doorbell over a real server and real sockets: who may open one, what it says, when it closes."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from notifications import hub
from notifications.models import Notification
from portal.background import Background
from workflow import registry
from workflow.models import Account, Desk

from .conftest import Facts, make_desk, seat
from .server import HOST, serving

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10
OWN = "own"
Opening = Callable[..., ClientConnection]


@pytest.fixture
def port() -> Iterator[int]:
    with serving() as port:
        yield port


@pytest.fixture
def worker(finance: Desk) -> Account:
    return seat("worker", finance)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def open_socket(port: int) -> Iterator[Opening]:
    """Opens the bell's socket as a browser with this client's cookies would, from a page of `origin`."""
    opened = ExitStack()

    def opening(client: Client | None = None, origin: str | None = OWN) -> ClientConnection:
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value if client else ""
        page = f"http://{HOST}:{port}" if origin == OWN else origin
        return opened.enter_context(
            connect(
                f"ws://{HOST}:{port}/ws/bell/",
                origin=None if page is None else Origin(page),
                additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"},
                proxy=None,
            )
        )

    with opened:
        yield opening


def answer(page: ClientConnection) -> dict[str, object]:
    message: dict[str, object] = json.loads(page.recv(timeout=5))
    return message


def is_heard(page: ClientConnection) -> None:
    """The server has joined the page: it answers."""
    page.send('{"type": "ping"}')
    assert answer(page) == {"type": "pong"}


def test_the_bell_rings_within_a_second_of_the_commit(
    open_socket: Opening, worker: Account, finance: Desk, fact: Facts
) -> None:
    page = open_socket(signed_in(worker))
    is_heard(page)
    waits = []

    with Background(ticks=False):
        for _ in range(ROUNDS):
            with transaction.atomic():
                registry.announce([fact(to=(finance,), entry=uuid.uuid4())])
            committed = time.monotonic()
            heard = answer(page)
            waits.append(time.monotonic() - committed)
            told = str(Notification.objects.order_by("-pk")[0].uuid)
            assert heard == {"type": "ring", "ids": [told], "within": 250}

    print(f"commit to ring: {[round(wait * 1000) for wait in waits]} ms")
    assert max(waits) < 1.0


def test_a_page_hears_its_own_account_only(open_socket: Opening, worker: Account) -> None:
    other = seat("other", make_desk("health", "specialist"))
    pages = [open_socket(signed_in(worker)), open_socket(signed_in(worker)), open_socket(signed_in(other))]
    for page in pages:
        is_heard(page)

    hub.ring({worker.pk: ["for the worker"]})
    hub.ring({other.pk: ["for the other"]})

    assert [answer(page)["ids"] for page in pages] == [["for the worker"], ["for the worker"], ["for the other"]]


FOREIGN = ["http://elsewhere.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "file://", "127.0.0.1", None]


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_socket_opens_for_a_page_of_another_origin(
    origin: str | None, open_socket: Opening, worker: Account
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket(signed_in(worker), origin=origin)

    assert refused.value.response.status_code == 403


def test_no_socket_opens_for_a_visitor(open_socket: Opening) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket()

    assert refused.value.response.status_code == 403


def test_no_socket_opens_for_a_closed_account(open_socket: Opening, worker: Account) -> None:
    client = signed_in(worker)
    Account.objects.update(is_active=False)

    with pytest.raises(InvalidStatus):
        open_socket(client)


@pytest.mark.parametrize("text", ["", "null", "[", "[" * 1024, "{}", '{"type": "ring", "ids": ["1"]}', '"ping"'])
def test_what_a_page_says_is_ignored(text: str, open_socket: Opening, worker: Account) -> None:
    page = open_socket(signed_in(worker))

    page.send(text)

    is_heard(page)


@pytest.mark.parametrize(("frame", "code"), [("a" * 1025, 1009), ("đ" * 513, 1009), (b"ping", 1003)])
def test_a_page_that_says_too_much_is_cut(frame: str | bytes, code: int, open_socket: Opening, worker: Account) -> None:
    page = open_socket(signed_in(worker))

    page.send(frame)

    with pytest.raises(ConnectionClosed) as closed:
        page.recv(timeout=5)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == code


@pytest.mark.parametrize("end", ["signed out", "account closed", "new password", "account deleted"])
def test_the_socket_closes_within_five_seconds_of_the_end_of_its_sign_in(
    end: str, open_socket: Opening, worker: Account, finance: Desk
) -> None:
    client, colleague = signed_in(worker), signed_in(seat("colleague", finance))
    page, other = open_socket(client), open_socket(colleague)
    is_heard(page)
    is_heard(other)

    ended_at = time.monotonic()
    if end == "signed out":
        client.logout()
    elif end == "account closed":
        Account.objects.filter(pk=worker.pk).update(is_active=False)
    elif end == "account deleted":
        worker.delete()
    else:
        worker.set_password("một mật khẩu khác")
        worker.save()

    with pytest.raises(ConnectionClosed) as closed:
        page.recv(timeout=5)
    assert time.monotonic() - ended_at < 5
    assert closed.value.rcvd is not None and closed.value.rcvd.code == hub.SIGNED_OUT
    is_heard(other)
