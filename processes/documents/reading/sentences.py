"""Sentences and clauses, and the names that stand at a place inside them."""

from __future__ import annotations

import re

from processes.documents.reading.names import split_names, starts_with_agency, verb_start
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

_SENTENCE = re.compile(r"(?<=[^\d\s.][.…])\s+(?=[A-ZĐÂÊÔƠƯÁÀẢÃẠỦĂ“(])|(?<=\d{4}\.)\s+(?=[A-ZĐÂÊÔƠƯ])|\n")
_STOP = re.compile(
    r"\s+(?:trước|kết quả|tình hình|tiến độ|chậm nhất|định kỳ|để|vào ngày|"
    r"về (?:kết quả|tình hình|việc|công tác|những|các)|và thực hiện|theo (?:quy|qui) định|"
    r"theo dõi|trong (?!(?:và ngoài )?(?:tỉnh|ngành|huyện|xã|thành phố|nước|hệ thống)\b)|"
    r"(?:hằng|hàng) (?:năm|quý|tháng)|khi có|bằng văn bản|những|"
    r"các (?:nội dung|vấn đề|khó khăn|nhiệm vụ)|"
    r"và (?:các báo cáo|tham mưu|đề xuất|chủ động|tổ chức|kịp thời)|kịp thời|có (?!liên quan)|do |"
    r"đối với|xử lý|sau khi|sau đó|"
    r"trên cơ sở|thông qua|qua |vào |cấp (?:kinh phí|bổ sung)|nhằm |tổng hợp|theo (?:đúng )?thời (?:gian|hạn)|như sau|"
    r"trong thời (?:gian|hạn)|"
    r"(?:địa chỉ|email|điện thoại|số điện thoại|fax)\b)|"
    r"\s*,\s*(?:đồng (?:thời|gửi)|địa chỉ|email|điện thoại|số điện thoại)|\./"
)
_AUTHORITIES = re.compile(r"(?:các )?(?:cấp|cơ quan|người) có thẩm quyền|cấp trên")


def sentences(text: str) -> list[str]:
    return [s for part in _SENTENCE.split(text) if (s := part.strip())]


def clauses(text: str) -> list[str]:
    """Sentences cut at their outer semicolons."""
    found: list[str] = []
    for sentence in sentences(text):
        depth, start = 0, 0
        for index, char in enumerate(sentence):
            depth += (char == "(") - (char == ")")
            if char == ";" and depth <= 0:
                found.append(sentence[start:index])
                start = index + 1
        found.append(sentence[start:])
    return [one_line(clause) for clause in found if clause.strip(" .;")]


def names_at(text: str, start: int) -> tuple[str, ...]:
    """The names that begin at `start` of `text`, up to the words that say what is done; () where none begins there."""
    rest = text[start:].lstrip()
    authority = _AUTHORITIES.match(shadow(rest))
    if authority:
        return (rest[: authority.end()],)
    if not starts_with_agency(rest):
        return ()
    return tuple(m.name for m in split_names(rest[: _end(rest)]))


def _end(text: str) -> int:
    ends = [len(text)]
    verb = verb_start(text)
    if verb is not None:
        ends.append(verb)
    stop = _STOP.search(shadow(text))
    if stop:
        ends.append(stop.start())
    aside = re.search(r"\s*\((?:(?![A-ZĐÂÊÔƠƯÁỦ])|Qua\b|Thông qua\b|Trước\b)", same_tones(text))
    if aside:
        ends.append(aside.start())
    ends += [i for i, c in enumerate(text) if c == ")" and text.count("(", 0, i) <= text.count(")", 0, i)][:1]
    return min(ends)


def first_names(text: str, pattern: str) -> tuple[str, ...]:
    """The names right after the first match of `pattern` that is followed by a proper name of a body."""
    for match in re.finditer(pattern, shadow(text)):
        after = text[match.end() :].lstrip()
        if after and (same_tones(after)[0].isupper() or re.match(r"(?:các|cấp|cơ quan)\b", shadow(after))):
            names = names_at(text, match.end())
            if names:
                return names
    return ()
