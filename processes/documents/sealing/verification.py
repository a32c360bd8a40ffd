"""Whose signatures a PDF bears, whether they hold, and what was done to it afterwards.

pyHanko's comparison of the revisions is the judge: a validator that looks at the signed bytes alone (pdfsig) calls
every appended change valid. No timestamp authority is asked: the time of a signature is the one that its signer states,
and certificates are judged at that time.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1
from asn1crypto.parser import peek
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .fields import FILLED, SIGNED
from .keys import certificate_of
from .signing import glyph_letters
from .wrapping import is_as_written

logging.getLogger("pyhanko").setLevel(logging.ERROR)  # what it finds stands in the answer
logging.getLogger("pyhanko_certvalidator").setLevel(logging.ERROR)
logger = logging.getLogger(__name__)

MOST_SIGNATURES = 50


class Verdict(StrEnum):
    """Of the whole file."""

    UNSIGNED = "unsigned"
    WHOLE = "whole"  # every signature holds, and each signer is certified by somebody we trust
    UNTRUSTED = "untrusted"  # every signature holds, but who the signer is nobody we trust says
    CHANGED = "changed"  # a signature does not hold, or more was changed afterwards than it allows
    UNREADABLE = "unreadable"


class Later(StrEnum):
    """What was done to the file after a signature."""

    NOTHING = "nothing"
    ALLOWED = "allowed"  # fields filled in and signatures added, as this signature permits
    CHANGED = "changed"


@dataclass(frozen=True)
class SignatureFound:
    """`stated_at`: when, as its signer says. `is_intact`: the bytes it covers are those that were signed."""

    signer: str
    organization: str
    certified_by: str
    stated_at: datetime | None
    is_intact: bool
    is_trusted: bool
    later: Later

    @property
    def holds(self) -> bool:
        return self.is_intact and self.later is not Later.CHANGED


SPOILED = SignatureFound("", "", "", None, is_intact=False, is_trusted=False, later=Later.CHANGED)


@dataclass(frozen=True)
class Verification:
    verdict: Verdict
    signatures: tuple[SignatureFound, ...] = ()


def verify(pdf: bytes, roots: Sequence[bytes], at: datetime) -> Verification:
    """Every signature in `pdf`. `roots`: certificates (PEM) of the authorities that are trusted; `at`: now."""
    trusted = [_certificate(root) for root in roots]
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        embedded = list(reader.embedded_signatures)[:MOST_SIGNATURES]
    except Exception:
        # A file that was made or damaged to confuse raises whatever it meets first.
        return Verification(Verdict.UNREADABLE)
    found = tuple(_judged(signature, pdf, trusted, at) for signature in embedded)
    return Verification(_verdict(found, bool(found) and _rest_is_as_signed(reader, embedded[-1], found[-1])), found)


def _verdict(found: tuple[SignatureFound, ...], rest_is_as_signed: bool) -> Verdict:
    if not found:
        return Verdict.UNSIGNED
    if not rest_is_as_signed or not all(signature.holds for signature in found):
        return Verdict.CHANGED
    return Verdict.WHOLE if all(signature.is_trusted for signature in found) else Verdict.UNTRUSTED


def _rest_is_as_signed(reader: PdfFileReader, last: Any, judged: SignatureFound) -> bool:
    """Nothing that no signature covers stands behind the last one, and fields show what they hold."""
    try:
        covers_all = last.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
        return (covers_all or judged.later is not Later.NOTHING) and _digits_are_said(reader)
    except Exception:
        return False  # as above


def _certificate(root: bytes) -> asn1.Certificate:
    _kind, _headers, der = pem.unarmor(root)
    return asn1.Certificate.load(der)


def _judged(signature: Any, pdf: bytes, roots: list[asn1.Certificate], at: datetime) -> SignatureFound:
    try:
        signer = certificate_of(signature.signer_cert.dump())
        stated_at = signature.self_reported_timestamp
        # Judged at the time that is stated, but never at one that is still to come.
        moment = min(stated_at, at) if stated_at else at
        status = validate_pdf_signature(
            signature, ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)
        )
        covers = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        is_intact = status.intact and status.valid and covers and _says_nothing_else(signature, pdf)
        return SignatureFound(
            signer.name, signer.organization, signer.issuer, stated_at, is_intact, bool(status.trusted), _later(status)
        )
    except Exception:
        # The comparison of revisions raises on streams that were spoiled, the rest on what is no certificate.
        logger.debug("A signature could not be judged.", exc_info=True)
        return SPOILED


def _later(status: Any) -> Later:
    if not status.docmdp_ok or status.modification_level >= ModificationLevel.ANNOTATIONS:
        return Later.CHANGED
    return Later.NOTHING if status.modification_level is ModificationLevel.NONE else Later.ALLOWED


def _says_nothing_else(signature: Any, pdf: bytes) -> bool:
    """Nothing is hidden in a signature's own place, which is larger than it needs and covered by none."""
    start, length, after, _rest = (int(value) for value in signature.byte_range)
    if start != 0 or not 0 < length < after <= len(pdf):
        return False
    place = pdf[length:after]
    if signature.field_name in SIGNED and _is_ours(signature.reader):
        return is_as_written(signature, place)
    content = bytes.fromhex(place[1:-1].decode("ascii"))
    return not content[peek(content) :].strip(b"\0")


def _is_ours(reader: PdfFileReader) -> bool:
    fields = reader.root.get("/AcroForm", {}).get("/Fields", ())
    return {str(field.get_object().get("/T")) for field in fields} == {*FILLED, *SIGNED}


# --- what the fields say and what they show


def _digits_are_said(reader: PdfFileReader) -> bool:
    """In a document of ours the digits that are drawn are those that the fields hold."""
    fields = reader.root.get("/AcroForm", {}).get("/Fields", ())
    named = [field.get_object() for field in fields]
    return all(_drawn(field) == str(field["/V"]) for field in named if _is_filled(field))


def _is_filled(field: Any) -> bool:
    return str(field.get("/T", "")) in FILLED and bool(field.get("/V"))


def _drawn(field: Any) -> str:
    """The letters of a field's appearance as `signing` draws it; another one's is not ours to read."""
    appearance = field["/AP"]["/N"]
    content = bytes(appearance.data).decode("ascii", "replace")
    if not content.startswith("/Tx BMC q BT 0 g "):
        return str(field["/V"])
    [font] = appearance["/Resources"]["/Font"].values()
    letters = glyph_letters(font.get_object())
    codes = content.split("<", 1)[1].split(">", 1)[0]
    return "".join(letters.get(int(codes[at : at + 4], 16), "?") for at in range(0, len(codes), 4))
