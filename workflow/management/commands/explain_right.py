"""Say why somebody may, or may not, see a file or take a step of it: now, or at any moment in the past."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from workflow import clock
from workflow.explanation import explain
from workflow.models import Account, Person, ProcessInstance


class Command(BaseCommand):
    help = "Giải thích vì sao một tài khoản được, hoặc không được, xem hồ sơ hay thực hiện một bước."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("instance", type=uuid.UUID, help="mã (UUID) của hồ sơ hoặc của một quy trình trong hồ sơ")
        parser.add_argument("transition", nargs="?", help="tên bước; bỏ trống: hỏi quyền xem hồ sơ")
        parser.add_argument("--at", help="thời điểm, dạng 2026-11-25T09:00, giờ Việt Nam; bỏ trống: bây giờ")

    def handle(self, *args: Any, **options: Any) -> None:
        instance = ProcessInstance.objects.select_related("root").filter(uuid=options["instance"]).first()
        if instance is None:
            raise CommandError(_("Không có hồ sơ nào mang mã này."))
        at = _moment(options["at"]) if options["at"] else clock.now()
        found = explain(_person(options["username"]), instance, options["transition"], at)
        for sentence in found.sentences:
            self.stdout.write(f"- {sentence}")
        self.stdout.write(_("ĐƯỢC") if found.allowed else _("KHÔNG ĐƯỢC"))


def _person(username: str) -> Person:
    account = Account.objects.select_related("person").filter(username=username).first()
    if account is None or account.person is None:
        raise CommandError(_("Không có tài khoản nào của một người mang tên này."))
    return account.person


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("%(text)s không phải thời điểm; hãy viết như 2026-11-25T09:00") % {"text": text}
        ) from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
