"""The list "Nơi nhận": a recipient per line, its purpose taken out of the brackets."""

from __future__ import annotations

import re

from processes.documents.facts import Place, Recipient
from processes.documents.reading.signer import begins_signature
from processes.documents.reading.source import Line, Shape, split_label
from processes.documents.reading.writing_forms import shadow

_HEAD = re.compile(r"\W*nơi nhận\s*[:.]?\W*")
_REMARK = re.compile(r"\W*nơi nhận\s*[:.]?\s*\([^()]*\)\W*$")
_CARRIED_OUT = re.compile(r"(?:để )?(?:t/?h|(?:triển khai )?thực hiện)")
_ARCHIVE = re.compile(r"lưu\s*[:;]?\s*")
_KNOWN_PURPOSES = (
    r"b/?c|báo cáo|p/?h|ph/h|phối hợp|t/?h|thực hiện|triển khai|chỉ đạo|c/?đ|biết|đăng tải|đăng|đăng công báo|"
    r"theo dõi|kiểm tra|giám sát|đôn đốc|đưa tin|tuyên truyền|niêm yết|công khai|lưu"
)
_PURPOSE = re.compile(
    rf"\s*[(\[]\s*((?:để|đ/)\s*[^)\]]+|(?:{_KNOWN_PURPOSES})(?:(?:\s*[,;&+]\s*|\s+và\s+)(?:{_KNOWN_PURPOSES}))*)\s*[)\]]"
)
_INLINE_PURPOSE = re.compile(
    r"\s+((?:để\s+)(?:b/c|báo cáo|phối hợp|thực hiện|triển khai|chỉ đạo|biết|đăng tải|theo dõi)[^;]*)$"
)
_REPORTED = re.compile(r"(?:để\s+)?(?:b/?c|báo cáo)$")
_INITIALS = re.compile(r"\.\s*[a-z\d]{1,6}$")


def recipients_of(tail: list[Line]) -> tuple[Recipient, ...]:
    """The recipients in `tail`, the lines from "Nơi nhận" or the signature on."""
    return tuple(recipient for line in recipient_lines(tail) if (recipient := _recipient(line)).name)


def recipient_lines(tail: list[Line]) -> list[Line]:
    """One line for each recipient, wrapped lines joined; nothing of the signature."""
    start = next((i for i, line in enumerate(tail) if _HEAD.match(shadow(line.text))), None)
    if start is None:
        return []
    first = "" if _REMARK.match(shadow(tail[start].text)) else _HEAD.sub("", shadow(tail[start].text))
    lines = _listed(Line(tail[start].number, tail[start].text[-len(first) :])) if first else []
    gap = bulleted = False
    for line in tail[start + 1 :]:
        if not line.text:
            gap = bool(lines)
            continue
        shape, _, rest = split_label(line.text)
        bulleted = bulleted or shape is Shape.BULLET
        if shape is Shape.BULLET or _ARCHIVE.match(shadow(line.text)):
            lines.append(Line(line.number, rest if shape is Shape.BULLET else line.text))
        elif (lines and not gap and not begins_signature(line.text) and not lines[-1].text.endswith((";", "."))) or (
            lines
            and not begins_signature(line.text)
            and line.text[0].islower()
            and not lines[-1].text.endswith((";", "."))
        ):
            lines[-1] = Line(lines[-1].number, f"{lines[-1].text} {line.text}")
        elif not begins_signature(line.text) and (not lines or (not gap and not bulleted and _expects_more(lines[-1]))):
            lines += _listed(line)
        gap = False
    return lines


def _expects_more(last: Line) -> bool:
    """A list without bullets goes on after a semicolon, until the archive."""
    return last.text.endswith(";") and not _ARCHIVE.match(shadow(last.text))


def _listed(line: Line) -> list[Line]:
    """ "Như trên; Sở A (để b/c); Lưu: VT." typed in one line: a line for each where it ends with the archive."""
    parts = [part.strip(" -+•*") for part in re.split(r";(?![^(]*\))", line.text) if part.strip(" .-+•*")]
    if len(parts) > 1 and (_ARCHIVE.match(shadow(parts[-1])) or line.text.endswith(";")):
        return [Line(line.number, f"{part};") for part in parts]
    return [line]


def _recipient(line: Line) -> Recipient:
    place = Place(line.number, line.number)
    text = line.text.strip(" ;,")
    archive = _ARCHIVE.match(shadow(text))
    if archive:
        name = _INITIALS.sub("", text[archive.end() :].strip(" .;"))
        return Recipient(name.strip(" .;"), "lưu", place)
    purpose = ""
    found = _PURPOSE.search(shadow(text)) or _INLINE_PURPOSE.search(shadow(text))
    if found:
        purpose = text[found.start(1) : found.end(1)].strip()
        text = text[: found.start()] + text[found.end() :]
    if _REPORTED.match(shadow(purpose)):
        purpose = "b/c"
    elif _CARRIED_OUT.fullmatch(shadow(purpose)):
        purpose = "để thực hiện"
    return Recipient(text.strip(" .;,"), purpose, place)
