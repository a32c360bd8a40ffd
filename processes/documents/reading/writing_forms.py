"""Vietnamese as it is typed, brought to one Unicode form, tone placement and dash, so that it can be compared."""

from __future__ import annotations

import re
import unicodedata

_NEW_TONE = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_TONE = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_NEW_TONE, _OLD_TONE, strict=True))
# Only an open syllable has two placements: "hoà" and "hòa", but "hoàn" and "quý".
_TONE = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
_DASH = re.compile("[‐‑‒–—−]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_SPACES = str.maketrans(dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\u3000", " "))


def normal(text: str) -> str:
    """`text` in NFC with plain spaces and nothing invisible; line breaks and tabs stay."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_SPACES)


def same_tones(text: str) -> str:
    """`text` (NFC) with one tone placement and one dash; every character keeps its index and its case."""
    return _DASH.sub("-", _TONE.sub(_old_tone, text))


def _old_tone(match: re.Match[str]) -> str:
    written = match.group()
    old = _TONES[written.lower()]
    return "".join(o.upper() if w.isupper() else o for w, o in zip(written, old, strict=True))


def shadow(text: str) -> str:
    """`same_tones` in lower case, index for index: patterns are searched here and cut out of the text as written."""
    plain = same_tones(text)
    low = plain.lower()
    if len(low) == len(plain):
        return low
    return "".join(low if len(low := c.lower()) == 1 else c for c in plain)  # a letter that becomes two stays as it is


def fold(name: str) -> str:
    """The form in which two spellings of one name are equal: case, Unicode form, tone placement, dashes, spaces, đ."""
    text = shadow(normal(name)).replace("đ", "d")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"\buy ban nhan dan\b", "ubnd", text)
    text = re.sub(r"\s*-\s*", " - ", text)
    return re.sub(r"\s+", " ", text).strip(" .,;:-+")


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
