"""`manage.py serve`: the whole site in one process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal import server
from portal.deployment import refuse_stranding


class Command(BaseCommand):
    help = "Serves pages, does background jobs and ticks every minute, in one process. Ctrl-C or SIGTERM stops it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument("--no-worker", action="store_true", help="do no background jobs here")
        parser.add_argument("--no-ticker", action="store_true", help="do no periodic work here")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_stranding()
        address = f"http://{options['host']}:{options['port']}"
        began = server.serve(
            host=options["host"],
            port=options["port"],
            jobs=not options["no_worker"],
            ticks=not options["no_ticker"],
            on_started=lambda: self._say(
                _("Thông Suốt đang chạy tại %(address)s (Ctrl-C để dừng)") % {"address": address}
            ),
        )
        if not began:
            raise CommandError(f"Could not serve {address}. Is the port taken? Choose another with --port.")
        self._say(_("Thông Suốt đã dừng."))

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
