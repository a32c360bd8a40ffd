"""Background work. A job is a hint: what is missing stands in rows, and the sweep asks for it again."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import task
from django_tasks.base import Task

from workflow import clock
from workflow.models import ProcessInstance

from .models import Approval, Document, DraftCopy

logger = logging.getLogger(__name__)

OVERLOOKED_AFTER = timedelta(minutes=2)
OFTEN, SELDOM = 10, 10  # asked for each minute for the first ten, then every ten: what fails for good fills no queue
AT_ONCE = 100
ISSUING = "numbered"  # the approval's state in which the plan's own file, once there, is still to be issued


@task(queue_name="documents")
def sign_paper(approval_uuid: str) -> None:
    """Put the leader's own signature on the version that was seen, once. Repeating it changes nothing."""
    from .services import rendering, sealing

    instance = ProcessInstance.objects.get(uuid=uuid.UUID(approval_uuid))
    approval = Approval.subjects.get(pk=instance.subject_id)
    if approval.signed_file or instance.state not in (sealing.SIGNED, sealing.NUMBERED):
        return
    try:
        rendering.signed_plan(approval, instance, clock.now())
    except sealing.WaitsForKey as waits:
        logger.warning("The plan %s waits for a key: %s", approval.plan_id, waits)
    except Exception:
        logger.exception("The plan %s was not signed.", approval.plan_id)
        raise


@task(queue_name="documents")
def render_paper(document_uuid: str) -> None:
    """Render a paper's file once; for a numbered plan, then issue it. Repeating it changes nothing."""
    from .services import rendering, sealing

    papers = Document.objects.select_related("plan", "instance", "issuer")
    document = papers.filter(uuid=uuid.UUID(document_uuid)).first()
    if document is None:  # a newer slip has taken its place
        return
    try:
        if not document.is_ready:
            rendering.render_and_keep(document)
        if document.kind == Document.Kind.PLAN:
            rendering.issue(document, clock.now())
    except sealing.WaitsForKey as waits:  # said on the clerk's and the administrator's pages; the sweep asks again
        logger.warning("The paper %s (plan %s) waits for a key: %s", document.uuid, document.plan_id, waits)
    except Exception:
        logger.exception("The paper %s (%s, plan %s) was not finished.", document.uuid, document.kind, document.plan_id)
        raise


def sign_or_issue(approval: Approval) -> None:
    """Ask at once for what keeps an approval: its issue where it has its number, else its leader's signature."""
    instance = ProcessInstance.objects.get(definition_key="approval", subject_id=approval.pk)
    document = Document.objects.filter(instance=instance, kind=Document.Kind.PLAN).first()
    if document is not None:
        render_paper.enqueue(str(document.uuid))
    else:
        sign_paper.enqueue(str(instance.uuid))


@task(queue_name="drafts")
def make_draft_copy(copy_uuid: str) -> None:
    """Make a draft's file once. Repeating it changes nothing; what failed is begun anew when somebody asks again."""
    from .services import draft_copies

    copy = DraftCopy.objects.select_related("version").filter(uuid=uuid.UUID(copy_uuid), file="").first()
    if copy is not None:
        draft_copies.make(copy, clock.now())


def ask_again(at: datetime) -> int:
    """Enqueue what should have been signed, rendered or issued by now and was not. Returns how many."""
    waiting = [*_unsigned(at), *_unfinished(at)][:AT_ONCE]
    for job, subject in waiting:
        job.enqueue(subject)
    return len(waiting)


def _unsigned(at: datetime) -> Iterator[tuple[Task[..., None], str]]:
    from .services import sealing

    if sealing.is_wanted():
        for instance, signed_at in sealing.unsigned(at - OVERLOOKED_AFTER):
            if _is_its_turn(at - signed_at):
                yield sign_paper, str(instance)


def _unfinished(at: datetime) -> Iterator[tuple[Task[..., None], str]]:
    unfinished = Q(file="") | Q(kind=Document.Kind.PLAN, instance__state=ISSUING)
    overlooked = Document.objects.filter(unfinished, created_at__lt=at - OVERLOOKED_AFTER)
    for document, created_at in overlooked.values_list("uuid", "created_at"):
        if _is_its_turn(at - created_at):
            yield render_paper, str(document)


def _is_its_turn(waited: timedelta) -> bool:
    minutes = waited // timedelta(minutes=1)
    return minutes <= OFTEN or minutes % SELDOM == 0
