"""The demonstration: a province with sample plans at every stage, loaded once, in demonstration mode only."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.demonstration import stages
from portal.demonstration.people import PLANS, PROVINCES, NoProvince, province_of, read_province, settle
from processes.documents.reading import read_file
from processes.models import Plan
from processes.services.gaps import gaps
from tests.factories import morning
from tests.processes_services.province import TODAY, Province
from workflow import audit
from workflow.models import Account, Appointment, Desk, Person, ProcessInstance

SON_HAI = PROVINCES / "demonstration.toml"
LOADED = morning(date(2026, 11, 23))
STATES = {
    "foreign_information.txt": ("submitted", "registered"),
    "large_cost.txt": ("appraised", None),
    "administrative_reform.txt": ("submitted", "initialed"),
    "disaster_prevention.txt": ("in_force", None),
    "tourism.txt": ("submitted", "returned"),
    "primary_health_care.txt": ("consulted", None),
    "digital_skills.txt": ("submitted", "submitted"),
    "reading_culture.txt": ("submitted", "signed"),
    "market_days.txt": ("drafted", None),
}


def test_every_sample_stands_at_a_stage_of_its_own() -> None:
    files = {path.name for path in PLANS.glob("*.txt")}
    assert {stage.file for stage in stages.STAGES} == files == set(STATES)


@pytest.mark.parametrize("file", sorted(STATES))
def test_every_sample_is_read_whole(file: str) -> None:
    facts = read_file((PLANS / file).read_bytes(), file)
    assert facts.title.known
    assert facts.tasks
    assert facts.reports
    assert facts.recipients
    assert all("thời gian" in str(gap) for gap in gaps(facts))


def test_all_stages_load_and_the_trail_is_whole(transactional_db: None) -> None:
    told: list[object] = []
    stages.load(LOADED, told.append)
    assert len(told) == len(stages.STAGES) + 1
    for stage in stages.STAGES:
        plan = Plan.objects.get(versions__source_name=stage.file)
        instance = ProcessInstance.objects.get(definition_key="plan", subject_id=plan.pk)
        approval = ProcessInstance.objects.filter(parent=instance, definition_key="approval").last()
        expected, way_up = STATES[stage.file]
        assert instance.state == expected, stage.file
        if way_up is not None:
            assert approval is not None and approval.state == way_up, stage.file
    assert not audit.verify_all().faults
    assert not ProcessInstance.objects.filter(opened_at__gt=LOADED).exists()


def test_everybody_sits_at_one_desk_and_settling_again_changes_nothing(db: None) -> None:
    data = read_province(SON_HAI)
    settle(data, morning(TODAY))
    counts = [model.objects.count() for model in (Person, Account, Appointment, Desk)]
    assert len(set(counts)) == 1
    settle(data, morning(TODAY))
    assert [model.objects.count() for model in (Person, Account, Appointment, Desk)] == counts


def test_a_place_without_a_province_is_told_with_those_there_are() -> None:
    with pytest.raises(NoProvince) as told:
        province_of("Không Có", TODAY)
    assert "tỉnh Sơn Hải" in told.value.known


def test_the_command_refuses_outside_demonstration_mode(db: None, settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="minh họa"):
        call_command("load_demonstration")
    assert not Plan.objects.exists()


def test_the_command_does_nothing_where_plans_are(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMONSTRATION = True
    monkeypatch.setattr(stages, "STAGES", stages.STAGES[:1])
    Province().plan()
    out = StringIO()
    call_command("load_demonstration", stdout=out)
    assert "Dữ liệu minh họa đã có." in out.getvalue()
    assert Plan.objects.count() == 1


def test_a_load_that_stopped_half_way_says_how_to_begin_anew(db: None, settings: Any) -> None:
    settings.DEMONSTRATION = True
    Province().plan()
    with pytest.raises(CommandError, match="dừng giữa chừng"):
        call_command("load_demonstration")
