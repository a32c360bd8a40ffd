"""Particulars inside the sentence of a task or a duty: its condition, site, number, what it waits for, for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processes.documents.facts import Place
from processes.documents.particulars import Detail, DetailKind
from processes.documents.reading.sentences import names_at
from processes.documents.reading.writing_forms import one_line, shadow

_SITES = (
    "cửa khẩu|thành phố|huyện|xã|phường|thị trấn|khu vực|khu di tích|bảo tàng|thư viện|quảng trường|công viên|"
    "trung tâm|một số điểm|nhà văn hóa|trụ sở|các huyện|các xã"
)
_PLATFORMS = (
    "cổng|(?:các )?trang (?:thông tin|tin|web|fanpage)|nền tảng|ứng dụng|fanpage|website|mạng xã hội|cụm thông tin|"
    "hệ thống phần mềm|cơ sở dữ liệu"
)
_COUNTED = (
    "tiếng|thứ tiếng|lớp|cuộc|hội nghị|hội thảo|buổi|chương trình|cụm|mô hình|chuyên trang|chuyên mục|phóng sự|tin|bài|"
    "ấn phẩm|đợt|cơ sở|doanh nghiệp|người|xã|huyện|lượt"
)
_PEOPLE = (
    "cán bộ|công chức|viên chức|học sinh|sinh viên|phóng viên|doanh nghiệp|người dân|thanh niên|hội viên|giáo viên|"
    "các nhóm|đội ngũ|báo cáo viên"
)
_STOP = r"(?=\s+(?:tại|và được|để|nhằm|đến các|đến đông đảo|gắn với|theo hình thức)\b|[;.,(]|$)"
_PATTERNS: tuple[tuple[DetailKind, re.Pattern[str]], ...] = (
    (DetailKind.CONDITION, re.compile(r"\((nếu\s[^()]*)\)")),
    (DetailKind.AFTER, re.compile(r"\b(sau khi\s[^;().]*)")),
    (DetailKind.SITE, re.compile(rf"\btại\s+((?:{_SITES})\b[^;.(]*?)(?:{_STOP}|,\s*\.)")),
    (DetailKind.PLATFORM, re.compile(rf"\b(?:lên|trên)\s+((?:{_PLATFORMS})\b[^;.,(]*?){_STOP}")),
    (
        DetailKind.QUANTITY,
        re.compile(rf"(?<![\w/.])(\d{{1,5}}\s+(?:{_COUNTED})\b(?:[^;.,()]*?\bgồm\b[^;.()]*|[^;.,()]*?{_STOP}))"),
    ),
    (
        DetailKind.ALTERNATIVE,
        re.compile(r"\b(hoặc\s+(?:hưởng ứng|lồng ghép|phối hợp|tham gia|kết hợp)\b.*?)(?=\)|;|\.|\s+tổ chức\b|$)"),
    ),
    (
        DetailKind.GUIDANCE,
        re.compile(
            r"\b(?:theo|căn cứ vào)\s+(?:sự\s+)?(?:chỉ đạo|hướng dẫn|định hướng|lãnh đạo)[^;.()]*?\bcủa\s+([^;.(),]+)"
        ),
    ),
    (DetailKind.LAUNCHED_BY, re.compile(r"\bdo\s+([^;.,()]+?)\s+(?:phát động|tổ chức)(?![\w])")),
    (DetailKind.FOR_WHOM, re.compile(rf"\b(?:cho|năng lực)\s+((?:{_PEOPLE})\b[^;.()]*)")),
    (
        DetailKind.OVERSEES,
        re.compile(
            r"(?<!người )\b((?:thường xuyên\s+|tăng cường\s+)?"
            r"(?:theo dõi|giám sát|kiểm tra|rà soát|tổng hợp dư luận)\b[^;.()]*)"
        ),
    ),
    (
        DetailKind.ATTENDS,
        re.compile(r"\b(?:tham dự|tham gia)\s+((?:các\s+)?(?:buổi|hội nghị|hội thảo|lớp|sự kiện)\b[^;.()]*)"),
    ),
)
_OWN_PLAN = re.compile(
    r"\b(?:xây dựng|ban hành|lập)\s+(kế hoạch\b(?! này)[^;.()]*?)"
    r"(?=(?<!chương)\s+(?:hoặc|phù hợp|và phối hợp|tổ chức|để|trình|triển khai)\b|"
    r",\s*(?:đảm bảo|bảo đảm|dự toán|tổ chức)|[;.()]|$)"
)
_SUBMITTED = re.compile(r"\b(?:đăng ký|đề xuất|kiến nghị)\s+với\s+")
_ALERTED = re.compile(
    r"\bkịp thời\s+(?:báo cáo|tham mưu|đề xuất|phản ánh)"
    r"(?:,?\s+(?:và\s+)?(?:báo cáo|tham mưu|đề xuất|về|cho|với|lên))*\s+"
)
_DIRECTED = re.compile(r"\bchỉ đạo\s+(?=(?:các|phòng|trang|cơ quan|hệ thống|đơn vị|ubnd|đài)\s)")
_SPOKEN_TO = (
    (DetailKind.SUBMITTED_TO, _SUBMITTED),
    (DetailKind.DIRECTS, _DIRECTED),
    (DetailKind.ALERTS, _ALERTED),
)


def details_of(text: str, place: Place | None, is_duty: bool) -> tuple[Detail, ...]:
    """In reading order, each once. A plan that is to be made is a particular of a duty; of a task it is the outcome."""
    plain = shadow(text)
    found = [
        (match.start(1), kind, text[match.start(1) : match.end(1)])
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(plain)
    ]
    if is_duty:
        found += [(m.start(1), DetailKind.OWN_PLAN, text[m.start(1) : m.end(1)]) for m in _OWN_PLAN.finditer(plain)]
    found += _named(text, plain)
    kept = dict.fromkeys((kind, _tidy(words)) for _, kind, words in sorted(found))
    return tuple(Detail(kind, words, place, 0.8) for kind, words in kept if words)


def _tidy(words: str) -> str:
    return re.sub(r"\s+và$", "", one_line(words).strip(" ,;"))


def _named(text: str, plain: str) -> Iterator[tuple[int, DetailKind, str]]:
    """Bodies that are spoken to in passing, read as far as their names go."""
    for kind, pattern in _SPOKEN_TO:
        for match in pattern.finditer(plain):
            start = match.end()
            stop = re.search(r"\s+các\s+(?:chủ đề|nội dung)", plain[start:])
            names = names_at(text[: start + stop.start()] if stop else text, start)
            if names:
                yield start, kind, "; ".join(names)
