"""Ways of tampering with what was written down: each does it, and says where it has to show.

A careful forger owns the database: drops the triggers, edits, and computes every hash anew. What he cannot do is write
to the folder of the seals.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db.models import F

from workflow import audit
from workflow.audit_faults import ORGANIZATION, SEALS
from workflow.canonical import act_fields, digest, row_of
from workflow.models import AuditEntry, OrganizationEntry, OrganizationHead, ProcessInstance, Seal, SealedHead
from workflow.seals import seal


@dataclass(frozen=True)
class Place:
    """A chain, and the first and last place in it where a fault may be told."""

    chain: str
    first: int
    last: int


Forger = Callable[[Random], Place]
FAR = 10**6


# --- one edit, and the hashes left as they are

EDITS: dict[str, Callable[[Any], Any]] = {
    "transition": lambda old: "sign" if old != "sign" else "submit",
    "from_state": lambda old: f"{old}x",
    "to_state": lambda old: "signed" if old != "signed" else "draft",
    "at": lambda old: old + timedelta(microseconds=1),
    "actor_id": lambda old: None,
    "person_id": lambda old: None,
    "capacity": lambda old: "KT.",
    "authority": lambda old: {**old, "agency": "Cơ quan khác"},
    "inputs": lambda old: {**old, "reason": "khác"},
    "facts": lambda old: {**old, "number": 7},
    "document_hash": lambda old: "0" * 64,
    "command_id": lambda old: uuid.uuid4(),
    "request": lambda old: f"{old}x",
    "definition_key": lambda old: "plan",
    "definition_version": lambda old: old + 1,
    "uuid": lambda old: uuid.uuid4(),
    "hash": lambda old: old[::-1],
    "previous_hash": lambda old: old[::-1] or "0" * 64,
}
HEAD_EDITS: dict[str, Callable[[Any], Any]] = {
    "state": lambda old: "signed" if old != "signed" else "draft",
    "revision": lambda old: old + 1,
    "audit_head": lambda old: old[::-1],
    "definition_version": lambda old: old + 1,
}
ACT_EDITS: dict[str, Callable[[Any], Any]] = {
    "act": lambda old: "other",
    "at": EDITS["at"],
    "facts": lambda old: {**old, "name": "Người khác"},
    "request": EDITS["request"],
    "uuid": EDITS["uuid"],
    "hash": EDITS["hash"],
    "previous_hash": EDITS["previous_hash"],
}
SEAL_EDITS: dict[str, Callable[[Any], Any]] = {
    "day": lambda old: old - timedelta(days=400),
    "sealed_at": EDITS["at"],
    "instances": lambda old: old + 1,
    "organization_sequence": lambda old: old - 1,
    "organization_hash": EDITS["hash"],
    "root": EDITS["hash"],
    "hash": EDITS["hash"],
    "previous_hash": EDITS["previous_hash"],
    "uuid": EDITS["uuid"],
}


def edit_an_entry(random: Random) -> Place:
    entry = random.choice(list(AuditEntry.objects.select_related("instance")))
    _edit(random, entry, EDITS)
    return Place(str(entry.instance.uuid), entry.revision, entry.revision + 1)


def edit_an_instance(random: Random) -> Place:
    instance = random.choice(list(ProcessInstance.objects.all()))
    _edit(random, instance, HEAD_EDITS)
    return Place(str(instance.uuid), instance.revision, instance.revision + 1)


def edit_an_act(random: Random) -> Place:
    act = random.choice(list(OrganizationEntry.objects.all()))
    _edit(random, act, ACT_EDITS)
    return Place(ORGANIZATION, act.sequence, act.sequence + 1)


def edit_a_seal(random: Random) -> Place:
    found = random.choice(list(Seal.objects.all()))
    _edit(random, found, SEAL_EDITS)
    return Place(SEALS, found.number, found.number + 1)


def edit_a_sealed_head(random: Random) -> Place:
    head = random.choice(list(SealedHead.objects.all()))
    SealedHead.objects.filter(pk=head.pk).update(hash=head.hash[::-1])
    return Place(str(head.instance), head.revision, head.revision)


def delete_a_sealed_head(random: Random) -> Place:
    head = random.choice(list(SealedHead.objects.all()))
    SealedHead.objects.filter(pk=head.pk)._raw_delete("default")
    return Place(SEALS, head.seal_id, head.seal_id)


def delete_an_entry(random: Random) -> Place:
    entry = random.choice(list(AuditEntry.objects.select_related("instance")))
    AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default")
    return Place(str(entry.instance.uuid), entry.revision, entry.revision + 1)


def swap_two_entries(random: Random) -> Place:
    """Each stands where the other stood, with its own hashes."""
    instance = _long(random)
    one, other = sorted(random.sample(list(AuditEntry.objects.filter(instance=instance)), 2), key=_revision)
    AuditEntry.objects.filter(pk=one.pk).update(revision=FAR)
    AuditEntry.objects.filter(pk=other.pk).update(revision=one.revision)
    AuditEntry.objects.filter(pk=one.pk).update(revision=other.revision)
    return Place(str(instance.uuid), one.revision, other.revision + 1)


def insert_an_entry(random: Random) -> Place:
    entry = _inserted(random)
    return Place(str(entry.instance.uuid), entry.revision, entry.revision + 1)


# --- the careful forger: all hashes of the trail anew, too; the seals of the database tell


def cut_a_tail(random: Random) -> Place:
    instance = _long(random)
    kept = random.randrange(instance.revision)
    AuditEntry.objects.filter(instance=instance, revision__gt=kept)._raw_delete("default")
    _chain_anew(instance)
    return Place(str(instance.uuid), kept + 1, instance.revision)


def rewrite_a_trail(random: Random) -> Place:
    entry = random.choice(list(AuditEntry.objects.select_related("instance")))
    AuditEntry.objects.filter(pk=entry.pk).update(facts={**entry.facts, "number": 7}, request="x")
    _chain_anew(entry.instance)
    return Place(str(entry.instance.uuid), entry.revision, entry.instance.revision)


def insert_and_rewrite(random: Random) -> Place:
    entry = _inserted(random)
    last = entry.instance.revision
    _chain_anew(entry.instance)
    return Place(str(entry.instance.uuid), entry.revision, last)


def delete_an_instance(random: Random) -> Place:
    instance = random.choice(list(ProcessInstance.objects.all()))
    instance.tasks.all()._raw_delete("default")
    instance.participations.all()._raw_delete("default")
    AuditEntry.objects.filter(instance=instance)._raw_delete("default")
    ProcessInstance.objects.filter(pk=instance.pk)._raw_delete("default")
    return Place(str(instance.uuid), 0, instance.revision)


def cut_the_acts(random: Random) -> Place:
    kept = random.randrange(OrganizationEntry.objects.count())
    last = OrganizationEntry.objects.count()
    OrganizationEntry.objects.filter(sequence__gt=kept)._raw_delete("default")
    _chain_acts_anew()
    return Place(ORGANIZATION, kept + 1, last)


def rewrite_the_acts(random: Random) -> Place:
    act = random.choice(list(OrganizationEntry.objects.all()))
    OrganizationEntry.objects.filter(pk=act.pk).update(facts={**act.facts, "name": "Người khác"})
    _chain_acts_anew()
    return Place(ORGANIZATION, act.sequence, OrganizationEntry.objects.count())


# --- and the seals anew as well: the folder tells


def sealed_anew(forger: Forger) -> Forger:
    def forge(random: Random) -> Place:
        place = forger(random)
        seals = list(Seal.objects.order_by("number"))
        SealedHead.objects.all()._raw_delete("default")
        Seal.objects.all()._raw_delete("default")
        for one in seals:
            seal(day=one.day, at=one.sealed_at)
        return place

    forge.__name__ = f"{forger.__name__}_sealed_anew"
    return forge


def delete_the_last_seals(random: Random) -> Place:
    last = Seal.objects.count()
    kept = random.randrange(last)
    SealedHead.objects.filter(seal__gt=kept)._raw_delete("default")
    Seal.objects.filter(number__gt=kept)._raw_delete("default")
    return Place(SEALS, kept + 1, last)


CAREFUL: list[Forger] = [
    cut_a_tail, rewrite_a_trail, insert_and_rewrite, delete_an_instance, cut_the_acts, rewrite_the_acts,
]  # fmt: skip
FORGERS: list[Forger] = [
    edit_an_entry, edit_an_instance, edit_an_act, edit_a_seal, edit_a_sealed_head, delete_a_sealed_head,
    delete_an_entry, swap_two_entries, insert_an_entry, delete_the_last_seals,
    *CAREFUL, *map(sealed_anew, CAREFUL),
]  # fmt: skip


# --- tools


def _edit(random: Random, row: Any, edits: dict[str, Callable[[Any], Any]]) -> None:
    """One field of the row; another field where that one says the same already."""
    for name in random.sample(list(edits), len(edits)):
        old = getattr(row, name)
        new = edits[name](old)
        if new != old:
            type(row)._default_manager.filter(pk=row.pk).update(**{name: new})
            return
    raise AssertionError("nothing to edit")


def _long(random: Random) -> ProcessInstance:
    return random.choice(list(ProcessInstance.objects.filter(revision__gte=1)))


def _revision(entry: AuditEntry) -> int:
    return entry.revision


def _inserted(random: Random) -> AuditEntry:
    """A made-up entry before one that was sealed; the later ones, and the instance's count, move on by one."""
    later = random.choice(list(AuditEntry.objects.filter(revision__gte=1).select_related("instance")))
    trail = AuditEntry.objects.filter(instance=later.instance, revision__gte=later.revision)
    trail.update(revision=F("revision") + FAR)
    AuditEntry.objects.filter(instance=later.instance, revision__gte=FAR).update(revision=F("revision") - FAR + 1)
    made_up = AuditEntry.objects.get(pk=later.pk)
    made_up.pk, made_up.uuid, made_up.command_id = None, uuid.uuid4(), None
    made_up.revision, made_up.from_state, made_up.to_state = later.revision, later.from_state, later.from_state
    made_up.save(force_insert=True)
    ProcessInstance.objects.filter(pk=later.instance_id).update(revision=F("revision") + 1)
    return made_up


def _chain_anew(instance: ProcessInstance) -> None:
    previous, entry = "", None
    for entry in AuditEntry.objects.filter(instance=instance).select_related(
        "instance", "actor", "person", "acting_for"
    ).order_by("revision"):  # fmt: skip
        hashed = audit.chain(entry, previous)
        AuditEntry.objects.filter(pk=entry.pk).update(previous_hash=previous, hash=hashed)
        previous = hashed
    assert entry is not None
    ProcessInstance.objects.filter(pk=instance.pk).update(
        audit_head=previous, revision=entry.revision, **{"state": entry.to_state}
    )


def _chain_acts_anew() -> None:
    sequence, previous = 0, ""
    for act in OrganizationEntry.objects.select_related("actor", "person").order_by("sequence"):
        hashed = digest(act_fields(row_of(act)), previous)
        OrganizationEntry.objects.filter(pk=act.pk).update(previous_hash=previous, hash=hashed)
        sequence, previous = act.sequence, hashed
    OrganizationHead.objects.update(sequence=sequence, hash=previous)
