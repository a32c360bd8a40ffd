"""Write docs/processes: each definition as sentences, a table of its states and its picture; or say what is old."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from workflow import description, picture, picture_source, registry
from workflow.definition import Participant, ProcessDefinition, Role

Definition = type[ProcessDefinition]

STAMP = re.compile(r"<!-- drawn from ([0-9a-f]{64}) -->")


class Command(BaseCommand):
    help = "Writes docs/processes from the definitions; with --check only says which pages are outdated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is outdated")
        parser.add_argument("--folder", type=Path, default=Path(settings.BASE_DIR) / "docs" / "processes")

    def handle(self, *args: Any, check: bool, folder: Path, **options: Any) -> None:
        newest = {definition.key: definition for definition in registry.all_definitions()}
        definitions = [registry.latest(key) for key in newest]
        outdated = list(_outdated(folder, definitions))
        if not check:
            folder.mkdir(parents=True, exist_ok=True)
            for path in outdated:
                _write(path, definitions)
                self.stdout.write(str(path))
        elif outdated:
            names = ", ".join(path.name for path in outdated)
            raise CommandError(f"Not as the definitions say: {names}. Run manage.py document_processes.")


def _outdated(folder: Path, definitions: list[Definition]) -> Iterator[Path]:
    """Pages and pictures that differ, and those of processes that are gone."""
    known = {folder / f"{definition.key}{suffix}" for definition in definitions for suffix in (".md", ".svg")}
    known.add(folder / "README.md")
    for path in sorted(known):
        if not path.exists() or not _is_current(path, definitions):
            yield path
    yield from sorted(set(folder.glob("*.*")) - known)


def _is_current(path: Path, definitions: list[Definition]) -> bool:
    written = path.read_text(encoding="utf-8")
    if path.suffix == ".svg":  # the drawing depends on the fonts of the machine, what it is drawn from does not
        stamp = STAMP.search(written)
        return stamp is not None and stamp[1] == _stamp(_of(path, definitions))
    return written == _text(path, definitions)


def _write(path: Path, definitions: list[Definition]) -> None:
    if path.suffix == ".svg" and path.stem in {definition.key for definition in definitions}:
        definition = _of(path, definitions)
        with translation.override("vi"):
            path.write_text(
                f"<!-- drawn from {_stamp(definition)} -->\n{picture.picture(definition)}\n", encoding="utf-8"
            )
    elif text := _text(path, definitions):
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink()


def _of(path: Path, definitions: list[Definition]) -> Definition:
    return next(definition for definition in definitions if definition.key == path.stem)


def _stamp(definition: Definition) -> str:
    with translation.override("vi"):
        return hashlib.sha256(picture_source.source(definition).encode()).hexdigest()


# --- pages


def _text(path: Path, definitions: list[Definition]) -> str:
    """What the page has to say; "" for a page that should not be."""
    if path.stem == "README":
        return _index(definitions)
    found = [definition for definition in definitions if definition.key == path.stem]
    return _page(found[0]) if found else ""


def _index(definitions: list[Definition]) -> str:
    lines = ["# Quy trình · Processes", "", "<!-- written by manage.py document_processes -->", ""]
    for definition in definitions:
        with translation.override("vi"):
            vietnamese = str(definition.title)
        with translation.override("en"):
            lines.append(f"- [{vietnamese}]({definition.key}.md) ({definition.title}): `processes/{definition.key}.py`")
    return "\n".join(lines) + "\n"


def _page(definition: Definition) -> str:
    lines = ["<!-- written by manage.py document_processes -->", ""]
    with translation.override("vi"):
        lines += [f"# {definition.title}", "", f"![{definition.title}]({definition.key}.svg)", "", *_told(definition)]
    with translation.override("en"):
        lines += ["---", "", f"# {definition.title} (English)", "", *_told(definition)]
    return "\n".join(lines).rstrip() + "\n"


def _told(definition: Definition) -> Iterator[str]:
    """Who acts in which state, then every rule as a sentence."""
    version = _("phiên bản")  # apart: the extraction of messages does not look into f-strings
    yield f"`{definition.key}`, {version} {definition.version}"
    yield ""
    yield from _table(definition)
    yield ""
    yield from (f"- {sentence}" for sentence in description.sentences(definition))
    yield ""


def _table(definition: Definition) -> Iterator[str]:
    heads = (_("Trạng thái"), _("Mã"), _("Ai xử lý"), _("Cơ quan"), _("Thời hạn"))
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | --- | --- | --- |"
    for state in definition.states.values:
        yield f"| {' | '.join(_row(definition, state))} |"


def _row(definition: Definition, state: str) -> tuple[str, ...]:
    title, code = definition.state_title(state), f"`{state}`"
    stage = definition.stages.get(state)
    if stage is None:
        return (title, code, _("(kết thúc)"), "", "")
    part: Participant | None = stage.assigned_to.at if isinstance(stage.assigned_to, Role) else None
    time = description.duration(stage.deadline) if stage.deadline else ""
    return (title, code, description.who(stage.assigned_to), str(part.title) if part else "", time)
