"""Signing keys: what is there and until when; take one in; put a picture of a signature or a seal beside it.

Without arguments: the state of every key that issuing needs; exit code 1 where one is missing, cannot sign, or ends
within 30 days. OWNER is an account's name, an agency's code, or an id as the list shows it.
"""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from processes.documents.sealing import KeyUnusable, UnusablePicture
from processes.key_store import Owner
from processes.key_store.folder import Pictures
from processes.services import signing_keys
from processes.services.signing_keys import KeyState
from workflow import clock
from workflow.context import SYSTEM_ACTOR
from workflow.models import Account, Agency, Person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--take-in", nargs=2, metavar=("OWNER", "FILE"), help="a PKCS#12 file (.p12, .pfx)")
        parser.add_argument("--picture", nargs=2, metavar=("OWNER", "FILE"), help="a transparent PNG, or an SVG")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["take_in"]:
            self._take_in(*options["take_in"])
        if options["picture"]:
            self._put_picture(*options["picture"])
        if not options["take_in"] and not options["picture"]:
            self._list()

    def _list(self) -> None:
        found = signing_keys.states(clock.now())
        for state in found:
            self.stdout.write(f"{state.owner.id}  {state.owner.name}: {in_words(state)}")
        if not found or any(state.fault or state.ends_soon for state in found):
            sys.exit(1)

    def _take_in(self, name: str, path: str) -> None:
        """The password is asked for, or SIGNING_IMPORT_PASSWORD: an argument would stay in the shell's history."""
        owner, content = _owner(name), _content(path)
        password = os.environ.get("SIGNING_IMPORT_PASSWORD") or getpass.getpass("Mật khẩu của tệp: ")
        try:
            certificate = signing_keys.take_in(owner, content, password, actor=SYSTEM_ACTOR, at=clock.now())
        except KeyUnusable as error:
            raise CommandError(f"Không nhận được khóa: {error}") from error
        self.stdout.write(f"{owner.name}: chứng thư của “{certificate.name}”, đến {certificate.valid_to:%d/%m/%Y}")

    def _put_picture(self, name: str, path: str) -> None:
        try:
            Pictures().put_picture(_owner(name), _content(path))
        except UnusablePicture as error:
            raise CommandError("Hình phải là PNG nền trong hoặc SVG, không quá 1 MB.") from error


def in_words(state: KeyState) -> str:
    until = f"đến {state.certificate.valid_to:%d/%m/%Y}" if state.certificate else ""
    parts = [state.fault or "ok", until, "sắp hết hạn" if state.ends_soon else ""]
    return ", ".join(part for part in [*parts, "" if state.has_picture else "chưa có hình"] if part)


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}") from error


def _owner(name: str) -> Owner:
    account = Account.objects.select_related("person").filter(username=name).first()
    if account is not None and account.person is not None:
        return Owner.of(account.person)
    agency = Agency.objects.filter(code=name).first()
    found = agency or _by_id(name)
    if found is None:
        raise CommandError(f"Không có tài khoản của người, cơ quan hay mã nào là {name}.")
    return Owner.of(found)


def _by_id(name: str) -> Person | Agency | None:
    kind, _dash, text = name.partition("-")
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    if kind == "agency":
        return Agency.objects.filter(uuid=uuid).first()
    return Person.objects.filter(uuid=uuid).first() if kind == "person" else None
