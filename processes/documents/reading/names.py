"""Names of agencies and groups as administrative Vietnamese writes them: where one ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from processes.documents.facts import Mention, Role
from processes.documents.reading.vocabulary import (
    AFTER_RELATIVE,
    BARE_FAMILY,
    BARE_LISTED,
    COMMON,
    COMPOUND,
    IS_COMMON,
    IS_LISTED,
    IS_PROPER,
    NOT_VERB_BEFORE,
    NOUN_VERBS,
    PLACE_GROUP,
    PLACES,
    PREDICATE,
    PROPER,
    RELATIVE,
    VERB,
    ZONES,
    alternatives,
)
from processes.documents.reading.writing_forms import fold, one_line, same_tones, shadow

__all__ = ["Subject", "find_subject", "fold", "is_agency", "split_names", "starts_with_agency"]

_FAMILY = re.compile(
    r"(?:các\s+)?(Sở|Bộ|Ban|Cục|Chi cục|Vụ|Hội|Báo|Đài|Phòng|Trường|Huyện|huyện)"
    r"(?:,\s*(?:ban,?\s*)?ngành)?\s*:\s*",
    re.IGNORECASE,
)
_FAMILY_BARE = re.compile(r"[Cc]ác\s+(Sở|Bộ)\s+(?=[A-ZĐÂÊÔƠƯ])")
_AFTER_SLASH = r"(?:Sở|Bộ|UBND|Ủy ban|Ban|Công an|Phòng|Cục|Vụ|Chi cục|Trung tâm|Văn phòng)\s"
_SMALL_NAME = re.compile(
    r"(?:phòng|sở|công an|ban|trạm|trung tâm|hội|chi cục|đài|báo|bộ|cục|thanh tra|bưu điện|trường)\s+[A-ZĐ]"
)
_AMONG = re.compile(r"các (?:cơ quan|đơn vị)[^:,;()]{0,30}:\s*")  # "Các cơ quan liên quan: Sở A, Sở B"
_REQUEST = re.compile(r"(?:và\s+)?(?:trân trọng\s+)?đề nghị\s*:?\s*")
_LEADING = re.compile(r"^(?:(?:và|hoặc|cùng|với|giao|gồm|bao gồm)(?![\w])|[\s,.;:+\-–])+", re.IGNORECASE)
_MEMBERS_OR_PARENT = re.compile(
    rf"(?:{alternatives(PROPER)}|{alternatives(COMMON)}|[A-ZĐÂÊÔƠƯ])(?![\w]*\s+(?:theo|nếu))"
)
# "Văn phòng Đoàn ĐBQH và HĐND tỉnh" is one office.
_OFFICE = re.compile(r"Văn phòng (?:Đoàn (?:ĐBQH|đại biểu Quốc hội)|HĐND|Hội đồng nhân dân)(?: tỉnh)?$")
_NOBODY = re.compile(r"\W*(?:không(?: có)?|không phối hợp)?\W*")
_ITEM = re.compile(r"[-+•–]\s*\S")
_NEXT_ITEM = re.compile(rf"\s[-+•–]\s*(?=(?:{alternatives(PROPER)}|{alternatives(COMMON)})\b)")
_LEADS = re.compile(
    r"(?:là (?:cơ quan|đơn vị) |làm )?(?:chủ trì|đầu mối)"
    r"(?:,? (?:thực hiện|tham mưu|soạn thảo|triển khai|xây dựng|chính))*"
    r"(?P<with>\s*[,;]?\s*(?:và\s+)?phối hợp(?: chặt chẽ)?\s+(?:với\s+|cùng\s+(?:với\s+)?)?)?"
)
_CALLS = re.compile(r"phối hợp(?: chặt chẽ)?\s+(?:(?:với|cùng(?:\s+với)?)\s+)?")
_HELPS = re.compile(r"(?:cùng |tham gia )?phối hợp(?: thực hiện| triển khai| tổ chức)*$")
_NOTE_BRACKET = re.compile(
    r"(?:theo|nếu|khi|trong|đề nghị|phối hợp|chủ trì|thông qua|qua|để|sau|từ|đến|cơ quan|đơn vị|thường trực)\b"
)


@dataclass(frozen=True)
class Subject:
    """Who a sentence speaks of: the names, their words as written, and what follows."""

    names: tuple[str, ...]
    words: str
    rest: str
    requested: bool = False


def starts_with_agency(text: str) -> bool:
    plain = same_tones(text.lstrip())
    return bool(IS_PROPER.match(plain) or IS_COMMON.match(plain))


def is_agency(text: str) -> bool:
    """Whether the whole of `text` reads as one or several names with no verb behind them."""
    return starts_with_agency(text) and len(text) < 260 and verb_start(text) is None


def verb_start(text: str) -> int | None:
    """Where the verb phrase after the leading names begins; None when there is none."""
    plain = same_tones(text)
    for match in VERB.finditer(plain):
        if match.start() == 0 or _depth(plain, match.start()):
            continue
        before = plain[: match.start()]
        if PREDICATE.match(plain, match.start()):
            return match.start()
        if match.group().startswith(NOUN_VERBS) and (
            NOT_VERB_BEFORE.search(before) or _ends_name(plain[match.end() :])
        ):
            continue
        relative = RELATIVE.search(plain[: match.end()])
        if relative:
            strong = AFTER_RELATIVE.search(plain, relative.end())
            return strong.start() if strong else match.start()
        return match.start()
    return None


def _ends_name(rest: str) -> bool:
    """Whether a name ends here: "Viện Khoa học công nghệ xây dựng, Cục …"."""
    joint = re.match(r"\s*(?:$|[.;)]|,\s*|\(|và\s+)", rest)
    if joint is None or joint.group().strip() in ("", ".", ";", ")", "("):
        return joint is not None
    return bool(IS_PROPER.match(rest, joint.end()) or re.match(r"các\s", rest[joint.end() :]))


def find_subject(text: str) -> Subject | None:
    """The names a sentence begins with ("Giao Sở A theo dõi …", "Đề nghị: Sở B"), or None."""
    opening = re.match(r"\s*(?:Giao|giao|Yêu cầu|yêu cầu|Phân công)\s+", text)
    offset = opening.end() if opening else 0
    request = _REQUEST.match(shadow(text), offset)
    if request:
        offset = request.end()
    told = text[offset:]
    if not starts_with_agency(told):
        return None
    end = verb_start(told)
    colon = _outer(told, ":")
    if colon is not None and (end is None or colon < end) and not _FAMILY.match(told[: colon + 1]):
        words, rest = told[:colon], told[colon + 1 :]
    else:
        words, rest = (told, "") if end is None else (told[:end], told[end:])
    names = tuple(mention.name for mention in split_names(words))
    if not names:
        return None
    return Subject(names, words.strip(" ,;:."), rest.strip(), request is not None)


def split_names(value: str, role: Role = Role.LEAD) -> list[Mention]:
    """The bodies of a role line, each once as written; a verb phrase or a remark in brackets goes to `note`.

    Who only helps ("Sở A chủ trì, phối hợp với Sở B") is given as coordinating, whatever `role` the line has.
    """
    mentions: list[Mention] = []
    requested = False
    value = one_line(value)
    if _NOBODY.fullmatch(shadow(value)):
        return []
    if _ITEM.match(value):
        value = _NEXT_ITEM.sub("; ", value)
    for segment in _outer_split(value, ";"):
        for part, asked in _requests(segment.strip(), requested):
            requested = asked
            mentions += _segment(part, Role.REQUESTED if asked else role)
        requested = False
    return mentions


def _requests(segment: str, requested: bool) -> list[tuple[str, bool]]:
    """A segment cut where "đề nghị" turns an order into a request."""
    found = re.search(r"(?:^|,\s*|\s+và\s+)đề nghị\s*:?\s+", shadow(segment))
    if not found:
        return [(segment, requested)]
    before, after = segment[: found.start()], segment[found.end() :]
    return [(p, asked) for p, asked in ((before, requested), (after, True)) if p.strip(" ,.")]


def _segment(text: str, role: Role) -> list[Mention]:
    text = _LEADING.sub("", text).strip(" ,.;:+")
    if not text:
        return []
    end = verb_start(text) if starts_with_agency(text) else None
    relative = RELATIVE.search(text)
    if relative and end is not None and relative.end() <= end <= relative.end() + 1:
        end = None  # "cơ quan được giao chủ trì xây dựng văn bản"
    note = "" if end is None else text[end:].strip(" ,.;")
    names = [_tidy(name) for name in _names(text if end is None else text[:end])]
    mentions = [_of_bracket(replace(mention, role=role)) for mention in names if mention.name]
    return _with_note(mentions, note, role) if mentions and note else mentions


def _of_bracket(mention: Mention) -> Mention:
    """ "Sở A (chủ trì), Sở B (phối hợp)": the bracket says the role."""
    plain = shadow(mention.note)
    if _HELPS.match(plain):
        return replace(mention, role=Role.COORDINATING, note="")
    return replace(mention, note="") if _LEADS.fullmatch(plain) else mention


def _with_note(mentions: list[Mention], note: str, role: Role) -> list[Mention]:
    """The words after names: who else they call upon, or a note to the last of the names."""
    plain = shadow(note)
    if _HELPS.match(plain) and role not in (Role.COORDINATING, Role.REQUESTED):
        return [replace(mention, role=Role.COORDINATING) for mention in mentions]
    calls = _CALLS.match(plain)
    if calls and starts_with_agency(note[calls.end() :]):
        return mentions + _segment(note[calls.end() :], Role.COORDINATING)
    leads = _LEADS.match(plain)
    rest = note[leads.end() :].lstrip(" ,;") if leads else ""
    if leads and not rest:
        return mentions
    if leads and starts_with_agency(rest):
        return mentions + _segment(rest, Role.COORDINATING if leads["with"] else role)
    last = mentions[-1]
    return [*mentions[:-1], replace(last, note=f"{last.note}; {note}" if last.note else note)]


def _names(text: str) -> list[str]:
    among = _AMONG.match(shadow(text))
    if among and IS_PROPER.match(same_tones(text), among.end()):
        text = text[among.end() :]
    family = _FAMILY.match(text) or _FAMILY_BARE.match(text)
    if family:
        return _members(text[family.end() :], family.group(1))
    names: list[str] = []
    current = ""
    for joint, chunk in _chunks(text):
        inner = re.match(r"[Cc]ác\s+(?:Sở|Bộ)\s*:", chunk) or _FAMILY_BARE.match(chunk)
        if current and not inner and _continues(current, joint, chunk):
            current += joint + chunk
            continue
        if current:
            names.append(current)
        current = chunk
        if inner:
            rest = text[text.index(chunk) :]
            return names + _names(rest)
    return [*names, current] if current else names


def _members(text: str, family: str) -> list[str]:
    """ "Ngoại vụ, Công thương, Lao động, Thương binh và Xã hội" of the family "Sở"."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(text[match.start() : match.end()])
        return f"\x00{len(kept) - 1}\x00"

    hidden, start = "", 0
    for match in COMPOUND.finditer(same_tones(text)):
        hidden, start = hidden + text[start : match.start()] + hide(match), match.end()
    hidden += text[start:]
    names: list[str] = []
    chunks = _chunks(hidden)
    for index, (_, chunk) in enumerate(chunks):
        whole = re.sub("\x00(\\d+)\x00", lambda m: kept[int(m.group(1))], chunk)
        if starts_with_agency(whole) and not (family.lower() == "bộ" and whole == "Công an"):
            rest = "".join(j + c if i else c for i, (j, c) in enumerate(chunks[index:]))
            return names + _names(re.sub("\x00(\\d+)\x00", lambda m: kept[int(m.group(1))], rest))
        names.append(f"{family[0].upper()}{family[1:]} {whole}")
    return names


