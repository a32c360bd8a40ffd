"""`manage.py move_version`: running files go on by another version of their definition. Without --yes it only shows."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workflow import clock, moving
from workflow.conflicts import Conflict
from workflow.context import Actor
from workflow.models import Account
from workflow.refusals import Refusal
from workflow.registry import UnknownDefinition


class Command(BaseCommand):
    help = "Chuyển các hồ sơ đang xử lý sang phiên bản khác của quy trình; không có --yes thì chỉ xem trước."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("definition", help="khóa quy trình, ví dụ: plan")
        parser.add_argument("from_version", type=int)
        parser.add_argument("to_version", type=int)
        parser.add_argument("--state", action="append", default=[], metavar="OLD=NEW", help="trạng thái cũ → mới")
        parser.add_argument("--account", help="tài khoản chịu trách nhiệm về việc chuyển")
        parser.add_argument("--reason", default="")
        parser.add_argument("--yes", action="store_true", help="chuyển, không chỉ xem trước")

    def handle(self, *args: Any, **options: Any) -> None:
        what = (options["definition"], options["from_version"], options["to_version"], _states(options["state"]))
        at = clock.now()
        try:
            seen = moving.preview(*what, at=at)
        except UnknownDefinition as error:
            raise CommandError(str(error)) from error
        self._show(seen)
        if not options["yes"]:
            return
        if not options["account"] or not options["reason"].strip():
            raise CommandError(_("Cần --account và --reason: việc chuyển được ghi vào dấu vết."))
        account = Account.objects.select_related("person").filter(username=options["account"]).first()
        if account is None:
            raise CommandError(_("Không có tài khoản %(name)s.") % {"name": options["account"]})
        try:
            moved = moving.move(*what, reason=options["reason"], actor=Actor.of(account), at=at)
        except Refusal as refusal:
            raise CommandError("\n".join([str(refusal), *_lines(getattr(refusal, "conflicts", ()))])) from refusal
        self.stdout.write(_("Đã chuyển %(count)s hồ sơ.") % {"count": moved.files})

    def _show(self, seen: moving.Preview) -> None:
        for line in seen.lines:
            words = {"state": line.title, "target": line.target_title or "?", "count": line.count}
            self.stdout.write(_("%(state)s → %(target)s: %(count)s hồ sơ") % words)
        for sentence in (*_lines(seen.conflicts), *seen.warnings):
            self.stdout.write(sentence)


def _lines(conflicts: tuple[Conflict, ...]) -> list[str]:
    found = []
    for conflict in conflicts:
        found += [_("Vướng mắc: %(what)s (%(count)s hồ sơ)") % {"what": conflict, "count": conflict.count}]
        found += [f"  {file}" for file in conflict.files]
    return found


def _states(pairs: list[str]) -> dict[str, str]:
    wrong = [pair for pair in pairs if pair.count("=") != 1]
    if wrong:
        raise CommandError(_("Hãy viết --state CŨ=MỚI, không phải %(what)s.") % {"what": wrong[0]})
    return dict(pair.split("=") for pair in pairs)
