"""Background work. A job is a hint: what is missing stands in rows, and the sweep asks for it again."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django_tasks import task

from workflow import clock

from .models import Document

OVERLOOKED_AFTER = timedelta(minutes=2)


@task(queue_name="documents")
def render_paper(document_uuid: str) -> None:
    """Render a paper's file once; for a numbered plan, then issue it. Repeating it changes nothing."""
    from .services import rendering

    document = Document.objects.select_related("plan", "instance", "issuer").get(uuid=uuid.UUID(document_uuid))
    if not document.is_ready:
        rendering.render_and_keep(document)
    if document.kind == Document.Kind.PLAN:
        rendering.issue(document, clock.now())


def ask_again(at: datetime) -> int:
    """Enqueue what should have been rendered by now and was not. Returns how many."""
    overlooked = Document.objects.filter(file="", created_at__lt=at - OVERLOOKED_AFTER)
    waiting = list(overlooked.values_list("uuid", flat=True)[:100])
    for document in waiting:
        render_paper.enqueue(str(document))
    return len(waiting)
