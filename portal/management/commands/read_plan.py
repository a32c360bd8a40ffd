"""What a plan's file says: a readable summary, or with --json the facts for machines."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from processes.documents.reading import Unreadable, read_file
from processes.documents.reading.summary import to_text, to_truth_shape


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".txt, .md, .docx, .pdf")
        parser.add_argument("--json", action="store_true", help="the facts as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            facts = read_file(path, path.name)
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(f"Không đọc được {path.name}: {error}") from error
        shape = to_truth_shape(facts)
        self.stdout.write(json.dumps(shape, ensure_ascii=False, indent=1) if options["json"] else to_text(facts))
