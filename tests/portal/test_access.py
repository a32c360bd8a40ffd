"""A page opens by its own rule and not otherwise."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.access import desk, request_time, rule_of
from portal.navigation import ITEMS, NavigationLink, bottom_bar, links, mandated
from workflow.models import Mandate

from .people import make_account, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.pages")]

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make_account("clerk", "Văn thư Văn phòng", ("clerk",)))
    return client


@pytest.fixture
def machine(client: Client) -> Client:
    """An account without a person."""
    client.force_login(make_account("machine"))
    return client


@pytest.mark.parametrize("address", ["/undeclared/", "/included/undeclared/"])
def test_nobody_opens_a_page_without_a_rule(address: str, clerk: Client) -> None:
    assert clerk.get(address).status_code == 403
    assert Client().get(address).status_code == 403


def test_a_visitor_opens_public_pages_only(client: Client) -> None:
    assert client.get("/all/").content == b"seen"
    for address in ("/accounts/", "/people/", "/clerks/"):
        answer = client.get(f"{address}?page=2")
        assert answer.status_code == 302
        assert answer["Location"] == f"/sign-in/?next={address}%3Fpage%3D2"


def test_a_visitor_who_sends_a_form_is_led_to_the_start(client: Client) -> None:
    assert client.post("/people/")["Location"] == "/sign-in/?next=/"


def test_a_part_of_a_page_sends_the_window_to_the_sign_in(client: Client) -> None:
    answer = client.get("/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")


def test_an_account_without_a_person_opens_no_page_for_people(machine: Client) -> None:
    assert machine.get("/accounts/").status_code == 200
    assert machine.get("/people/").status_code == 403
    assert machine.get("/clerks/").status_code == 403


def test_only_the_named_desks_open_their_page(clerk: Client) -> None:
    assert clerk.get("/clerks/").status_code == 200
    other = Client()
    other.force_login(make_account("head", "Giám đốc Sở", ("head",)))
    assert other.get("/people/").status_code == 200
    assert other.get("/clerks/").status_code == 403


def test_a_post_that_ended_opens_nothing(clerk: Client) -> None:
    make_desk("clerk").appointments.update(valid_to=date(2026, 1, 1))
    assert clerk.get("/clerks/").status_code == 403


def test_demonstration_pages_open_in_a_demonstration_only(client: Client, settings) -> None:
    settings.DEMONSTRATION = False
    assert client.get("/demonstrations/").status_code == 403
    settings.DEMONSTRATION = True
    assert client.get("/demonstrations/").status_code == 200


def test_pages_of_a_person_are_never_stored(clerk: Client) -> None:
    assert clerk.get("/people/")["Cache-Control"] == "no-store"
    assert clerk.get("/nowhere/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in Client().get("/all/")


def test_a_desk_rule_needs_a_position() -> None:
    with pytest.raises(ValueError, match="position"):
        desk()


def test_every_address_of_the_portal_has_a_rule() -> None:
    views = list(_views(get_resolver("portal.urls").url_patterns))
    assert views
    assert [str(view) for view in views if rule_of(view) is None] == []


def test_navigation_offers_what_the_desks_call_for(clerk: Client) -> None:
    offered = {post: [link.url for link in links([make_desk(post)], NOON, "/")] for post in ("clerk", "chief", "head")}
    assert offered["clerk"] == ["/", "/plans/", "/clerks/", "/vang-mat/", "/library/", "/verify/"]
    assert offered["chief"] == ["/", "/leadership/", "/office/", "/plans/", "/vang-mat/", "/library/", "/verify/"]
    assert offered["head"] == [
        "/",
        "/leadership/",
        "/plans/",
        "/duties/",
        "/reports/",
        "/vang-mat/",
        "/library/",
        "/verify/",
    ]
    assert [link.url for link in links([], NOON, "/")] == ["/", "/plans/", "/vang-mat/", "/library/", "/verify/"]


def test_every_part_of_the_navigation_has_its_page() -> None:
    assert [reverse(item.url_name) for item in ITEMS]


def test_the_agency_with_the_mandate_is_offered_its_part(clerk: Client) -> None:
    office = make_desk("specialist")
    assert not mandated("funding")([office], NOON)
    Mandate.objects.create(agency=office.agency, key="funding", valid_from=date(2025, 7, 1))
    assert mandated("funding")([office], NOON)
    assert not mandated("funding")([], NOON)


def test_navigation_marks_the_page_one_is_on(clerk: Client) -> None:
    def current(path: str) -> list[str]:
        return [link.url for link in links([make_desk("clerk")], NOON, path) if link.is_current]

    assert current("/clerks/7/") == ["/clerks/"]
    assert current("/") == ["/"]
    assert current("/elsewhere/") == []


def test_a_phone_shows_five_places_at_most() -> None:
    seven = [NavigationLink(f"Mục {number}", f"/{number}/", "inbox", number == 6) for number in range(7)]
    bar = bottom_bar(seven)
    assert (len(bar.shown), len(bar.more), bar.is_current_in_more) == (4, 3, True)
    assert bottom_bar(seven[:5]).more == []


def _views(patterns: list[URLPattern | URLResolver]) -> Iterator[object]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern.callback


def test_the_moment_of_a_page_is_read_once() -> None:
    request = HttpRequest()
    assert request_time(request) is request_time(request)
