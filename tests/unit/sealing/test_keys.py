"""Keys in files and in a token; what keeps one from signing; the pictures that go with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from processes.documents import sealing
from tests.unit.sealing import papers, tokens

LABEL = "vice-chairman"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    issued = papers.authority().certify(papers.LEADER, papers.COMMITTEE)
    yield tokens.make_token(tmp_path_factory.mktemp("token"), LABEL, issued)
    tokens.remove_token()


def fault_of(key: sealing.SigningKey) -> sealing.KeyFault:
    with pytest.raises(sealing.KeyUnusable) as caught:
        sealing.sign_by_leader(papers.prepared(), key, papers.seal(), papers.SIGNED_AT)
    return caught.value.fault


def test_a_key_in_a_token_signs_and_never_leaves_it(token: str) -> None:
    key = sealing.Pkcs11Key(token, tokens.TOKEN, tokens.PIN, LABEL)
    assert key.certificate().name == papers.LEADER
    signed = sealing.sign_by_leader(papers.prepared(), key, papers.seal(), papers.SIGNED_AT)
    found = papers.judged(signed)
    assert found.verdict is sealing.Verdict.WHOLE
    assert found.signatures[0].signer == papers.LEADER
    assert "Signature is Valid." in papers.told_by("pdfsig", signed, "-nocert")


@pytest.mark.parametrize(
    ("name", "pin", "label"),
    [(tokens.TOKEN, "9999", LABEL), (tokens.TOKEN, tokens.PIN, "nobody"), ("elsewhere", tokens.PIN, LABEL)],
)
def test_a_wrong_pin_label_or_token_is_said(token: str, name: str, pin: str, label: str) -> None:
    assert fault_of(sealing.Pkcs11Key(token, name, pin, label)) is sealing.KeyFault.UNREADABLE


def test_a_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    key = sealing.Pkcs11Key(str(tmp_path / "none.so"), tokens.TOKEN, tokens.PIN, LABEL)
    assert fault_of(key) is sealing.KeyFault.UNREADABLE


def test_a_wrong_password_is_said() -> None:
    issued = papers.authority().certify(papers.LEADER, papers.COMMITTEE)
    key = sealing.Pkcs12Key(issued.pkcs12(papers.PASSWORD), "another")
    assert fault_of(key) is sealing.KeyFault.UNREADABLE
    assert fault_of(sealing.Pkcs12Key(b"no key", papers.PASSWORD)) is sealing.KeyFault.UNREADABLE


def test_a_certificate_signs_within_its_time_only() -> None:
    at = papers.SIGNED_AT
    ended = papers.authority().certify("Hết hạn", papers.COMMITTEE, valid_to=at - timedelta(seconds=1))
    early = papers.authority().certify("Chưa đến hạn", papers.COMMITTEE, valid_from=at + timedelta(days=1))
    for issued, fault in ((ended, sealing.KeyFault.EXPIRED), (early, sealing.KeyFault.NOT_YET_VALID)):
        assert fault_of(sealing.Pkcs12Key(issued.pkcs12(papers.PASSWORD), papers.PASSWORD)) is fault


def test_a_certificate_says_for_whom_it_is() -> None:
    said = papers.key(papers.COMMITTEE).certificate()
    assert (said.name, said.organization) == (papers.COMMITTEE, papers.COMMITTEE)
    assert said.valid_from < papers.SIGNED_AT < said.valid_to


# --- pictures


@pytest.mark.parametrize("picture", [b"GIF89a", b"", b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_000])
def test_other_pictures_are_refused(picture: bytes) -> None:
    with pytest.raises(sealing.UnusablePicture):
        sealing.seal_stamp(picture)


def test_a_picture_leads_to_no_other_file(caplog: pytest.LogCaptureFixture) -> None:
    image = b"<image width='9' height='9' href='file:///etc/hostname'/>"
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>" + image + b"</svg>"
    sealing.seal_stamp(drawing)
    assert "Failed to render SVG image" in caplog.text


def test_without_a_picture_the_stamp_says_so_in_words() -> None:
    assert "(Đã ký số)" in papers.told_by("pdftotext", sealing.signature_stamp(None))
