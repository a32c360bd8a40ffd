"""Does the sign-in that opened a socket still hold? Asked again and again, because a socket outlives its request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from workflow.models import Account

BATCH = 500


@dataclass(frozen=True)
class SignIn:
    """A session of an account; `session_hash` changes with the account's password."""

    session_key: str
    account_id: int
    session_hash: str

    @classmethod
    def of(cls, scope: Mapping[str, Any]) -> SignIn | None:
        """The sign-in of a socket's request; None for a visitor. `scope`: what AuthMiddlewareStack made of it."""
        account = scope["user"]
        if not account.is_authenticated or not account.is_active:
            return None
        session = scope["session"]
        return cls(session.session_key, account.pk, session[HASH_SESSION_KEY])


def ended(sign_ins: Iterable[SignIn], at: datetime) -> set[SignIn]:
    """Those whose session is gone or over, whose account was closed or has a new password. Two queries per 500."""
    over: set[SignIn] = set()
    remaining = iter(set(sign_ins))
    while batch := list(islice(remaining, BATCH)):
        over.update(_ended_of(batch, at))
    return over


def _ended_of(batch: list[SignIn], at: datetime) -> Iterator[SignIn]:
    keys = [sign_in.session_key for sign_in in batch]
    alive = set(Session.objects.filter(pk__in=keys, expire_date__gt=at).values_list("pk", flat=True))
    active = Account.objects.filter(is_active=True).only("password")
    accounts = active.in_bulk({sign_in.account_id for sign_in in batch})
    hashes = {pk: account.get_session_auth_hash() for pk, account in accounts.items()}
    for sign_in in batch:
        same = constant_time_compare(hashes.get(sign_in.account_id, ""), sign_in.session_hash)
        if sign_in.session_key not in alive or not same:
            yield sign_in
