"""The way of a document through two signatures: what holds, and what everybody notices who changes anything."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from processes.documents import sealing, writing
from processes.documents.reading import read_file
from processes.documents.sealing import signing
from processes.documents.sealing.fields import DAY, MONTH, NUMBER, YEAR
from tests.unit.sealing import papers

NUMBER_LINE = "Số: 215/KH-UBND"
DATE_LINE = "Thử, ngày 11 tháng 3 năm 2026"


# --- the page


def test_the_same_plan_gives_the_same_bytes_until_it_is_signed() -> None:
    assert sealing.prepare(papers.form()) == papers.prepared()
    stamp = sealing.seal_stamp(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert stamp == sealing.seal_stamp(b"<svg xmlns='http://www.w3.org/2000/svg'/>")


def test_a_page_without_its_fields_is_not_prepared() -> None:
    with pytest.raises(sealing.NotPrepared):
        sealing.sign_by_leader(papers.form(), papers.key(papers.LEADER), papers.seal(), papers.SIGNED_AT)


def test_number_and_day_are_read_where_they_stand() -> None:
    text = " ".join(papers.told_by("pdftotext", papers.sealed(), "-layout").split())
    assert NUMBER_LINE in text
    assert DATE_LINE in text


def test_the_digits_stand_on_the_line_of_the_words_around_them() -> None:
    boxes = papers.told_by("pdftotext", papers.sealed(), "-bbox")
    lower = {word: float(y) for y, word in re.findall(r'yMax="([\d.]+)">([^<]+)<', boxes)}
    assert lower["215"] == pytest.approx(lower["Số:"], abs=0.01)
    assert lower["11"] == pytest.approx(lower["ngày"], abs=0.01)


def test_only_the_documents_own_fonts_are_embedded_and_the_file_stays_small() -> None:
    fonts = re.findall(r"^[A-Z]{6}\+(\S+)", papers.told_by("pdffonts", papers.sealed()), re.MULTILINE)
    assert {font.split("-")[0] for font in fonts} == {"Digits", "Liberation"}
    assert len(papers.prepared()) < 60_000
    assert len(papers.sealed()) < 100_000


def test_the_way_to_check_stands_below_the_recipients() -> None:
    address = "https://thu.example/kiem-tra/abcd"
    page = papers.form(writing.Check(sealing.code_picture(address), "thu.example/kiem-tra/abcd"))
    text = papers.told_by("pdftotext", page, "-raw")
    assert text.index("Lưu: VT.") < text.index("thu.example/kiem-tra/abcd")


@pytest.mark.parametrize(
    ("number", "day", "texts"),
    [
        ("7", date(2026, 1, 5), ("07", "05", "01", "2026")),
        ("1215", date(2026, 12, 31), ("1215", "31", "12", "2026")),
        ("10", date(2027, 3, 9), ("10", "09", "3", "2027")),
    ],
)
def test_number_and_day_are_written_as_the_decree_says(number: str, day: date, texts: tuple[str, ...]) -> None:
    assert tuple(sealing.Filling(number, day).texts()[name] for name in (NUMBER, DAY, MONTH, YEAR)) == texts


# --- whole


def test_poppler_agrees_with_both_signatures() -> None:
    said = papers.told_by("pdfsig", papers.sealed(), "-nocert")
    assert said.count("Signature is Valid.") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert "Total document signed" in said.split("Signature #2")[1]


def test_both_signatures_hold_and_say_who_signed_and_when() -> None:
    found = papers.judged(papers.sealed())
    assert found.verdict is sealing.Verdict.WHOLE
    assert [(one.signer, one.stated_at, one.later) for one in found.signatures] == [
        (papers.LEADER, papers.SIGNED_AT, sealing.Later.ALLOWED),
        (papers.COMMITTEE, papers.SEALED_AT, sealing.Later.NOTHING),
    ]


def test_the_leaders_signature_stands_alone_before_the_number() -> None:
    found = papers.judged(papers.signed())
    assert (found.verdict, len(found.signatures)) == (sealing.Verdict.WHOLE, 1)


def test_a_signer_whom_nobody_certifies_is_not_trusted() -> None:
    found = sealing.verify(papers.sealed(), [], papers.NOW)
    assert found.verdict is sealing.Verdict.UNTRUSTED
    assert all(one.holds and not one.is_trusted for one in found.signatures)


def test_a_signature_outlives_its_certificate() -> None:
    found = sealing.verify(papers.sealed(), [papers.authority().pem], papers.NOW + timedelta(days=10 * 365))
    assert found.verdict is sealing.Verdict.WHOLE


def test_a_plain_page_bears_no_signature_and_garbage_cannot_be_read() -> None:
    assert papers.judged(papers.prepared()).verdict is sealing.Verdict.UNSIGNED
    assert papers.judged(b"%PDF-1.7 nothing else").verdict is sealing.Verdict.UNREADABLE


# --- changed


def test_a_changed_byte_is_noticed_wherever_it_is() -> None:
    whole = papers.sealed()
    unnoticed = []
    for place in range(0, len(whole), 487):
        changed = bytearray(whole)
        changed[place] ^= 1
        if papers.judged(bytes(changed)).verdict not in (sealing.Verdict.CHANGED, sealing.Verdict.UNREADABLE):
            unnoticed.append(place)
    assert unnoticed == []


def _another_number(writer: IncrementalPdfFileWriter) -> None:
    fields = signing._fields_of(writer)
    fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
    signing._fill(writer, fields[NUMBER], fonts, "216", align_right=True)


def _words_on_the_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    added = writer.add_object(generic.StreamObject(stream_data=b"0 0 0 rg 100 100 200 200 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), added])
    writer.update_container(page)


def _a_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    rectangle = generic.ArrayObject(map(generic.FloatObject, (100, 100, 200, 200)))
    note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/Square"), "/Rect": rectangle}
    added = writer.add_object(generic.DictionaryObject({pdf_name(name): value for name, value in note.items()}))
    page["/Annots"].append(added)
    writer.update_container(page["/Annots"])


def _another_field(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    field = {"/FT": pdf_name("/Tx"), "/T": generic.TextStringObject("more"), "/V": generic.TextStringObject("more")}
    added = writer.add_object(generic.DictionaryObject({pdf_name(name): value for name, value in field.items()}))
    form["/Fields"].append(added)
    writer.update_container(form["/Fields"])


@pytest.mark.parametrize("file", ["signed", "sealed"])
@pytest.mark.parametrize("change", [_words_on_the_page, _a_note, _another_field])
def test_what_is_added_afterwards_is_noticed(file: str, change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    assert _judged_after(getattr(papers, file)(), change).verdict is sealing.Verdict.CHANGED


def test_a_number_altered_after_the_seal_is_noticed() -> None:
    assert _judged_after(papers.sealed(), _another_number).verdict is sealing.Verdict.CHANGED


def test_bytes_behind_the_seal_are_noticed() -> None:
    assert papers.judged(papers.sealed() + b"\n% more").verdict is sealing.Verdict.CHANGED


def test_a_number_that_is_not_the_one_shown_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sealed field could hold 216 and show 215."""
    fill = signing._fill

    def lie(
        writer: IncrementalPdfFileWriter, field: generic.DictionaryObject, *args: object, **options: object
    ) -> None:
        fill(writer, field, *args, **options)
        if field["/T"] == NUMBER:
            field["/V"] = generic.TextStringObject("216")

    monkeypatch.setattr(signing, "_fill", lie)
    filling = sealing.Filling("215", papers.ISSUED_ON)
    lied = sealing.fill_and_seal(
        papers.signed(), filling, papers.key(papers.COMMITTEE), papers.seal(), papers.SEALED_AT
    )
    found = papers.judged(lied)
    assert all(one.holds for one in found.signatures)
    assert found.verdict is sealing.Verdict.CHANGED


