"""Where keys are kept, what the administrator's command says of them, and a province that keeps them in a token."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from processes.checks import check_signatures
from processes.documents import sealing
from processes.documents.sealing.authority import Authority
from processes.documents.sealing.drawn import drawn_seal
from processes.key_store import Owner, key_store, trusted_roots
from processes.key_store.folder import FolderStore
from processes.services import signing_keys
from tests.factories import morning
from tests.processes_services.province import TODAY, Province
from tests.unit.sealing import papers, tokens
from workflow import clock
from workflow.models import OrganizationEntry

NOW = morning(TODAY)
COMMITTEE = "Ủy ban nhân dân tỉnh Thử"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SIGNING_KEY_FOLDER, settings.TRUSTED_ROOTS = tmp_path / "keys", tmp_path / "trusted"
    return tmp_path


@pytest.fixture
def committee(province: Province) -> Owner:
    return Owner.of(province[COMMITTEE])


def command(*arguments: str) -> tuple[str, int]:
    """What it printed, and its exit code."""
    out = StringIO()
    try:
        with clock.simulated(NOW):
            call_command("signing_keys", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


# --- the folder


def test_a_key_is_kept_under_the_installations_secret_and_readable_to_nobody_else(
    province: Province, committee: Owner, folder: Path
) -> None:
    issued = papers.authority().certify(COMMITTEE, COMMITTEE)
    FolderStore().put(committee, issued.pkcs12("of the authority"), "of the authority")
    [path] = (folder / "keys").iterdir()
    assert path.name == f"{committee.id}.p12"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(sealing.KeyUnusable):
        sealing.Pkcs12Key(path.read_bytes(), "of the authority").certificate()
    assert key_store().key(committee).certificate().name == COMMITTEE
    assert key_store().ids() == [committee.id]


def test_without_a_secret_no_key_is_kept(committee: Owner, settings: Any) -> None:
    settings.SIGNING_SECRET = ""
    issued = papers.authority().certify(COMMITTEE, COMMITTEE)
    with pytest.raises(sealing.KeyUnusable) as caught:
        FolderStore().put(committee, issued.pkcs12("x"), "x")
    assert caught.value.fault is sealing.KeyFault.UNREADABLE


def test_a_new_picture_takes_the_place_of_the_old_one(committee: Owner, folder: Path) -> None:
    store = FolderStore()
    store.put_picture(committee, b"\x89PNG\r\n\x1a\nold")
    store.put_picture(committee, drawn_seal("MẪU"))
    assert store.picture(committee) == drawn_seal("MẪU")
    assert [path.suffix for path in (folder / "keys").iterdir()] == [".svg"]


def test_trusted_authorities_are_the_files_of_a_folder(folder: Path) -> None:
    assert trusted_roots() == []
    (folder / "trusted").mkdir()
    (folder / "trusted" / "a.pem").write_bytes(papers.authority().pem)
    (folder / "trusted" / "notes.txt").write_text("no certificate")
    assert trusted_roots() == [papers.authority().pem]


# --- the command


def test_the_list_names_who_signs_and_fails_while_a_key_is_missing(province: Province, committee: Owner) -> None:
    said, code = command()
    assert code == 1
    assert f"{committee.id}  {COMMITTEE}: missing" in said
    assert "Phó Chủ tịch" in said


def test_keys_are_taken_in_and_the_trail_says_whose(
    province: Province, committee: Owner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNING_IMPORT_PASSWORD", "of the authority")
    (folder / "seal.svg").write_bytes(drawn_seal("MẪU"))
    for name in ("ubnd", "ubnd.vice_chairman"):
        content = papers.authority().certify(name, COMMITTEE).pkcs12("of the authority")
        (folder / "key.p12").write_bytes(content)
        command("--take-in", name, str(folder / "key.p12"), "--picture", name, str(folder / "seal.svg"))
    said, code = command()
    assert code == 0
    assert said.count(": ok, đến ") == 2
    entry = OrganizationEntry.objects.filter(act="take_in_signing_key").first()
    assert entry is not None and entry.facts["owner"] == committee.id


def test_a_certificate_that_ends_within_a_month_fails_the_list(province: Province) -> None:
    for owner in signing_keys.owners(TODAY):
        issued = papers.authority().certify(owner.name, COMMITTEE, valid_to=NOW + timedelta(days=29))
        FolderStore().put(owner, issued.pkcs12("x"), "x")
    said, code = command()
    assert (said.count("sắp hết hạn"), code) == (2, 1)


@pytest.mark.parametrize(("owner", "words"), [("nobody", "Không có tài khoản"), ("person-x", "Không có tài khoản")])
def test_an_unknown_owner_is_said(province: Province, owner: str, words: str, folder: Path) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("signing_keys", "--picture", owner, str(folder / "none.png"))


def test_a_wrong_password_is_said(province: Province, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNING_IMPORT_PASSWORD", "another")
    (folder / "key.p12").write_bytes(papers.authority().certify("A", "B").pkcs12("of the authority"))
    with pytest.raises(CommandError, match="Không nhận được khóa"):
        call_command("signing_keys", "--take-in", "ubnd", str(folder / "key.p12"))


# --- the token


@pytest.fixture
def token(committee: Owner, settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    issued = Authority("Tổ chức chứng thực thử nghiệm", NOW).certify(COMMITTEE, COMMITTEE)
    module = tokens.make_token(tmp_path_factory.mktemp("token"), committee.id, issued)
    settings.SIGNING_KEYS = "processes.key_store.token.TokenStore"
    settings.SIGNING_TOKEN_MODULE, settings.SIGNING_TOKEN = module, tokens.TOKEN
    settings.SIGNING_TOKEN_PIN = tokens.PIN
    yield
    tokens.remove_token()


def test_a_province_keeps_its_keys_in_a_token(province: Province, committee: Owner, token: None) -> None:
    assert key_store().ids() == [committee.id]
    key = key_store().key(committee)
    signed = sealing.sign_by_leader(papers.prepared(), key, sealing.seal_stamp(None), NOW)
    assert sealing.verify(signed, [], NOW).signatures[0].signer == COMMITTEE
    said, _code = command()
    assert f"{committee.id}  {COMMITTEE}: ok" in said
    assert "missing" in said.splitlines()[1]


# --- what a deployment is told


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"ISSUE_WITHOUT_SIGNATURES": True}, ["processes.W001"]),
        ({"ISSUE_WITHOUT_SIGNATURES": False, "SIGNING_SECRET": "short"}, ["processes.W002"]),
        ({"ISSUE_WITHOUT_SIGNATURES": False, "SIGNING_SECRET": "x" * 20}, []),
    ],
)
def test_the_deployment_check_says_what_is_unsettled(settings: Any, changes: dict[str, Any], ids: list[str]) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    found = [one.id for one in run_checks(include_deployment_checks=True) if str(one.id).startswith("processes.")]
    assert found == ids == [one.id for one in check_signatures(None)]
