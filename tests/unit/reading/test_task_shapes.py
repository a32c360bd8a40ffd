"""Plans written for these tests, each with another way to say who does what until when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from processes.documents.reading import read_text
from processes.documents.reading.summary import to_truth_shape

SHAPES = Path(__file__).parent / "samples" / "tasks"


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_task_has_its_agencies_and_its_time(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["tasks"]
    read = to_truth_shape(read_text(path.read_text(encoding="utf-8")))["tasks"]

    for key in ("ref", "lead", "coordinating", "time"):
        assert [task[key] for task in read] == [task[key] for task in expected], key
    for task, wanted in zip(read, expected, strict=True):
        assert task["text"].startswith(wanted["text"]), task["ref"]
