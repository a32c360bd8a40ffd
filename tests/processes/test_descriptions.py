"""What is printed of each process: its sentences stand in sentences/*.txt, so that a change of a rule is read as one.

`UPDATE_SENTENCES=1 pytest …` writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import translation

from tests.processes.world import definitions
from workflow.definition import ProcessDefinition
from workflow.description import picture, sentences

SENTENCES = Path(__file__).parent / "sentences"

each = pytest.mark.parametrize("definition", definitions(), ids=lambda definition: definition.key)


@each
def test_the_sentences_are_those_that_were_agreed(definition: type[ProcessDefinition]) -> None:
    path = SENTENCES / f"{definition.key}.txt"
    with translation.override("vi"):
        told = "\n".join(str(sentence) for sentence in sentences(definition)) + "\n"
    if os.environ.get("UPDATE_SENTENCES"):
        path.write_text(told, encoding="utf-8")

    assert told == path.read_text(encoding="utf-8")


@each
def test_every_rule_is_told(definition: type[ProcessDefinition]) -> None:
    with translation.override("vi"):
        told = sentences(definition)
        for name, step in definition.steps.items():
            assert any(s.about == name and f"“{step.title}”" in s.text for s in told), name
        for transition in definition.transitions():
            text = " ".join(s.text for s in told if s.about == transition.name)
            for guard in transition.guards:
                assert str(guard.sentence) in text
            for service in transition.does:
                assert str(service.sentence) in text
    assert not [s.text for s in told if not re.fullmatch(r"[^a-zà-ỹ].*\.", s.text) or "%(" in s.text or "  " in s.text]


@each
def test_the_picture_may_stand_in_a_page_with_a_strict_content_policy(definition: type[ProcessDefinition]) -> None:
    with translation.override("vi"):
        svg = picture(definition)
    root = ElementTree.fromstring(svg)

    assert svg.startswith("<svg ")
    assert "<!" not in svg and "<?" not in svg
    for element in root.iter():
        names = {name.lower() for name in element.attrib}
        assert not element.tag.endswith(("}style", "}script", "}a", "}image"))
        assert "style" not in names and not [name for name in names if name.startswith("on") or "href" in name]


@each
def test_the_picture_shows_every_state_that_a_step_leads_to(definition: type[ProcessDefinition]) -> None:
    with translation.override("vi"):
        root = ElementTree.fromstring(picture(definition))
        shown = _words(root)
        for state in definition.states.values:
            if state != "cancelled":
                assert definition.state_title(state) in shown
        for step in definition.steps.values():
            if step.name != "cancel":
                assert str(step.title) in shown


def _words(root: ElementTree.Element) -> str:
    """All that is written, with the broken lines put together again."""
    return " ".join(" ".join(root.itertext()).replace("\u00a0", " ").replace("•", " ").split())
