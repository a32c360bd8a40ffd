"""Names of agencies and groups as administrative Vietnamese writes them: where one ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from processes.documents.facts import Mention, Role
from processes.documents.reading.writing_forms import fold, one_line, same_tones, shadow

__all__ = ["Subject", "find_subject", "fold", "is_agency", "split_names", "starts_with_agency"]

# Words a proper name of a body begins with (capital letter).
_PROPER = """
Sở|Ban(?! hành)|Bộ(?! tiêu chí| chỉ số| phận| luật| máy| thủ tục)|Công an|UBND|Ủy ban|UB|UBMTTQ|MTTQ|HĐND|Hội đồng|Văn phòng|VPUB|VP|Đài|Báo(?! cáo)|Liên hiệp|Liên đoàn|Liên minh|
Hội(?! nghị| thảo| nhập| thi| họp)|Hiệp hội|Đoàn(?! kết)|Tỉnh đoàn|Thành đoàn|Mặt trận|Tổng cục|Cục|Chi cục|Vụ|Viện|Trường(?! hợp)|
Phân hiệu|Đại học|Học viện|Trung tâm|Bưu điện|Tòa án|
Kho bạc|Ngân hàng|Thanh tra|Kiểm toán|Cổng|Tạp chí|Thông tấn xã|Thủ trưởng|Chủ tịch|Phó Chủ tịch|Bộ trưởng|Giám đốc|Chánh|
Người đứng đầu|Thủ tướng|Chính phủ|Hải quan|Thuế|Bảo hiểm xã hội|BHXH|Điện lực|Công ty|Tổng công ty|Tập đoàn|Quân khu|Phòng(?! ngừa|,? chống| bệnh)|
Quỹ|Bệnh viện|Thường trực|TT|Lực lượng|Bộ đội|Đảng ủy|Huyện ủy|Thành ủy|Thị ủy|Tỉnh ủy|Quốc hội|Tổ(?! chức)|Cụm|Vườn quốc gia|Câu lạc bộ|
Trạm|Thư viện|Bảo tàng|Nhà xuất bản|Khu quản lý|Cảnh sát|Đồn|Hạt|Viettel|VNPT|Các(?! (?:nhiệm vụ|nội dung|hoạt động|giải pháp|dự án|đề án|chương trình|sự kiện|hình thức))|
Đơn vị|Cơ quan|Doanh nghiệp|Thị đoàn
"""
# Words a group begins with, in small letters.
_COMMON = """
các(?! (?:nhiệm vụ|nội dung|hoạt động|giải pháp|dự án|đề án|chương trình|sự kiện|hình thức|quy định|vấn đề|chỉ tiêu|mục tiêu|văn bản|
lĩnh vực|tầng lớp|chế độ|nguồn|bài|câu|kết quả|biện pháp|chính sách|chủ trương|thông tin|sản phẩm|tài liệu|đối tượng|bước|công trình))|
cơ quan|đơn vị|địa phương|tổ chức|sở|ban|ngành|đoàn thể|doanh nghiệp|hội|hiệp hội|hệ thống|thủ trưởng|chủ tịch|
người đứng đầu|chính quyền|công an|cấp ủy|mặt trận|toàn thể|tất cả|đài|báo(?! cáo)|cổng|bộ(?! phận| máy)|trường(?! hợp)|phòng(?! ngừa|,? chống)|
ủy ban|văn phòng|cán bộ
"""
_LISTED = r"cơ quan|đơn vị|địa phương|tổ chức|sở|ban|ngành|đoàn thể|doanh nghiệp|hội|hiệp hội|cá nhân|bộ|lực lượng|chính quyền"
_PLACES = r"huyện|thị xã|thành phố|thị trấn|xã|phường|quận|tỉnh|đặc khu|thôn|làng"


def _alternatives(words: str) -> str:
    """The words of a list above as one pattern, the longest first; a list may hold groups of its own."""
    return "|".join(sorted(re.split(r"\|(?![^(]*\))", words.replace("\n", "")), key=len, reverse=True))


_IS_PROPER = re.compile(rf"(?:{_alternatives(_PROPER)})(?![\w])")
_IS_COMMON = re.compile(rf"(?:{_alternatives(_COMMON)})(?![\w])")
_IS_LISTED = re.compile(rf"(?:{_LISTED})(?![\w])", re.IGNORECASE)
_BARE_LISTED = re.compile(rf"(?:(?:{_LISTED}|ban ngành|sở ngành)\s*)+(?:khác|tỉnh|liên quan|có liên quan)?\s*$", re.IGNORECASE)
_PLACE_GROUP = re.compile(rf"(?:các\s+)?(?:{_PLACES})(?![\w])")

# What begins the verb phrase after a name. Small letters: "Ban Quản lý" is a name, "quản lý" is a verb.
_VERBS = """
chủ trì|phối hợp|chủ động|có trách nhiệm|chịu trách nhiệm|căn cứ|tham mưu|hướng dẫn|chỉ đạo|xây dựng|thường xuyên|
theo dõi|đôn đốc|tăng cường|đẩy mạnh|thực hiện|triển khai|tiếp tục|bố trí|thẩm định|cân đối|tổng hợp|báo cáo|
phản ánh|gửi|đề xuất|kiện toàn|rà soát|ưu tiên|quan tâm|tiếp sóng|vận dụng|định hướng|giúp|kịp thời|nghiêm túc|
tiến hành|lồng ghép|quán triệt|tuyên truyền|cung cấp|kiểm tra|giám sát|hỗ trợ|đảm bảo|bảo đảm|khẩn trương|nghiên cứu|
ban hành|xem xét|tích cực|chuẩn bị|phải|có ý kiến|sử dụng|phổ biến|vận động|tiếp nhận|xử lý|nâng cao|huy động|
hoàn thiện|hoàn thành|tập trung|phân công|duy trì|phát huy|phát triển|đề nghị|yêu cầu|kiến nghị|nắm bắt|tham gia|
thông báo|giới thiệu|quảng bá|định kỳ|hằng năm|hàng năm|trên cơ sở|theo chức năng|theo nhiệm vụ|theo thẩm quyền|
theo hướng dẫn|theo phân công|trong phạm vi|kết hợp|ký kết|chấp hành|đánh giá|khai thác|quyết định|phê duyệt|
xác định|khuyến khích|thúc đẩy|quản lý|bồi dưỡng|đào tạo|tập huấn|cập nhật|công bố|công khai|chia sẻ|tổ chức|kêu gọi|
thu hút|thống nhất|chấn chỉnh|tranh thủ|đầu tư|phân bổ|nhanh chóng|thành lập|phụ trách|cùng phối hợp|liên hệ|
biên soạn|xuất bản|sản xuất|sơ kết|tổng kết|khảo sát|thống kê|đóng góp|nếu gặp|nếu có|thẩm tra|chú trọng|nhân rộng|
rút kinh nghiệm|tìm hiểu|ứng dụng|thiết lập|vận hành|kết nối|tích hợp|tuyển|khắc phục|tháo gỡ|
là (?:cơ quan|đơn vị|đầu mối)|lập (?:kế hoạch|dự toán|danh|hồ sơ|đoàn)|làm (?:đầu mối|tốt|rõ)|
mở (?:chuyên|lớp|rộng|các)|phát (?:động|hành|sóng|hiện)|cần (?:phải|chủ động|tăng cường|tập trung)|
tạo (?:điều kiện|lập|đường|ra|sự|môi trường)|(?<!ương )(?<!công )(?<!quy )trình|
thông tin (?:về|rộng rãi|kịp thời|tuyên truyền)|đưa (?:tin|các|nội dung|vào)|trực tiếp|
cử (?:cán bộ|người|đại diện|công chức)|gắn (?:việc|với)|đăng (?:tải|ký|phát)|tự (?:kiểm tra|rà soát|cân đối)|
chuyển (?:tải|đổi|giao)
"""
_VERB = re.compile(rf"(?<![\w/&-])(?:{_alternatives(_VERBS)})(?![\w])")
# The same words as parts of names and of groups.
_NOT_VERB_BEFORE = re.compile(
    r"(?:\b(?:các|cơ quan|đơn vị|công tác|hệ thống|ban|trung tâm|phòng|hội|liên hiệp|văn phòng|cơ sở|và|quỹ|việc|thuộc|nhiệm vụ|của|"
    r"trường|viện|khu|trạm|đài|cán bộ|cấp|bộ phận|tổ|báo chí|Báo|Đài|Ban|Sở|Chi cục|Cục)"
    r"|Chỉ đạo|,)\s*$",
    re.IGNORECASE,
)
_NOUN_VERBS = (
    "tổ chức", "thông tin", "quản lý", "phát triển", "đầu tư", "đào tạo", "bồi dưỡng", "tuyên truyền", "kiểm tra", "giám sát",
    "xây dựng", "thống kê", "báo cáo", "hỗ trợ", "ứng dụng", "sản xuất", "xuất bản", "phổ biến",
    "thông báo", "công bố", "sử dụng", "khai thác", "tham mưu", "chuẩn bị", "thực hiện", "triển khai", "đánh giá",
)  # fmt: skip
_RELATIVE = re.compile(r"(?:đã )?được (?:giao|phân công|bố trí|ủy quyền)(?![\w])")
_AFTER_RELATIVE = re.compile(r"(?<![\w])(?:chủ động|có trách nhiệm|chịu trách nhiệm|lập|xây dựng|căn cứ|khẩn trương)(?![\w])")

# Names of one body with a comma or "và" inside, as they stand in "Các Sở: …".
_COMPOUND = re.compile(
    "|".join([
        r"Lao động\s*[,-]?\s*Thương binh (?:và|&) Xã hội", r"Văn hóa\s*,?\s*Thể thao(?: (?:và|&|-) Du lịch)?", r"Văn hóa và Thể thao",
        r"Thông tin (?:và|&) Truyền thông", r"Kế hoạch (?:và|&|-) Đầu tư", r"Giáo dục (?:và|&|-) Đào tạo",
        r"Khoa học (?:và|&|-) Công nghệ", r"Nông nghiệp (?:và|&|-) (?:Phát triển nông thôn|PTNT|Môi trường)",
        r"Tài nguyên (?:và|&|-) Môi trường", r"Dân tộc (?:và|&|-) Tôn giáo", r"Tôn giáo (?:và|&|-) Dân tộc",
        r"Quy hoạch (?:và|-) Kiến trúc", r"Tuyên giáo (?:và|&) Dân vận", r"Kinh tế, Hạ tầng và Đô thị", r"Văn hóa (?:và|-) Xã hội",
        r"Văn hóa (?:và|-) Thông tin", r"Tài chính\s*[-–]\s*Kế hoạch", r"Giao thông (?:và )?vận tải",
    ]),
    re.IGNORECASE,
)  # fmt: skip
_FAMILY = re.compile(r"(?:các\s+)?(Sở|Bộ|Ban|Cục|Chi cục|Vụ|Hội|Báo|Đài|Phòng|Trường|Huyện|huyện)\s*:\s*", re.IGNORECASE)
_FAMILY_BARE = re.compile(r"[Cc]ác\s+(Sở|Bộ)\s+(?=[A-ZĐÂÊÔƠƯ])")
_REQUEST = re.compile(r"(?:và\s+)?(?:trân trọng\s+)?đề nghị\s*:?\s*")
_LEADING = re.compile(r"^(?:(?:và|hoặc|cùng|với|giao|gồm|bao gồm)(?![\w])|[\s,.;:+\-–])+", re.IGNORECASE)
_MEMBERS_OR_PARENT = re.compile(rf"(?:{_alternatives(_PROPER)}|{_alternatives(_COMMON)}|[A-ZĐÂÊÔƠƯ])(?![\w]*\s+(?:theo|nếu))")
_NOTE_BRACKET = re.compile(r"(?:theo|nếu|khi|trong|đề nghị|phối hợp|chủ trì|thông qua|qua|để|sau|từ|đến|cơ quan|đơn vị|thường trực)\b")


@dataclass(frozen=True)
class Subject:
    """Who a sentence speaks of: the names, their words as written, and what follows."""

    names: tuple[str, ...]
    words: str
    rest: str
    requested: bool = False


def starts_with_agency(text: str) -> bool:
    plain = same_tones(text.lstrip())
    return bool(_IS_PROPER.match(plain) or _IS_COMMON.match(plain))


def is_agency(text: str) -> bool:
    """Whether the whole of `text` reads as one or several names with no verb behind them."""
    return starts_with_agency(text) and len(text) < 260 and verb_start(text) is None


def verb_start(text: str) -> int | None:
    """Where the verb phrase after the leading names begins; None when there is none."""
    plain = same_tones(text)
    for match in _VERB.finditer(plain):
        if match.start() == 0 or _depth(plain, match.start()):
            continue
        before = plain[: match.start()]
        if match.group().startswith(_NOUN_VERBS) and _NOT_VERB_BEFORE.search(before):
            continue
        relative = _RELATIVE.search(plain[: match.end()])
        if relative:
            strong = _AFTER_RELATIVE.search(plain, relative.end())
            return strong.start() if strong else match.start()
        return match.start()
    return None


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
    """The bodies of a role line, each once as written; a verb phrase or a remark in brackets goes to `note`."""
    mentions: list[Mention] = []
    requested = False
    for segment in _outer_split(one_line(value), ";"):
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
    note = "" if end is None else text[end:].strip(" ,.;")
    names = [_tidy(name) for name in _names(text if end is None else text[:end])]
    mentions = [replace(mention, role=role) for mention in names if mention.name]
    if mentions and note:
        last = mentions[-1]
        mentions[-1] = replace(last, note=f"{last.note}; {note}" if last.note else note)
    return mentions


def _names(text: str) -> list[str]:
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
    """"Ngoại vụ, Công thương, Lao động, Thương binh và Xã hội" of the family "Sở"."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(text[match.start() : match.end()])
        return f"\x00{len(kept) - 1}\x00"

    hidden, start = "", 0
    for match in _COMPOUND.finditer(same_tones(text)):
        hidden, start = hidden + text[start : match.start()] + hide(match), match.end()
    hidden += text[start:]
    names: list[str] = []
    chunks = _chunks(hidden)
    for index, (_, chunk) in enumerate(chunks):
        whole = re.sub("\x00(\\d+)\x00", lambda m: kept[int(m.group(1))], chunk)
        if starts_with_agency(whole):
            rest = "".join(j + c if i else c for i, (j, c) in enumerate(chunks[index:]))
            return names + _names(re.sub("\x00(\\d+)\x00", lambda m: kept[int(m.group(1))], rest))
        names.append(f"{family[0].upper()}{family[1:]} {whole}")
    return names


