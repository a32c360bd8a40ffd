"""Each day has one seal over the ends of all chains, and a file that tells later what was changed since."""

from __future__ import annotations

import hashlib
import logging
import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from tests.factories import letters, make_agency, make_appointed, morning, write_letter
from workflow import acts, audit, calendar, engine, seal_files, seals, triggers
from workflow.context import SYSTEM_ACTOR, Actor, Seen
from workflow.models import AuditEntry, OrganizationEntry, OrganizationHead, ProcessInstance, Seal, SealedHead

DAY = date(2026, 11, 23)
AT = morning(DAY)
JUST_AFTER_MIDNIGHT = calendar.end_of_day(DAY) + timedelta(seconds=1)


class Office:
    def __init__(self):
        self.agency = make_agency(posts=["specialist", "head"])
        self.specialist, self.head = make_appointed(self.agency, "specialist"), make_appointed(self.agency, "head")

    def write(self):
        return write_letter(self.agency, self.specialist, at=AT)

    def step(self, letter, name):
        letter.refresh_from_db()
        person = self.head if name == "sign" else self.specialist
        engine.fire(
            instance_id=letter.uuid,
            transition=name,
            actor=Actor.of(person.accounts.get()),
            at=AT,
            seen=Seen(letter.revision),
            command_id=uuid.uuid4(),
        )


@pytest.fixture
def folder(tmp_path, settings):
    settings.SEAL_FOLDER = tmp_path / "seals"
    return settings.SEAL_FOLDER


@pytest.fixture
def office(folder):
    with letters():
        yield Office()


def seal(days=0):
    return seals.seal(day=DAY + timedelta(days=days), at=AT + timedelta(days=days + 1))


def covered(number):
    return list(SealedHead.objects.filter(seal=number).values_list("instance", "revision"))


# --- sealing


@pytest.mark.django_db
def test_a_seal_covers_what_moved_since_the_one_before(office):
    still, moving = office.write(), office.write()
    assert sorted(covered(seal().number)) == sorted([(still.uuid, 0), (moving.uuid, 0)])
    office.step(moving, "submit")
    office.step(moving, "sign")
    second = seal(1)
    assert covered(second.number) == [(moving.uuid, 2)]
    assert (second.instances, second.previous_hash) == (1, Seal.objects.get(number=1).hash)
    assert covered(seal(2).number) == []
    assert audit.verify_all().faults == []


@pytest.mark.django_db
def test_a_seal_names_the_end_of_the_organizations_chain(office):
    made = seal()
    head = OrganizationHead.objects.get()
    assert (made.organization_sequence, made.organization_hash) == (head.sequence, head.hash) != (0, "")


@pytest.mark.django_db
def test_a_day_is_sealed_once(office):
    first = seal()
    office.write()
    assert seal() == first
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_a_day_before_the_last_seal_cannot_be_sealed(office):
    seal(1)
    with pytest.raises(ValueError, match="sealed already"):
        seal(0)


@pytest.mark.django_db
def test_nothing_yet_can_be_sealed_too(folder):
    made = seal()
    assert (made.instances, made.organization_sequence) == (0, 0)
    assert audit.verify_all().faults == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_sealing_costs_as_many_statements_however_many_files(office, django_assert_num_queries, count):
    for _ in range(count):
        office.write()
    with django_assert_num_queries(5 + 2):  # the chain's end, the last seal, heads read and kept, the seal; savepoint
        seal()


# --- in time


@pytest.mark.django_db
def test_the_tick_seals_the_past_day_after_midnight_in_vietnam(office):
    office.write()
    seals.seal_due(JUST_AFTER_MIDNIGHT - timedelta(seconds=2))
    assert Seal.objects.get().day == DAY - timedelta(days=1)
    seals.seal_due(JUST_AFTER_MIDNIGHT)
    seals.seal_due(JUST_AFTER_MIDNIGHT + timedelta(minutes=1))
    assert [made.day for made in Seal.objects.all()] == [DAY - timedelta(days=1), DAY]


@pytest.mark.django_db
def test_after_days_of_standing_still_one_seal_covers_them_all(office):
    seal()
    office.write()
    seals.seal_due(JUST_AFTER_MIDNIGHT + timedelta(days=5))
    assert [made.day for made in Seal.objects.all()] == [DAY, DAY + timedelta(days=5)]
    assert Seal.objects.get(number=2).instances == 1


@pytest.mark.django_db
def test_a_clock_that_goes_back_seals_nothing(office):
    seal()
    seals.seal_due(AT - timedelta(days=3))
    assert Seal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_make_one_seal(office):
    office.write()
    together = threading.Barrier(4)
    failed = []

    def tick():
        together.wait()
        try:
            seals.seal_due(JUST_AFTER_MIDNIGHT)
        except Exception as error:
            failed.append(error)
        connection.close()

    tickers = [threading.Thread(target=tick) for _ in range(4)]
    for ticker in tickers:
        ticker.start()
    for ticker in tickers:
        ticker.join()
    assert failed == []
    assert Seal.objects.get().instances == 1


