"""From a template and plain data to a PDF: nothing is executed from the data, nothing is fetched from anywhere."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib.resources import files
from typing import Any, NoReturn

import weasyprint
from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from . import digits, wording
from .tables import cost_rows, grid_of

FONT = "Liberation Serif"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WHOLE = re.compile(r"(?<![^\s(])[\w&;.]{1,20}(?:[/-][\w&;.]{1,20}){1,4}(?=[\s,;.:)]|$)")
# One glyph of every letter that only Vietnamese uses: an old or missing font shows as a second font in the file.
_PROBE = "ĂÂĐÊÔƠƯăâđêôơư ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲỶỸỴ ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỷỹỵ"


class OutsideReference(Exception):
    """A document asked for something outside itself. `url`: what it asked for."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class FontMissing(Exception):
    """The machine has no Liberation Serif 2 with all Vietnamese letters. `found`: what was used in its place."""

    def __init__(self, found: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(found)))
        self.found = found


class NothingFetcher(URLFetcher):  # type: ignore[misc]
    """A document is whole in itself: style sheet and text come as strings, so every address is a stranger's."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
        raise FatalURLFetchingError(url)


def render(template: str, **data: Any) -> bytes:
    """The PDF/A-2a of `templates/<template>` with `data`; the same data give the same bytes.

    Raises FontMissing where the machine lacks the font, OutsideReference if anything tries to leave the document.
    """
    _require_font()
    page = _environment().get_template(template).render(data)
    return _form(page) if data["frame"].has_blanks else _pdf(page)


def printable(value: Any) -> Any:
    """Text in the one Unicode form that is searched for, without characters that no page can hold."""
    if not isinstance(value, str):
        return value
    # `type` keeps markup that is already escaped from being escaped again.
    return type(value)(_UNPRINTABLE.sub("", unicodedata.normalize("NFC", value)))


def whole_symbols(text: str) -> Markup:
    """A number with its symbol, a day, a pair of words with a dash: never broken at the end of a line."""
    escaped = str(escape(printable(text)))
    return Markup(_WHOLE.sub(r'<span class="whole">\g<0></span>', escaped))  # noqa: S704 (escaped just before)


@functools.cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("processes.documents.writing"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "amount": wording.amount,
        "closed": wording.closed,
        "short_date": wording.short_date,
        "whole_symbols": whole_symbols,
        "without_stop": wording.without_stop,
    }
    environment.globals |= {
        "belongs": wording.belongs,
        "capital_lines": wording.capital_lines,
        "cost_rows": cost_rows,
        "grid_of": grid_of,
        "number_and_symbol": wording.number_and_symbol,
        "place_and_date": wording.place_and_date,
        "recipient_lines": wording.recipient_lines,
    }
    return environment


@functools.cache
def _style() -> str:
    return (files(__package__) / "templates" / "style.css").read_text("utf-8")


def _pdf(html: str) -> bytes:
    fetcher = NothingFetcher()
    try:
        style = weasyprint.CSS(string=_style(), url_fetcher=fetcher)
        page = weasyprint.HTML(string=html, base_url="document:/", url_fetcher=fetcher)
        pdf: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/a-2a", pdf_tags=True)
    except FatalURLFetchingError as error:
        raise OutsideReference(str(error)) from error
    return pdf


def _form(html: str) -> bytes:
    """A page with fields for what comes after the signature; `sealing.prepare` makes them ready."""
    configuration, faces, fetcher = digits.faces(FONT, NothingFetcher())
    try:
        style = weasyprint.CSS(string=faces + _style(), url_fetcher=fetcher, font_config=configuration)
        page = weasyprint.HTML(string=html, base_url="document:/", url_fetcher=fetcher)
        pdf: bytes = page.write_pdf(
            stylesheets=[style],
            font_config=configuration,
            pdf_variant="pdf/a-2a",
            pdf_tags=True,
            pdf_forms=True,
        )
    except FatalURLFetchingError as error:
        raise OutsideReference(str(error)) from error
    return pdf


@functools.cache
def _require_font() -> None:
    found: set[str] = set()

    def note_fonts(document: Any, pdf: Any) -> None:
        found.update(font.family for font in document.fonts.values())

    styles = ("", "bold", "italic", "italic bold")
    html = "".join(f"<p style='font: {style} 14pt {FONT}'>{_PROBE}</p>" for style in styles)
    weasyprint.HTML(string=html, url_fetcher=NothingFetcher()).write_pdf(finisher=note_fonts)
    if found != {FONT}:
        raise FontMissing(frozenset(found))
