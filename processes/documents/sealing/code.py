"""The picture behind which anybody finds whether a document is valid."""

from __future__ import annotations

import io

import segno


def code_picture(address: str) -> str:
    """A QR code of `address` as SVG, black on nothing, with the quiet zone that readers need."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=True, nl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return drawn.getvalue().decode("utf-8")
