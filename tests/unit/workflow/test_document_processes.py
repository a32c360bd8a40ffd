"""The written pages of the processes: as the definitions say, or told to be outdated."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.factories import Letter, letters


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    call_command("document_processes", folder=tmp_path, verbosity=0)
    return tmp_path


def check(folder: Path) -> None:
    call_command("document_processes", folder=folder, check=True)


def test_each_process_has_its_page_and_its_picture(folder: Path) -> None:
    page = (folder / "approval.md").read_text(encoding="utf-8")

    assert "# Trình duyệt\n" in page and "![Trình duyệt](approval.svg)" in page
    assert (
        "| Chờ Phó Chủ tịch ký | `initialed` | Phó Chủ tịch Ủy ban nhân dân | Cơ quan ban hành | 3 ngày làm việc |"
        in page
    )
    assert "- Ai đã “Ký ban hành” thì không được “Cấp số, ban hành”, dù dùng tài khoản khác." in page
    assert "(approval.md)" in (folder / "README.md").read_text(encoding="utf-8")
    assert "<svg" in (folder / "approval.svg").read_text(encoding="utf-8")
    check(folder)


@pytest.mark.parametrize("name", ["plan.md", "plan.svg", "README.md"])
def test_a_page_that_says_otherwise_is_outdated(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("drawn from ", "drawn from 0").replace("ế", "e"))

    with pytest.raises(CommandError, match=name):
        check(folder)

    call_command("document_processes", folder=folder, verbosity=0)
    check(folder)


def test_a_process_that_is_new_or_gone_makes_the_pages_outdated(folder: Path) -> None:
    with letters():
        with pytest.raises(CommandError, match=r"test_letter\.md, test_letter\.svg"):
            check(folder)
        call_command("document_processes", folder=folder, verbosity=0)
        assert (folder / f"{Letter.key}.md").exists()
        check(folder)

    with pytest.raises(CommandError, match=r"test_letter\.md"):
        check(folder)
    call_command("document_processes", folder=folder, verbosity=0)
    assert not (folder / f"{Letter.key}.md").exists()
    check(folder)


def test_the_pages_do_not_depend_on_the_language_of_the_shell(folder: Path) -> None:
    with translation.override("en"):
        check(folder)
    with translation.override(None):
        check(folder)
