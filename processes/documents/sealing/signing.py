"""The two signatures, in the order of the law: the leader's, then the organization's over number and day, at once."""

from __future__ import annotations

import binascii
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from .fields import BELOW, DAY, FILLED, LEADER, MONTH, NUMBER, PRINTED, READ_ONLY, SEAL, SIGNED, YEAR, NotPrepared
from .keys import SigningKey


class NotFillable(Exception):
    """The number is none of digits, or the fields were filled before."""


@dataclass(frozen=True)
class Filling:
    """What the clerk's number adds to the signed page. `number`: its digits alone ("215")."""

    number: str
    day: date

    def texts(self) -> dict[str, str]:
        """The digits of each field, as the decree writes them: days below 10 and months 1 and 2 have two digits."""
        if not (self.number.isascii() and self.number.isdigit()):
            raise NotFillable(self.number)
        month = f"{self.day.month:02d}" if self.day.month < 3 else str(self.day.month)
        return {NUMBER: self.number.zfill(2), DAY: f"{self.day.day:02d}", MONTH: month, YEAR: str(self.day.year)}


def sign_by_leader(pdf: bytes, key: SigningKey, stamp: bytes, at: datetime) -> bytes:
    """The prepared page with the leader's signature: from now on only number, day and seal may come.

    `stamp`: of stamps.signature_stamp. Raises KeyUnusable, NotPrepared.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _fields_of(writer)
    metadata = PdfSignatureMetadata(
        field_name=LEADER,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    return _signed(writer, metadata, key, stamp, at)


def fill_and_seal(pdf: bytes, filling: Filling, key: SigningKey, stamp: bytes, at: datetime) -> bytes:
    """The leader's signed file with number and day, and the organization's signature over all of it, in one update.

    Two updates would leave a moment in which a changed number is covered by nothing. `stamp`: of stamps.seal_stamp.
    Raises KeyUnusable, NotPrepared, NotFillable.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields = _fields_of(writer)
    if any(fields[name].get("/V") for name in FILLED) or not fields[LEADER].get("/V"):
        raise NotFillable(filling.number)
    fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
    for name, text in filling.texts().items():
        _fill(writer, fields[name], fonts, text, align_right=name == NUMBER)
    metadata = PdfSignatureMetadata(
        field_name=SEAL,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    return _signed(writer, metadata, key, stamp, at)


def _fields_of(writer: IncrementalPdfFileWriter) -> dict[str, Any]:
    form = writer.root.get("/AcroForm", {})
    fields = {str(field.get_object()["/T"]): field.get_object() for field in form.get("/Fields", ())}
    if set(fields) != {*FILLED, *SIGNED} or any(fields[name].get("/FT") != "/Sig" for name in SIGNED):
        raise NotPrepared(", ".join(sorted(fields)))
    return fields


# --- the digits


def _fill(writer: IncrementalPdfFileWriter, field: Any, fonts: Any, text: str, *, align_right: bool) -> None:
    *_color, font_name, size_text, _operator = str(field["/DA"]).split()
    font, size = fonts.raw_get(font_name), float(size_text)
    shown = _shown(font.get_object(), text, size)
    x0, y0, x1, y1 = (float(value) for value in field["/Rect"])
    width, height = x1 - x0, y1 - y0
    narrowed = min(1.0, width / shown.width)
    left = (width - shown.width * narrowed) / (1 if align_right else 2)
    content = (
        f"/Tx BMC q BT 0 g {font_name} {size:g} Tf {narrowed * 100:.2f} Tz "
        f"1 0 0 1 {left:.3f} {BELOW:g} Tm <{shown.glyphs}> Tj ET Q EMC"
    )
    appearance = generic.StreamObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
            generic.pdf_name("/BBox"): generic.ArrayObject(map(generic.FloatObject, (0, 0, width, height))),
            generic.pdf_name("/Resources"): generic.DictionaryObject(
                {generic.pdf_name("/Font"): generic.DictionaryObject({generic.pdf_name(font_name): font})}
            ),
        },
        stream_data=content.encode(),
    )
    field["/V"] = generic.TextStringObject(text)
    field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(appearance)})
    field["/Ff"], field["/F"] = generic.NumberObject(READ_ONLY), generic.NumberObject(PRINTED)
    writer.update_container(field)


@dataclass(frozen=True)
class _Shown:
    glyphs: str
    width: float


def _shown(font: Any, text: str, size: float) -> _Shown:
    """Which glyphs of the field's font the digits are, and how wide (in points)."""
    glyphs = {letter: glyph for glyph, letter in glyph_letters(font).items()}
    widths = _widths(font["/DescendantFonts"][0])
    codes = [glyphs[letter] for letter in text]
    return _Shown("".join(f"{code:04x}" for code in codes), sum(widths[code] for code in codes) * size / 1000)


def glyph_letters(font: Any) -> dict[int, str]:
    """The font's own account of which letter a glyph shows (`/ToUnicode`)."""
    found = {}
    for line in font["/ToUnicode"].data.decode("ascii").splitlines():
        parts = line.split()
        if len(parts) == 2 and all(part.startswith("<") and part.endswith(">") for part in parts):
            glyph, letter = (part.strip("<>") for part in parts)
            found[int(glyph, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    return found


def _widths(font: Any) -> dict[int, float]:
    """`/W` as WeasyPrint writes it: first glyph, then the widths from there on."""
    entries = list(font["/W"])
    found: dict[int, float] = {}
    for first, widths in zip(entries[::2], entries[1::2], strict=True):
        found |= {int(first) + place: float(width) for place, width in enumerate(widths)}
    return found


# --- the signatures


def _signed(
    writer: IncrementalPdfFileWriter, metadata: PdfSignatureMetadata, key: SigningKey, stamp: bytes, at: datetime
) -> bytes:
    key.certificate().require_valid(at)
    with key.signer() as signer:
        signer.embed_roots = False  # who checks has them; here nothing would sign them, so that a change went unnoticed
        signing = _SignerAt(metadata, signer=signer, stamp_style=_style(stamp))
        signing.at = at
        signed: bytes = signing.sign_pdf(writer, existing_fields_only=True).getvalue()
    return signed


class _SignerAt(PdfSigner):
    """Signs with the time it is told, not with the machine's."""

    at: datetime

    def init_signing_session(self, *args: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at
        return session


def _style(stamp: bytes) -> StaticStampStyle:
    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins.uniform(0))
    return StaticStampStyle(border_width=0, background=_Page(stamp), background_opacity=1.0, background_layout=whole)


class _Page(ImportedPdfPage):
    """The first page of a PDF that is no file."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(file_name="")
        self._pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        name = "/Stamp" + binascii.crc32(self._pdf).to_bytes(4, "big").hex()
        self.resources.xobject[name] = page
        x0, y0, x1, y1 = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(x1 - x0), height=abs(y1 - y0))
        return f"{name} Do".encode()
