"""The processes as everybody may read them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from workflow import description, registry

from .people import make_account

pytestmark = pytest.mark.django_db

KEYS = ("plan", "opinion", "funding_review", "approval", "delivery", "assignment", "report", "consolidation")


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_account("reader", "Trần Đọc", ("specialist",)))
    return client


def test_every_process_is_listed(reader: Client) -> None:
    text = reader.get("/library/").content.decode()
    for key in KEYS:
        assert f"/library/{key}/" in text and str(registry.latest(key).title) in text


@pytest.mark.parametrize("key", KEYS)
def test_a_process_has_picture_sentences_and_states(
    reader: Client, key: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    definition = registry.latest(key)
    with django_assert_max_num_queries(8):
        page = reader.get(f"/library/{key}/")
    text = page.content.decode()
    assert page.context["picture"].startswith("<svg") and "style=" not in page.context["picture"]
    assert [row.title for row in page.context["states"]] == [str(label) for label in definition.states.labels]
    for sentence in description.sentences(definition):
        assert escape(str(sentence)) in text


def test_an_unknown_process_is_not_found(reader: Client) -> None:
    assert reader.get("/library/nothing/").status_code == 404


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get("/library/")["Location"] == "/sign-in/?next=/library/"
