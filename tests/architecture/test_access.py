"""Every address says who may open it."""

import runpy
from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.urls import URLPattern, URLResolver

from portal.access import AccessRule, rule_of


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address below these patterns, with the pattern that answers it."""
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path, pattern


@pytest.mark.parametrize("demonstration", [False, True])
def test_every_address_has_an_access_rule(demonstration: bool) -> None:
    with override_settings(DEMONSTRATION=demonstration):
        patterns = runpy.run_module("portal.urls")["urlpatterns"]
    found = dict(addresses(patterns))

    without = [path for path, pattern in found.items() if not isinstance(rule_of(pattern.callback), AccessRule)]

    assert found
    assert without == []
