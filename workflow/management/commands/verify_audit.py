"""`manage.py verify_audit`: is the trail whole? Exit code 1 when it is not."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflow import audit
from workflow.models import ProcessInstance


class Command(BaseCommand):
    help = "Kiểm tra toàn bộ dấu vết; có --out thì xuất ra tệp để người ngoài kiểm tra được."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, metavar="DIR", help="xuất audit.jsonl, heads.json vào thư mục này")
        parser.add_argument("--against", type=Path, metavar="HEADS", help="heads.json của một lần xuất trước")

        parser.add_argument("--seals", type=Path, metavar="FOLDER", help="thư mục giữ các tệp niêm phong đã xuất ra")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verification = audit.verify_all(self._progress, _heads(options["against"]), options["seals"])
        except OSError as error:
            raise CommandError(str(error)) from error
        for fault in verification.faults:
            self.stdout.write(f"{fault.where}: {fault}")
        counts = _("%(entries)s dấu vết của %(instances)s hồ sơ, %(acts)s dấu vết tổ chức, %(seals)s niêm phong")
        self.stdout.write(counts % vars(verification))
        if options["out"]:
            audit.export(ProcessInstance.objects.all(), options["out"])
            self.stdout.write(_("Đã xuất vào %(directory)s") % {"directory": options["out"]})
        if verification.faults:
            count = len(verification.faults)
            raise CommandError(ngettext("%(count)s sai lệch", "%(count)s sai lệch", count) % {"count": count})
        self.stdout.write(self.style.SUCCESS(_("Dấu vết toàn vẹn.")))

    def _progress(self, entries: int) -> None:
        if entries % 50_000 == 0:
            self.stderr.write(_("… %(entries)s dấu vết") % {"entries": entries})


def _heads(path: Path | None) -> dict[str, audit.Head]:
    try:
        return audit.read_heads(path) if path else {}
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
