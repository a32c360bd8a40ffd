"""What an outsider can check with a copy of the files: the organization's chain, the seals, one file by itself."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import letters, make_agency, make_appointed, morning, write_letter
from workflow import audit, audit_export, calendar, canonical, engine, seals, triggers
from workflow.context import Actor, Seen
from workflow.models import AuditEntry, ProcessInstance, SealedHead

DAY = date(2026, 11, 23)
AT = morning(DAY)
JUST_AFTER_MIDNIGHT = calendar.end_of_day(DAY) + timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.SEAL_FOLDER = tmp_path / "mounted"
    return settings.SEAL_FOLDER


@pytest.fixture
def written(folder):
    """Two letters: the first sealed, submitted and sealed again; the second sealed once. Then one step more."""
    with letters():
        agency = make_agency(posts=["specialist", "head"])
        specialist, head = make_appointed(agency, "specialist"), make_appointed(agency, "head")
        first, second = (write_letter(agency, specialist, at=AT) for _ in range(2))
        seals.seal_due(JUST_AFTER_MIDNIGHT)
        _step(first, specialist, "submit")
        seals.seal_due(JUST_AFTER_MIDNIGHT + timedelta(days=1))
        _step(first, head, "sign")
        yield first, second


def _step(letter, person, name):
    letter.refresh_from_db()
    engine.fire(
        instance_id=letter.uuid,
        transition=name,
        actor=Actor.of(person.accounts.get()),
        at=AT,
        seen=Seen(letter.revision),
        command_id=uuid.uuid4(),
    )


def check(directory, *options):
    program = [sys.executable, "-I", directory / "check_proof.py", directory, *options]
    return subprocess.run(program, capture_output=True, text=True)


def everything(directory):
    return audit.export(ProcessInstance.objects.all(), directory)


def test_everything_is_found_whole(written, folder, tmp_path):
    proof = everything(tmp_path / "proof")
    assert sorted(path.name for path in (proof / "seals").iterdir()) == ["seal-2026-11-23.txt", "seal-2026-11-24.txt"]
    checked = check(proof, "--seals", folder)
    assert checked.stdout == "4 dấu vết của 2 hồ sơ (3 đã niêm phong), 2 dấu vết tổ chức, 2 niêm phong: toàn vẹn\n"
    assert checked.returncode == 0


def test_one_file_is_proven_without_what_does_not_belong_to_it(written, folder, tmp_path):
    _first, second = written
    call_command("export_proof", str(second.uuid), "--out", str(tmp_path / "proof"))
    proof = tmp_path / "proof"
    assert [path.name for path in (proof / "seals").iterdir()] == ["seal-2026-11-23.txt"]
    assert not (proof / "organization.jsonl").exists()
    assert {json.loads(line)["entry"]["instance"] for line in (proof / "audit.jsonl").open()} == {str(second.uuid)}
    checked = check(proof, "--seals", folder)
    assert checked.stdout == "1 dấu vết của 1 hồ sơ (1 đã niêm phong), 0 dấu vết tổ chức, 2 niêm phong: toàn vẹn\n"


def test_an_unknown_file_cannot_be_proven(written, tmp_path):
    with pytest.raises(CommandError, match="Không có hồ sơ nào"):
        call_command("export_proof", str(uuid.uuid4()), "--out", str(tmp_path / "proof"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "organization.jsonl",
            '"position": "head"',
            '"position": "chief"',
            "Dấu vết tổ chức lần 2: nội dung đã bị sửa",
        ),
        ("organization.jsonl", '"sequence": 1', '"sequence": 3', "Dấu vết tổ chức lần 3: thiếu dấu vết trước đó"),
        ("seals.jsonl", '"instances": 2', '"instances": 1', "Niêm phong lần 1: nội dung đã bị sửa"),
        ("seals/seal-2026-11-24.txt", "organization 2", "organization 1", "Niêm phong lần 2: tệp seal-2026-11-24.txt"),
        ("heads.json", '"sequence": 2', '"sequence": 1', "Dấu vết tổ chức lần 1: dấu vết tổ chức cuối cùng"),
    ],
)
def test_an_edit_is_located(written, tmp_path, file, old, new, told):
    path = everything(tmp_path) / file
    path.chmod(0o644)
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    checked = check(tmp_path)
    assert checked.returncode == 1
    assert told in checked.stdout


def test_a_trail_written_anew_is_located_by_its_seal(written, tmp_path):
    _first, second = written
    with triggers.switched_off():
        entry = AuditEntry.objects.get(instance=second)
        entry.request = "x"
        entry.hash = audit.chain(entry, "")
        entry.save()
    ProcessInstance.objects.filter(pk=second.pk).update(audit_head=entry.hash)
    everything(tmp_path)
    assert f"{second.uuid} lần 0: khác với dấu vết đã niêm phong ngày 2026-11-23" in check(tmp_path).stdout


def test_all_that_was_sealed_anew_is_located_by_the_mounted_files(written, folder, tmp_path):
    _first, second = written
    with triggers.switched_off():
        SealedHead.objects.filter(instance=second.uuid).delete()
        for seal in list(seals.Seal.objects.order_by("number")):
            SealedHead.objects.filter(seal=seal.number).delete()
        seals.Seal.objects.all().delete()
        AuditEntry.objects.filter(instance=second).update(request="x")
        entry = AuditEntry.objects.get(instance=second)
        entry.hash = audit.chain(entry, "")
        entry.save()
        ProcessInstance.objects.filter(pk=second.pk).update(audit_head=entry.hash)
        seals.seal(day=DAY, at=AT)
    proof = everything(tmp_path / "proof")
    assert check(proof).returncode == 0
    checked = check(proof, "--seals", folder)
    assert f"{second.uuid} lần 0: khác với dấu vết đã niêm phong ngày 2026-11-23" in checked.stdout
    assert "Niêm phong lần 1: khác với niêm phong trong tệp seal-2026-11-23.txt" in checked.stdout


def test_a_family_is_the_file_and_all_below_it(written):
    first, second = written
    ProcessInstance.objects.filter(pk=second.pk).update(parent=first, root=first)
    assert set(audit_export.with_all_below(first)) == {first, second}
    assert set(audit_export.with_all_below(second)) == {second}


def test_a_step_taken_while_the_trail_was_read_is_exported_too(written):
    first, _second = written
    [(instance, rows)] = canonical.trails(ProcessInstance.objects.filter(pk=first.pk))
    before_the_step = list(rows)[:-1]
    whole = audit_export._whole(instance, before_the_step)[1]
    assert [row["revision"] for row in whole] == [0, 1, 2]