def _judged_after(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> sealing.Verification:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    changed = io.BytesIO()
    writer.write(changed)
    return papers.judged(changed.getvalue())


# --- refused


def test_a_sealed_file_is_not_filled_again() -> None:
    with pytest.raises(sealing.NotFillable):
        _fill(papers.sealed(), "216")


def test_a_page_that_no_leader_signed_is_not_sealed() -> None:
    with pytest.raises(sealing.NotFillable):
        _fill(papers.prepared(), "215")


@pytest.mark.parametrize("number", ["", "215a", "-1", "٣"])
def test_a_number_of_anything_but_digits_is_refused(number: str) -> None:
    with pytest.raises(sealing.NotFillable):
        _fill(papers.signed(), number)


def test_a_long_number_is_narrowed_into_its_place() -> None:
    text = " ".join(papers.told_by("pdftotext", _fill(papers.signed(), "12345"), "-layout").split())
    assert "12345/KH-UBND" in text


def _fill(pdf: bytes, number: str) -> bytes:
    filling = sealing.Filling(number, papers.ISSUED_ON)
    return sealing.fill_and_seal(pdf, filling, papers.key(papers.COMMITTEE), papers.seal(), papers.SEALED_AT)


@pytest.mark.parametrize(("number", "line"), [("7", "Số: 07/KH-UBND "), ("1215", "Số: 1215/KH-UBND ")])
def test_numbers_of_any_length_are_read_beside_their_words(number: str, line: str) -> None:
    assert line in papers.told_by("pdftotext", _fill(papers.signed(), number), "-layout")


def test_our_own_reader_sees_number_and_day() -> None:
    """They stand in form fields, which are no text of the page."""
    facts = read_file(papers.sealed(), "plan.pdf")

    assert (facts.number.value, facts.date.value) == ("215", papers.ISSUED_ON.isoformat())
