"""Does the organization's chain still hold? Contiguous, chained, unedited, to its head."""

from __future__ import annotations

from django.db import transaction

from . import acts
from .canonical import act_fields, digest
from .canonical import acts as rows_of_acts
from .faults import ORGANIZATION, Fault
from .models import OrganizationHead


def verify_acts() -> tuple[int, list[Fault]]:
    """The number of acts, and every fault; two queries, and again under lock where something seems wrong."""
    count, faults = _read(OrganizationHead.objects.filter(pk=acts.HEAD).first() or OrganizationHead())
    if not faults:
        return count, []
    with transaction.atomic():  # an act that came in between is no fault
        return _read(acts.locked_head())


def _read(head: OrganizationHead) -> tuple[int, list[Fault]]:
    faults: list[Fault] = []
    count, sequence, previous = 0, 0, ""
    for row in rows_of_acts():
        count += 1
        if row["sequence"] != sequence + 1:
            faults.append(Fault(ORGANIZATION, row["sequence"], "gap", {"expected": sequence + 1}))
        if row["previous_hash"] != previous:
            faults.append(Fault(ORGANIZATION, row["sequence"], "previous_hash"))
        if row["hash"] != digest(act_fields(row), row["previous_hash"]):
            faults.append(Fault(ORGANIZATION, row["sequence"], "hash"))
        sequence, previous = row["sequence"], row["hash"]
    if (sequence, previous) != (head.sequence, head.hash):
        faults.append(Fault(ORGANIZATION, head.sequence, "organization_head"))
    return count, faults
