"""Every paper on a plan's way: what it must say stands on it, in the decree's form."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from processes.documents.writing import Sender, Stance, opinion_pdf

from . import factory, printed

KINDS = (
    "submission_pdf",
    "slip_pdf",
    "opinion_request_pdf",
    "opinion_pdf",
    "funding_opinion_pdf",
    "report_pdf",
    "consolidated_report_pdf",
)


@pytest.fixture(scope="module")
def letters() -> dict[str, bytes]:
    return factory.letters()


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_has_the_common_boxes(letters, kind):
    text = printed.words(letters[kind])
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Kính gửi:" in text
    assert "Kon Tum, ngày" in text
    assert {
        name.removesuffix("-Bold-Italic").removesuffix("-Bold").removesuffix("-Italic")
        for name in printed.fonts(letters[kind])
    } == {"Liberation-Serif"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "slip_pdf"])
def test_every_outgoing_paper_ends_with_mark_recipients_and_signer(letters, kind):
    text = printed.words(letters[kind])
    assert text.count("./.") == 1
    assert text.index("./.") < text.index("Nơi nhận:") < text.index("Người Ký Thử Nghiệm")


def test_submission(letters):
    text = printed.words(letters["submission_pdf"])
    assert "Số: 07/TTr-SVHTTDL" in text and "ngày 05 tháng 3 năm 2019" in text
    assert "TỜ TRÌNH Về việc ban hành Kế hoạch phát triển văn hóa đọc năm 2019" in text
    assert "(1) Dự thảo Kế hoạch; (2) Bảng tổng hợp ý kiến./." in text


def test_slip_shows_who_put_his_name_to_it_and_who_has_not_yet(letters):
    text = printed.words(letters["slip_pdf"])
    assert "PHIẾU TRÌNH" in text and "Nơi nhận" not in text
    assert "Đủ điều kiện trình ký." in text and "22/01/2019" in text
    assert "Phó Chủ tịch" in text


def test_opinion_request_names_the_last_day_and_every_addressee(letters):
    text = printed.words(letters["opinion_request_pdf"])
    assert "V/v lấy ý kiến góp ý dự thảo" in text
    assert "- Sở Ngoại vụ; - Sở Tài chính; - Công an tỉnh." in text
    assert "chậm nhất ngày 01 tháng 7 năm 2019" in text


@pytest.mark.parametrize(
    ("stance", "words"),
    [
        (Stance.AGREES, "thống nhất với nội dung dự thảo. Đề nghị sửa câu cuối./."),
        (Stance.REMARKS, "có ý kiến góp ý như sau: Đề nghị sửa câu cuối./."),
        (Stance.DISAGREES, "chưa thống nhất với nội dung dự thảo, với các lý do như sau: Đề nghị sửa câu cuối./."),
    ],
)
def test_opinion_says_where_the_agency_stands(stance, words):
    pdf = opinion_pdf(
        factory.frame(), addressees=["Sở A"], plan_title=factory.TITLE, stance=stance, text="Đề nghị sửa câu cuối"
    )
    assert words in printed.words(pdf)


def test_opinion_without_remarks_ends_after_the_stance():
    pdf = opinion_pdf(factory.frame(), addressees=["Sở A"], plan_title=factory.TITLE, stance="agrees")
    assert "thống nhất với nội dung dự thảo./. Nơi nhận:" in printed.words(pdf)


def test_opinion_of_an_unknown_stance_is_refused():
    with pytest.raises(ValueError, match="maybe"):
        opinion_pdf(factory.frame(), addressees=["Sở A"], plan_title="", stance="maybe")


def test_funding_opinion_gives_every_line_its_verdict(letters):
    text = printed.words(letters["funding_opinion_pdf"])
    assert "Đồng ý" in text and "Giảm 350.000.000" in text and "Không đồng ý" in text and "Chưa có ý kiến" in text
    assert "Tổng cộng 1.940.000.000 1.500.000.000" in text
    assert "thống nhất với kinh phí thực hiện Kế hoạch" in text


def test_consolidated_report_tells_who_sent_when_late_and_missing(letters):
    text = printed.words(letters["consolidated_report_pdf"])
    assert "phải báo cáo: 3; gửi đúng hạn: 1; gửi muộn: 1; chưa gửi: 1" in text
    assert "1 Sở Ngoại vụ 14/06/2019 12/06/2019 Đúng hạn" in text
    assert "2 Công an tỉnh 14/06/2019 17/06/2019 Gửi muộn 3 ngày" in text
    assert "UBND huyện Sa Thầy 14/06/2019 Chưa gửi đã đôn đốc" in text
    assert "Lý do còn thiếu: Huyện đang khắc phục hậu quả mưa lũ." in text


def test_consolidated_report_names_the_sender_of_each_sentence(letters):
    text = printed.words(letters["consolidated_report_pdf"])
    assert "Đã mở 12 lớp (Sở Ngoại vụ). Đã bảo đảm an ninh (Công an tỉnh)./." in text


def test_a_report_on_its_last_day_is_in_time():
    assert Sender("Sở A", date(2019, 6, 14), date(2019, 6, 14)).state == "Đúng hạn"
    assert Sender("Sở A", None, date(2019, 6, 14)).state == "Đúng hạn"


def test_letters_are_the_same_bytes_each_time(letters):
    assert factory.letters() == letters


def test_unnumbered_draft_letter_leaves_the_places_blank():
    identity = dataclasses.replace(factory.frame().identity, number=None, date=None)
    pdf = opinion_pdf(
        factory.frame(identity=identity, draft=True), addressees=["Sở A"], plan_title=factory.TITLE, stance="agrees"
    )
    assert "Số: /TTr-SVHTTDL Kon Tum, ngày tháng năm" in printed.words(pdf)
