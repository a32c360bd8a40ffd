"""The single rules about money in a plan: where it comes from, what each may use, who asks, allocates and settles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from processes.documents.particulars import Clause, MoneyKind, MoneyRule
from processes.documents.reading.sentences import sentences
from processes.documents.reading.writing_forms import one_line, shadow

_MONEY = re.compile(r"kinh phí|ngân sách|dự toán|quyết toán|nguồn vốn|xã hội hóa")
_SOURCE = re.compile(
    r"(?<!luật )ngân sách (?:nhà nước|trung ương|tỉnh|địa phương|thành phố)|"
    r"nguồn vốn hỗ trợ (?:(?:từ|của) )?(?:bộ, ngành )?[^,;.]*?(?=\s+để\b|[,;.]|$)|"
    r"(?:các )?nguồn(?: lực| vốn)? xã hội hóa|đóng góp của[^,;.]*?(?=\s+và\s+|[,;.]|$)|"
    r"(?:các )?nguồn(?: vốn)? hợp pháp khác"
)
_RULES: tuple[tuple[MoneyKind, re.Pattern[str]], ...] = (
    (MoneyKind.EXCEPTION, re.compile(r"trường hợp phát sinh[^.]*")),
    (
        MoneyKind.ESTIMATE,
        re.compile(r"(?:xây dựng|lập)\b[^;.]{0,40}?dự toán[^;.]*?(?=\s+và (?:thực hiện|quyết toán)|[;.]|$)"),
    ),
    (
        MoneyKind.OWN_MONEY,
        re.compile(r"(?:chủ động |cân đối, )*sử dụng (?:nguồn )?kinh phí[^;.]*|(?:đảm bảo|bảo đảm) kinh phí[^;.]*"),
    ),
    (MoneyKind.YEARLY, re.compile(r"(?:do )?ngân sách nhà nước cấp[^;.,]*")),
    (MoneyKind.ALLOCATES, re.compile(r"(?:tham mưu[^;.]{0,60}?|hướng dẫn và )?bố trí kinh phí[^;.]*")),
    (MoneyKind.LIMIT, re.compile(r"(?:phù hợp|trong)\b[^;.]{0,30}?khả năng (?:cân đối )?ngân sách[^;.]*")),
    (MoneyKind.SETTLEMENT, re.compile(r"(?:thanh )?quyết toán[^;.]*")),
)


def money_rules_of(told: Iterable[Clause]) -> tuple[MoneyRule, ...]:
    """Of every paragraph that speaks of money."""
    return tuple(rule for paragraph in told if _MONEY.search(shadow(paragraph.text)) for rule in _rules(paragraph))


def _rules(paragraph: Clause) -> Iterator[MoneyRule]:
    excepted = ""
    for sentence in sentences(paragraph.text):
        for kind, words in _of_sentence(sentence):
            excepted = words if kind is MoneyKind.EXCEPTION else excepted
            if kind is MoneyKind.EXCEPTION or words not in excepted:
                yield MoneyRule(kind, words, paragraph.place, 0.8)


def _of_sentence(sentence: str) -> Iterator[tuple[MoneyKind, str]]:
    plain = shadow(sentence)
    for match in _SOURCE.finditer(plain):
        yield MoneyKind.SOURCE, one_line(sentence[match.start() : match.end()])
    for kind, pattern in _RULES:
        for match in pattern.finditer(plain):
            yield kind, one_line(sentence[match.start() : match.end()]).strip(" .;,")
