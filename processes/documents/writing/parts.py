"""What a page is made of besides its text: who writes, number and date, who signs, who receives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .wording import signing_time


@dataclass(frozen=True)
class Letterhead:
    """Boxes 2: the parent body ("" where there is none) and the issuing body; printed in capitals."""

    parent: str
    issuer: str


@dataclass(frozen=True)
class Identity:
    """Boxes 3 and 4. `symbol` without its slash ("KH-UBND"); `number` or `date` None: its place is left blank."""

    number: str | None
    symbol: str
    place: str
    date: date | None


@dataclass(frozen=True)
class Signature:
    """Boxes 7: the lines of `signature.signature_lines` (documents), and the name; empty where it is still open."""

    lines: tuple[str, ...] = ()
    name: str = ""


class Urgency(StrEnum):
    """Box 10b."""

    NONE = ""
    URGENT = "KHẨN"
    MORE_URGENT = "THƯỢNG KHẨN"
    MOST_URGENT = "HỎA TỐC"


# Box 10a. A document with one of these is written on a machine of its own (the law on state secrets), never here.
SECRECY = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})


class SecretDocument(ValueError):
    """A document that bears a mark of secrecy is not written."""


class Circulation(StrEnum):
    """Box 11."""

    NONE = ""
    RETURN = "XEM XONG TRẢ LẠI"
    INTERNAL = "LƯU HÀNH NỘI BỘ"


@dataclass(frozen=True)
class CopyNote:
    """Box 14, on the electronic copy of a paper: "SAO Y", who copied it, and when, with the zone ("…+07:00")."""

    kind: str
    body: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.kind.upper()}; {self.body}; {signing_time(self.at)}"


@dataclass(frozen=True)
class Check:
    """Where anybody may check the document: `picture` (SVG) leads to `address`."""

    picture: str
    address: str


@dataclass(frozen=True)
class Frame:
    """Everything around the text of one document.

    `recipients`: the lines of "Nơi nhận" without their marks ("Bộ Nội vụ (b/c)"); `archive_line`: "Lưu: VT, KGVX".
    Both empty: the document is internal and shows no list. A draft carries "DỰ THẢO" across every page.
    `has_blanks`: form fields stand for number, date and the two signatures, which come after rendering (sealing).
    `typist`: the typist's sign and the number of copies (box 12, "PL.(300)"); `address`: box 13.
    """

    letterhead: Letterhead
    identity: Identity
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive_line: str = ""
    draft: bool = False
    urgency: Urgency = Urgency.NONE
    has_blanks: bool = False
    check: Check | None = None
    circulation: Circulation = Circulation.NONE
    typist: str = ""
    address: str = ""
    copy_note: CopyNote | None = None
