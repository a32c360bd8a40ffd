"""One plan laid out in many ways: label blocks, tables of every sort, Word, PDF, Markdown. It always reads the same."""

from __future__ import annotations

import html
import random
import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import docx
import pytest
from docx.document import Document
from docx.table import _Cell
from weasyprint import HTML

from processes.documents.facts import PlanFacts
from processes.documents.reading import read_file, read_text
from tests.unit.reading.test_files import saved

HEAD = (
    "ỦY BAN NHÂN DÂN",
    "TỈNH SƠN HẢI",
    "",
    "Số: 118/KH-UBND",
    "",
    "Sơn Hải, ngày 09 tháng 3 năm 2026",
    "",
    "KẾ HOẠCH",
    "Phát triển du lịch biển, đảo giai đoạn 2026-2028",
    "",
    "Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017;",
    "",
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch phát triển du lịch biển, đảo giai đoạn 2026-2028 như sau:",
    "",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "",
    "Khai thác bền vững tài nguyên biển, nâng cao thu nhập của ngư dân.",
    "",
    "II. NHIỆM VỤ",
    "",
)
TAIL = (
    "",
    "III. TỔ CHỨC THỰC HIỆN",
    "",
    "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan phản ánh về Sở Văn hóa, Thể thao và Du lịch "
    "để tổng hợp, báo cáo Ủy ban nhân dân tỉnh xem xét, quyết định./.",
    "",
    "Nơi nhận:",
    "- Ủy ban nhân dân các xã, phường;",
    "- Lưu: VT, KGVX.",
    "",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
)


@dataclass(frozen=True)
class Row:
    text: str
    lead: str
    coordinating: str
    time: str


ROWS = (
    Row(
        "Khảo sát, lập bản đồ các điểm du lịch ven biển",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Nông nghiệp và Môi trường",
        "Quý II/2026",
    ),
    Row("Nâng cấp bến tàu đưa đón khách ra đảo", "Sở Xây dựng", "Sở Tài chính; Công an tỉnh", "Năm 2026-2027"),
    Row(
        "Tập huấn kỹ năng cứu hộ cho người làm dịch vụ biển",
        "Sở Y tế",
        "Bộ Chỉ huy Quân sự tỉnh",
        "Trước ngày 30/5/2026",
    ),
    Row("Thu gom rác thải nhựa tại bãi tắm công cộng", "Ủy ban nhân dân các xã, phường", "Tỉnh đoàn", "Thường xuyên"),
    Row("Xây dựng chuyên mục quảng bá trên sóng truyền hình", "Báo và Phát thanh, Truyền hình tỉnh", "", "Hằng năm"),
    Row("Hỗ trợ ngư dân chuyển đổi nghề", "Sở Nông nghiệp và Môi trường", "Hội Nông dân tỉnh", "Tháng 9/2027"),
    Row("Thí điểm vé điện tử dùng chung", "Sở Khoa học và Công nghệ", "Sở Tài chính", "Quý IV năm 2026"),
    Row("Sơ kết, đánh giá kết quả thực hiện", "Văn phòng Ủy ban nhân dân tỉnh", "Các sở, ban, ngành", "Tháng 12/2028"),
)
COLUMNS = ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")


def read_rows(facts: PlanFacts) -> list[Row]:
    return [
        Row(
            task.text.rstrip("."),
            "; ".join(one.name for one in task.lead),
            "; ".join(one.name for one in task.coordinating),
            (task.time.value or "").rstrip("."),
        )
        for task in facts.tasks
    ]


def cells(number: int, row: Row) -> tuple[str, ...]:
    return str(number), row.text, row.lead, row.coordinating, row.time


# --- as text


def label_blocks(number: str, bullet: str, labels: Sequence[str]) -> str:
    lines: list[str] = []
    for index, row in enumerate(ROWS, start=1):
        lines.append(number.format(index) + f" {row.text}.")
        said = (row.lead, row.coordinating, row.time)
        lines += [f"{bullet} {label}: {value}." for label, value in zip(labels, said, strict=True) if value]
        lines.append("")
    return "\n".join([*HEAD, *lines, *TAIL])


