"""A Word file with open changes: read as if all were accepted, or as if nothing had been changed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from processes.documents.reading.docx_file import docx_units, read_docx
from processes.documents.reading.source import Line, Table
from processes.documents.reading.tracked_changes import Changes, Comment, Comments, Decided, settle
from processes.documents.reading.unreadable import Unreadable, UnreadableCode

ACCEPTED, ORIGINAL = Decided(Changes.ACCEPTED), Decided(Changes.ORIGINAL)


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def added(text: str) -> str:
    return f'<w:ins w:id="1" w:author="Văn thư">{run(text)}</w:ins>'


def taken(text: str) -> str:
    return f'<w:del w:id="2" w:author="Chuyên viên">{run(text, "delText")}</w:del>'


def mark(tag: str) -> str:
    return f'<w:pPr><w:rPr><w:{tag} w:id="3" w:author="Văn thư"/></w:rPr></w:pPr>'


def file_of(*paragraphs: str) -> bytes:
    document = Document()
    for content in paragraphs:
        shape = content if content.startswith("<w:tbl") else f"<w:p>{content}</w:p>"
        head, _end, rest = shape.partition(">")
        document.element.body.insert(-1, parse_xml(f"{head} {nsdecls('w')}>{rest}"))
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(content: bytes, decided: Decided) -> list[str]:
    return [unit.text for unit in docx_units(content, decided) if isinstance(unit, Line) and unit.text]


@pytest.mark.parametrize(
    ("paragraphs", "accepted", "original"),
    [
        ([run("Trước ngày ") + taken("15/6") + added("20/6")], ["Trước ngày 20/6"], ["Trước ngày 15/6"]),
        ([run("Một"), mark("ins") + added("Hai"), run("Ba")], ["Một", "Hai", "Ba"], ["Một", "Ba"]),
        ([run("Một"), mark("del") + taken("Hai"), run("Ba")], ["Một", "Ba"], ["Một", "Hai", "Ba"]),
        ([mark("del") + run("Sở Y tế "), run("chủ trì")], ["Sở Y tế chủ trì"], ["Sở Y tế", "chủ trì"]),
        ([mark("ins") + run("Sở Y tế "), run("chủ trì")], ["Sở Y tế", "chủ trì"], ["Sở Y tế chủ trì"]),
        (
            [mark("del") + run("a"), mark("del") + run("b"), run("c")],
            ["abc"],
            ["a", "b", "c"],
        ),
        (
            [f'<w:moveFrom w:id="4">{run("Việc ")}</w:moveFrom>' + run("đầu"), f"<w:moveTo>{run('Việc ')}</w:moveTo>"],
            ["đầu", "Việc"],
            ["Việc đầu"],
        ),
        (
            [f'<w:ins w:id="5">{run("thêm ")}<w:del w:id="6">{run("rồi bỏ", "delText")}</w:del></w:ins>' + run("giữ")],
            ["thêm giữ"],
            ["giữ"],
        ),
    ],
)  # fmt: skip
def test_either_text_is_read(paragraphs: list[str], accepted: list[str], original: list[str]) -> None:
    content = file_of(*paragraphs)
    assert lines(content, ACCEPTED) == accepted
    assert lines(content, ORIGINAL) == original


def test_rows_that_were_put_in_or_taken_out() -> None:
    def row(first: str, change: str = "") -> str:
        properties = f'<w:trPr><w:{change} w:id="7"/></w:trPr>' if change else ""
        cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in (first, "Sở Y tế", "2027"))
        return f"<w:tr>{properties}{cells}</w:tr>"

    head = "".join(
        f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("Nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện")
    )
    body = f"<w:tr>{head}</w:tr>{row('Cũ', 'del')}{row('Giữ')}{row('Mới', 'ins')}"
    content = file_of(f'<w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid>{body}</w:tbl>')

    def firsts(decided: Decided) -> list[str]:
        [table] = [unit for unit in docx_units(content, decided) if isinstance(unit, Table)]
        return [cells[0].text for cells in table.rows[1:]]

    assert firsts(ACCEPTED) == ["Giữ", "Mới"]
    assert firsts(ORIGINAL) == ["Cũ", "Giữ"]


def test_nothing_is_chosen_silently() -> None:
    content = file_of(run("Trước ngày ") + taken("15/6") + added("20/6"))
    with pytest.raises(Unreadable) as asked:
        docx_units(content)
    assert asked.value.code is UnreadableCode.OPEN_TRACKED_CHANGES
    assert asked.value.params["count"] == 2
    assert asked.value.params["samples"] == [
        {"sort": "taken", "author": "Chuyên viên", "text": "15/6"},
        {"sort": "added", "author": "Văn thư", "text": "20/6"},
    ]


def test_numbering_that_was_changed_comes_back_with_the_original() -> None:
    former = '<w:pPr><w:pPrChange w:id="8"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange></w:pPr>'
    content = file_of(former + run("Mục") + added(" lớn"))
    for decided, style in ((ACCEPTED, None), (ORIGINAL, "Heading1")):
        document = Document(io.BytesIO(content))
        settle(document.element.body, decided)
        found = document.element.body.find(f".//{qn('w:pStyle')}")
        assert (found.get(qn("w:val")) if found is not None else None) == style
        assert document.element.body.find(f".//{qn('w:pPrChange')}") is None


# --- comments


def commented() -> bytes:
    document = Document()
    document.add_paragraph("KẾ HOẠCH")
    runs = document.add_paragraph("Sở Y tế chủ trì.").runs
    document.add_comment(runs, text="Có đúng\nSở Y tế không?", author="Trưởng phòng")
    return saved(document)


def test_comments_are_asked_about_then_shown_beside_or_left_out() -> None:
    content = commented()
    with pytest.raises(Unreadable) as asked:
        docx_units(content)
    assert (asked.value.code, asked.value.params) == (UnreadableCode.OPEN_COMMENTS, {"count": 1})

    units, beside = read_docx(content, Decided(comments=Comments.BESIDE))
    assert beside == [Comment(2, "Trưởng phòng", "Có đúng Sở Y tế không?")]
    skipped, none = read_docx(content, Decided(comments=Comments.SKIPPED))
    assert (units, none) == (skipped, [])
    assert "Có đúng" not in str(units)


def test_both_are_asked_at_once() -> None:
    document = Document(io.BytesIO(commented()))
    document.paragraphs[0]._p.append(OxmlElement("w:ins"))
    with pytest.raises(Unreadable) as asked:
        docx_units(saved(document))
    assert asked.value.params == {"count": 1, "comments": 1, "samples": []}
    with pytest.raises(Unreadable) as further:
        docx_units(saved(document), ACCEPTED)
    assert further.value.code is UnreadableCode.OPEN_COMMENTS
