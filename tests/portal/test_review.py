"""The review's page: each press comes back with the next state, saving is one step, nothing is lost on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.demonstration.walk import Walk
from portal.drafting.likeness import likeliest
from portal.drafting.review.acts import State, parsed
from portal.drafting.review.cards import cards_of
from portal.drafting.review.source import Found, sheet_of
from processes.documents.facts import Fact, PlanFacts
from processes.documents.reading import read_text
from processes.documents.reading.layout import tables_of
from processes.documents.reading.text_file import units_of
from processes.models import LearnedName, NameChoice, PlanVersion
from processes.services.naming import Names, forget, learn
from workflow.context import Actor
from workflow.models import Agency, OrganizationEntry

from .plan_walks import Province, facts_of, now, settled, signed_in
from .review_plans import MISSPELLED, twenty_tasks

pytestmark = pytest.mark.django_db

DRAFTING = "Sở Nông nghiệp và Môi trường"
MOST_STATEMENTS = 20


@pytest.fixture
def province() -> Province:
    return settled()


@pytest.fixture
def drafter(province: Province) -> Client:
    return signed_in(province.account(DRAFTING))


@pytest.fixture
def walk(province: Province) -> Walk:
    return province.begin(twenty_tasks())


def address(walk: Walk) -> str:
    return f"/plans/{walk.instance.uuid}/review/"


def sent(page: Any, do: str, **boxes: Any) -> dict[str, Any]:
    """What a browser sends from the page at the press of a button."""
    review = page.context["review"]
    hidden = {
        "base": review.base.hash,
        "step": review.step,
        "instance": str(review.instance.uuid),
        "revision": str(review.revision),
        "document_hash": review.document_hash,
        "command_id": review.command_id,
        "acts": review.acts_text,
        "at": review.key,
        "mode": review.mode,
    }
    filled = {f"box.{one.box.name}": one.value for one in review.boxes}
    return hidden | filled | {"do": do} | boxes


def press(client: Client, walk: Walk, page: Any, *orders: str, **boxes: Any) -> Any:
    """The page after these presses, one after the other; `boxes` are typed before the last one."""
    for order in orders[:-1]:
        page = client.post(address(walk), sent(page, order))
    return client.post(address(walk), sent(page, orders[-1], **boxes))


def shown(page: Any) -> str:
    return str(page.context["review"].key)


def left(page: Any) -> list[str]:
    return [card.key for card in page.context["review"].left]


# --- what is shown


def test_unsure_ones_come_first_beside_the_marked_source(
    drafter: Client, walk: Walk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = drafter.get(address(walk))
    keys = [key if not key.startswith("name:") else "name" for key in left(page)]
    assert keys == ["tasks:2", "signer", "tasks:4", "feedback", "name"]
    assert shown(page) == "tasks:2"
    lines = {line.number: line for line in page.context["sheet"].all_lines()}
    text = {number: line.text for number, line in lines.items()}
    assert text[32].startswith("3. Kiểm tra") and lines[32].is_current and lines[34].is_current
    assert [mark.key for mark in lines[32].marks] == ["tasks:2"]
    assert {line.code for line in lines.values() if line.text.startswith("I. MỤC ĐÍCH")} == {"text"}
    assert "Còn 5 điểm cần xem" in page.content.decode()


def test_others_do_not_review(province: Province, drafter: Client, walk: Walk) -> None:
    page = drafter.get(address(walk))
    for client in (signed_in(province.account(DRAFTING, "head")), signed_in(province.account(DRAFTING, "clerk"))):
        assert client.get(address(walk)).status_code == 403
        assert client.post(address(walk), sent(page, "save")).status_code == 403
    assert drafter.get(f"/plans/{uuid4()}/review/").status_code == 404
    other = province.begin()
    for box, value in {"instance": str(other.instance.uuid), "base": "0" * 64, "command_id": "x"}.items():
        assert drafter.post(address(walk), sent(page, "accept", **{box: value})).status_code == 404


def test_a_leader_who_corrects_the_text_decides_no_names() -> None:
    cards = cards_of(State(read_text(twenty_tasks())), None)
    assert any(card.is_open for card in cards)
    assert not any(card.name for card in cards)


# --- acts


def test_accepted_ones_go_and_come_back_by_undoing(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "accept", "accept")
    assert left(page)[0] == "tasks:4" and shown(page) == "tasks:4"
    assert page.context["review"].state.facts.tasks[2].confidence == 1.0
    page = press(drafter, walk, page, "undo", "undo", "undo")
    assert shown(page) == "tasks:2" and len(left(page)) == 5
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 1


def test_one_passes_over_and_comes_back(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "next")
    assert shown(page) == "signer"
    assert shown(press(drafter, walk, page, "previous")) == "tasks:2"
    assert shown(press(drafter, walk, page, "accept")) == "tasks:4"
    assert shown(press(drafter, walk, page, "before")) == "funding"
    assert shown(press(drafter, walk, page, "at:recipients:1")) == "recipients:1"


def test_a_fact_is_corrected_in_its_small_form(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "edit")
    assert [one.box.name for one in page.context["review"].boxes] == ["text", "lead", "coordinating", "time", "label"]
    page = press(drafter, walk, page, "correct", **{"box.lead": "Sở Y tế\nSở Xây dựng"})
    task = page.context["review"].state.facts.tasks[2]
    assert [mention.name for mention in task.lead] == ["Sở Y tế", "Sở Xây dựng"]
    assert task.confidence == 1.0 and task.place == facts_of(walk).tasks[2].place
    assert shown(page) == "signer"


def test_a_task_with_another_number_keeps_its_place_in_the_text(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "at:tasks:2", "edit", "correct", **{"box.label": "3a."})
    facts = page.context["review"].state.facts
    assert facts.tasks[2].ref == "3a"
    assert [block.task_ref for block in facts.body if block.task_ref] == [task.ref for task in facts.tasks]
    page = press(drafter, walk, page, "at:tasks:3", "edit", "correct", **{"box.label": "3a."})
    assert page.context["review"].state.facts.tasks[3].ref == "3a-2"


def test_what_cannot_be_taken_is_said_and_stays(drafter: Client, walk: Walk) -> None:
    page = press(
        drafter, walk, drafter.get(address(walk)), "edit", "correct", **{"box.text": "", "box.lead": "Sở <Y tế>"}
    )
    assert page.status_code == 422
    assert "Nhiệm vụ chưa có nội dung" in page.content.decode()
    assert "Sở &lt;Y tế&gt;" in page.content.decode()
    page = press(drafter, walk, page, "cancel")
    assert page.context["review"].acts == []


@pytest.mark.parametrize(
    ("kind", "boxes", "expected"),
    [
        ("recipients", {"box.name": "Sở Y tế", "box.purpose": "để biết"}, "Sở Y tế"),
        ("feedback", {"box.who": "các xã", "box.to": "Sở Y tế", "box.via": ""}, "Sở Y tế"),
        ("tasks", {"box.text": "Mua máy bơm.", "box.lead": "Sở Y tế", "box.time": "2027"}, "Mua máy bơm."),
    ],
)
def test_what_was_not_found_is_written_down(
    drafter: Client, walk: Walk, kind: str, boxes: dict[str, str], expected: str
) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), f"new:{kind}", "correct", **boxes)
    rows = getattr(page.context["review"].state.facts, kind)
    assert expected in str(rows[-1])
    assert len(rows) == len(getattr(facts_of(walk), kind)) + 1


def test_tasks_are_split_merged_and_made_of_lines(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "at:tasks:8", "split", "cut:0")
    assert [task.ref for task in page.context["review"].state.facts.tasks][8:11] == ["9", "9-2", "10"]
    assert shown(page) == "tasks:8"
    page = press(drafter, walk, page, "merge", "at:tasks:1", "merge_up")
    assert [task.ref for task in page.context["review"].state.facts.tasks][:2] == ["1", "3"]
    page = press(drafter, walk, page, "line:18")
    assert page.context["review"].state.facts.tasks[0].text == "Bảo đảm người dân nông thôn có nước sạch quanh năm."
    assert page.context["review"].current.is_open
    wrong = press(drafter, walk, page, "split", "cut", pieces="một dòng")
    assert wrong.status_code == 422 and "một dòng" in wrong.content.decode()


def test_presses_that_fit_nothing_change_nothing(drafter: Client, walk: Walk) -> None:
    page = drafter.get(address(walk))
    for order in (
        "at:body:0",
        "cut:99",
        "choose:7",
        "line:99999",
        "line:x",
        "new:nothing",
        "drop",
        "absent",
    ):
        answer = press(drafter, walk, page, order)
        assert answer.context["review"].acts == [], order
    acts = json.dumps([["merge", "tasks:900", {}], ["accept", "tasks:2", {}], ["explode", "", {}], "x", ["accept"]])
    page = drafter.post(address(walk), sent(page, "resume", acts=acts))
    assert page.context["review"].state.unfit == 1
    assert page.context["review"].state.facts.tasks[2].confidence == 1.0


@pytest.mark.parametrize("text", ["", "{", "{}", "[[1,2,3]]", "[" * 5000, '[["accept","title",{"a":1}]]', "null"])
def test_acts_of_a_broken_page_are_none(text: str) -> None:
    assert [act for act in parsed(text) if act.values] == []


# --- names


def test_a_name_is_given_its_agency_and_is_known_from_now_on(province: Province, drafter: Client, walk: Walk) -> None:
    page = drafter.get(address(walk))
    name = left(page)[-1]
    page = press(drafter, walk, page, f"at:{name}")
    assert page.context["card"].name.offered[0].name == DRAFTING
    page = press(drafter, walk, page, "choose:0", always="1")
    assert name not in left(page)
    assert not NameChoice.objects.exists()
    assert press(drafter, walk, page, "save").status_code == 302
    assert [str(one) for one in NameChoice.objects.get(plan=walk.plan).agencies.all()] == [DRAFTING]

    later, day = province.begin(twenty_tasks()), LearnedName.objects.get().valid_from
    assert [str(one) for one in Names(later.plan, day).resolve(MISSPELLED).agencies] == [DRAFTING]
    elsewhere = province.begin(twenty_tasks(), agency="Sở Xây dựng")
    assert Names(elsewhere.plan, day).resolve(MISSPELLED).question == "unknown"


def test_a_name_that_is_none_is_said(drafter: Client, walk: Walk) -> None:
    page = drafter.get(address(walk))
    page = press(drafter, walk, page, f"at:{left(page)[-1]}", "choose", typed="Sở Bất Kỳ Nào")
    assert page.status_code == 422
    assert "Không có cơ quan nào tên là “Sở Bất Kỳ Nào”." in page.content.decode()
    page = press(drafter, walk, page, "accept")
    assert not any(key.startswith("name:") for key in left(page))


def test_a_learned_name_is_written_down_replaced_and_forgotten(province: Province, walk: Walk) -> None:
    actor, at = Actor.of(province.account(DRAFTING)), walk.cast.at
    health, finance = province.agency("Sở Y tế"), province.agency("Sở Tài chính")
    learn(plan=walk.plan, name=MISSPELLED, agency=health, actor=actor, at=at)
    learned = learn(plan=walk.plan, name=MISSPELLED, agency=finance, actor=actor, at=at)
    assert Names(walk.plan, at.date()).resolve(MISSPELLED).agencies == (finance,)
    forget(learned=learned, actor=actor, at=at)
    assert Names(walk.plan, at.date()).resolve(MISSPELLED).question == "unknown"
    assert not LearnedName.objects.exists()
    acts = OrganizationEntry.objects.filter(act__in=("learn_name", "forget_name")).order_by("sequence")
    assert [entry.act for entry in acts] == ["learn_name", "learn_name", "forget_name"]
    assert acts[0].facts["agency_name"] == "Sở Y tế"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sở NN&MTr", DRAFTING),
        ("Sở Nông nghiệp Môi trường", DRAFTING),
        ("Sở KHCN", "Sở Khoa học và Công nghệ"),
        ("Công an", "Công an tỉnh"),
    ],
)
def test_the_likeliest_agency_comes_first(province: Province, written: str, meant: str) -> None:
    assert likeliest(written, list(Agency.objects.all()))[0].name == meant


def test_nobody_is_proposed_for_words_that_are_like_no_name() -> None:
    assert likeliest("qqq zzz", [Agency(name="Sở Y tế")]) == []


def test_what_was_learned_is_seen_and_forgotten(province: Province, drafter: Client, walk: Walk) -> None:
    actor, at = Actor.of(province.account(DRAFTING)), walk.cast.at
    learned = learn(plan=walk.plan, name=MISSPELLED, agency=province.agency("Sở Y tế"), actor=actor, at=at)
    names = f"/plans/{walk.instance.uuid}/names/"
    assert "Cách viết đã ghi nhớ" in drafter.get(names).content.decode()
    assert drafter.post(names, {"forget": "0"}).status_code == 302
    assert LearnedName.objects.filter(valid_to=None).count() == 1
    assert drafter.post(names, {"forget": str(learned.pk)}).status_code == 302
    page = drafter.get(names)
    assert "Cách viết đã ghi nhớ" not in page.content.decode()
    assert [choice.name for choice in page.context["open"]] == [MISSPELLED]


# --- saving


def test_the_review_is_saved_as_one_version_with_what_was_done(drafter: Client, walk: Walk) -> None:
    page = press(
        drafter, walk, drafter.get(address(walk)), "accept", "accept", "edit", "correct", **{"box.time": "Quý I/2027"}
    )
    answer = press(drafter, walk, page, "absent", "save")
    assert answer.headers["Location"] == address(walk) + "?saved=1"
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 2
    assert facts_of(walk).tasks[4].time.value == "Quý I/2027"
    assert (
        now(walk.instance).entries.order_by("-revision")[0].inputs["note"]
        == "Rà soát: nhận 2, sửa 1, xác nhận không có 1."
    )
    page = drafter.get(address(walk))
    assert "tasks:2" in left(page), "it still has no lead"
    assert "Đã lưu kết quả rà soát thành bản 2" in page.content.decode()


def test_what_the_plan_does_not_have_is_asked_no_more(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "at:feedback", "absent", "save")
    assert page.status_code == 302
    assert "feedback" not in left(drafter.get(address(walk)))


def test_a_stale_review_keeps_everything_and_can_be_confirmed(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "at:title", "edit", "correct", **{"box.value": "Của tôi"})
    walk.revise(walk.instance, replace(walk.plan.facts, title=Fact.of("Của người khác")), "Người khác sửa")
    refused = press(drafter, walk, page, "save")
    assert refused.status_code == 409
    assert "Người khác sửa" in refused.content.decode()
    assert refused.context["review"].state.facts.title.value == "Của tôi"
    assert facts_of(walk).title.value == "Của người khác"
    assert press(drafter, walk, refused, "save").status_code == 302
    assert facts_of(walk).title.value == "Của tôi"


def test_a_refused_save_decides_no_name(drafter: Client, walk: Walk) -> None:
    page = drafter.get(address(walk))
    page = press(drafter, walk, page, f"at:{left(page)[-1]}", "choose:0", always="1")
    walk.revise(walk.instance, replace(walk.plan.facts, title=Fact.of("Khác")), "Khác")
    assert press(drafter, walk, page, "save").status_code == 409
    assert not NameChoice.objects.exists() and not LearnedName.objects.exists()


def test_a_second_press_saves_once(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "accept")
    assert [press(drafter, walk, page, "save").status_code for _press in range(2)] == [302, 302]
    assert PlanVersion.objects.filter(plan=walk.plan).count() == 2


def test_the_script_is_sent_on_to_the_saved_page(drafter: Client, walk: Walk) -> None:
    page = press(drafter, walk, drafter.get(address(walk)), "accept")
    answer = drafter.post(address(walk), sent(page, "save"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == address(walk) + "?saved=1"


def test_an_empty_plan_is_reviewed_too(province: Province, drafter: Client) -> None:
    walk = province.begin("KẾ HOẠCH")
    assert walk.plan.facts.tasks == PlanFacts().tasks
    page = drafter.get(address(walk))
    while page.context["review"].left:
        page = press(drafter, walk, page, "accept")
    assert "Đã xem hết" in page.content.decode()
    assert "nội dung bắt buộc phải bổ sung" in page.content.decode()


# --- the source


def test_what_was_read_nowhere_stands_out_and_the_frame_does_not(drafter: Client, province: Province) -> None:
    walk = province.begin(twenty_tasks())
    sheet = drafter.get(address(walk)).context["sheet"]
    codes = {line.text: line.code for line in sheet.all_lines()}
    assert codes["ỦY BAN NHÂN DÂN"] == "text"
    assert (codes["KT. CHỦ TỊCH"], codes["PHÓ CHỦ TỊCH"]) == ("signer", "signer")
    assert "signer" in {kind.code for kind in sheet.legend}
    assert "feedback" not in {kind.code for kind in sheet.legend}


def test_a_table_of_the_source_is_shown_as_a_table() -> None:
    facts = read_text(TABLE)
    notes = {"tables": tables_of(units_of(TABLE))}
    version = PlanVersion(source_text=TABLE, source_notes=notes)
    found = [Found("tasks:0", "tasks", "Nhiệm vụ 1", task.place) for task in facts.tasks[:1] if task.place]
    sheet = sheet_of(version, facts, found, None)
    [table] = [piece for piece in sheet.pieces if isinstance(piece, list)]
    assert [[" ".join(line.text for line in cell.lines) for cell in row] for row in table] == [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["1", "Lập kho dữ liệu", "Sở Y tế", "Quý I/2027"],
        ["2", "Tập huấn", "Sở Nội vụ", "Quý II/2027"],
    ]
    assert {line.code for row in table[:1] for cell in row for line in cell.lines} == {"text"}
    assert table[1][1].lines[0].code == "task"
    shared = PlanVersion(source_text="| a | b |", source_notes={"tables": tables_of(units_of("| a | b |"))})
    assert all(not isinstance(piece, list) for piece in sheet_of(shared, PlanFacts(), [], None).pieces)


TABLE = """KẾ HOẠCH
Chuyển đổi số

TT
Nhiệm vụ
Cơ quan chủ trì
Thời gian

1
Lập kho dữ liệu
Sở Y tế
Quý I/2027

2
Tập huấn
Sở Nội vụ
Quý II/2027
"""
