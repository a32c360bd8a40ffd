from __future__ import annotations

from dataclasses import replace

import pytest

from processes.documents.checking.rules import secret_mark
from processes.documents.facts import Block, BlockKind, Place

from .clean import clean, found, silent, the_one


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Độ mật: TỐI MẬT", "**MẬT**"])
def test_a_mark_of_secrecy_stands_alone(mark: str) -> None:
    assert the_one(secret_mark, clean(), lines=("", mark)).place == Place(2, 2)
    facts = replace(clean(), body=(Block(BlockKind.PARAGRAPH, mark), *clean().body))
    assert the_one(secret_mark, facts).path == "body[0]"


@pytest.mark.parametrize(
    "words", ["bảo vệ bí mật Nhà nước", "HỎA TỐC", "Mật độ trồng: 2.500 cây/ha", "không thuộc độ mật"]
)
def test_urgency_and_words_about_secrets_are_allowed(words: str) -> None:
    assert found(secret_mark, clean(), lines=(words,)) == []


def test_a_mark_that_was_read() -> None:
    assert the_one(secret_mark, replace(clean(), security="TỐI MẬT")).params == {"mark": "TỐI MẬT"}


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(secret_mark)
