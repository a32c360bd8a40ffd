"""Nothing of the facts is lost, changed or carried out on the way to the page."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import weasyprint

from processes.documents.facts import Basis, Block, BlockKind, Fact, Mention, Role, Task
from processes.documents.writing import FontMissing, OutsideReference, rendering

from . import factory, printed

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
HOSTILE = (
    "{{7*7}} {% include '/etc/passwd' %} <img src=file:///etc/passwd> <script>alert(1)</script> "
    "<link rel=stylesheet href=http://198.51.100.1/x.css> <style>*{display:none}</style> &amp; url(http://198.51.100.1)"
)


def plan_with(*blocks: Block, **changes) -> bytes:
    return factory.plan(factory.plan_facts(body=blocks, tasks=(), **changes))


@pytest.mark.parametrize("kind", [BlockKind.SECTION, BlockKind.PARAGRAPH, BlockKind.BULLET])
def test_every_vietnamese_letter_is_printed_in_order(kind):
    letters = " ".join(LETTERS.upper() + LETTERS)
    found = "".join(printed.text(plan_with(Block(kind, letters, "I."))).split())
    expected = letters.upper() if kind is BlockKind.SECTION else letters
    assert expected.replace(" ", "") in found


def test_decomposed_letters_are_printed_composed():
    pdf = plan_with(Block(BlockKind.PARAGRAPH, unicodedata.normalize("NFD", "Đường Nguyễn Huệ, quận Ngũ Hành Sơn")))
    assert "Đường Nguyễn Huệ, quận Ngũ Hành Sơn" in printed.words(pdf)


def test_characters_no_page_can_hold_are_dropped():
    assert "Kinh phí đủ" in printed.words(plan_with(Block(BlockKind.PARAGRAPH, "Kinh\x00 phí\x1b\ud800 đủ\ufffe")))


def test_whole_plan_stands_on_its_pages_in_order():
    facts = factory.plan_facts()
    text, at = printed.words(factory.plan(facts)).replace("2 1.4.", "1.4."), 0
    wanted = [
        "KẾ HOẠCH",
        facts.title.value,
        *(basis.text for basis in facts.bases),
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NỘI DUNG",
    ]
    wanted += [task.label for task in facts.tasks] + [
        "III. KINH PHÍ",
        "IV. TỔ CHỨC THỰC HIỆN",
        "Nơi nhận:",
        "- Lưu: VT, KGVX.",
    ]
    for part in wanted:
        at = text.index(part, at)


def test_task_prints_its_roles_under_their_own_labels():
    task = Task(
        "1",
        "Tổ chức triển lãm.",
        label="-",
        lead_label="Cơ quan thực hiện",
        lead=(Mention("Sở Ngoại vụ"),),
        coordinating=(Mention("Cục Thông tin", Role.REQUESTED), Mention("Sở Nội vụ", note="(Ban Tôn giáo tỉnh)")),
        coordinating_label="Cơ quan, đơn vị phối hợp",
        time=Fact.of("Quý II/2019"),
    )
    text = printed.words(factory.plan(factory.plan_facts(body=(Block(BlockKind.TASK, task_ref="1"),), tasks=(task,))))
    assert (
        "- Tổ chức triển lãm. + Cơ quan thực hiện: Sở Ngoại vụ. + Cơ quan, đơn vị phối hợp: Đề nghị Cục Thông tin,"
        " Sở Nội vụ (Ban Tôn giáo tỉnh). + Thời gian thực hiện: Quý II/2019./."
    ) in text


def test_names_with_commas_are_parted_by_semicolons():
    assert "Sở Văn hóa, Thể thao và Du lịch; Sở Giáo dục và Đào tạo (khối trường học)." in printed.words(factory.plan())


def test_a_blank_time_shows_as_blank_and_an_absent_one_not_at_all():
    tasks = (Task("1", "Việc một.", time=Fact.blank()), Task("2", "Việc hai."))
    text = printed.words(factory.plan(factory.plan_facts(body=(), tasks=tasks)))
    assert text.count("Thời gian thực hiện") == 1
    assert "Thời gian thực hiện: ..." in text


def test_a_task_that_no_block_places_is_printed_all_the_same():
    facts = factory.plan_facts()
    extra = factory.task("9.9", "Việc thêm sau khi soạn", "3.5.")
    text = printed.words(factory.plan(dataclasses.replace(facts, tasks=(*facts.tasks, extra))))
    assert text.index("3.4. Số hóa") < text.index("3.5. Việc thêm sau khi soạn.") < text.index("III. KINH PHÍ")


@pytest.mark.parametrize("ending", ["", ".", "./.", " ./.", ";"])
def test_end_mark_stands_once_whatever_the_text_came_with(ending):
    text = printed.words(plan_with(Block(BlockKind.PARAGRAPH, f"Kế hoạch có hiệu lực{ending}")))
    assert "Kế hoạch có hiệu lực./. Nơi nhận:" in text
    assert text.count("./.") == 1


def test_bases_keep_their_own_marks_and_get_those_they_lack():
    bases = (Basis("Căn cứ A"), Basis("Căn cứ B,"), Basis("Thực hiện C với nội dung sau:"))
    assert "Căn cứ A; Căn cứ B, Thực hiện C với nội dung sau:" in printed.words(
        plan_with(Block(BlockKind.PARAGRAPH, "Hết"), bases=bases)
    )


def test_costs_become_an_appendix_that_the_section_on_money_names():
    text = printed.words(factory.plan(factory.plan_facts(costs=factory.costs())))
    assert text.index("III. KINH PHÍ") < text.index("nêu tại Phụ lục kèm theo") < text.index("IV. TỔ CHỨC THỰC HIỆN")
    assert "Phụ lục DỰ TOÁN KINH PHÍ THỰC HIỆN (Kèm theo Kế hoạch số /KH-UBND ngày tháng năm của Ủy ban" in text
    assert "Tổng cộng 759.000.000" in text


def test_a_body_that_names_the_appendix_gets_no_second_sentence():
    body = (Block(BlockKind.PARAGRAPH, "Chi tiết theo Phụ lục đính kèm."),)
    text = printed.words(factory.plan(factory.plan_facts(body=body, tasks=(), costs=factory.costs())))
    assert "nêu tại Phụ lục" not in text


def test_no_appendix_without_costs():
    assert "Phụ lục" not in printed.text(factory.plan())


def test_hostile_text_is_printed_as_text_and_nothing_is_fetched(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(rendering.NothingFetcher, "fetch", lambda self, url, headers=None: asked.append(url))
    facts = factory.plan_facts(
        title=Fact.of(HOSTILE),
        bases=(Basis(HOSTILE),),
        body=(Block(BlockKind.PARAGRAPH, HOSTILE, HOSTILE),),
        tasks=(),
    )
    pdf = factory.plan(facts, issuer=HOSTILE, recipients=[HOSTILE], archive_line=HOSTILE)
    text = printed.words(pdf)
    assert asked == []
    for part in (
        "{{7*7}}",
        "<img src=file:///etc/passwd>",
        "<script>alert(1)</script>",
        "<style>*{display:none}</style>",
    ):
        assert text.count(part) >= 3
    assert "root:" not in text


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://198.51.100.1/x.png", "data:image/png;base64,AA", "x.png"]
)
def test_the_fetcher_refuses_every_address(url):
    with pytest.raises(OutsideReference):
        rendering._pdf(f"<img src='{url}' alt='x'>")


def test_the_same_facts_give_the_same_bytes_in_another_process():
    code = "import sys; from tests.unit.writing import factory; sys.stdout.buffer.write(factory.plan())"
    root = Path(__file__).resolve().parents[3]
    outside = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outside == [factory.plan()] * 2


def test_a_machine_without_the_font_is_told_so(monkeypatch):
    monkeypatch.setattr(rendering, "FONT", "No Such Font")
    rendering._require_font.cache_clear()
    try:
        with pytest.raises(FontMissing):
            rendering.render("letter.html")
    finally:
        monkeypatch.undo()
        rendering._require_font.cache_clear()


def test_weasyprint_is_of_the_line_whose_fetcher_we_replace():
    assert int(weasyprint.__version__.split(".")[0]) >= 70
