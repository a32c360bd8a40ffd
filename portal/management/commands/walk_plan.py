"""One real plan all the way through, in a database of its own: who did what when, printed as it happens."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from portal.demonstration import cases, record
from portal.demonstration.cast import MORNING, Cast, StepTaken
from portal.demonstration.own_database import own_database
from portal.demonstration.people import PLANS, NoProvince
from processes.documents.reading import Unreadable, read_file
from workflow import audit

DEFAULT_PLANS = {"standard": PLANS / "foreign_information.txt", "large-cost": PLANS / "large_cost.txt"}
DEFAULT_START = date(2026, 1, 5)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the plan (.txt, .md, .docx, .pdf)")
        parser.add_argument("--at", type=date.fromisoformat, default=DEFAULT_START, help="first day, 2019-01-02")
        parser.add_argument("--out", type=Path, required=True, help="folder for the papers and walk.json")
        parser.add_argument("--case", choices=list(cases.CASES), default="standard")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        path = options["file"] or DEFAULT_PLANS[options["case"]]
        out: Path = options["out"]
        with translation.override("vi"), own_database(out):
            walk = self._walk(path, options["at"], options["case"])
            content = record.write(walk.plan, walk.instance, walk.cast.steps, out)
            verified = audit.verify_all()
            if verified.faults:
                raise CommandError(f"Dấu vết không toàn vẹn: {verified.faults[0]}")
        self.stdout.write(
            f"\nSố {content['number']}/{content['symbol']}: {len(content['assignments'])} nhiệm vụ, "
            f"{len(content['deliveries'])} nơi nhận, {len(content['reports'])} dòng báo cáo; "
            f"{verified.entries} dấu vết toàn vẹn; {time.monotonic() - began:.1f} giây. Kết quả trong {out}"
        )

    def _walk(self, path: Path, day: date, case: str) -> Any:
        try:
            content = path.read_bytes()
            facts = read_file(content, path.name)
            start = timezone.make_aware(datetime.combine(day, MORNING))
            return cases.walk(facts, path.name, content, Cast(start, self._tell), cases.CASES[case], self._say)
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(f"Không đọc được {path.name}: {error.code}") from error
        except NoProvince as error:
            known = ", ".join(error.known)
            raise CommandError(
                f"Không có dữ liệu tổ chức của “{error.place}” vào ngày {error.day:%d/%m/%Y}. Hiện có: {known}."
            ) from error

    def _tell(self, step: StepTaken) -> None:
        moment = timezone.localtime(step.at).strftime("%d/%m/%Y %H:%M")
        self.stdout.write(f"{moment}  {step.who}  —  {step.title}  ({step.about[:70]})")

    def _say(self, line: str) -> None:
        self.stdout.write(f"\n== {line}")
