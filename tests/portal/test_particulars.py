"""Facts beside tasks and routes: on the plan's page, and through the form that does not ask for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portal.drafting.corrected import corrected
from portal.drafting.draft import from_facts
from portal.drafting.reread import reread
from processes.documents.facts import Role
from processes.documents.particulars import DetailKind
from processes.documents.reading import read_text

from .plan_walks import content_form, facts_of, settled, signed_in

SAMPLE = Path(__file__).parents[1] / "unit" / "reading" / "samples" / "particulars.txt"
TEXT = SAMPLE.read_text(encoding="utf-8")
DRAFTING = "Sở Nông nghiệp và Môi trường"
BUILDING = "Sở Xây dựng"


def test_the_form_keeps_what_a_person_does_not_touch() -> None:
    facts = read_text(TEXT)

    assert corrected(from_facts(facts), facts).facts == facts


def test_what_hangs_on_changed_words_is_read_again() -> None:
    facts = read_text(TEXT)
    draft = from_facts(facts)
    draft.single["title"] = "Thực hiện Đề án phát triển du lịch biển giai đoạn 2028-2031 trên địa bàn tỉnh Bình Sơn"
    draft.single["issuer"] = "Ủy ban nhân dân tỉnh Bình Sơn"
    draft.lists["recipients"][0].values["name"] = "Sở Xây dựng; Sở Tài chính"
    money = next(row for row in draft.lists["blocks"] if row["text"].startswith("Kinh phí từ"))
    money.values["text"] = "Kinh phí từ ngân sách nhà nước."

    changed = corrected(draft, facts).facts

    assert changed.period is not None and (changed.period.first, changed.period.vision) == (2028, None)
    assert (changed.territory.value, changed.authority.value) == ("tỉnh Bình Sơn", "collective")
    assert changed.recipients[0].bodies == ("Sở Xây dựng", "Sở Tài chính")
    assert [rule.text for rule in changed.money_rules] == ["ngân sách nhà nước"]
    assert [one.words for one in changed.moments] == ["duy trì thường xuyên trong năm 2027-2028", "sau năm 2030"]
    assert changed.duties == facts.duties and changed.tasks == facts.tasks


def test_a_duty_in_other_words_is_read_again() -> None:
    facts = read_text(TEXT)
    words = "Chủ trì, phối hợp với Sở Y tế tổ chức 07 lớp tập huấn cho hướng dẫn viên trước ngày 15/6/2027."
    changed = replace(facts, duties=(replace(facts.duties[0], text=words), *facts.duties[1:]))

    duty = reread(changed, facts).duties[0]

    assert (duty.roles[0], duty.coordinating) == (Role.LEAD, ("Sở Y tế",))
    assert "07 lớp tập huấn cho hướng dẫn viên" in [detail.text.split(" trước")[0] for detail in duty.details]
    assert duty.time.known and reread(changed, facts).duties[1:] == facts.duties[1:]


@pytest.mark.django_db
def test_a_saved_correction_keeps_them() -> None:
    province = settled()
    walk = province.begin(TEXT)
    client = signed_in(province.account(DRAFTING))
    before = facts_of(walk)
    form = content_form(client.get(f"/plans/{walk.instance.uuid}/edit/"))
    form["tasks.0.text"] = "Xây dựng Quy chế quản lý bến cá tại huyện Đảo (nếu đủ vốn)."

    client.post(f"/plans/{walk.instance.uuid}/edit/", form)

    after = facts_of(walk)
    assert [(d.kind, d.text) for d in after.tasks[0].details] == [
        (DetailKind.SITE, "huyện Đảo"),
        (DetailKind.CONDITION, "nếu đủ vốn"),
    ]
    assert after.duties == before.duties
    for name in ("period", "territory", "authority", "links", "audiences", "moments", "money_rules", "loose_work"):
        assert getattr(after, name) == getattr(before, name) != (), name


@pytest.mark.django_db
def test_the_page_shows_them() -> None:
    province = settled()
    walk = province.begin(TEXT)
    page = signed_in(province.account(DRAFTING)).get(f"/plans/{walk.instance.uuid}/?tab=text").content.decode()

    for words in (
        "Các dữ kiện khác trong văn bản",
        "giai đoạn 2027-2030, tầm nhìn 2035",
        "Người đứng đầu",
        "Trong tỉnh: Hộ nuôi trồng thủy sản, ngư dân",
        "1 – Điều kiện: nếu đủ vốn",
        "Sở Văn hóa, Thể thao và Du lịch – Số lượng: 05 lớp tập huấn cho hướng dẫn viên",
        "Nguồn: ngân sách tỉnh",
        "(chi tiết tại Phụ lục kèm theo)",
    ):
        assert words in page, words


@pytest.mark.django_db
def test_what_is_still_to_be_settled_is_for_those_who_work_on_the_draft() -> None:
    province = settled()
    walk = province.begin(TEXT)
    walk.correct()
    walk.consult([province.agency(BUILDING)], days=8)

    page = signed_in(province.account(BUILDING)).get(f"/plans/{walk.instance.uuid}/?tab=text").content.decode()

    assert "1 – Điều kiện: nếu đủ vốn" in page
    assert "Việc nêu ngoài phần phân công" not in page
