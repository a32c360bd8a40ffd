"""Which page opens a socket? Browsers send cookies with a socket to any site that asks, so its origin decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_own_page(scope: Mapping[str, Any]) -> bool:
    """Is the socket's one Origin the very host (and port) it was sent to, and ours, or one we trust by name?

    An absent, "null", doubled or unreadable origin is nobody's.
    """
    origin, host = _header(scope, b"origin"), _header(scope, b"host")
    if not origin or not host:
        return False
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return _is_allowed(host) and _host_of(origin) == host.lower()


def _header(scope: Mapping[str, Any], name: bytes) -> str:
    """The header's value; "" where it is missing or there are two."""
    values = [value for key, value in scope.get("headers", ()) if key.lower() == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def _host_of(origin: str) -> str | None:
    """host[:port] of an origin that is a web page's; None for anything else ("null", a file, a path behind it)."""
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return None
    schemes = ("https",) if settings.SESSION_COOKIE_SECURE else ("http", "https")
    is_plain = origin.lower() == f"{parts.scheme}://{parts.netloc}"
    return parts.netloc if is_plain and parts.scheme in schemes else None


def _is_allowed(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
