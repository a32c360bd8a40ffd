"""`manage.py verify_processes`: what is proved, what is not, and the picture of each."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from workflow import clock, faults, registry
from workflow.definition import HOLDER, DefinitionError, Transition

from . import test_staffing
from .test_staffing import AT, DAY, House, leave
from .test_verification import parent, sound

house = test_staffing.house


def told(*options: object) -> str:
    """What the command writes, with its complaint at the end."""
    out = StringIO()
    with clock.simulated(AT):
        try:
            call_command("verify_processes", *options, stdout=out, no_color=True)
        except CommandError as error:
            out.write(f"CommandError: {error}")
    return out.getvalue()


@pytest.fixture
def gathering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_gathered", [])


@pytest.mark.django_db
def test_what_is_proved_is_told_in_numbers(house: House) -> None:
    assert told() == (
        "Đề nghị chi, phiên bản 1: 5 trạng thái, trạng thái nào cũng tới được và đều có đường tới kết thúc; "
        "13 nhánh, không nhánh nào bị che; 4/4 bước có người xử lý.\nKhông có chỗ nào vướng.\n"
    )


@pytest.mark.django_db
def test_a_gap_is_told_and_drawn(house: House, tmp_path: Path) -> None:
    leave(house.clerk, last_day=DAY - timedelta(days=3))

    text = told("--pictures", tmp_path / "new")

    assert "3/4 bước có người xử lý" in text
    assert (
        "✗ Đề nghị chi, bước “Chờ gửi”: vị trí “Văn thư” tại Sở Mẫu không có người đảm nhiệm từ ngày 08/03/2026" in text
    )
    assert text.endswith("CommandError: 1 chỗ vướng")
    [file] = (tmp_path / "new").iterdir()
    assert file.name == "01-test_request-1-sent.svg" and str(file) in text
    assert "Đường tới chỗ vướng: Đang viết → Chờ ký → Chờ gửi." in file.read_text()


def test_the_structure_needs_no_database(house_without_database: None) -> None:
    assert told("--structure-only").endswith("13 nhánh, không nhánh nào bị che.\nKhông có chỗ nào vướng.\n")


@pytest.fixture
def house_without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_definitions", {("test_request", 1): test_staffing.Request})


def test_a_refused_definition_is_told_and_drawn(
    gathering: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = sound(sign=None, note=Transition("Ghi", "second", "first", by=HOLDER))
    other = sound(key="other", title="Khác")
    monkeypatch.setattr(registry, "_definitions", {("sound", 1): faulty, ("other", 1): other})

    text = told("--structure-only", "--pictures", tmp_path)

    assert "Khác, phiên bản 1: 3 trạng thái" in text and "Mẫu, phiên bản" not in text
    assert "✗ Faulty: unreachable: no way leads from the start to last [last]" in text
    assert [file.name for file in tmp_path.iterdir()] == ["01-sound-1-unreachable.svg"]


def test_a_faulty_definition_is_refused_where_nobody_gathers() -> None:
    with pytest.raises(DefinitionError):
        sound(initial=())


def test_what_shows_between_definitions_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_definitions", {("parent", 1): parent()})

    text = told("--structure-only")

    assert "✗ Faulty: unknown_child: answered waits for child [second]" in text
    assert text.endswith("CommandError: 1 chỗ vướng")