FULL = ("Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")
OTHER = ("Đơn vị chủ trì thực hiện", "Đơn vị phối hợp", "Thời gian hoàn thành")
SHORT = ("Chủ trì", "Phối hợp", "Thời gian")


def markdown_table() -> str:
    rows = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    rows += ["| " + " | ".join(cells(number, row)) + " |" for number, row in enumerate(ROWS, start=1)]
    return "\n".join([*HEAD, *rows, *TAIL])


def hard_wrapped(text: str) -> str:
    wrapped = (textwrap.wrap(line, 72, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join("\n".join(lines) for lines in wrapped)


def noisy(text: str) -> str:
    """No-break and double spaces, a decomposed form, page numbers between paragraphs."""
    dice = random.Random(4)
    spaced = "".join(dice.choice(("\u00a0", " ", " ", "  ")) if letter == " " else letter for letter in text)
    paragraphs = spaced.split("\n\n")
    paragraphs.insert(len(paragraphs) // 2, "2")
    return unicodedata.normalize("NFD", "\n\n".join(paragraphs))


TEXTS: dict[str, Callable[[], str]] = {
    "label blocks": lambda: label_blocks("{}.", "-", FULL),
    "other labels": lambda: label_blocks("{}.", "-", OTHER),
    "short labels": lambda: label_blocks("{}.", "-", SHORT),
    "brackets and plus": lambda: label_blocks("{})", "+", FULL),
    "numbers of two levels": lambda: label_blocks("1.{}.", "-", FULL),
    "letters": lambda: label_blocks("Nhiệm vụ {}:", "•", FULL),
    "Markdown": markdown_table,
    "hard wraps": lambda: hard_wrapped(label_blocks("{}.", "-", FULL)),
    "noise": lambda: noisy(label_blocks("{}.", "-", FULL)),
    "Windows": lambda: label_blocks("{}.", "-", FULL).replace("\n", "\r\n"),
    "no blank lines": lambda: label_blocks("{}.", "-", FULL).replace("\n\n", "\n"),
}


@pytest.mark.parametrize("layout", TEXTS)
def test_a_text_reads_the_same(layout: str) -> None:
    assert read_rows(read_text(TEXTS[layout]())) == list(ROWS)


# --- as Word


def word(body: Callable[[Document], None]) -> bytes:
    document = docx.Document()
    for line in HEAD:
        document.add_paragraph(line)
    body(document)
    for line in TAIL:
        document.add_paragraph(line)
    return saved(document)


def fill(cells_: Sequence[_Cell], values: Sequence[str]) -> None:
    for cell, value in zip(cells_, values, strict=True):
        cell.text = value


def plain_table(document: Document) -> None:
    table = document.add_table(rows=1, cols=5)
    fill(table.rows[0].cells, COLUMNS)
    for number, row in enumerate(ROWS, start=1):
        fill(table.add_row().cells, cells(number, row))


def columns_in_another_order(document: Document) -> None:
    order = (0, 1, 4, 2, 3)
    table = document.add_table(rows=1, cols=5)
    fill(table.rows[0].cells, [COLUMNS[n] for n in order])
    for number, row in enumerate(ROWS, start=1):
        fill(table.add_row().cells, [cells(number, row)[n] for n in order])


def head_of_two_rows(document: Document) -> None:
    """The agencies under one common head; the other heads are merged downwards."""
    table = document.add_table(rows=2, cols=5)
    first, second = table.rows[0].cells, table.rows[1].cells
    for column in (0, 1, 4):
        first[column].merge(second[column]).text = COLUMNS[column]
    first[2].merge(first[3]).text = "Cơ quan thực hiện"
    second[2].text, second[3].text = "Chủ trì", "Phối hợp"
    for number, row in enumerate(ROWS, start=1):
        fill(table.add_row().cells, cells(number, row))


def groups_in_merged_rows(document: Document) -> None:
    table = document.add_table(rows=1, cols=5)
    fill(table.rows[0].cells, COLUMNS)
    for number, row in enumerate(ROWS, start=1):
        if number in (1, 5):
            merged = table.add_row().cells
            merged[0].text = "I" if number == 1 else "II"
            merged[1].merge(merged[4]).text = "Hạ tầng và môi trường" if number == 1 else "Quảng bá và sinh kế"
        fill(table.add_row().cells, cells(number, row))


def table_in_two_halves(document: Document) -> None:
    """As Word users split it by hand: the heads again on the next page."""
    for half in (ROWS[:4], ROWS[4:]):
        table = document.add_table(rows=1, cols=5)
        fill(table.rows[0].cells, COLUMNS)
        for row in half:
            fill(table.add_row().cells, cells(ROWS.index(row) + 1, row))
        document.add_paragraph("")


def automatic_numbers(document: Document) -> None:
    for row in ROWS:
        document.add_paragraph(f"{row.text}.", style="List Number")
        for label, value in zip(FULL, (row.lead, row.coordinating, row.time), strict=True):
            if value:
                document.add_paragraph(f"{label}: {value}.", style="List Bullet")


def soft_breaks(document: Document) -> None:
    for number, row in enumerate(ROWS, start=1):
        said = zip(FULL, (row.lead, row.coordinating, row.time), strict=True)
        lines = [f"{number}. {row.text}.", *(f"- {label}: {value}." for label, value in said if value)]
        document.add_paragraph("\n".join(lines))


WORDS: dict[str, Callable[[Document], None]] = {
    "table": plain_table,
    "other order": columns_in_another_order,
    "head of two rows": head_of_two_rows,
    "merged groups": groups_in_merged_rows,
    "two halves": table_in_two_halves,
    "automatic numbers": automatic_numbers,
    "soft breaks": soft_breaks,
}


@pytest.mark.parametrize("layout", WORDS)
def test_a_word_file_reads_the_same(layout: str) -> None:
    assert read_rows(read_file(word(WORDS[layout]), "plan.docx")) == list(ROWS)


# --- as PDF


def page(body: str, style: str = "") -> bytes:
    above, below = ("".join(f"<p>{html.escape(line)}</p>" for line in part if line) for part in (HEAD, TAIL))
    made = HTML(
        string=f"""<style>@page {{ size: A4; margin: 2cm 2cm 2cm 3cm; @top-center {{ content: counter(page) }} }}
        body {{ font: 13pt serif; text-align: justify }} table {{ border-collapse: collapse; width: 100% }}
        td, th {{ border: 1px solid; padding: 3pt; vertical-align: top; text-align: left }} {style}</style>
        {above}{body}{below}"""
    ).write_pdf()
    assert isinstance(made, bytes)
    return made


def ruled_table() -> str:
    heads = "".join(f"<th>{name}</th>" for name in COLUMNS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells(number, row)) + "</tr>"
        for number, row in enumerate(ROWS, start=1)
    )
    return f"<table><thead><tr>{heads}</tr></thead>{rows}</table>"


def paragraphs() -> str:
    lines = label_blocks("{}.", "-", FULL).splitlines()[len(HEAD) : -len(TAIL)]
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


PAGES: dict[str, Callable[[], bytes]] = {
    "paragraphs": lambda: page(paragraphs()),
    "table": lambda: page(ruled_table()),
    "table over pages": lambda: page(ruled_table(), "td { height: 3cm }"),
    "narrow": lambda: page(paragraphs(), "@page { size: A5 }"),
}


@pytest.mark.parametrize("layout", PAGES)
def test_a_pdf_reads_the_same(layout: str) -> None:
    assert read_rows(read_file(PAGES[layout](), "plan.pdf")) == list(ROWS)
