"""Say that an issued document was replaced or revoked, or is valid after all: its code shows it at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from processes.models import Document
from processes.services.standing import set_standing
from workflow import clock
from workflow.context import SYSTEM_ACTOR


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the code printed on the document")
        parser.add_argument("standing", choices=Document.Standing.values)
        parser.add_argument("--reason", required=True, help="the paper that says so")

    def handle(self, *args: Any, **options: Any) -> None:
        document = Document.objects.filter(code=options["code"]).exclude(code="").first()
        if document is None:
            raise CommandError(f"Không có văn bản nào mang mã {options['code']}.")
        standing = Document.Standing(options["standing"])
        set_standing(document, standing, reason=options["reason"], actor=SYSTEM_ACTOR, at=clock.now())
        self.stdout.write(f"{document}: {standing.label}")
