"""Every topic of every registered process has a message that says what happened; no wording is without topic."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from notifications.messages import MESSAGES, DeadlineEscalated, DeadlinePassed, Message, Remarked, Told, WorkArrived
from workflow import registry
from workflow.deadlines import OVERDUE
from workflow.definition import ProcessDefinition, Role, Step
from workflow.names_of_entries import REMARKS

START = "start"
LANGUAGES = ("vi", "en")


def province_definitions() -> list[type[ProcessDefinition]]:
    return [found for found in registry.all_definitions() if found.__module__.startswith("processes.")]


def steps_of(definition: type[ProcessDefinition]) -> Iterator[tuple[str, Step | None, tuple[str, ...]]]:
    """(transition, step, states it leads to); the beginning has no step."""
    yield START, None, definition.initials()
    for name, step in definition.steps.items():
        yield name, step, tuple({edge.target for edge in step.edges()})


def gives_work(definition: type[ProcessDefinition], state: str) -> bool:
    return not definition.is_final(state) and isinstance(definition.stages[state].assigned_to, Role)


def told_topics() -> Iterator[tuple[type[Message], str, str]]:
    """(message, topic, state): everything that the processes, and readers of a draft, make people hear."""
    for name in REMARKS:
        yield Remarked, f"plan.{name}", "drafted"
    for definition in province_definitions():
        for name, step, states in steps_of(definition):
            for state in states:
                if gives_work(definition, state):
                    yield WorkArrived, f"{definition.key}.{name}", state
                if step is not None and step.notifies:
                    yield Told, f"{definition.key}.{name}", state
        for state, stage in definition.stages.items():
            if stage.deadline:
                yield DeadlinePassed, f"{definition.key}.{OVERDUE}", state
                if stage.deadline.escalates_to:
                    yield DeadlineEscalated, f"{definition.key}.{OVERDUE}", state


def test_the_processes_are_registered() -> None:
    assert province_definitions(), "No process is registered: what follows would test nothing."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_message_in_plain_words(language: str) -> None:
    with translation.override(language):
        headlines = {
            (message.kind, topic, state): message.words(topic, {"state": state}).headline
            for message, topic, state in told_topics()
        }

    codes = {key: text for key, text in headlines.items() if "%" in text or "_" in text or not text.strip()}
    assert headlines and not codes


def test_news_say_what_happened_in_their_own_words() -> None:
    general = {
        topic for message, topic, _state in told_topics() if message is Told and Told.wording(topic) is Told.general
    }

    assert not general, "These topics are told to people but have no wording in notifications/messages.py."


def test_no_wording_is_left_without_a_topic() -> None:
    heard = {(message, topic) for message, topic, _state in told_topics()}
    heard |= {(message, "*." + topic.partition(".")[2]) for message, topic in heard}

    left = [
        (message.kind, topic) for message in MESSAGES for topic in message.wordings if (message, topic) not in heard
    ]
    assert not left, "These wordings belong to no step of any process: a step was renamed or tells nobody any more."
