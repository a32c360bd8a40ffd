"""What a message is: for whom, of which sort, in which words. Sentences are made when they are shown.

A message finds its wording by the topic of the fact, `definition.transition`: first the topic itself, then
`*.transition` (the same step of any process), then what sort of step it is, then the message's general wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow import registry
from workflow.context import Announcement
from workflow.definition import Manner, Step, Text, Transition
from workflow.names_of_entries import title_of


class Audience(StrEnum):
    """Which desks of a fact a message is for."""

    WORKERS = "task_desks"  # that now have work
    TOLD = "told_desks"  # that hear of it
    LEFT = "left_desks"  # that had the work until then


class Category(StrEnum):
    WORK = "work"
    NEWS = "news"
    DEADLINE = "deadline"


class Channel(models.TextChoices):
    BELL = "bell", gettext_lazy("Trên cổng")
    MAIL = "mail", gettext_lazy("Thư điện tử")


class When(models.TextChoices):
    NOW = "now", gettext_lazy("Ngay")
    DIGEST = "digest", gettext_lazy("Trong bản tin hằng ngày")
    NEVER = "never", gettext_lazy("Không gửi")


@dataclass(frozen=True)
class Words:
    """A message as its reader sees it. `who` and `reason` may be empty: the system acted, none was asked for."""

    headline: str
    who: str
    reason: str
    category: Category


class Message:
    """Base of every message. `wordings`: topic or `*.transition` → sentence, with %(process)s, %(step)s, %(state)s.

    `title` names it where people choose what they hear; `mailed`: at once by mail too, unless the person chose
    otherwise; `mandatory`: nobody can switch it off in the bell.
    """

    kind: ClassVar[str]
    title: ClassVar[Text]
    audience: ClassVar[Audience]
    category: ClassVar[Category]
    mailed: ClassVar[bool] = False
    mandatory: ClassVar[bool] = False
    wordings: ClassVar[Mapping[str, Text]] = {}
    manners: ClassVar[Mapping[Manner, Text]] = {}
    general: ClassVar[Text]

    @classmethod
    def tells(cls, fact: Announcement) -> bool:
        """Is this the message for the fact?"""
        raise NotImplementedError

    @classmethod
    def default(cls, channel: Channel) -> When:
        """What somebody hears who has chosen nothing."""
        return When.NOW if channel is Channel.BELL or cls.mailed else When.NEVER

    @classmethod
    def wording(cls, topic: str, version: int = 0) -> Text:
        transition = topic.partition(".")[2]
        for name in (topic, f"*.{transition}"):
            if name in cls.wordings:
                return cls.wordings[name]
        step = step_of(topic, version)
        manner = step.manner if isinstance(step, Transition) else Manner.FORWARD
        return cls.manners.get(manner, cls.general)

    @classmethod
    def words(cls, topic: str, params: Mapping[str, Any]) -> Words:
        """`params` as `params_of` made them; what a definition has lost since is shown by its code."""
        version = int(params.get("version") or 0)
        names = _names(topic, version, str(params.get("state", ""))) | {"days": str(params.get("days", ""))}
        sentence = str(cls.wording(topic, version)) % names
        who = ", ".join(part for part in (_actor(params), params.get("agency")) if part)
        return Words(sentence, who, str(params.get("reason") or ""), cls.category)


def params_of(fact: Announcement) -> dict[str, Any]:
    """What a message needs besides topic and title: facts and codes, no sentence."""
    return {
        "version": fact.version,
        "state": fact.state,
        "actor": fact.actor,
        "acting_for": fact.acting_for,
        "agency": fact.agency,
        "reason": fact.reason,
        "days": days_left(fact),
    }


def days_left(fact: Announcement) -> int | None:
    """Days from the fact to the last day of its term."""
    return (last_day(fact.due_at) - timezone.localdate(fact.at)).days if fact.due_at else None


def last_day(due_at: datetime) -> date:
    """A term that ends at midnight ends with the day before it."""
    return timezone.localdate(due_at - timedelta(microseconds=1))


def step_of(topic: str, version: int) -> Step | None:
    key, _dot, transition = topic.partition(".")
    definition = registry.nearest(key, version)
    return definition.steps.get(transition) if definition else None


def _actor(params: Mapping[str, Any]) -> str:
    actor, other = str(params.get("actor") or ""), params.get("acting_for")
    return _("%(actor)s, thay %(other)s") % {"actor": actor, "other": other} if other else actor


def _names(topic: str, version: int, state: str) -> dict[str, str]:
    """The names by which an official knows process, step and state."""
    key, _dot, transition = topic.partition(".")
    definition = registry.nearest(key, version)
    known = definition is not None and state in definition.states.values
    return {
        "process": str(definition.title) if definition else key,
        "step": title_of(key, definition.version, transition) if definition else transition,
        "state": definition.state_title(state) if definition and known else state,
    }
