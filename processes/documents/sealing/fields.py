"""The fields of a document that is signed before it is numbered, and how a rendered page is made ready for them."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

NUMBER, DAY, MONTH, YEAR = "number", "day", "month", "year"
LEADER, SEAL = "leader", "seal"
FILLED = (NUMBER, DAY, MONTH, YEAR)
SIGNED = (LEADER, SEAL)
BELOW = 2.0  # points between the lower edge of a text field and the line on which its digits stand (style.css)

PRINTED = 4  # annotation flag
READ_ONLY = 1


class NotPrepared(Exception):
    """The page lacks one of the fields, or its fields are not as `prepare` leaves them."""


def prepare(pdf: bytes) -> bytes:
    """A page rendered with `Blanks`, ready to be signed: all that may change later is there from the start.

    A visible field that is added after the first signature, or one whose appearance is made only by a viewer, would
    break that signature. The same page gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.AcroForm
        fields = {str(field.T): field for field in form.Fields}
        if set(fields) != {*FILLED, *SIGNED}:
            raise NotPrepared(", ".join(sorted(fields)))
        if Name.NeedAppearances in form:
            del form[Name.NeedAppearances]
        for name in FILLED:
            _make_text(document, fields[name])
        _make_signature(document, fields[LEADER], {"/Action": Name.Exclude, "/Fields": _names((*FILLED, SEAL))})
        _make_signature(document, fields[SEAL], {"/Action": Name.All, "/P": 1})
        _tie_structure(document)
        done = io.BytesIO()
        document.save(done, deterministic_id=True, fix_metadata_version=False)
    return done.getvalue()


def _names(names: tuple[str, ...]) -> Array:
    return Array([String(name) for name in names])


def _make_text(document: Pdf, field: Any) -> None:
    field.AP = Dictionary(N=_empty(document, field))
    field.DA = String(_font_only(str(field.DA)))
    del field[Name.V]


def _font_only(appearance: str) -> str:
    """The graphics state that WeasyPrint names stands in no resources of ours."""
    found = re.search(r"/\S+ [\d.]+ Tf", appearance)
    if found is None:
        raise NotPrepared(appearance)
    return f"0 g {found.group()}"


def _make_signature(document: Pdf, field: Any, lock: dict[str, Any]) -> None:
    field.FT, field.F = Name.Sig, PRINTED
    field.AP = Dictionary(N=_empty(document, field))
    field.Lock = document.make_indirect(Dictionary({"/Type": Name.SigFieldLock, **lock}))
    for key in (Name.DA, Name.V):
        del field[key]


def _empty(document: Pdf, field: Any) -> Any:
    x0, y0, x1, y1 = (float(value) for value in field.Rect)
    lower, upper, left, right = min(y0, y1), max(y0, y1), min(x0, x1), max(x0, x1)
    field.Rect = Array([left, lower, right, upper])
    stream = document.make_stream(b"")
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, right - left, upper - lower])
    stream.Resources = Dictionary()
    return stream


def _tie_structure(document: Pdf) -> None:
    """A Form element points to its field itself: judged otherwise, filling the field would change the structure."""
    for element in document.objects:
        if isinstance(element, Dictionary) and element.get(Name.S) == Name.Form and isinstance(element.K, Array):
            element.K = element.K[0]
