from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata
import uuid
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import Letter, letters, make_agency, make_appointed, morning, write_letter
from tests.factories.process import CLERK_OF_LETTERS, HEAD_OF_LETTERS, States
from workflow import audit, canonical, engine, registry, triggers
from workflow.audit_export import read_heads
from workflow.context import SYSTEM_ACTOR, Actor, Seen
from workflow.definition import ProcessDefinition, Transition
from workflow.models import AuditEntry, ProcessInstance

AT = morning(date(2026, 11, 23))


@pytest.fixture
def office(db):
    with letters():
        agency = make_agency(posts=["specialist", "head"])
        yield agency, make_appointed(agency, "specialist"), make_appointed(agency, "head")


def fire(instance, person, transition, **inputs):
    instance.refresh_from_db()
    engine.fire(
        instance_id=instance.uuid,
        transition=transition,
        actor=Actor.of(person.accounts.get()),
        at=AT,
        seen=Seen(instance.revision),
        command_id=uuid.uuid4(),
        inputs=inputs,
    )


@pytest.fixture
def letter(office):
    """Written, submitted, returned, submitted, signed: revisions 0 to 4."""
    agency, specialist, head = office
    instance = write_letter(agency, specialist, at=AT)
    fire(instance, specialist, "submit")
    fire(instance, head, "give_back", reason="Thiếu căn cứ pháp lý.")
    fire(instance, specialist, "submit")
    fire(instance, head, "sign")
    instance.refresh_from_db()
    return instance


def tamper(statement, *params):
    with triggers.switched_off(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def rehash(instance):
    """What a careful forger does: chain the whole trail anew, and tell the instance."""
    previous = ""
    with triggers.switched_off():
        for entry in AuditEntry.objects.filter(instance=instance).order_by("revision"):
            entry.previous_hash, entry.hash = previous, audit.chain(entry, previous)
            entry.save()
            previous = entry.hash
    ProcessInstance.objects.filter(pk=instance.pk).update(audit_head=previous)


def codes(instance):
    return {(fault.revision, fault.code) for fault in audit.verify_instance(instance)}


# --- canonical form


def entry_of(**changes):
    values = {
        "instance": ProcessInstance(uuid=uuid.UUID(int=1)),
        "uuid": uuid.UUID(int=2),
        "revision": 3,
        "definition_key": "plan",
        "definition_version": 1,
        "transition": "sign",
        "from_state": "ấ",
        "to_state": "c",
        "at": datetime(2026, 11, 23, 2, 0, 0, 5, tzinfo=UTC),
        "facts": {"số": 5, "a": [1, 2.5, True, None]},
    }
    return AuditEntry(**(values | changes))


def test_canonical_form_is_fixed_to_the_byte():
    """A change here breaks every trail that exists: it needs a new format beside the old one."""
    assert audit.canonical(entry_of()).decode() == (
        '{"acting_for":null,"actor":null,"at":"2026-11-23T02:00:00.000005Z","authority":{},"capacity":"",'
        '"command_id":null,"definition_key":"plan","definition_version":1,"document_hash":"",'
        '"facts":{"a":[1,2.5,true,null],"số":5},"format":1,"from_state":"ấ","inputs":{},'
        '"instance":"00000000-0000-0000-0000-000000000001","person":null,"request":"","revision":3,"to_state":"c",'
        '"transition":"sign","uuid":"00000000-0000-0000-0000-000000000002"}'
    )
    assert audit.chain(entry_of(), "") == "ddc2234c2bf31cee7756d0fce0dbfd18253d22a0cb1088741f80029cbd06a56e"


def test_canonical_form_names_every_field():
    """A field that the chain does not cover could be edited unseen."""
    fields = {field.name for field in AuditEntry._meta.get_fields()} - {"id", "previous_hash", "hash"}
    assert {*json.loads(audit.canonical(entry_of()))} - {"format"} == fields


@pytest.mark.parametrize(
    "same",
    [
        {"at": datetime(2026, 11, 23, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=7)))},
        {"from_state": unicodedata.normalize("NFD", "ấ")},
        {"facts": {unicodedata.normalize("NFD", "số"): 5.0, "a": (1.0, 2.5, True, None)}},
    ],
)
def test_same_entry_gives_the_same_bytes(same):
    assert audit.canonical(entry_of(**same)) == audit.canonical(entry_of())


