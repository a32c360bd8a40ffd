"""What a plan's file says: a readable summary, or with --json the facts for machines."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.unreadable import why_unreadable
from processes.documents.reading import MAX_BYTES, Unreadable, read_confined
from processes.documents.reading.summary import to_text, to_truth_shape
from processes.documents.reading.tracked_changes import Changes, Comments, Decided


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".txt, .md, .docx, .pdf; .odt, .doc where LibreOffice is")
        parser.add_argument("--json", action="store_true", help="the facts as one JSON object")
        parser.add_argument(
            "--changes", type=Changes, choices=list(Changes), help="how a Word file's open changes are read"
        )
        parser.add_argument("--comments", type=Comments, choices=list(Comments), help="and its comments")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        decided = Decided(options["changes"], options["comments"])
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            facts = read_confined(content, path.name, decided, max_bytes=MAX_BYTES).facts
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(f"{path.name}: {why_unreadable(error.code, error.params)}") from error
        shape = to_truth_shape(facts)
        self.stdout.write(json.dumps(shape, ensure_ascii=False, indent=1) if options["json"] else to_text(facts))
