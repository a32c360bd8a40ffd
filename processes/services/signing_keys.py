"""Whose keys the issuing of plans needs, and in what state each is: for the administrator's page and command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from processes.documents.sealing import Certificate, KeyFault, KeyUnusable
from processes.key_store import Owner, key_store
from processes.key_store.folder import FolderStore
from processes.roles import VICE_CHAIRMAN
from workflow import acts, organization
from workflow.context import Actor
from workflow.models import Appointment
from workflow.models.base import valid_on

ENDS_SOON = timedelta(days=30)  # a new certificate takes weeks


@dataclass(frozen=True)
class KeyState:
    """`fault` "": it can sign. `ends_soon`: within a month."""

    owner: Owner
    certificate: Certificate | None
    fault: str
    ends_soon: bool
    has_picture: bool


def owners(day: date) -> list[Owner]:
    """The issuing committee, and whoever signs for it on that day."""
    issuer = organization.mandates(["issuer"], day).get("issuer")
    if issuer is None:
        return []
    seats = Appointment.objects.filter(
        valid_on(day), desk__agency=issuer, desk__position__code=VICE_CHAIRMAN.position
    ).select_related("person")
    people = {seat.person_id: seat.person for seat in seats.order_by("person__full_name", "pk")}
    return [Owner.of(issuer), *(Owner.of(person) for person in people.values())]


def states(at: datetime) -> list[KeyState]:
    """Every key that is needed at that moment. Opens files or the token."""
    return [state(owner, at) for owner in owners(timezone.localdate(at))]


def state(owner: Owner, at: datetime) -> KeyState:
    store = key_store()
    certificate, fault = None, ""
    try:
        certificate = store.key(owner).certificate()
        certificate.require_valid(at)
    except KeyUnusable as error:
        fault = error.fault.value
    ends_soon = not fault and certificate is not None and certificate.valid_to < at + ENDS_SOON
    return KeyState(owner, certificate, fault, ends_soon, store.picture(owner) is not None)


def take_in(owner: Owner, content: bytes, password: str, *, actor: Actor, at: datetime) -> Certificate:
    """A PKCS#12 file into the folder, and into the trail whose it is. Raises KeyUnusable."""
    store = key_store()
    if not isinstance(store, FolderStore):
        raise KeyUnusable(KeyFault.UNREADABLE, "keys of this installation are in a token")
    certificate = store.put(owner, content, password).certificate()
    said = {"owner": owner.id, "certificate": certificate.serial, "valid_to": certificate.valid_to.isoformat()}
    acts.record("take_in_signing_key", actor=actor, at=at, facts=said)
    return certificate