@pytest.mark.parametrize("facts", [{"when": AT}, {1: "a"}, {"x": {1, 2}}])
def test_only_json_enters_the_trail(facts):
    with pytest.raises(TypeError):
        audit.canonical(entry_of(facts=facts))


@pytest.mark.django_db
def test_json_comes_back_from_the_database_as_it_went_in(letter):
    facts = {
        "tiền": 1e16,
        "nhỏ": 1e-7,
        "âm": -0.0,
        "tỷ lệ": 0.1,
        "lớn": 10**18,
        "chữ": "Đăk",
        "trống": None,
        "có": True,
    }
    entry = AuditEntry.objects.get(instance=letter, revision=4)
    entry.facts = facts
    before = audit.canonical(entry)
    with triggers.switched_off():
        entry.save()
    assert audit.canonical(AuditEntry.objects.get(pk=entry.pk)) == before


# --- verification


def test_whole_trail_has_no_fault(letter):
    assert audit.verify_instance(letter) == []
    assert audit.verify_all() == audit.Verification(entries=5, instances=1, faults=[], acts=2, seals=0)


EDITS = {
    "transition": "'sign'",
    "from_state": "'signed'",
    "to_state": "'signed'",
    "at": "'2026-11-24 02:00:00+00:00'",
    "actor_id": "NULL",
    "person_id": "NULL",
    "capacity": "'KT.'",
    "authority": """'{"agency": "khác"}'""",
    "inputs": """'{"reason": "khác"}'""",
    "facts": """'{"x": 1}'""",
    "document_hash": "'00'",
    "command_id": "NULL",
    "request": "'x'",
    "definition_version": "2",
    "uuid": "'00000000000000000000000000000001'",
}


@pytest.mark.parametrize(("column", "value"), EDITS.items(), ids=EDITS.keys())
def test_edited_entry_is_located(letter, column, value):
    tamper(f"UPDATE workflow_auditentry SET {column} = {value} WHERE revision = 2")
    assert (2, "hash") in codes(letter)
    assert {revision for revision, _code in codes(letter)} <= {2, 3}


def test_deleted_entry_is_located(letter):
    tamper("DELETE FROM workflow_auditentry WHERE revision = 2")
    assert codes(letter) == {(3, "gap"), (3, "previous_hash"), (3, "from_state")}


def test_cut_tail_is_seen(letter):
    tamper("DELETE FROM workflow_auditentry WHERE revision = 4")
    assert codes(letter) == {(4, "head"), (4, "revision"), (4, "state")}


def test_deleted_trail_is_seen(letter):
    tamper("DELETE FROM workflow_auditentry")
    assert codes(letter) == {(4, "no_entries")}


def test_swapped_entries_are_seen(letter):
    tamper("UPDATE workflow_auditentry SET revision = 99 WHERE revision = 2")
    tamper("UPDATE workflow_auditentry SET revision = 2 WHERE revision = 3")
    tamper("UPDATE workflow_auditentry SET revision = 3 WHERE revision = 99")
    assert {(2, "hash"), (3, "hash")} <= codes(letter)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"state": "draft"}, "state"), ({"revision": 3}, "revision"), ({"audit_head": "0" * 64}, "head")],
)
def test_instance_that_says_something_else_is_seen(letter, change, code):
    ProcessInstance.objects.filter(pk=letter.pk).update(**change)
    assert {found for _revision, found in codes(letter)} == {code}


def test_step_that_the_definition_does_not_know_is_seen_though_rehashed(letter):
    with triggers.switched_off():
        AuditEntry.objects.filter(revision=3).update(transition="sign")
    rehash(letter)
    assert codes(letter) == {(3, "edge")}


def test_start_in_the_middle_is_seen_though_rehashed(letter):
    with triggers.switched_off():
        AuditEntry.objects.filter(revision=0).update(to_state="submitted")
    rehash(letter)
    assert codes(letter) == {(0, "start"), (1, "from_state")}


def test_definition_that_is_gone_is_told(letter):
    registry.unregister(registry.latest("test_letter"))
    assert codes(letter) == {(revision, "unknown_definition") for revision in range(5)}
    assert "test_letter 1" in str(audit.verify_instance(letter)[0])


