"""Plans written for these tests, each of another shape: who issues and signs, whose duties, who reports to whom.

Beside each document stands what a careful reader answers (samples/routes/NAME.json, the shape of `read_plan --json`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from processes.documents.facts import PlanFacts, Role
from processes.documents.reading import read_text
from processes.documents.reading.summary import to_truth_shape
from processes.documents.reading.writing_forms import fold
from tests.unit.reading.test_mutations import comparable, decomposed, new_tones, no_break_spaces, windows_lines

SAMPLES = Path(__file__).parent / "samples" / "routes"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")
IDENTITY = ("number", "symbol", "place", "date", "title", "issuer")


def expected(document: Path) -> dict[str, Any]:
    found = json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def facts_of(name: str) -> PlanFacts:
    return read_text(next(path for path in DOCUMENTS if path.stem == name).read_text(encoding="utf-8"))


def without_quotes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_quotes(item) for key, item in value.items() if key != "quote"}
    return [without_quotes(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_reads_as_a_careful_reader_reads_it(document: Path) -> None:
    read = without_quotes(to_truth_shape(read_text(document.read_text(encoding="utf-8"))))

    for key, value in expected(document).items():
        if key in IDENTITY:
            assert fold(read[key] or "") == fold(value or ""), key
        else:
            assert read[key] == value, key


@pytest.mark.parametrize(
    "change", [decomposed, windows_lines, new_tones, no_break_spaces], ids=lambda one: one.__name__
)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_typed_in_another_way_it_reads_the_same(document: Path, change: Callable[[str], str]) -> None:
    text = document.read_text(encoding="utf-8")

    assert comparable(change(text)) == comparable(text)


LETTER = """

UBND TỈNH TUYÊN QUANG
SỞ XÂY DỰNG
Số: 88/TTr-SXD

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tuyên Quang, ngày 02 tháng 11 năm 2024

TỜ TRÌNH
Về việc ban hành Kế hoạch

Kính gửi: Ủy ban nhân dân tỉnh

Thực hiện nhiệm vụ được giao, Sở Xây dựng trình dự thảo Kế hoạch:

1. Sự cần thiết

- Sở Xây dựng đề nghị các huyện báo cáo về Sở trước ngày 20/5/2025.

Nơi nhận:
- Như trên;
- Giám đốc Sở;
- Lưu: VT.

GIÁM ĐỐC

Người Ký Tờ Trình

"""


@pytest.mark.parametrize("name", ["committee", "department", "directive", "portal_cells"])
def test_the_letter_that_a_plan_was_handed_in_by_is_not_the_plan(name: str) -> None:
    text = next(path for path in DOCUMENTS if path.stem == name).read_text(encoding="utf-8")

    assert comparable(text + LETTER) == comparable(text)
    assert comparable(LETTER + text) == comparable(text)


def test_a_duty_says_what_its_agency_is_in_it() -> None:
    duties = {duty.text[:25]: duty.roles for duty in facts_of("department").duties + facts_of("committee").duties}

    assert duties["Làm đầu mối tổ chức ngày "] == (Role.FOCAL_POINT, Role.INFORMING)
    assert duties["Đôn đốc tiến độ; cung cấp"] == (Role.MONITORING, Role.INFORMING)
    assert duties["Vận động đoàn viên, hội v"] == (Role.CARRYING_OUT,)


def test_whoever_is_asked_is_not_ordered() -> None:
    duties = facts_of("directive").duties

    assert [duty.roles[0] for duty in duties if Role.REQUESTED in duty.roles] == [Role.REQUESTED]
    assert duties[1].roles == (Role.ADVISING,)


def test_a_duty_names_its_partners_and_its_deadline() -> None:
    first = facts_of("directive").duties[0]

    assert first.roles == (Role.LEAD, Role.MONITORING)
    assert first.coordinating == ("Sở Tài nguyên và Môi trường", "Công an tỉnh")
    assert first.time.value == "trước ngày 15/5/2024"
    assert facts_of("commune_columns").duties[0].time.value == "hoàn thành trước ngày 30/9/2026"


def test_the_day_of_a_report_is_no_deadline_of_the_duty() -> None:
    assert not any(duty.time.known for duty in facts_of("committee").duties)


def test_a_channel_for_changes_is_less_sure_than_one_for_difficulties() -> None:
    assert [channel.confidence for channel in facts_of("department").feedback] == [0.6]
    assert [channel.confidence for channel in facts_of("committee").feedback] == [1.0]


def test_what_is_read_keeps_its_place() -> None:
    facts = facts_of("commune_columns")
    lines = (SAMPLES / "commune_columns.txt").read_text(encoding="utf-8").splitlines()

    assert facts.signer is not None and facts.signer.place is not None
    assert "TM. ỦY BAN NHÂN DÂN" in lines[facts.signer.place.line - 1]
    assert "Họ Và Tên" in lines[facts.signer.place.end_line - 1]
    for fact in (*facts.recipients, *facts.duties, *facts.reports, *facts.feedback):
        assert fact.place is not None
    for recipient in facts.recipients:
        assert recipient.place is not None
        assert recipient.name in lines[recipient.place.line - 1]
