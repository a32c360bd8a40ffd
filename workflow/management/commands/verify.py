"""`manage.py verify`: does everything hold that must hold of any database? Exit code 1 when it does not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflow import clock, invariants


class Command(BaseCommand):
    help = "Kiểm tra các bất biến của cơ sở dữ liệu: dấu vết, thẩm quyền, việc chờ xử lý, số văn bản."

    def handle(self, *args: Any, **options: Any) -> None:
        found = invariants.violations(clock.now())
        for violation in found:
            self.stdout.write(str(violation))
        if found:
            count = len(found)
            raise CommandError(ngettext("%(count)s sai lệch", "%(count)s sai lệch", count) % {"count": count})
        rules = len(invariants.RULES)
        self.stdout.write(self.style.SUCCESS(_("%(rules)s bất biến đều đúng.") % {"rules": rules}))
