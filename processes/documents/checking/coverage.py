"""Who is reached by whom: does a recipient's line, a group or a list, take in a body that has a duty?

First by whom the directory says they are; where it does not know, by how administrative names are built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from processes.documents.checking.context import Context
from processes.documents.checking.folding import fold
from processes.documents.facts import PlanFacts
from processes.documents.reading.names import split_names
from processes.documents.reading.writing_forms import shadow

ARCHIVE = "lưu"
# Folded: small letters without marks. An abbreviation means one thing in these names.
_WRITTEN_OUT = (
    (r"^(?:giam doc|thu truong|lanh dao|bo truong(?= cac| bo)) ", ""),  # who answers for a body stands for it
    (r"\btt ?& ?tt\b|\btttt\b", "thong tin truyen thong"),
    (r"\bkh ?& ?cn\b|\bkhcn\b", "khoa hoc cong nghe"),
    (r"\bkh ?& ?dt\b|\bkhdt\b", "ke hoach dau tu"),
    (r"\bgd ?& ?dt\b|\bgddt\b", "giao duc dao tao"),
    (r"\bvh ?,? ?tt ?& ?dl\b|\bvhttdl\b", "van hoa the thao du lich"),
    (r"\bld ?-? ?tb ?& ?xh\b|\bldtbxh\b", "lao dong thuong binh xa hoi"),
    (r"\bnn ?& ?mt\b", "nong nghiep moi truong"),
    (r"\bpt ?-? ?th\b|\bptth\b", "phat thanh truyen hinh"),
    (r"\b(?:ub ?)?mttq ?(?:vn)?\b", "mat tran"),
    (r"\b(?:uy ban|ub) mat tran\b", "mat tran"),
    (r"\bto quoc\b|\bviet nam\b", " "),
    (r"\bttdt\b", "thong tin dien tu"),
    (r"\bvpub\b", "van phong ubnd"),
    (r"\bvpcp\b", "van phong chinh phu"),
    (r"\bvp\b", "van phong"),
    (r"\btt\b", "thuong truc"),
    (r"\btw\b", "trung uong"),
    (r"\bhoi dong nhan dan\b", "hdnd"),
)
_EMPTY_WORDS = {"va", "cac", "cua", "tinh", "trong", "o", "de", "nghi", "dong", "chi", "d", "c"}
_UNCLEAR = re.compile(
    r"lien quan|khac$|co quan, don vi|co quan, to chuc|don vi, dia phuong|^(?:cac )?(?:don vi|dia phuong|co quan)$|"
    r"doanh nghiep|theo (?:quy dinh|chuc nang)|trung uong|to chuc, ca nhan|cap co tham quyen|nganh, don vi|cac cap"
)
_EVERYBODY = re.compile(r"^(?:nhu )?(?:muc|phan|diem|khoan|dieu) [ivx\d]|^nhu tren")
_OWN = re.compile(r"^(?:ubnd|uy ban nhan dan|chu tich ubnd|van phong ubnd)(?: tinh| thanh pho)?$")
_LOCAL = re.compile(r"\b(?:huyện|(?<!tấn )(?<!tác )xã(?! hội)|phường|thị trấn|thị xã|quận|đặc khu)\b")
_KINDS = (
    ("department", re.compile(r"^so ")),
    ("national", re.compile(r"^(?:dai tieng noi|dai truyen hinh$|thong tan xa|vien han lam)")),
    ("party", re.compile(r"^(?:ban (?:tuyen giao|to chuc|dan van|noi chinh)|van phong tinh uy|tinh uy|dang uy)")),
    ("press", re.compile(r"^(?:bao (?!cao|hiem)|dai |tap chi|cong |trang )")),
    ("mass", re.compile(r"^(?:hoi |doan |tinh doan|lien doan|lien hiep|lien minh|hiep hoi|mat tran)")),
    (
        "central",
        re.compile(
            r"^(?:bo (?!chi huy|tu lenh|doi)|thu tuong|chinh phu|van phong chinh phu|buu dien|ngan hang|kho bac)"
        ),
    ),
    ("unit", re.compile(r"^(?:truong |benh vien|vien |phan hieu|thu vien|bao tang)")),
    ("sector", re.compile(r"^(?:cong an|bo chi huy|ban |thanh tra|cuc |chi cuc|thue|hai quan|bao hiem|trung tam)")),
)
_LISTED = (
    ("department", r"\bso\b"),
    ("sector", r"\bban\b|\bnganh\b|\bco quan (?:thuoc|chuyen mon)"),
    ("mass", r"\bdoan the\b|to chuc chinh tri|to chuc xa hoi|\bmat tran\b"),
    ("press", r"\bbao chi\b|\bsu nghiep\b|\btruyen thong\b"),
    ("unit", r"\bsu nghiep\b|\bdon vi thuoc|thuoc ubnd tinh|\bdon vi\b"),
    ("sector", r"thuoc ubnd tinh"),
    ("central", r"trung uong|\bcac bo\b|\bngang bo\b"),
    ("party", r"\bdang\b"),
    ("national", r"thuoc chinh phu"),
)  # fmt: skip


class Recipients:
    """The lines of "Nơi nhận" of one plan."""

    def __init__(self, facts: PlanFacts, context: Context) -> None:
        self.context = context
        lines = [one.name for one in facts.recipients if one.purpose != ARCHIVE]
        names = [name for line in lines for name in split_line(line)]
        self.everybody = any(_EVERYBODY.match(fold(name)) for name in names)
        self.keys = keys_of([*lines, *names], context)
        self.words = [words_of(name) for name in names]
        self.shortened = {_plain(name).replace("&", "") for name in names}
        self.kinds = {kind for name in names for kind in kinds_of(name)}
        self.groups = {kind for name in names if is_group(name) for kind in kinds_of(name)}

    def covers(self, name: str) -> bool:
        """True too where it is not said who is meant: that is asked elsewhere."""
        if self.everybody or is_unclear(name) or _OWN.match(fold(name)):
            return True
        known = self.context.bodies(name)
        if known is not None and (known.is_open or (known.keys and known.keys <= self.keys)):
            return True
        if is_group(name):
            return kinds_of(name) <= self.kinds
        if kinds_of(name) & self.groups or any(alike(words_of(name), words) for words in self.words):
            return True
        return initials_of(name) in self.shortened


class Duties:
    """Everybody who leads, coordinates, has a duty or reports."""

    def __init__(self, facts: PlanFacts, context: Context) -> None:
        self.context = context
        mentions = [mention.name for task in facts.tasks for mention in (*task.lead, *task.coordinating)]
        names = [*mentions, *(name for duty in facts.duties for name in duty.agencies)]
        names += [name for report in facts.reports for name in split_line(report.who)]
        self.somebody = any(is_unclear(name) for name in names)
        self.keys = keys_of(names, context)
        self.words = [words_of(name) for name in names]
        self.kinds = {kind for name in names for kind in kinds_of(name)}
        self.groups = {kind for name in names if is_group(name) for kind in kinds_of(name)}

    def fall_on(self, line: str) -> bool:
        """Whether one of the line's bodies has one; a duty of "các cơ quan, đơn vị" may fall on any."""
        return self.somebody or any(self._falls_on(name) for name in split_line(line))

    def _falls_on(self, name: str) -> bool:
        known = self.context.bodies(name)
        if known is not None and known.keys & self.keys:
            return True
        if is_group(name):
            return bool(kinds_of(name) & self.kinds)
        return bool(kinds_of(name) & self.groups) or any(alike(words_of(name), words) for words in self.words)


