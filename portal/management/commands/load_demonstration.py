"""The demonstration province with sample plans at every stage. Does nothing where it is there already."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from portal.demonstration import stages
from portal.demonstration.keys import give_keys
from processes.models import Plan
from workflow import clock


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Chỉ nạp dữ liệu minh họa ở chế độ minh họa (portal.settings.demonstration).")
        loaded = Plan.objects.count()
        if 0 < loaded < len(stages.STAGES):
            raise CommandError(
                f"Lần nạp trước dừng giữa chừng. Hãy xóa thư mục dữ liệu ({settings.DATA_DIR}) rồi chạy lại."
            )
        if loaded:
            give_keys(clock.now())  # where the samples are older than the keys
            self.stdout.write("Dữ liệu minh họa đã có.")
            return
        with translation.override("vi"):
            stages.load(clock.now(), self.stdout.write)
