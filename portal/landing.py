"""Where a link in a mail leads: to the decision that waits for the person, or to the file it is about."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from workflow import queries, registry
from workflow.context import Actor
from workflow.definition import Transition
from workflow.models import Account, ProcessInstance

from . import waiting


def decision(instance: ProcessInstance, account: Account, at: datetime) -> str:
    """The page of the step that is meant to follow, where it is the person's to take; else the file's page.

    A leader decides on the dossier's page: summary, changes, opinions and the two steps stand there.
    """
    step = _own_step(instance, account, at)
    if step is None:
        return reverse("plan", args=[(instance.root or instance).uuid])
    if instance.definition_key == "approval" and waiting.KINDS.get(("approval", instance.state)) is waiting.SIGNING:
        return reverse("leader_dossier", args=[instance.uuid])
    return reverse("act", args=[instance.uuid, step.name])


def _own_step(instance: ProcessInstance, account: Account, at: datetime) -> Transition | None:
    """The main step where the process stands, if it is this person's; None also for a process that is no more."""
    try:
        step = waiting.main_step(registry.get(instance.definition_key, instance.definition_version), instance.state)
    except registry.UnknownDefinition:
        return None
    own = {one.name for one in queries.own_steps(instance, Actor.of(account), at)} if step else set()
    return step if step is not None and step.name in own else None
