"""`manage.py verify_processes`: can every file reach its end, and is somebody there for each step today?

Exit code 1 when not. What makes every other command stop, a definition that is refused when it is imported, is shown
here with the rest (manage.py sees to it).
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflow import clock, cross_verification, faults, graph, registry, staffing
from workflow.definition import DefinitionError, ProcessDefinition, Role, State
from workflow.picture import CannotDraw, picture
from workflow.picture_source import key_of, title_of
from workflow.staffing import Gap

Definition = type[ProcessDefinition]


class Command(BaseCommand):
    help = "Chứng minh mọi quy trình đều tới được kết thúc và hôm nay mỗi bước đều có người xử lý."
    requires_system_checks: list[str] = []  # what they would stop at is shown here, with its picture

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--structure-only", action="store_true", help="chỉ xét bản khai quy trình, không cần cơ sở dữ liệu"
        )
        parser.add_argument("--pictures", type=Path, metavar="DIR", help="vẽ mỗi chỗ vướng thành một tệp SVG ở đây")

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults_now()
        gaps = [] if found or options["structure_only"] else staffing.gaps(clock.now())
        refused = {fault.declared for fault in found}
        for definition in registry.all_definitions():
            if definition not in refused:
                self.stdout.write(proved(definition, None if options["structure_only"] else gaps))
        drawer = _Drawer(options["pictures"])
        for fault in found:
            self._tell(str(fault), drawer.draw(fault.declared, fault.path, fault.fault))
        for gap in gaps:
            self._tell(str(gap), drawer.draw(gap.need.definition, gap.path, gap.need.state))
        if count := len(found) + len(gaps):
            raise CommandError(ngettext("%(n)s chỗ vướng", "%(n)s chỗ vướng", count) % {"n": count})
        self.stdout.write(self.style.SUCCESS(_("Không có chỗ nào vướng.")))

    def _tell(self, what: str, drawn: str) -> None:
        self.stdout.write(self.style.ERROR(f"✗ {what}"))
        if drawn:
            self.stdout.write(f"  {drawn}")


def faults_now() -> list[DefinitionError]:
    """What was refused at import; without such, what shows between the definitions."""
    return faults.gathered() or cross_verification.verify_together(registry.all_definitions())


def proved(definition: Definition, gaps: Iterable[Gap] | None) -> str:
    """What holds of a definition, in numbers. `gaps` None: its staffing was not looked at."""
    count = len(definition.states)
    edges = len(list(graph.edges(definition)))
    told = [
        ngettext(
            "%(n)s trạng thái, trạng thái nào cũng tới được và đều có đường tới kết thúc",
            "%(n)s trạng thái, trạng thái nào cũng tới được và đều có đường tới kết thúc",
            count,
        )
        % {"n": count},
        ngettext("%(n)s nhánh, không nhánh nào bị che", "%(n)s nhánh, không nhánh nào bị che", edges) % {"n": edges},
    ]
    if gaps is not None:
        held = {state for state, stage in definition.stages.items() if isinstance(stage.assigned_to, Role)}
        empty = {gap.need.state for gap in gaps if gap.need.definition is definition and gap.need.holds}
        told.append(_("%(n)s/%(all)s bước có người xử lý") % {"n": len(held - empty), "all": len(held)})
    named = {"process": title_of(definition), "version": definition.version}
    return _("%(process)s, phiên bản %(version)s: ") % named + "; ".join(told) + "."


class _Drawer:
    """Writes pictures into `directory`, one for each way on which something is wrong."""

    def __init__(self, directory: Path | None) -> None:
        self.directory = directory
        self._drawn: dict[tuple[Definition, tuple[State, ...]], Path] = {}

    def draw(self, definition: Definition | None, path: Sequence[State], name: str) -> str:
        """Where it was drawn, or why it was not; "" where no picture is asked for."""
        if self.directory is None or definition is None:
            return ""
        key = (definition, tuple(path))
        if key not in self._drawn:
            number = len(self._drawn) + 1
            file = self.directory / f"{number:02d}-{key_of(definition)}-{definition.version}-{name}.svg"
            try:
                drawing = picture(definition, path=path)
            except CannotDraw as error:
                return _("không vẽ được: %(why)s") % {"why": error}
            self.directory.mkdir(parents=True, exist_ok=True)
            file.write_text(drawing, encoding="utf-8")
            self._drawn[key] = file
        return str(self._drawn[key])
