"""Drafts and their versions: every saved change is a new, immutable version."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from processes.documents.facts import PlanFacts
from processes.models import Plan, PlanVersion
from workflow import engine
from workflow.context import Actor, Context
from workflow.definition import service
from workflow.models import Agency, FieldOfWork, ProcessInstance

from .urgency import URGENCIES


def create_plan(
    *,
    facts: PlanFacts,
    agency: Agency,
    actor: Actor,
    at: datetime,
    source_name: str = "",
    source: bytes = b"",
    source_text: str = "",
    source_notes: dict[str, Any] | None = None,
    field: FieldOfWork | None = None,
    command_id: UUID | None = None,
    continues: Plan | None = None,
) -> tuple[Plan, ProcessInstance]:
    """A new draft of `agency` with its first version, and its file opened. Raises what `engine.start` raises.

    `continues`: the plan of the series before it. The same `command_id` of the same account gives the plan that it
    made before.
    """
    assert actor.person is not None
    title = facts.title.value or source_name or "—"
    with transaction.atomic():
        if command_id and (before := engine.started(actor, command_id)):
            return Plan.objects.get(pk=before.subject_id), before
        plan = Plan.objects.create(
            title=title[:500], drafting_agency=agency, drafter=actor.person, created_at=at, continues=continues
        )
        version = PlanVersion(
            plan=plan,
            number=1,
            content=facts.to_dict(),
            hash=facts.hash,
            author=actor.person,
            created_at=at,
            source_name=source_name[:255],
            source_text=source_text,
            source_notes=source_notes or {},
        )
        if source:
            version.source.save(f"{version.uuid}.bin", ContentFile(source), save=False)
        version.save()
        plan.current_version = version
        plan.save(update_fields=["current_version"])
        instance = engine.start(
            definition_key="plan",
            subject_id=plan.pk,
            title=plan.title,
            agencies={"drafting": agency},
            actor=actor,
            at=at,
            inputs={"continues": str(continues.uuid)} if continues else None,
            command_id=command_id,
            urgency=URGENCIES.get(facts.urgency.strip().upper(), ""),
            field=field,
        )
    return plan, instance


@service(_("ghi lĩnh vực của kế hoạch"))
def record_field(context: Context) -> None:
    """What is opened below from now on has it too."""
    field = FieldOfWork.objects.get(code=context.inputs["field"])
    context.instance.field = field
    context.record("field", field.name)


@service(_("lưu thành bản mới"))
def save_version(context: Context) -> None:
    """The facts that were sent become the plan's next version; an unchanged text makes none."""
    plan = context.subject if isinstance(context.subject, Plan) else context.subject.plan
    facts = PlanFacts.from_dict(context.inputs["facts"])
    if facts.hash == plan.document_hash:
        context.record("version", "unchanged")
        return
    last = PlanVersion.objects.filter(plan=plan).aggregate(last=Max("number"))["last"]
    version = PlanVersion(
        plan=plan,
        number=last + 1,
        content=facts.to_dict(),
        hash=facts.hash,
        author=context.actor.person,
        created_at=context.at,
    )
    version.save()
    plan.current_version = version
    plan.title = (facts.title.value or plan.title)[:500]
    plan.save(update_fields=["current_version", "title"])
    context.instance.title = plan.title
    context.record("version", version.number)
    context.record("hash", version.hash)
