"""What a reader finds in a PDF: its text by pdftotext, its fonts by pdffonts, positions by pdfplumber."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator

import pdfplumber

MM = 72 / 25.4


def text(pdf: bytes, *options: str) -> str:
    result = subprocess.run(["pdftotext", "-layout", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return result.stdout.decode()


def words(pdf: bytes) -> str:
    """The text on one line with single spaces, as a search would see it."""
    return " ".join(text(pdf).split())


def fonts(pdf: bytes) -> set[str]:
    """Names of the fonts in the file, without the mark of a subset."""
    result = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True, text=False)
    rows = result.stdout.decode().splitlines()[2:]
    return {re.sub(r"^[A-Z]{6}\+", "", row.split()[0]) for row in rows}


def pages(pdf: bytes) -> Iterator[pdfplumber.page.Page]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        yield from document.pages
