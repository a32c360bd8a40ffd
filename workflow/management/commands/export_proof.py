"""`manage.py export_proof INSTANCE --out DIR`: one file's trail with all below it, for an outsider to check."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workflow.audit_export import export, with_all_below
from workflow.models import ProcessInstance


class Command(BaseCommand):
    help = "Xuất dấu vết của một hồ sơ và mọi hồ sơ bên dưới, kèm niêm phong và chương trình kiểm tra."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("instance", type=UUID, metavar="INSTANCE", help="mã hồ sơ (UUID)")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục để ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        instance = ProcessInstance.objects.filter(uuid=options["instance"]).first()
        if instance is None:
            raise CommandError(_("Không có hồ sơ nào mang mã %(uuid)s.") % {"uuid": options["instance"]})
        export(with_all_below(instance), options["out"], organization=False)
        self.stdout.write(_("Đã xuất vào %(directory)s") % {"directory": options["out"]})
