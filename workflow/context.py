"""What guards and services work with: one step of one instance, before it is committed."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model

from .definition import Guard, ProcessDefinition, Step, Verdict
from .held import Authority
from .models import Account, Agency, AuditEntry, Desk, FieldOfWork, Person, ProcessInstance


@dataclass(frozen=True)
class Actor:
    """Who acts: an account and its person; neither for the system itself."""

    account: Account | None = None
    person: Person | None = None

    @classmethod
    def of(cls, account: Account) -> Actor:
        return cls(account, account.person)

    @property
    def is_system(self) -> bool:
        return self.account is None


SYSTEM_ACTOR = Actor()


@dataclass(frozen=True)
class Seen:
    """What the person saw when deciding: the revision of the instance and the hash of the document."""

    revision: int
    document_hash: str = ""


@dataclass(frozen=True)
class Child:
    """A process to start under this one. `agencies`: participant key → agency; `due_on`: the day given with it."""

    definition_key: str
    subject_id: int
    title: str
    agencies: Mapping[str, Agency]
    state: str = ""
    due_on: date | None = None
    urgency: str = ""  # "": the parent's
    field: FieldOfWork | None = None  # None: the parent's


@dataclass(frozen=True)
class Cancelled:
    """Which processes under this one are to end; `subjects` None: whatever they are about."""

    definition_keys: tuple[str, ...]
    subjects: Collection[int] | None = None


@dataclass(frozen=True)
class Announcement:
    """A committed fact for whoever tells people: a snapshot, so that the teller needs no process."""

    entry: uuid.UUID
    instance: uuid.UUID
    root: uuid.UUID
    definition: str
    transition: str
    state: str
    title: str
    at: datetime
    actor: str
    agency: str
    reason: str
    acting_for: str = ""
    version: int = 1
    task_desks: tuple[int, ...] = ()  # desks that now have work
    told_desks: tuple[int, ...] = ()  # desks that hear of it
    due_at: datetime | None = None

    @property
    def topic(self) -> str:
        return f"{self.definition}.{self.transition}"


@dataclass
class Context:
    """One step while it is being taken. Services read it and call its methods; the engine writes what they ask for."""

    instance: ProcessInstance
    definition: type[ProcessDefinition]
    step: Step
    actor: Actor
    at: datetime
    target: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    acting_for: Person | None = None  # chosen by the actor, where several may have lent their right
    authority: Authority | None = None
    sent_by: AuditEntry | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    cancelled: list[Cancelled] = field(default_factory=list)

    @cached_property
    def subject(self) -> Any:
        """The model instance the process is about."""
        return load_subject(self.definition, self.instance.subject_id)

    @property
    def desk(self) -> Desk | None:
        """The desk by whose right the step is taken; None for the system."""
        return self.authority.desk if self.authority else None

    @property
    def document_hash(self) -> str:
        """Hash of the document version being acted on, "" where the subject has none."""
        return str(getattr(self.subject, "document_hash", ""))

    def judge(self, guard: Guard) -> Verdict:
        """The guard's verdict, judged once; a reason it gives is recorded in the trail."""
        if guard.name not in self.verdicts:
            verdict = guard.judge(self)
            self.verdicts[guard.name] = verdict
            if verdict.reason:
                self.record(guard.name, verdict.reason)
        return self.verdicts[guard.name]

    def record(self, key: str, value: Any) -> None:
        """Write `value` (JSON) into the trail's entry of this step."""
        self.facts[key] = value

    def give_day(self, day: date | None) -> None:
        """The day by which the next stage has to be done, where its deadline is a given one."""
        self.instance.due_on = day

    def start_children(self, children: Iterable[Child]) -> None:
        """Start processes under this one, in this transaction."""
        self.children.extend(children)

    def cancel_children(self, *definition_keys: str, subjects: Collection[int] | None = None) -> None:
        """End the open processes of these definitions under this one, by their system transition `cancel`.

        `subjects`: only those about these; without it every one.
        """
        self.cancelled.append(Cancelled(definition_keys, subjects))


def load_subject(definition: type[ProcessDefinition], subject_id: int) -> Model:
    """Raises the model's DoesNotExist. The model says what belongs to it with a `subjects` manager, if it has one."""
    model = apps.get_model(definition.subject)
    manager: Any = getattr(model, "subjects", model._default_manager)
    return manager.get(pk=subject_id)  # type: ignore[no-any-return]
