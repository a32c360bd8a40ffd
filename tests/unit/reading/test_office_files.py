"""OpenDocument and old Word files, made and read with a real LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from processes.documents.reading import MAX_BYTES, Unreadable, UnreadableCode, read_confined, read_file, read_text
from processes.documents.reading.summary import to_truth_shape
from tests.unit.reading.plans import plan_text
from tests.unit.reading.test_files import saved, word_plan


def converted(content: bytes, ending: str, folder: Path) -> bytes:
    """A Word file as LibreOffice saves it under another kind."""
    assert shutil.which("soffice"), "LibreOffice is missing: install libreoffice-writer-nogui."
    (folder / "plan.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, folder / "plan.docx"]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    return (folder / f"plan.{ending}").read_bytes()


@pytest.mark.parametrize("ending", ["odt", "doc"])
def test_a_plan_of_another_program_reads_the_same(ending: str, tmp_path: Path) -> None:
    content = converted(saved(word_plan(plan_text("003"))), ending, tmp_path)

    read = read_confined(content, f"plan.{ending}", max_bytes=MAX_BYTES)

    assert to_truth_shape(read.facts) == to_truth_shape(read_text(plan_text("003")))
    assert "Sở Ngoại vụ" in read.text


def test_a_new_file_under_the_old_ending_is_read() -> None:
    content = saved(word_plan(plan_text("003")))

    assert read_file(content, "plan.doc") == read_file(content, "plan.docx")


def test_a_machine_without_the_program_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = converted(saved(word_plan(plan_text("003"))), "odt", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unreadable) as refused:
        read_file(content, "plan.odt")
    assert refused.value.code is UnreadableCode.NO_CONVERTER