def _chunks(text: str) -> list[tuple[str, str]]:
    """`text` cut at every outer comma and "và": [(joint before, chunk)]."""
    chunks: list[tuple[str, str]] = []
    start, joint = 0, ""
    for match in re.finditer(rf"\s*,\s*(?:và\s+)?|\s+(?:và|cùng|cùng với)\s+|\s*/\s*(?={_AFTER_SLASH})", text):
        if _depth(text, match.start()):
            continue
        chunks.append((joint, text[start : match.start()]))
        joint, start = match.group(), match.end()
    chunks.append((joint, text[start:]))
    return [(j, c) for j, c in chunks if c.strip()]


def _continues(current: str, joint: str, chunk: str) -> bool:
    """Whether `chunk` still belongs to the name `current`."""
    now, right = same_tones(current), same_tones(chunk)
    if re.search(
        r"(?:Văn phòng|VP)\s+(?:(?:Đoàn\s+)?(?:ĐBQH|Đại biểu Quốc hội)|HĐND|Hội đồng nhân dân)", now
    ) and re.match(r"(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân)\b", right):
        return "," not in joint or "HĐND" in right
    group = _is_group(now)
    if re.match(r"(?:các\s+)?(?:trang|cổng|website)", now, re.IGNORECASE) and " của các " in now:
        return True
    if _OFFICE.search(now) and re.match(r"(?:HĐND|UBND|Hội đồng nhân dân|Ủy ban nhân dân)\b", right):
        return True
    if re.match(r"(?:Tổng cục|Cục|Vụ)\b", now) and re.match(r"Bộ\b", right) and "," in joint:
        return True
    if re.match(r"Ban quản lý\b", now, re.IGNORECASE) and ZONES.match(right):
        return True
    if PLACE_GROUP.match(right):
        return not right.startswith("các") or re.search(rf"các (?:{PLACES})", now) is not None
    if group and BARE_LISTED.match(right):
        return not now.endswith("liên quan")
    if now == "Báo" and right.startswith(("Đài ", "Phát thanh")):
        return True
    if _SMALL_NAME.match(right):
        return False
    if group and BARE_FAMILY.fullmatch(right):
        return True
    if IS_PROPER.match(right) or re.match(r"(?:các|những|hệ thống|thủ trưởng|chủ tịch|người đứng đầu)\b", right):
        return False
    if IS_LISTED.match(right):
        return group and not now.endswith("liên quan")
    return not (IS_COMMON.match(right) and right.split()[0] in ("cổng", "ủy", "văn"))