def _chunks(text: str) -> list[tuple[str, str]]:
    """`text` cut at every outer comma and "và": [(joint before, chunk)]."""
    chunks: list[tuple[str, str]] = []
    start, joint = 0, ""
    for match in re.finditer(r"\s*,\s*(?:và\s+)?|\s+(?:và|cùng|cùng với)\s+", text):
        if _depth(text, match.start()):
            continue
        chunks.append((joint, text[start : match.start()]))
        joint, start = match.group(), match.end()
    chunks.append((joint, text[start:]))
    return [(j, c) for j, c in chunks if c.strip()]


def _continues(current: str, joint: str, chunk: str) -> bool:
    """Whether `chunk` still belongs to the name `current`."""
    now, right = same_tones(current), same_tones(chunk)
    group = _is_group(now)
    if re.match(r"(?:các\s+)?(?:trang|cổng|website)", now, re.IGNORECASE) and " của các " in now:
        return True
    if re.match(r"(?:Tổng cục|Cục|Vụ)\b", now) and re.match(r"Bộ\b", right) and "," in joint:
        return True
    if _PLACE_GROUP.match(right):
        return not right.startswith("các") or re.search(rf"các (?:{_PLACES})", now) is not None
    if group and _BARE_LISTED.match(right):
        return not now.endswith("liên quan")
    if _IS_PROPER.match(right) or re.match(r"(?:các|những|hệ thống|thủ trưởng|chủ tịch|người đứng đầu)\b", right):
        return False
    if _IS_LISTED.match(right):
        return group and not now.endswith("liên quan")
    return not (_IS_COMMON.match(right) and right.split()[0] in ("cổng", "ủy", "văn"))


def _is_group(name: str) -> bool:
    if re.match(r"(?:các|những)\s", name, re.IGNORECASE):
        return True
    if re.match(r"(?:Thủ trưởng|Chủ tịch|Người đứng đầu|thủ trưởng)\s", name):
        return not re.search(r"(?:UBND|[Ủủ]y ban nhân dân)", name)
    first = name.split(",")[0]
    return bool(_BARE_LISTED.match(first)) or bool(re.match(r"(?:cơ quan|đơn vị|tổ chức|sở)\b", name, re.IGNORECASE) and "," in name)


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
