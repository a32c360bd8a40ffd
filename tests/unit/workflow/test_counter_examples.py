"""What is wrong is drawn: the way that leads there in red, on a definition that need not be sound."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.utils import translation

from workflow import registry
from workflow.definition import DefinitionError
from workflow.picture import picture

from . import test_step_rules, test_verification

SVG = "{http://www.w3.org/2000/svg}"
FAULTS = [*test_verification.FAULTS, *test_step_rules.FAULTS]


def drawn(definition: object, *path: str) -> ElementTree.Element:
    with translation.override("vi"):
        return ElementTree.fromstring(picture(definition, path=path))  # type: ignore[arg-type]


def told(root: ElementTree.Element, *classes: str) -> list[str]:
    """What is written in the groups that have all these classes."""
    groups = [g for g in root.iter(f"{SVG}g") if {*classes} <= {*g.attrib.get("class", "").split()}]
    return [" ".join(" ".join(g.itertext()).split()) for g in groups]


def test_the_way_is_red_and_its_end_is_filled() -> None:
    root = drawn(registry.latest("approval"), "submitted", "endorsed", "sent")

    assert told(root, "step", "path") == ["Ký tờ trình", "Cho số tờ trình và gửi"]
    assert len(told(root, "state", "path")) == 3
    assert told(root, "trouble") == ["Chờ Văn phòng đăng ký văn thư Văn phòng"]


def test_a_step_of_many_states_is_drawn_from_the_one_that_is_meant() -> None:
    root = drawn(registry.latest("approval"), "initialed", "returned")

    assert told(root, "step", "path") == ["Trả lại (về một bước trước)"]
    assert "Trả lại (về một bước trước)" in told(root, "step", "back"), "the frame's arrow stays"


def test_the_way_is_explained_and_read_aloud() -> None:
    root = drawn(registry.latest("approval"), "submitted", "endorsed")

    assert "đường tới chỗ vướng" in " ".join(root.itertext())
    [description] = [element.text or "" for element in root.iter(f"{SVG}desc")]
    assert description.endswith("Đường tới chỗ vướng: Chờ thủ trưởng ký tờ trình → Chờ văn thư cho số tờ trình.")
    assert "chỗ vướng" not in " ".join(drawn(registry.latest("approval")).itertext())


@pytest.mark.parametrize(("faulty", "path"), [row[2:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_every_fault_can_be_drawn(faulty: test_verification.Faulty, path: tuple[str, ...]) -> None:
    with pytest.raises(DefinitionError) as refused:
        faulty()

    root = drawn(refused.value.declared, *refused.value.path)

    assert len(told(root, "state", "path")) == len(set(path))
    assert len(told(root, "trouble")) == bool(path)
