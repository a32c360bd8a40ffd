"""`manage.py work`: background jobs in a process of their own, beside `serve --no-worker`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal import server
from portal.deployment import refuse_stranding


class Command(BaseCommand):
    help = "Does background jobs and ticks every minute. Any number of these may run on one PostgreSQL database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-ticker", action="store_true", help="do no periodic work here")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_stranding()
        self.stdout.write("Waiting for jobs (Ctrl-C stops).")
        self.stdout.flush()
        server.work(ticks=not options["no_ticker"])
        self.stdout.write("Stopped.")