def keys_of(names: Iterable[str], context: Context) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        known = context.bodies(name)
        found |= known.keys if known is not None else frozenset()
    return frozenset(found)


@lru_cache(maxsize=10_000)
def split_line(line: str) -> tuple[str, ...]:
    """ "Văn phòng: Tỉnh ủy, UBND tỉnh" → two offices; "VP UBND tỉnh: LĐVP, TH" → the office."""
    return tuple(_split(line))


def _split(line: str) -> Iterator[str]:
    for part in line.split(";"):
        head, colon, members = part.partition(":")
        if colon and fold(head) == "van phong":
            yield from (f"Văn phòng {member.strip()}" for member in members.split(","))
        elif colon and not fold(head).startswith("cac "):
            yield head.strip()
        else:
            yield from (mention.name for mention in split_names(part)) if split_names(part) else (part.strip(),)


@lru_cache(maxsize=10_000)
def words_of(name: str) -> frozenset[str]:
    """The words by which a body is told from others: abbreviations written out, brackets left out."""
    return frozenset(word for word in re.findall(r"\w+", _plain(name)) if word not in _EMPTY_WORDS)


@lru_cache(maxsize=10_000)
def initials_of(name: str) -> str:
    """ "Sở Tài chính" → "so tc", as lists of recipients shorten it ("Các sở: TC, CT, YT")."""
    first, *others = _plain(name).replace(",", "").split() or [""]
    return f"{first} {''.join(word[0] for word in others if word != 'va')}"


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    plain = re.sub(r"\s*\([^)]*\)", "", fold(name))
    for short, long in _WRITTEN_OUT:
        plain = re.sub(short, long, plain)
    return re.sub(r"\s+", " ", plain).strip()


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """The same words, or the shorter name within the longer."""
    smaller = min(one, other, key=len)
    return bool(smaller) and (one == other or (len(smaller) > 1 and (one <= other or other <= one)))


@lru_cache(maxsize=10_000)
def is_group(name: str) -> bool:
    plain = _plain(name)
    return bool(
        re.match(r"(?:cac|nhung|toan the|he thong|thu truong cac|chu tich ubnd cac|ubnd (?:cac|cap))\b", plain)
        or re.match(r"(?:ubnd|dai truyen thanh|phong van hoa thong tin) (?:huyen|xa|phuong),", plain)
        or re.match(r"so, (?:ban|nganh)|co quan bao chi|don vi su nghiep", plain)
    )


@lru_cache(maxsize=10_000)
def kinds_of(name: str) -> frozenset[str]:
    """Of a body its kind, of a group those it lists; empty where the name tells nothing."""
    plain = _plain(name)
    local = {"local"} if _LOCAL.search(shadow(name)) else set()
    if not is_group(name):
        return frozenset(local or {kind for kind, form in _KINDS if form.search(plain)})
    if local and not re.search(r"\bso\b", plain):
        return frozenset(local)
    return frozenset(kind for kind, form in _LISTED if re.search(form, plain))


@lru_cache(maxsize=10_000)
def is_unclear(name: str) -> bool:
    return _UNCLEAR.search(fold(name)) is not None
