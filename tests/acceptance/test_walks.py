"""The main job, on real input: both walks, held against the golden tables of the source plan."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared"
S3 = SHARED / "plans" / "003_fc7beda4cce84e5d.txt"
TRUTH = SHARED / "plans" / "truth" / "003_fc7beda4cce84e5d.json"

# A walk has a database of its own, SQLite whatever the site runs on: once is enough.
pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    assert S3.exists(), f"{S3} is needed: the real plan stands beside the checkout, in shared/plans"
    return _walk(tmp_path_factory.mktemp("s3"), str(S3), "--at", "2019-01-02")


@pytest.fixture(scope="module")
def large_cost(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _walk(tmp_path_factory.mktemp("large"), "--case", "large-cost")


def _walk(out: Path, *arguments: str) -> dict[str, Any]:
    """As it is called from the command line; what it printed comes with what it left in `out`."""
    command = [sys.executable, "manage.py", "walk_plan", *arguments, "--out", str(out)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.demonstration"}
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    content: dict[str, Any] = json.loads((out / "walk.json").read_text())
    return content | {"out": out, "printed": done.stdout}


def _text(walk: dict[str, Any]) -> str:
    pdf = walk["out"] / walk["pdf"]
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def _folded(text: str) -> str:
    return re.sub(r"[\s.]+", " ", text).strip().casefold()


def test_it_is_numbered_from_the_register_that_was_opened_at_215(s3: dict[str, Any]) -> None:
    assert (s3["number"], s3["symbol"]) == ("215", "KH-UBND")
    text = _text(s3)
    assert "Số: 215/KH-UBND" in text
    assert "Kon Tum, ngày 28 tháng 01 năm 2019" in text


def test_twenty_assignments_are_those_of_the_golden_table(s3: dict[str, Any]) -> None:
    golden = json.loads(TRUTH.read_text())["tasks"]
    walked = s3["assignments"]
    assert [row["time"] for row in walked] == [row["time"] for row in golden]
    for row, true in zip(walked, golden, strict=True):
        assert row["text"].startswith(true["text"][:60])
        assert [_folded(name) for name in row["lead"]] == [_folded(name) for name in true["lead"]]
        assert [_folded(name) for name in row["coordinating"]] == [_folded(name) for name in true["coordinating"]]


@pytest.mark.parametrize(
    ("tier", "cycle", "due"),
    [
        (1, "semiannual", "2019-06-14"),
        (1, "annual", "2019-12-04"),
        (2, "semiannual", "2019-06-24"),
        (2, "annual", "2019-12-14"),
    ],
)
def test_every_report_is_due_on_its_last_day_and_sent_by_then(
    s3: dict[str, Any], tier: int, cycle: str, due: str
) -> None:
    rows = [row for row in s3["reports"] if (row["tier"], row["cycle"], row["due"]) == (tier, cycle, due)]
    assert len(rows) == (1 if tier == 2 else 35)
    assert all(row["sent"] and row["sent"] <= due for row in rows)
    if tier == 1:
        assert {(tuple(row["to"]), row["via"]) for row in rows} == {(("UBND tỉnh",), "Sở Thông tin và Truyền thông")}
    else:
        assert rows[0]["who"] == "Sở Thông tin và Truyền thông"
        assert len(rows[0]["to"]) == 3


def test_the_reports_inside_a_task_and_on_call_have_no_day(s3: dict[str, Any]) -> None:
    rows = [(row["who"], row["cycle"], row["due"]) for row in s3["reports"] if row["due"] is None]
    assert rows == [
        ("Sở Thông tin và Truyền thông", "adhoc", None),
        ("Sở Kế hoạch và Đầu tư", "annual", None),
        ("Sở Kế hoạch và Đầu tư", "adhoc", None),
    ]


def test_every_recipient_is_served_and_groups_are_spelled_out(s3: dict[str, Any]) -> None:
    states = {(row["to"], row["state"]) for row in s3["deliveries"]}
    assert ("Sở Y tế", "received") in states
    assert ("UBND huyện Ia H'Drai", "received") in states
    assert ("Bộ Thông tin và Truyền thông", "served") in states
    assert {state for _name, state in states} == {"received", "served"}


def test_it_went_through_the_hands_of_the_way_up_and_was_returned_once(s3: dict[str, Any]) -> None:
    steps = [step["transition"] for step in s3["steps"]]
    assert steps.count("approval.return_") == 1
    up = [step for step in steps if step.startswith("approval.")]
    assert up[-8:] == [
        "approval.sign_submission",
        "approval.number_submission",
        "approval.register",
        "approval.propose",
        "approval.initial_off",
        "approval.sign",
        "approval.number",
        "approval.issue",
    ]
    assert steps.count("opinion.sign") == 3
    assert steps[-1] == "plan.close"


def test_its_proof_is_checked_by_an_outsider(s3: dict[str, Any]) -> None:
    folder = s3["out"] / "audit"
    script = next(folder.rglob("check_proof.py"))
    assert subprocess.run([sys.executable, script, folder], capture_output=True, text=True).returncode == 0
    trail = folder / "audit.jsonl"
    trail.write_text(trail.read_text().replace("215/KH-UBND", "216/KH-UBND", 1))
    assert subprocess.run([sys.executable, script, folder], capture_output=True, text=True).returncode == 1


def test_large_cost_goes_through_the_department_of_finance_twice(large_cost: dict[str, Any]) -> None:
    money = [step["transition"] for step in large_cost["steps"] if step["transition"].startswith("funding_review.")]
    assert money == [
        "funding_review.start",
        "funding_review.receive",
        "funding_review.ask_for_more",
        "funding_review.supplement",
        "funding_review.judge",
        "funding_review.propose",
        "funding_review.refuse",
        "funding_review.start",
        "funding_review.receive",
        "funding_review.judge",
        "funding_review.propose",
        "funding_review.agree",
    ]
    assert large_cost["steps"][-1]["transition"] == "plan.close"
    assert "Số: 01/KH-UBND" in _text(large_cost)


def test_each_step_is_printed_with_who_what_and_when(s3: dict[str, Any]) -> None:
    assert re.search(r"28/01/2019 \d\d:\d\d  Lê Ngọc Tuấn  —  Trình duyệt: Ký ban hành", s3["printed"])
