"""A definition told as sentences and as a picture: the wording of each rule, and what the picture marks."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.db import models
from django.utils import translation

from tests.factories import Letter
from workflow import picture as drawing
from workflow.deadline_rules import after, calendar_days, given_day, working_days
from workflow.deadline_sentences import escalation, reminders
from workflow.definition import (
    HOLDER,
    SAME,
    SYSTEM,
    Earlier,
    Outcome,
    Participant,
    ProcessDefinition,
    Role,
    Stage,
    Transition,
)
from workflow.description import Topic, duration, picture, sentences, who
from workflow.inputs import Input
from workflow.picture import CannotDraw

SVG = "{http://www.w3.org/2000/svg}"
OFFICE = Participant("office", "Văn phòng")
CLERK = Role("told_clerk", "văn thư", "clerk", OFFICE)
HEAD = Role("told_head", "chánh văn phòng", "chief", OFFICE)


class S(models.TextChoices):
    WRITTEN = "written", "Đang viết"
    ASKED = "asked", "Đang hỏi"
    SIGNED = "signed", "Chờ ký"
    DONE = "done", "Đã xong"
    GONE = "gone", "Đã bỏ"


class Told(ProcessDefinition):
    key, title, subject = "told", "Văn bản <mẫu> & thử", "workflow.Person"
    starts_by = CLERK
    states, initial, final = S, S.WRITTEN, (S.DONE, S.GONE)
    stages = {
        S.WRITTEN: Stage(assigned_to=CLERK, deadline=calendar_days(3, escalates_to=HEAD)),
        S.ASKED: Stage(assigned_to=SYSTEM),
        S.SIGNED: Stage(assigned_to=HEAD, deadline=given_day(then="lapse")),
    }
    ask = Transition(
        "Hỏi", S.WRITTEN, S.ASKED, by=CLERK, needs=[Input("to", "Hỏi ai"), Input("note", "KT ghi", required=False)]
    )
    edit = Transition("Sửa", S.WRITTEN, SAME, by=HOLDER)
    answered = Outcome(
        "Đã trả lời", S.ASKED, S.SIGNED, child="unknown_answer", ends=["yes", "no"], notifies=[CLERK, HEAD]
    )
    sign = Transition("Ký", S.SIGNED, S.DONE, by=HEAD, not_by=["start", "ask", "parent.start"])
    give_back = Transition("Trả lại", (S.ASKED, S.SIGNED), Earlier((S.WRITTEN, S.ASKED)), by=HEAD)
    lapse = Transition("Hết hạn", S.SIGNED, S.GONE, by=SYSTEM)


def told(about: str, topic: Topic) -> str:
    with translation.override("vi"):
        [sentence] = [s for s in sentences(Told) if s.about == about and s.topic is topic]
    return str(sentence)


@pytest.mark.parametrize(
    ("about", "topic", "text"),
    [
        ("", Topic.START, "Hồ sơ “Văn bản <mẫu> & thử” do văn thư mở, bắt đầu ở “Đang viết”."),
        (
            "written",
            Topic.STAGE,
            "Khi hồ sơ “Đang viết”, người xử lý là văn thư; thời hạn: 3 ngày; nhắc trước hạn 1 ngày; "
            "quá hạn thì báo chánh văn phòng.",
        ),
        ("asked", Topic.STAGE, "Khi hồ sơ “Đang hỏi”, hệ thống chờ mọi hồ sơ “unknown_answer” kết thúc."),
        (
            "signed",
            Topic.STAGE,
            "Khi hồ sơ “Chờ ký”, người xử lý là chánh văn phòng; thời hạn: đến hết ngày được giao; "
            "nhắc trước hạn 7, 3 và 1 ngày; "
            "quá hạn thì hệ thống ghi “Hết hạn”.",
        ),
        (
            "ask",
            Topic.STEP,
            "Văn thư có thể “Hỏi” khi hồ sơ “Đang viết”; phải nêu: hỏi ai; có thể nêu thêm: KT ghi; "
            "hồ sơ chuyển sang “Đang hỏi”.",
        ),
        ("edit", Topic.STEP, "Người đang giữ hồ sơ có thể “Sửa” khi hồ sơ “Đang viết”; hồ sơ ở nguyên bước đó."),
        (
            "answered",
            Topic.OUTCOME,
            "Khi hồ sơ “unknown_answer” cuối cùng kết thúc ở “yes” hoặc “no”, nếu hồ sơ “Đang hỏi”, "
            "hệ thống ghi “Đã trả lời”; hồ sơ chuyển sang “Chờ ký”; báo cho văn thư và chánh văn phòng.",
        ),
        (
            "sign",
            Topic.SEPARATION,
            "Ai đã mở hồ sơ này, “Hỏi” hoặc mở hồ sơ cấp trên thì không được “Ký”, dù dùng tài khoản khác.",
        ),
        (
            "give_back",
            Topic.STEP,
            "Chánh văn phòng có thể “Trả lại” khi hồ sơ “Đang hỏi” hoặc “Chờ ký”; "
            "hồ sơ quay về một trong các bước trước do người thực hiện chọn.",
        ),
        ("lapse", Topic.STEP, "Khi quá hạn, hệ thống ghi “Hết hạn” nếu hồ sơ “Chờ ký”; hồ sơ kết thúc ở “Đã bỏ”."),
        ("", Topic.END, "Hồ sơ kết thúc khi “Đã xong” hoặc “Đã bỏ”."),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_each_rule_has_its_sentence(about: str, topic: Topic, text: str) -> None:
    assert told(about, topic) == text


def test_a_ladder_is_told_rung_by_rung() -> None:
    rule = working_days(5, escalates_to=[after(0, HEAD), after(3, CLERK)])
    with translation.override("vi"):
        assert [escalation(rule, rung, who(rung.role)) for rung in rule.escalates_to] == [
            "quá hạn thì báo chánh văn phòng",
            "quá hạn 3 ngày làm việc thì báo văn thư",
        ]
        assert list(reminders(working_days(1))) == []


def test_a_duration_is_told_in_the_unit_of_its_rule() -> None:
    with translation.override("vi"):
        assert duration(working_days(10)) == "10 ngày làm việc"
        assert duration(calendar_days(1)) == "1 ngày"


# --- the picture


def drawn(**marks: object) -> ElementTree.Element:
    with translation.override("vi"):
        return ElementTree.fromstring(picture(Told, **marks))  # type: ignore[arg-type]


def boxes(root: ElementTree.Element, name: str) -> list[str]:
    """What is written in the boxes of that class."""
    groups = [g for g in root.iter(f"{SVG}g") if name in g.attrib.get("class", "").split()]
    return [" ".join(" ".join(g.itertext()).split()) for g in groups]


def test_the_picture_is_read_aloud_by_its_title_and_description() -> None:
    root = drawn(current="signed")
    title, desc = root[0], root[1]

    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text == "Văn bản <mẫu> & thử"
    assert desc.text is not None and desc.text.endswith("Hồ sơ hiện “Chờ ký”.")
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert root.attrib["role"] == "img"


def test_the_picture_marks_where_the_file_is_and_was() -> None:
    root = drawn(current="signed", visited=frozenset({"written", "asked", "signed"}))

    assert boxes(root, "current") == ["Chờ ký chánh văn phòng"]
    assert len(boxes(root, "visited")) == 2
    assert len(boxes(root, "final")) == 2
    assert len(boxes(root, "state")) == 5
    assert boxes(drawn(), "current") == []


def test_the_picture_says_what_can_be_done_without_leaving_a_state() -> None:
    assert "Đang viết văn thư ↻ Sửa" in boxes(drawn(), "state")


def test_the_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing._drawn.cache_clear()
    runs = []
    run = drawing._dot
    monkeypatch.setattr(drawing, "_dot", lambda text: runs.append(text) or run(text))  # type: ignore[func-returns-value]

    for current in ("written", "signed", "written"):
        with translation.override("vi"):
            picture(Letter, current="draft" if current == "written" else "submitted")

    assert len(runs) == 2


def test_without_graphviz_the_page_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing._drawn.cache_clear()
    monkeypatch.setattr(drawing, "which", lambda name: None)

    with pytest.raises(CannotDraw, match="graphviz"):
        drawn()


def test_what_graphviz_does_not_understand_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing._drawn.cache_clear()
    monkeypatch.setattr(drawing, "source", lambda *args, **kwargs: "digraph {")

    with pytest.raises(CannotDraw):
        drawn()