@pytest.mark.django_db(transaction=True)
def test_steps_taken_meanwhile_make_no_seal_wrong(office, folder):
    waiting = [office.write() for _ in range(20)]

    def work():
        for letter in waiting:
            office.step(letter, "submit")
            acts.record("test", actor=SYSTEM_ACTOR, at=AT, facts={})
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    days = 0
    while worker.is_alive():
        seal(days)
        days += 1
    worker.join()
    last = seal(days)
    seal_files.write_missing(folder)
    assert audit.verify_all(seals=folder).faults == []
    ends = {(one.uuid, one.revision) for one in ProcessInstance.objects.all()}
    assert ends <= set(SealedHead.objects.values_list("instance", "revision"))
    assert last.organization_sequence == OrganizationEntry.objects.count()


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_step_under_way_belongs_to_the_next_seal(office):
    letter = office.write()
    stepped, sealed = threading.Event(), threading.Event()

    def step_slowly():
        with transaction.atomic():
            office.step(letter, "submit")
            stepped.set()
            sealed.wait()
        connection.close()

    worker = threading.Thread(target=step_slowly)
    worker.start()
    stepped.wait()
    first = seal()
    sealed.set()
    worker.join()
    assert covered(first.number) == [(letter.uuid, 0)]
    assert covered(seal(1).number) == [(letter.uuid, 1)]
    assert audit.verify_all().faults == []


# --- files


@pytest.mark.django_db
def test_the_file_shows_the_root_to_anybody(office, folder):
    office.write()
    seals.seal_due(JUST_AFTER_MIDNIGHT)
    [path] = folder.iterdir()
    assert path.name == "seal-2026-11-23.txt"
    _first, lines = path.read_bytes().split(b"\n", 1)
    assert hashlib.sha256(lines).hexdigest() == Seal.objects.get().root
    file = seal_files.read(path)
    assert (file.number, file.hash) == (1, Seal.objects.get().hash)
    assert [(line.instance, line.revision) for line in file.lines()] == [(str(ProcessInstance.objects.get().uuid), 0)]


@pytest.mark.django_db
def test_a_file_that_is_missing_is_written_again(office, folder):
    office.write()
    seals.seal_due(JUST_AFTER_MIDNIGHT)
    [path] = folder.iterdir()
    before = path.read_bytes()
    path.unlink()
    seals.seal_due(JUST_AFTER_MIDNIGHT + timedelta(minutes=1))
    assert path.read_bytes() == before


@pytest.mark.django_db
def test_a_file_that_is_there_is_never_written_again(office, folder):
    seals.seal_due(JUST_AFTER_MIDNIGHT)
    [path] = folder.iterdir()
    before = path.stat()
    seals.seal_due(JUST_AFTER_MIDNIGHT + timedelta(minutes=1))
    assert path.stat().st_ino == before.st_ino


@pytest.mark.django_db
def test_no_file_is_made_of_what_was_tampered_with(office, folder, caplog):
    office.write()
    seal()
    with triggers.switched_off():
        SealedHead.objects.update(hash="0" * 64)
    with caplog.at_level(logging.ERROR):
        seal_files.write_missing(folder)
    assert "2026-11-23" in caplog.text
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"seal": {}, "previous_hash": "", "hash": ""}\n', "\xff"])
def test_what_is_no_seal_is_not_read_as_one(tmp_path, content):
    path = tmp_path / "seal-2026-11-23.txt"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(ValueError):
        seal_files.read(path)


# --- what the seals tell


@pytest.fixture
def sealed(office, folder):
    """Two letters sealed after writing, one of them again after two steps; both days' files exported."""
    still, moving = office.write(), office.write()
    seals.seal_due(JUST_AFTER_MIDNIGHT)
    office.step(moving, "submit")
    office.step(moving, "sign")
    seals.seal_due(JUST_AFTER_MIDNIGHT + timedelta(days=1))
    moving.refresh_from_db()
    with triggers.switched_off():
        yield still, moving


def found(folder=None):
    return {(fault.chain, fault.revision, fault.code) for fault in audit.verify_all(seals=folder).faults}


def rewrite(letter):
    """What a careful forger does: chain the whole trail anew, and tell the instance."""
    previous = ""
    for entry in AuditEntry.objects.filter(instance=letter).order_by("revision"):
        entry.previous_hash, entry.hash = previous, audit.chain(entry, previous)
        entry.save()
        previous = entry.hash
    ProcessInstance.objects.filter(pk=letter.pk).update(audit_head=previous)


