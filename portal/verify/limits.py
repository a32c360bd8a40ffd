"""How often one address may ask the public page: guessing a code is hopeless, asking without end must be too."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

A_MINUTE, SECONDS = 60, 60


def asks_too_often(request: HttpRequest) -> bool:
    """Counted per process and address, whether what is asked for exists or not."""
    key = f"check:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > A_MINUTE
    except ValueError:  # the minute ended in between
        return False