def test_many_trails_cost_six_queries(office, django_assert_num_queries):
    agency, specialist, _head = office
    for _ in range(20):
        fire(write_letter(agency, specialist, at=AT), specialist, "submit")
    with django_assert_num_queries(2 + 2 + 2):  # the trails, the organization's chain, the seals
        assert audit.verify_all() == audit.Verification(40, 20, [], acts=2)


def test_fault_in_one_trail_leaves_the_others_whole(office):
    agency, specialist, _head = office
    written = [write_letter(agency, specialist, at=AT) for _ in range(3)]
    tamper("DELETE FROM workflow_auditentry WHERE instance_id = %s", written[1].pk)
    assert [fault.chain for fault in audit.verify_all().faults] == [str(written[1].uuid)]


def test_entries_of_instances_that_came_later_do_not_confuse(office):
    agency, specialist, _head = office
    first, hidden, last = (write_letter(agency, specialist, at=AT) for _ in range(3))
    rows = canonical.Grouped(
        iter([{"instance_id": i.pk, "n": n} for n, i in enumerate((first, hidden, last))]), "instance_id"
    )
    assert [row["n"] for row in rows.of(first.pk)] == [0]
    assert [row["n"] for row in rows.of(last.pk)] == [2]


# --- what no step of a definition says


class LaterLetter(ProcessDefinition):
    """The next version of the letter: nothing is returned any more."""

    key, version = Letter.key, 2
    title, subject, states, initial, final = Letter.title, Letter.subject, Letter.states, Letter.initial, Letter.final
    starts_by, stages = Letter.starts_by, Letter.stages
    submit = Transition("Trình", States.DRAFT, States.SUBMITTED, by=CLERK_OF_LETTERS)
    sign = Transition("Ký", States.SUBMITTED, States.SIGNED, by=HEAD_OF_LETTERS, not_by=["submit"])


def amend(instance, name, **changes):
    instance.refresh_from_db()
    engine.amend_many([engine.Amendment(instance, **changes)], name=name, actor=SYSTEM_ACTOR, at=AT)


@pytest.fixture
def draft(office):
    """Written under the first version; then came the second."""
    agency, specialist, _head = office
    letter = write_letter(agency, specialist, at=AT)
    registry.register(LaterLetter)
    yield letter
    registry.unregister(LaterLetter)


def test_a_move_there_and_back_is_legal(draft):
    amend(draft, engine.MOVE, version=2, state="submitted")
    amend(draft, engine.MOVE, version=1, state="draft")
    amend(draft, engine.SUCCEED, facts={"participant": "writer", "from": "a", "to": "b"})
    assert codes(draft) == set()


def test_a_file_that_had_ended_and_goes_on_is_legal(letter):
    amend(letter, engine.REVIVE, state="submitted")
    assert codes(letter) == set()
    assert letter.closed_at is None


def test_a_file_that_had_ended_goes_on_only_into_a_stage(letter):
    amend(letter, engine.REVIVE)
    assert codes(letter) == {(5, "edge")}


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        (engine.MOVE, {"state": "submitted"}, {(1, "definition")}),  # a jump that pretends to be a move
        (engine.SUCCEED, {"state": "submitted"}, {(1, "edge")}),
        (engine.SUCCEED, {"version": 2}, {(1, "definition")}),
        (engine.REVIVE, {"state": "submitted"}, {(1, "edge")}),  # it had not ended
        (engine.REVIVE, {"version": 2}, {(1, "definition"), (1, "edge")}),
        ("submit", {"version": 2, "state": "submitted"}, {(1, "definition")}),
    ],
)
def test_what_pretends_to_be_a_move_is_seen(draft, name, changes, told):
    amend(draft, name, **changes)
    assert codes(draft) == told


def test_a_move_to_a_state_that_the_version_does_not_have_is_seen_though_rehashed(draft):
    amend(draft, engine.MOVE, version=2)
    with triggers.switched_off():
        AuditEntry.objects.filter(revision=1).update(to_state="lost")
    ProcessInstance.objects.update(state="lost")
    rehash(draft)
    assert codes(draft) == {(1, "edge")}


def test_an_instance_that_says_another_version_is_seen(draft):
    ProcessInstance.objects.update(definition_version=2)
    assert codes(draft) == {(0, "version")}


# --- proof


def check_proof(directory, *options):
    return subprocess.run(
        [sys.executable, "-I", directory / "check_proof.py", directory, *options], capture_output=True, text=True
    )