def seal_anew():
    """What the owner of the database can do besides: all seals again, from what the trails say now."""
    days = list(Seal.objects.order_by("number").values_list("day", "sealed_at"))
    SealedHead.objects.all().delete()
    Seal.objects.all().delete()
    for day, at in days:
        seals.seal(day=day, at=at)


@pytest.mark.django_db
def test_whole_seals_have_no_fault(sealed, folder):
    assert found(folder) == set()
    assert audit.verify_all(seals=folder).seals == 2


@pytest.mark.django_db
def test_a_tail_cut_off_is_located(sealed):
    _still, moving = sealed
    AuditEntry.objects.filter(instance=moving, revision=2).delete()
    last = AuditEntry.objects.get(instance=moving, revision=1)
    ProcessInstance.objects.filter(pk=moving.pk).update(state=last.to_state, revision=1, audit_head=last.hash)
    assert found() == {(str(moving.uuid), 2, "sealed_cut")}


@pytest.mark.django_db
def test_a_rewritten_trail_is_located(sealed):
    _still, moving = sealed
    AuditEntry.objects.filter(instance=moving, revision=1).update(inputs={"x": 1})
    rewrite(moving)
    assert found() == {(str(moving.uuid), 2, "sealed_replaced")}


@pytest.mark.django_db
def test_a_rewritten_trail_is_located_by_the_files_though_all_was_sealed_anew(sealed, folder):
    _still, moving = sealed
    AuditEntry.objects.filter(instance=moving, revision=0).update(request="x")
    rewrite(moving)
    seal_anew()
    assert found() == set()  # this is what the folder is for
    told = found(folder)
    assert {(str(moving.uuid), 0, "sealed_replaced"), (str(moving.uuid), 2, "sealed_replaced")} <= told
    assert {("seals", 1, "seal_replaced"), ("seals", 2, "seal_replaced")} <= told
    assert {chain for chain, _revision, _code in told} == {str(moving.uuid), "seals"}


@pytest.mark.django_db
def test_a_deleted_instance_is_named(sealed, folder):
    still, _moving = sealed
    AuditEntry.objects.filter(instance=still).delete()
    still.participations.all().delete()
    still.tasks.all().delete()
    ProcessInstance.objects.filter(pk=still.pk)._raw_delete("default")
    assert found() == {(str(still.uuid), 0, "sealed_cut")}
    seal_anew()
    assert (str(still.uuid), 0, "sealed_cut") in found(folder)


@pytest.mark.django_db
def test_an_organizations_chain_cut_off_is_located(sealed):
    OrganizationEntry.objects.filter(sequence=2).delete()
    OrganizationHead.objects.update(sequence=1, hash=OrganizationEntry.objects.get().hash)
    assert found() == {("organization", 2, "sealed_cut")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"facts": {"x": 1}}, {(1, "hash")}),
        ({"sequence": 7}, {(2, "gap"), (2, "previous_hash"), (7, "gap"), (7, "previous_hash"), (7, "hash")}),
        ({"previous_hash": "0" * 64}, {(1, "previous_hash"), (1, "hash")}),
    ],
    ids=["edited", "moved", "unchained"],
)
def test_an_edited_act_is_located(sealed, change, told):
    OrganizationEntry.objects.filter(sequence=1).update(**change)
    assert told <= {(revision, code) for chain, revision, code in found() if chain == "organization"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"root": "0" * 64}, {"root", "hash"}),
        ({"day": date(2026, 1, 1)}, {"hash"}),
        ({"instances": 9}, {"hash"}),
        ({"hash": "0" * 64}, {"hash", "previous_hash"}),
        ({"previous_hash": "1" * 64}, {"hash", "previous_hash"}),
        ({"organization_hash": "0" * 64}, {"hash", "root", "sealed_replaced"}),
    ],
)
def test_an_edited_seal_is_located(sealed, change, told):
    Seal.objects.filter(number=1).update(**change)
    assert {code for _chain, _revision, code in found()} == told


@pytest.mark.django_db
def test_an_edited_line_is_located(sealed):
    still, _moving = sealed
    SealedHead.objects.filter(instance=still.uuid).update(hash="0" * 64)
    assert found() == {(str(still.uuid), 0, "sealed_replaced"), ("seals", 1, "root")}


@pytest.mark.django_db
def test_a_last_seal_that_was_deleted_is_told_by_its_file(sealed, folder):
    SealedHead.objects.filter(seal=2).delete()
    Seal.objects.filter(number=2).delete()
    assert found() == set()
    assert found(folder) == {("seals", 2, "seal_gone")}


@pytest.mark.django_db
def test_files_that_were_changed_or_taken_away_are_told(sealed, folder):
    first, second = sorted(folder.iterdir())
    first.chmod(0o644)
    first.write_text(first.read_text().replace("organization 2", "organization 3"))
    second.unlink()
    assert found(folder) == {("seals", 0, "seal_file"), ("seals", 2, "no_seal_file")}
