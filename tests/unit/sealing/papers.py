"""A short plan of our own, the people who sign it, and the files on its way. Made once a run: keys take time."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from processes.documents import facts as said
from processes.documents import sealing, writing
from processes.documents.sealing.authority import Authority
from processes.documents.sealing.drawn import drawn_seal, drawn_signature

SIGNED_AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
SEALED_AT = SIGNED_AT + timedelta(hours=20)
NOW = SIGNED_AT + timedelta(days=30)
ISSUED_ON = date(2026, 3, 11)
LEADER, COMMITTEE = "Trần Thử Nghiệm", "Ủy ban nhân dân tỉnh Thử"
PASSWORD = "only for tests"

FACTS = said.PlanFacts(
    title=said.Fact.of("Đọc sách cùng trẻ em năm 2026"),
    symbol=said.Fact.of("KH-UBND"),
    place=said.Fact.of("Thử"),
    body=(said.Block(said.BlockKind.PARAGRAPH, "Mỗi thư viện mở cửa thêm một buổi trong tuần."),),
)


def form(check: writing.Check | None = None) -> bytes:
    """The plan as it is rendered for signing."""
    return writing.plan_pdf(
        FACTS,
        parent="",
        issuer=COMMITTEE,
        number=None,
        issued_on=None,
        signature=writing.Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), LEADER),
        recipients=("Sở Văn hóa", "UBND các xã, phường"),
        archive_line="Lưu: VT",
        draft=False,
        has_blanks=True,
        check=check,
    )


@functools.cache
def authority() -> Authority:
    return Authority("Tổ chức chứng thực thử nghiệm", SIGNED_AT)


@functools.cache
def key(name: str) -> sealing.Pkcs12Key:
    return sealing.Pkcs12Key(authority().certify(name, COMMITTEE).pkcs12(PASSWORD), PASSWORD)


@functools.cache
def prepared() -> bytes:
    return sealing.prepare(form())


@functools.cache
def signed() -> bytes:
    stamp = sealing.signature_stamp(drawn_signature(LEADER))
    return sealing.sign_by_leader(prepared(), key(LEADER), stamp, SIGNED_AT)


@functools.cache
def seal() -> bytes:
    return sealing.seal_stamp(drawn_seal("BẢN MINH HỌA"))


@functools.cache
def sealed() -> bytes:
    return sealing.fill_and_seal(signed(), sealing.Filling("215", ISSUED_ON), key(COMMITTEE), seal(), SEALED_AT)


def judged(pdf: bytes) -> sealing.Verification:
    return sealing.verify(pdf, [authority().pem], NOW)


def told_by(program: str, pdf: bytes, *options: str) -> str:
    """What a program of Poppler says of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(pdf)
        after = ["-"] if program == "pdftotext" else []
        done = subprocess.run([program, *options, str(path), *after], capture_output=True, check=True, cwd=folder)
    return done.stdout.decode()
