"""Files: the same plan as text, Word and PDF; and what is refused before or while it is opened."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from weasyprint import HTML

from processes.documents.facts import PlanFacts
from processes.documents.reading import Unreadable, UnreadableCode, read_file, read_text
from processes.documents.reading.summary import to_truth_shape
from tests.unit.reading.plans import plan_file, plan_text

TABLE_HEADS = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]
TABLE_ROWS = [
    ["I", "Tuyên truyền", "", "", ""],
    ["1", "Tổ chức hội nghị phổ biến kế hoạch", "Sở Tư pháp", "Các sở, ban, ngành; UBND các xã, phường", "Quý I/2026"],
    ["2", "Biên soạn tài liệu hỏi đáp", "Sở Văn hóa, Thể thao và Du lịch", "", "Tháng 5/2026"],
    ["II", "Kiểm tra", "", "", ""],
    ["1", "Kiểm tra việc thực hiện tại cơ sở", "Thanh tra tỉnh, Sở Nội vụ", "Công an tỉnh", ""],
]


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_plan(text: str) -> Document:
    """The text as Word: letterhead in a table, one paragraph a line."""
    document = docx.Document()
    lines = text.splitlines()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH KON TUM"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text = lines[2]
    table.cell(1, 1).text = lines[4]
    for line in lines[6:]:
        if line.strip():
            document.add_paragraph(line.replace("*", ""))
    return document


def pdf_plan(text: str) -> bytes:
    """The text as a page: letterhead and signature side by side, justified paragraphs, page numbers."""
    lines = [line.replace("*", "") for line in text.splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith("Nơi nhận"))
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines[6:start] if line.strip())
    signs = next(i for i, line in enumerate(lines) if line.startswith("TM"))
    left = "<br>".join(html.escape(line) for line in lines[start:signs] if line.strip())
    right = "<br>".join(html.escape(line) for line in lines[signs:] if line.strip())
    page = f"""<style>@page {{ size: A4; margin: 2cm 2cm 2cm 3cm; @top-center {{ content: counter(page) }} }}
        body {{ font: 13pt serif; text-align: justify }}
        td {{ width: 8cm; vertical-align: top; text-align: center }}</style>
        <table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH KON TUM</td>
        <td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do</td></tr>
        <tr><td>{lines[2]}</td><td>{lines[4]}</td></tr></table>{body}
        <table><tr><td style="text-align: left">{left}</td><td>{right}</td></tr></table>"""
    rendered = HTML(string=page).write_pdf()
    assert isinstance(rendered, bytes)
    return rendered


def same_but_the_places(one: PlanFacts, other: PlanFacts) -> None:
    assert to_truth_shape(one) == to_truth_shape(other)


def test_a_path_and_its_content_read_the_same() -> None:
    path = plan_file("003")

    assert read_file(path, path.name) == read_file(path.read_bytes(), path.name) == read_text(plan_text("003"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_text_with_a_byte_order_mark(encoding: str) -> None:
    same_but_the_places(read_file(plan_text("003").encode(encoding), "kế hoạch.TXT"), read_text(plan_text("003")))


def test_word_round_trip() -> None:
    read = read_file(saved(word_plan(plan_text("003"))), "plan.docx")

    same_but_the_places(read, read_text(plan_text("003")))


def test_pdf_round_trip() -> None:
    read = read_file(pdf_plan(plan_text("003")), "plan.pdf")

    same_but_the_places(read, read_text(plan_text("003")))


def test_word_tables_keep_blank_cells_and_groups() -> None:
    document = docx.Document()
    for line in (
        "KẾ HOẠCH",
        "Phổ biến pháp luật năm 2026",
        "",
        "Căn cứ Luật Thanh tra ngày 14 tháng 11 năm 2022;",
        "I. NHIỆM VỤ",
    ):
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=5)
    for cell, head in zip(table.rows[0].cells, TABLE_HEADS, strict=True):
        cell.text = head
    for row in TABLE_ROWS:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    facts = read_file(saved(document), "bảng.docx")

    assert [task.ref for task in facts.tasks] == ["I.1", "I.2", "II.1"]
    assert facts.task("I.2").coordinating == ()
    assert [m.name for m in facts.task("II.1").lead] == ["Thanh tra tỉnh", "Sở Nội vụ"]
    assert [facts.task(ref).time.presence.value for ref in ("I.1", "II.1")] == ["value", "blank"]


def test_automatic_numbers_of_word_are_read() -> None:
    document = docx.Document()
    for line in (
        "KẾ HOẠCH",
        "Chuyển đổi số năm 2026",
        "",
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024, UBND tỉnh ban hành Kế hoạch như sau:",
    ):
        document.add_paragraph(line)
    document.add_paragraph("II. NHIỆM VỤ")
    for text in ("Xây dựng kho dữ liệu dùng chung của tỉnh", "Tập huấn kỹ năng số cho cán bộ xã"):
        document.add_paragraph(text, style="List Number")
        document.add_paragraph("Cơ quan chủ trì: Sở Khoa học và Công nghệ.", style="List Bullet")
        document.add_paragraph("Thời gian thực hiện: Quý II/2026.", style="List Bullet")
    facts = read_file(saved(document), "số.docx")

    assert [(task.ref, task.label) for task in facts.tasks] == [("1", "1."), ("2", "2.")]


def tracked(document: Document) -> None:
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:author"), "văn thư")
    document.paragraphs[0]._p.append(inserted)


def commented(document: Document) -> None:
    document.paragraphs[0].runs[0]._r.append(OxmlElement("w:commentReference"))


@pytest.mark.parametrize(
    ("change", "code"), [(tracked, UnreadableCode.OPEN_TRACKED_CHANGES), (commented, UnreadableCode.OPEN_COMMENTS)]
)
def test_open_changes_and_comments_are_a_question(change: Callable[[Document], None], code: UnreadableCode) -> None:
    document = word_plan(plan_text("003"))
    change(document)

    with pytest.raises(Unreadable) as refused:
        read_file(saved(document), "plan.docx")
    assert (refused.value.code, refused.value.params["count"]) == (code, 1)


def repacked(content: bytes, name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, data)
    return buffer.getvalue()


def plain_word() -> bytes:
    return saved(word_plan(plan_text("003")))


def bomb() -> bytes:
    return repacked(plain_word(), "word/media/image1.png", b"\0" * (251 * 1024 * 1024))


def entity() -> bytes:
    return repacked(
        plain_word(),
        "word/document.xml",
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>',
    )


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (lambda: b"", "a.txt", UnreadableCode.EMPTY),
        (lambda: b" \n\t ", "a.md", UnreadableCode.EMPTY),
        (lambda: b"MZ\x90", "a.exe", UnreadableCode.UNKNOWN_KIND),
        (lambda: b"abc", "khong-duoi", UnreadableCode.UNKNOWN_KIND),
        (lambda: b"\xff\xd8\xff\xe0" * 40, "a.txt", UnreadableCode.NOT_TEXT),
        (lambda: b"a\x00b" * 40, "a.txt", UnreadableCode.NOT_TEXT),
        (lambda: b"PK\x03\x04 broken", "a.docx", UnreadableCode.BROKEN_FILE),
        (lambda: "chữ".encode(), "a.docx", UnreadableCode.BROKEN_FILE),
        (lambda: "chữ".encode(), "a.pdf", UnreadableCode.BROKEN_FILE),
        (lambda: b"%PDF-1.7 nothing else", "a.pdf", UnreadableCode.BROKEN_FILE),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a.docx", UnreadableCode.ENCRYPTED),
        (lambda: repacked(plain_word(), "word/vbaProject.bin", b"x"), "a.docx", UnreadableCode.MACROS),
        (plain_word, "a.docm", UnreadableCode.MACROS),
        (bomb, "a.docx", UnreadableCode.UNPACKS_TOO_LARGE),
        (entity, "a.docx", UnreadableCode.BROKEN_FILE),
        (lambda: saved(docx.Document()), "a.docx", UnreadableCode.NO_TEXT),
        (lambda: HTML(string="<p style='color: white'></p>").write_pdf(), "a.pdf", UnreadableCode.NO_TEXT),
    ],
)
def test_a_file_that_is_no_plan_is_refused_by_name(
    content: Callable[[], bytes], name: str, code: UnreadableCode
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(content(), name)

    assert refused.value.code is code


def test_a_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.txt"
    path.write_bytes(b"x" * 2_000)

    for source in (path, path.read_bytes()):
        with pytest.raises(Unreadable) as refused:
            read_file(source, path.name, max_bytes=1_000)
        assert (refused.value.code, refused.value.params) == (UnreadableCode.TOO_LARGE, {"limit": 1_000, "size": 2_000})


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n\n", "|\n|\n|", "KẾ HOẠCH", "- - - -", "Nơi nhận:", "PHỤ LỤC", "(((((", ")" * 400, "1.1.1.1.1. " * 50,
        "Cơ quan chủ trì:", "TM. ", "KẾ HOẠCH\n\n- Cơ quan chủ trì: ;;;,,\n- Thời gian: ", "| a | b |\n|---|---|",
        "STT\nNội dung\nCơ quan chủ trì\nThời gian\n", "ngày tháng năm", "báo cáo trước ngày 99/99/9999",
        "\x00\x01\x02",
        "a" * 100_000, "và, " * 5_000, "Sở " * 5_000,
    ],
)  # fmt: skip
def test_text_without_sense_gives_facts_without_values(text: str) -> None:
    facts = read_text(text)

    assert facts.number.value is None
    assert facts.recipients == ()
    assert facts.signer is None


def test_a_hundred_pages_read_in_seconds() -> None:
    text = plan_text("003")
    lines = text.splitlines()
    tasks = "\n".join(lines[25:177])
    repeated = "\n\n".join(re.sub(r"^(\d+)\.", rf"{number}.\1.", tasks, flags=re.MULTILINE) for number in range(1, 26))
    long = "\n".join([*lines[:25], repeated, *lines[177:]])

    assert len(read_text(long).tasks) == 500
