"""Names as texts write them, made equal where the same is meant: spellings, dashes, tone placement, abbreviations."""

from __future__ import annotations

import re
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
WRITTEN_OUT = {  # abbreviations that mean one thing in every name
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "đbqh": "đại biểu quốc hội",
    "mttq": "mặt trận tổ quốc",
    "tp": "thành phố",
    "&": "và",
}
APOSTROPHES = re.compile("['’‘ʼ`´]")
FIRST_VOWEL = re.compile("[aeiouy][\u0302\u0306\u031b]*")  # with its own mark: ô, ă, ư
WORD = re.compile(r"&|[^\W_]+")


def fold(name: str) -> str:
    """`name` for comparing, never for showing: two spellings of one name give the same text.

    Case, Unicode form, old or new placement of the tone mark (hoà, hòa), dashes, punctuation, stop marks, spaces and
    plain abbreviations are evened out. đ stays đ and tones stay: "Đăk" is not "Dak".
    """
    text = APOSTROPHES.sub("", unicodedata.normalize("NFC", name.casefold()))
    words = (_tone_first(word) for word in WORD.findall(text))
    return " ".join(FOLDED_ABBREVIATIONS.get(word, word) for word in words)


def _tone_first(word: str) -> str:
    """The word with its tone on its first vowel, wherever it was written."""
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in TONES)
    if not tones:
        return word
    bare = "".join(letter for letter in letters if letter not in TONES)
    return unicodedata.normalize("NFC", FIRST_VOWEL.sub(rf"\g<0>{tones}", bare, count=1))


FOLDED_ABBREVIATIONS = {
    short: " ".join(_tone_first(word) for word in long.split()) for short, long in WRITTEN_OUT.items()
}