def _is_group(name: str) -> bool:
    if re.match(r"(?:các|những|từng|mỗi)\s", name, re.IGNORECASE):
        return True
    if re.match(r"(?:Thủ trưởng|Chủ tịch|Người đứng đầu|thủ trưởng)\s", name):
        return not re.search(r"(?:UBND|[Ủủ]y ban nhân dân)", name)
    first = name.split(",")[0]
    return bool(BARE_LISTED.match(first)) or bool(
        re.match(r"(?:cơ quan|đơn vị|tổ chức|sở)\b", name, re.IGNORECASE) and "," in name
    )


def _tidy(name: str) -> Mention:
    """A name without stray words at its edges; brackets that do not name a parent or members become a note."""
    name = _LEADING.sub("", one_line(name)).strip(" ,.;:+-–")
    name = re.sub(r"\s+(?:và|hoặc)$", "", name)
    bracket = re.search(r"\s*\(([^()]*)\)\s*$", name)
    if bracket:
        inside = bracket.group(1).strip()
        if _NOTE_BRACKET.match(shadow(inside)) or not _MEMBERS_OR_PARENT.match(same_tones(inside)):
            return Mention(name[: bracket.start()].strip(" ,.;"), note=inside)
    return Mention(name)


def _depth(text: str, index: int) -> int:
    return text.count("(", 0, index) - text.count(")", 0, index)


def _outer(text: str, mark: str) -> int | None:
    return next((i for i, c in enumerate(text) if c == mark and _depth(text, i) == 0), None)


def _outer_split(text: str, mark: str) -> list[str]:
    parts, start = [], 0
    for index, char in enumerate(text):
        if char == mark and _depth(text, index) == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]
