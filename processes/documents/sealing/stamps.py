"""Pictures of signatures and seals as one-page PDFs, drawn by WeasyPrint: text of pyHanko's loses Vietnamese letters.

A picture is a transparent PNG, or an SVG without outside references: blue for a person, red for an organization. Where
there is none, the stamp says in words that the document is signed.
"""

from __future__ import annotations

import html
from enum import StrEnum
from typing import NoReturn

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SIGNATURE_SIZE, SEAL_SIZE = (50, 24), (36, 36)  # mm, as the fields of the page (style.css)
MOST_BYTES = 1024 * 1024
_PICTURE = "picture:"
_PNG = b"\x89PNG\r\n\x1a\n"


class Color(StrEnum):
    """Of signatures, of seals."""

    BLUE = "#0000cc"
    RED = "#dd0000"


class UnusablePicture(Exception):
    """Neither PNG nor SVG, or larger than a signature needs."""


def signature_stamp(picture: bytes | None) -> bytes:
    """The leader's hand, between post and name."""
    return _stamp(picture, SIGNATURE_SIZE, Color.BLUE)


def seal_stamp(picture: bytes | None) -> bytes:
    """The organization's seal, in its real size."""
    return _stamp(picture, SEAL_SIZE, Color.RED)


def require_picture(picture: bytes) -> None:
    """Raises UnusablePicture."""
    if len(picture) > MOST_BYTES or not _kind(picture):
        raise UnusablePicture


def _kind(picture: bytes) -> str:
    if picture.startswith(_PNG):
        return "image/png"
    return "image/svg+xml" if picture.lstrip().startswith((b"<svg", b"<?xml")) else ""


def _stamp(picture: bytes | None, size: tuple[int, int], color: Color) -> bytes:
    if picture is not None:
        require_picture(picture)
    width, height = size
    inside = f"<img src='{_PICTURE}' alt=''>" if picture else f"<p>{html.escape('(Đã ký số)')}</p>"
    style = (
        f"@page {{ size: {width}mm {height}mm; margin: 0 }} body {{ margin: 0; text-align: center }}"
        f"img {{ display: block; width: {width}mm; height: {height}mm; object-fit: contain }}"
        f"p {{ margin: {height / 2 - 3}mm 0 0; font: 11pt 'Liberation Serif'; color: {color} }}"
    )
    fetcher = _OnePicture(picture or b"")
    page = weasyprint.HTML(string=f"<style>{style}</style>{inside}", base_url="stamp:/", url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(pdf_variant="pdf/a-2b")
    return pdf


class _OnePicture(URLFetcher):  # type: ignore[misc]
    """A drawing may not lead outside itself."""

    def __init__(self, picture: bytes) -> None:
        super().__init__(allowed_protocols=())
        self._picture = picture

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url != _PICTURE:
            self._refuse(url)
        return URLFetcherResponse(url, body=self._picture, headers={"Content-Type": _kind(self._picture)})

    def _refuse(self, url: str) -> NoReturn:
        raise FatalURLFetchingError(url)
