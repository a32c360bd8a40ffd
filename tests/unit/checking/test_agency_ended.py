from __future__ import annotations

from datetime import date

from processes.documents.checking import Bodies
from processes.documents.checking.rules import agency_ended

from .clean import broken, clean, repaired, silent, the_one

ENDED = Bodies(ended_on=date(2025, 2, 28), successors=("Sở Nông nghiệp và Môi trường",))


def test_a_body_that_is_no_more() -> None:
    facts = broken("phối hợp: Sở Tài chính", "phối hợp: Sở Tài nguyên và Môi trường")
    one = the_one(agency_ended, facts, bodies={"Sở Tài nguyên và Môi trường": ENDED}.get)
    assert one.params == {
        "name": "Sở Tài nguyên và Môi trường", "until": "2025-02-28", "by": "Sở Nông nghiệp và Môi trường",
    }  # fmt: skip
    changed = repaired(agency_ended, facts, bodies={"Sở Tài nguyên và Môi trường": ENDED}.get)
    assert changed.tasks[0].coordinating[0].name == "Sở Nông nghiệp và Môi trường"


def test_among_several_successors_a_person_chooses() -> None:
    several = Bodies(ended_on=date(2025, 2, 28), successors=("Sở A", "Sở B"))
    one = the_one(agency_ended, clean(), bodies={"Công an tỉnh": several}.get)
    assert one.repairs == () and one.params["by"] == "Sở A; Sở B"


def test_a_clean_plan_gives_no_alarm() -> None:
    silent(agency_ended)
