"""Two small fonts that hold digits only, cut from the document's own font, for fields that are filled after rendering.

The font of a form field is embedded whole: with these a document grows by some kilobytes instead of half a million.
"""

from __future__ import annotations

import functools
import io
from typing import Any

import weasyprint
from fontTools import subset
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration, get_hb_object_data
from weasyprint.urls import URLFetcher, URLFetcherResponse

DIGITS = "0123456789"
FACES = {"Digits": "normal", "Digits Italic": "italic"}
_ADDRESS = "digits:"


@functools.cache
def digit_fonts(family: str) -> dict[str, bytes]:
    """Each of FACES as a font file of the digits of `family`."""
    found: dict[str, bytes] = {}

    def cut(document: Any, pdf: Any) -> None:
        for font in document.fonts.values():
            found["Digits Italic" if font.style else "Digits"] = _cut(get_hb_object_data(font.hb_face))

    html = "".join(f"<p style='font: {style} 14pt {family}'>{DIGITS}</p>" for style in FACES.values())
    weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(finisher=cut)
    return found


def _cut(font: bytes) -> bytes:
    options = subset.Options(notdef_outline=True, hinting=False, layout_features=[], name_IDs=[1, 2, 4, 6])
    options.drop_tables += ["FFTM", "GPOS", "GSUB", "GDEF", "kern"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=DIGITS)
    whole = TTFont(io.BytesIO(font), recalcTimestamp=False)
    cutter.subset(whole)
    small = io.BytesIO()
    whole.save(small)
    return small.getvalue()


def faces(family: str, fetcher: URLFetcher) -> tuple[FontConfiguration, str, URLFetcher]:
    """For one rendering: its configuration, the rules that name the fonts, and `fetcher` with them added."""
    fonts = digit_fonts(family)
    rules = "".join(
        f"@font-face {{ font-family: '{name}'; src: url('{_ADDRESS}{name.replace(' ', '-')}') }}\n" for name in fonts
    )
    return FontConfiguration(), rules, _WithDigits(fetcher, fonts)


class _WithDigits(URLFetcher):  # type: ignore[misc]
    def __init__(self, other: URLFetcher, fonts: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._other = other
        self._fonts = {f"{_ADDRESS}{name.replace(' ', '-')}": content for name, content in fonts.items()}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in self._fonts:
            return URLFetcherResponse(url, body=self._fonts[url], headers={"Content-Type": "font/ttf"})
        return self._other.fetch(url, headers)