def test_outsider_finds_the_proof_whole(letter, tmp_path):
    assert audit.export(ProcessInstance.objects.all(), tmp_path / "proof") == tmp_path / "proof"
    checked = check_proof(tmp_path / "proof")
    assert (checked.returncode, checked.stdout) == (
        0,
        "5 dấu vết của 1 hồ sơ (0 đã niêm phong), 2 dấu vết tổ chức, 0 niêm phong: toàn vẹn\n",
    )


@pytest.mark.parametrize(
    ("old", "new", "located"),
    [
        ("Thiếu căn cứ pháp lý.", "Đồng ý.", "lần 2: nội dung đã bị sửa"),
        ('"to_state": "signed"', '"to_state": "draft"', "lần 4: nội dung đã bị sửa"),
    ],
)
def test_outsider_locates_an_edit(letter, tmp_path, old, new, located):
    audit.export(ProcessInstance.objects.all(), tmp_path)
    lines = (tmp_path / "audit.jsonl").read_text(encoding="utf-8")
    assert old in lines
    (tmp_path / "audit.jsonl").write_text(lines.replace(old, new), encoding="utf-8")
    checked = check_proof(tmp_path)
    assert checked.returncode == 1
    assert f"{letter.uuid} {located}" in checked.stdout


@pytest.mark.parametrize("line", range(5))
def test_outsider_misses_a_line(letter, tmp_path, line):
    audit.export(ProcessInstance.objects.all(), tmp_path)
    lines = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "audit.jsonl").write_text("".join(lines[:line] + lines[line + 1 :]), encoding="utf-8")
    assert check_proof(tmp_path).returncode == 1


def test_unreadable_proof_is_no_proof(letter, tmp_path):
    audit.export(ProcessInstance.objects.all(), tmp_path)
    (tmp_path / "heads.json").write_text("{}", encoding="utf-8")
    assert check_proof(tmp_path).returncode == 2


def test_cut_that_was_covered_up_is_seen_against_an_earlier_proof(letter, tmp_path):
    audit.export(ProcessInstance.objects.all(), tmp_path / "earlier")
    tamper("DELETE FROM workflow_auditentry WHERE revision = 4")
    last = AuditEntry.objects.get(revision=3)
    ProcessInstance.objects.update(state=last.to_state, revision=3, audit_head=last.hash)
    assert audit.verify_all().faults == []  # this is what an outside copy is for
    earlier = tmp_path / "earlier" / "heads.json"
    assert [(f.revision, f.code) for f in audit.verify_all(earlier=read_heads(earlier)).faults] == [(4, "cut")]
    audit.export(ProcessInstance.objects.all(), tmp_path / "later")
    assert check_proof(tmp_path / "later").returncode == 0
    assert check_proof(tmp_path / "later", "--earlier", earlier).returncode == 1


def test_rewritten_trail_is_seen_against_an_earlier_proof(letter, tmp_path):
    earlier = audit.export(ProcessInstance.objects.all(), tmp_path) / "heads.json"
    with triggers.switched_off():
        AuditEntry.objects.filter(revision=2).update(inputs={"reason": "khác"})
    rehash(letter)
    assert audit.verify_all().faults == []
    assert [fault.code for fault in audit.verify_all(earlier=read_heads(earlier)).faults] == ["replaced"]


# --- command


def command(*options):
    out = io.StringIO()
    call_command("verify_audit", *options, stdout=out)
    return out.getvalue()


def test_command_counts(letter, tmp_path):
    said = command("--out", str(tmp_path / "proof"))
    assert "5 dấu vết của 1 hồ sơ" in said
    assert check_proof(tmp_path / "proof").returncode == 0


def test_command_locates_each_fault(letter):
    tamper("UPDATE workflow_auditentry SET request = 'x' WHERE revision = 2")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 sai lệch") as failed:
        call_command("verify_audit", stdout=out)
    assert failed.value.returncode == 1
    assert f"Hồ sơ {letter.uuid} lần 2: nội dung đã bị sửa" in out.getvalue()


def test_command_compares_with_an_earlier_proof(letter, tmp_path):
    heads = audit.export(ProcessInstance.objects.all(), tmp_path) / "heads.json"
    assert "toàn vẹn" in command("--against", str(heads))
    with pytest.raises(CommandError):
        command("--against", str(tmp_path / "nowhere.json"))
