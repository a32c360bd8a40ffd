"""Who wants to hear what, where and when: person × message × channel. Only what differs from the message is a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from workflow.models import Person

from .message import Channel, Message, When
from .messages import MESSAGES
from .models import Preference, Reader

Choices = Mapping[tuple[str, Channel], When]  # (kind of message, channel) → when


@dataclass(frozen=True)
class Wishes:
    """The choices of some people."""

    rows: Mapping[tuple[int, str, str], str]

    @classmethod
    def of(cls, person_ids: Iterable[int]) -> Wishes:
        """One query."""
        found = Preference.objects.filter(person__in=set(person_ids))
        return cls({(person, kind, channel): when for person, kind, channel, when in found.values_list(*FIELDS)})

    def when(self, person_id: int, message: type[Message], channel: Channel) -> When:
        """Work and what is late always stand in the bell, whatever was chosen."""
        default = message.default(channel)
        if is_fixed(message, channel):
            return default
        return When(self.rows.get((person_id, message.kind, channel), default))


FIELDS = ("person", "kind", "channel", "when")


def is_fixed(message: type[Message], channel: Channel) -> bool:
    """Is there nothing to choose?"""
    return message.mandatory and channel is Channel.BELL


def offered(channel: Channel) -> tuple[When, ...]:
    """What can be chosen there: a bell that rings tomorrow is none."""
    return (When.NOW, When.NEVER) if channel is Channel.BELL else (When.NOW, When.DIGEST, When.NEVER)


def choose(person: Person, choices: Choices) -> None:
    """These are the person's choices from now on; what is not named is as the message says."""
    rows = [
        Preference(person=person, kind=message.kind, channel=channel, when=choices[message.kind, channel])
        for message in MESSAGES
        for channel in Channel
        if choices.get((message.kind, channel), message.default(channel)) != message.default(channel)
        and not is_fixed(message, channel)
    ]
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # two pages saved at once: the later one holds, whole
        Preference.objects.filter(person=person).delete()
        Preference.objects.bulk_create(rows)


def remember_language(person: Person, language: str) -> None:
    """Mails to this person are written in `language` from now on."""
    Reader.objects.update_or_create(person=person, defaults={"language": language})
