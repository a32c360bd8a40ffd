"""For which years and which territory a plan is, and in whose authority it is issued: title and issuer tell."""

from __future__ import annotations

import re

from processes.documents.facts import Fact
from processes.documents.particulars import IssuedBy, Period
from processes.documents.reading.writing_forms import one_line, same_tones, shadow

_YEAR = r"((?:19|20)\d{2})"
_PERIODS = re.compile(
    rf"(?:giai đoạn|nhiệm kỳ|các năm|trong các năm|thời kỳ|từ năm|năm)\s*{_YEAR}\s*(?:-|đến(?: năm)?)\s*{_YEAR}"
    rf"(?P<onward>\s+và\s+(?:sau(?: năm)?\s+\d{{4}}|các năm tiếp theo|những năm tiếp theo))?"
    rf"|(?<!tháng \d )(?<!tháng \d\d )(?:trong )?năm\s+{_YEAR}(?P<later>\s+và\s+(?:các|những) năm (?:tiếp theo|sau))?"
)
_UNTIL = re.compile(rf"đến (?:hết )?(?:năm )?{_YEAR}")
_VISION = re.compile(rf"(?:tầm nhìn|định hướng)\s+(?:đến\s+)?(?:năm\s+)?{_YEAR}")
_TERRITORY = re.compile(
    r"(?P<on>(?:trên|TRÊN) (?:địa bàn|ĐỊA BÀN)\s+)?(?P<level>tỉnh|TỈNH|thành phố|THÀNH PHỐ)\s+"
    r"(?P<name>[A-ZĐÂÊÔƠƯ][\w'’]*(?:\s*-\s*|\s+)?(?:[A-ZĐÂÊÔƠƯ][\w'’]*(?:\s*-\s*|\s+)?){0,4})"
)
_NO_NAME = re.compile(r"\s*\b(?:NĂM|GIAI ĐOẠN|ĐẾN|TẦM NHÌN|TRONG|VỀ|THỰC HIỆN)\b.*$")
_HEADS = ("chủ tịch", "bộ trưởng", "thủ tướng", "giám đốc", "cục trưởng", "trưởng ban", "chánh văn phòng")
_BODIES = ("ủy ban nhân dân", "ubnd", "hội đồng nhân dân", "hđnd", "chính phủ", "ban chỉ đạo", "hội đồng")


def period_of(title: Fact[str]) -> Period | None:
    """None where the title names no year. Of several the last counts: the others are of what the plan carries out."""
    text = title.value or ""
    plain = shadow(text)
    vision = _VISION.search(plain)
    found = [m for m in _PERIODS.finditer(plain) if not (vision and vision.start() <= m.start() < vision.end())]
    until = _UNTIL.search(plain) if not found else None
    if not found and not until and not vision:
        return None
    spans = [match.span() for match in (found[-1] if found else until, vision) if match]
    start, end = min(spans)[0], max(end for _, end in spans)
    years = [int(year) for year in (found[-1].groups() if found else ()) if year and year.strip().isdigit()]
    first = years[0] if years else None
    last = years[-1] if years else int(until.group(1)) if until else None
    onward = bool(found and (found[-1]["onward"] or found[-1]["later"]))
    sure = title.confidence * (1.0 if len(found) == 1 else 0.7)
    seen = int(vision.group(1)) if vision else None
    return Period(one_line(text[start:end]), first, last, onward, seen, title.place, sure)


def territory_of(title: Fact[str], issuer: Fact[str]) -> Fact[str]:
    """ "tỉnh Kon Tum": what the title names, else where the issuing committee sits."""
    for fact, sure in ((title, 1.0), (issuer, 0.7)):
        found = list(_TERRITORY.finditer(same_tones(fact.value or "")))
        named = [(match, name) for match in found if (name := _name(match, fact.value or ""))]
        if named:
            chosen, name = next((pair for pair in named if pair[0]["on"]), named[-1])
            return Fact.of(f"{chosen['level'].lower()} {name}", fact.place, sure * fact.confidence)
    return Fact()


def _name(match: re.Match[str], written: str) -> str:
    """The proper name after "tỉnh"; "" where the title goes on with another word in capitals."""
    name = _NO_NAME.sub("", " " + written[match.start("name") : match.end("name")]).strip(" -–")
    return " ".join(word[:1] + word[1:].lower() for word in name.split()) if name.isupper() else name


def authority_of(issuer: Fact[str]) -> Fact[str]:
    """Absent where the words leave it open: nothing but "Chủ tịch …" and "Ủy ban …" says it plainly."""
    name = shadow(issuer.value or "")
    for by, heads in ((IssuedBy.INDIVIDUAL, _HEADS), (IssuedBy.COLLECTIVE, _BODIES)):
        if name.startswith(heads):
            return Fact.of(by.value, issuer.place, issuer.confidence)
    return Fact()
