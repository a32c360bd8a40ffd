"""Pictures for demonstrations: a hand's line that belongs to nobody, and a seal without any emblem."""

from __future__ import annotations

import hashlib
from html import escape

from .stamps import Color


def drawn_signature(name: str) -> bytes:
    """A blue line like a hand's, another one for each name and always the same for one."""
    numbers = hashlib.sha256(name.encode()).digest()
    x, points = 24.0, ["M 24 62"]
    for place in range(0, 18, 2):
        rise, run = numbers[place] % 46 + 10, numbers[place + 1] % 9 + 12
        points.append(f"C {x + 3:g} {62 - rise:g}, {x + run - 4:g} {44 - rise / 2:g}, {x + run:g} {58 + rise % 11:g}")
        x += run
    points.append("C 190 70, 120 96, 60 84")
    return _svg(
        200,
        96,
        f'<path d="{" ".join(points)}" fill="none" stroke="{Color.BLUE}" stroke-width="2.4" '
        'stroke-linecap="round" stroke-linejoin="round"/>',
    )


def drawn_seal(words: str) -> bytes:
    """Two red rings around a star, with words that say that it is none."""
    rings = "".join(
        f'<circle cx="100" cy="100" r="{radius}" fill="none" stroke="{Color.RED}" stroke-width="{width}"/>'
        for radius, width in ((97, 4), (91, 1.4), (60, 1.4))
    )
    star = "100,56 110,84 140,84 116,102 125,131 100,113 75,131 84,102 60,84 90,84"
    text = f'font-family="Liberation Serif" font-weight="bold" font-size="12" text-anchor="middle" fill="{Color.RED}"'
    return _svg(
        200,
        200,
        f'{rings}<polygon points="{star}" fill="{Color.RED}"/>'
        f'<text x="100" y="29" {text}>{escape(words)}</text><text x="100" y="181" {text}>{escape(words)}</text>',
    )


def _svg(width: int, height: int, content: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{content}</svg>'.encode()
