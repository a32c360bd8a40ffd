"""Whether an issued document is still valid, replaced by another, or revoked: what its code tells everybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from processes.models import Document
from workflow import acts
from workflow.context import Actor


def set_standing(
    document: Document, standing: Document.Standing, *, reason: str, actor: Actor, at: datetime
) -> Document:
    """Change it, for a reason that stands in the organization's trail. The same again changes and records nothing."""
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=document.pk)
        if row.standing != standing:
            said = {
                "document": str(row.uuid),
                "number": row.number,
                "before": row.standing,
                "standing": standing.value,
                "reason": reason,
            }
            row.standing = standing
            row.save(update_fields=["standing"])
            acts.record("set_standing", actor=actor, at=at, facts=said)
    return row
