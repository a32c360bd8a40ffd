"""Wording: made when shown, in the reader's language, from topic and facts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from notifications.messages import DeadlinePassed, Told, WorkArrived, message_of
from workflow import registry
from workflow.definition import SYSTEM, Manner, Participant, ProcessDefinition, Role, Stage, Transition


class S(models.TextChoices):
    SENT = "sent", "Chờ tiếp nhận"
    DONE = "done", "Đã xong"


CLERK = Role("letter_clerk", "Văn thư", "clerk", Participant("office", "Văn phòng"))


class Letter(ProcessDefinition):
    key, version = "letter_for_wording", 1
    title = "Công văn"
    subject = "workflow.Agency"
    states, initial, final = S, S.SENT, (S.DONE,)
    stages = {S.SENT: Stage(assigned_to=CLERK)}
    receive = Transition("Tiếp nhận", S.SENT, S.DONE, by=CLERK)
    give_back = Transition("Trả lại", S.SENT, S.SENT, by=SYSTEM, manner=Manner.BACK)
    hand_back = Transition("Chuyển lại", S.SENT, S.SENT, by=SYSTEM, manner=Manner.BACK)
    drop = Transition("Hủy bỏ", S.SENT, S.DONE, by=SYSTEM, manner=Manner.END)


@pytest.fixture(autouse=True)
def letter() -> Iterator[None]:
    registry.register(Letter)
    yield
    registry.unregister(Letter)


PARAMS = {"state": "sent", "actor": "Trần Thị Thử", "agency": "Văn phòng", "reason": "Thiếu phụ lục"}


@pytest.mark.parametrize(
    ("transition", "work", "news"),
    [
        ("receive", "Việc chờ xử lý: Chờ tiếp nhận", "Công văn: Tiếp nhận"),
        ("give_back", "Được trả lại để chỉnh sửa: Công văn", "Công văn được trả lại: Chờ tiếp nhận"),
        ("hand_back", "Hồ sơ được trả lại: Chờ tiếp nhận", "Công văn được trả lại: Chờ tiếp nhận"),
        ("drop", "Việc chờ xử lý: Chờ tiếp nhận", "Công văn đã dừng: Hủy bỏ"),
    ],
    ids=["general", "same step of any process", "sort of step", "end"],
)
def test_a_step_is_told_in_the_nearest_wording(transition: str, work: str, news: str) -> None:
    topic = f"letter_for_wording.{transition}"

    assert WorkArrived.words(topic, PARAMS).headline == work
    assert Told.words(topic, PARAMS).headline == news


def test_a_topic_of_the_table_is_told_in_its_own_words() -> None:
    assert WorkArrived.words("assignment.start", {}).headline == "Nhiệm vụ mới được giao"


def test_words_say_who_and_why() -> None:
    words = Told.words("letter_for_wording.drop", PARAMS)

    assert (words.who, words.reason) == ("Trần Thị Thử, Văn phòng", "Thiếu phụ lục")
    assert Told.words("letter_for_wording.drop", {}).who == ""


def test_a_passed_deadline_says_what_is_late() -> None:
    words = DeadlinePassed.words("letter_for_wording.overdue", PARAMS)

    assert words.headline == "Việc của bạn đã quá hạn: Chờ tiếp nhận"


def test_a_process_that_is_no_more_is_shown_by_its_codes() -> None:
    assert Told.words("forgotten.step", {"state": "gone"}).headline == "forgotten: step"


def test_what_people_wrote_is_no_format() -> None:
    words = Told.words("letter_for_wording.drop", PARAMS | {"reason": "giảm 5%(năm)s", "actor": "%s"})

    assert (words.reason, words.who) == ("giảm 5%(năm)s", "%s, Văn phòng")


def test_the_sentence_is_in_the_language_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkArrived, "general", _("Yes"))  # a word of Django's own catalogs

    with translation.override("vi"):
        vietnamese = WorkArrived.words("letter_for_wording.receive", PARAMS).headline
    with translation.override("en"):
        english = WorkArrived.words("letter_for_wording.receive", PARAMS).headline
    assert (vietnamese, english) == ("Có", "Yes")


def test_an_unknown_kind_is_no_message() -> None:
    with pytest.raises(LookupError):
        message_of("gossip")


def test_who_acts_for_another_is_named_with_the_other() -> None:
    words = Told.words("letter_for_wording.drop", PARAMS | {"acting_for": "Lê Văn Trưởng"})

    assert words.who == "Trần Thị Thử, thay Lê Văn Trưởng, Văn phòng"


def test_a_step_is_named_by_the_version_that_took_it() -> None:
    class Older(Letter):
        version = 7
        title = "Công văn kiểu cũ"
        states, initial, final, stages = S, S.SENT, (S.DONE,), Letter.stages
        key, subject = Letter.key, Letter.subject
        receive = Transition("Nhận", S.SENT, S.DONE, by=CLERK)

    registry.register(Older)
    try:
        told = [Told.words("letter_for_wording.receive", PARAMS | {"version": v}).headline for v in (1, 7, 99)]
    finally:
        registry.unregister(Older)

    assert told == ["Công văn: Tiếp nhận", "Công văn kiểu cũ: Nhận", "Công văn kiểu cũ: Nhận"]
