"""Background work. A job is a hint: what is missing stands in rows, and the sweep asks for it again."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import task

from workflow import clock

from .models import Document, DraftCopy

logger = logging.getLogger(__name__)

OVERLOOKED_AFTER = timedelta(minutes=2)
OFTEN, SELDOM = 10, 10  # asked for each minute for the first ten, then every ten: what fails for good fills no queue
AT_ONCE = 100
ISSUING = "numbered"  # the approval's state in which the plan's own file, once there, is still to be issued


@task(queue_name="documents")
def render_paper(document_uuid: str) -> None:
    """Render a paper's file once; for a numbered plan, then issue it. Repeating it changes nothing."""
    from .services import rendering

    papers = Document.objects.select_related("plan", "instance", "issuer")
    document = papers.filter(uuid=uuid.UUID(document_uuid)).first()
    if document is None:  # a newer slip has taken its place
        return
    try:
        if not document.is_ready:
            rendering.render_and_keep(document)
        if document.kind == Document.Kind.PLAN:
            rendering.issue(document, clock.now())
    except Exception:
        logger.exception("The paper %s (%s, plan %s) was not finished.", document.uuid, document.kind, document.plan_id)
        raise


@task(queue_name="drafts")
def make_draft_copy(copy_uuid: str) -> None:
    """Make a draft's file once. Repeating it changes nothing; what failed is begun anew when somebody asks again."""
    from .services import draft_copies

    copy = DraftCopy.objects.select_related("version").filter(uuid=uuid.UUID(copy_uuid), file="").first()
    if copy is not None:
        draft_copies.make(copy, clock.now())


def ask_again(at: datetime) -> int:
    """Enqueue what should have been rendered or issued by now and was not. Returns how many."""
    unfinished = Q(file="") | Q(kind=Document.Kind.PLAN, instance__state=ISSUING)
    overlooked = Document.objects.filter(unfinished, created_at__lt=at - OVERLOOKED_AFTER)
    rows = overlooked.values_list("uuid", "created_at")
    waiting = [document for document, created_at in rows if _is_its_turn(at - created_at)][:AT_ONCE]
    for document in waiting:
        render_paper.enqueue(str(document))
    return len(waiting)


def _is_its_turn(waited: timedelta) -> bool:
    minutes = waited // timedelta(minutes=1)
    return minutes <= OFTEN or minutes % SELDOM == 0
